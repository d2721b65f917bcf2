"""What was done to a document, as PREMIS events: how it was read, and what people decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime

from extractor.document import Document
from extractor.model import Flag
from extractor.outputs.archive.premis import READER, Agent, Event
from extractor.outputs.summary import ranges, shortfall
from extractor.review import Decision
from extractor.review.spots import records


def reading_events(document: Document, original: str, when: datetime) -> Iterator[Event]:
    """What was done to read the document, as far as its result tells."""

    def event(kind: str, detail: str, outcome: str) -> Event:
        return Event(kind, when, detail, outcome, READER, [original])

    outcome = f"{document.state} {shortfall(document)}".strip()
    yield event("extraction", f"text and tables read with {_programs(document)}", outcome)
    kinds: dict[str, list[int]] = defaultdict(list)
    for page in document.pages:
        kinds[page.kind].append(page.number)
        if page.skew:
            turned = f"page {page.number} turned by {page.skew:g} degrees to be read"
            yield event("deskewing", turned, "original untouched")
        if page.note:
            yield event("assessment", f"page {page.number}: {page.note}", page.kind)
    for kind, pages in kinds.items():
        yield event("assessment", f"pages {ranges(sorted(set(pages)))}", kind)
    sealed = {cell.page for record in records(document) for cell in record.cells if _SEALED & set(cell.flags)}
    if sealed:
        removed = f"strokes of seals over print taken off to be read: pages {ranges(sorted(sealed))}"
        yield event("seal removal", removed, "original untouched")
    failing = [check.id for check in document.checks if check.result == "fails"]
    yield event("validation", f"{len(document.checks)} checks of the figures", ", ".join(failing) or "no check fails")


def deciding_events(decisions: Sequence[Decision], changed: Sequence[str]) -> Iterator[Event]:
    """Every decision, also those that were taken back, by the person who made it."""
    for decision in decisions:
        subject = decision.subject
        place = " / ".join(filter(None, (subject.table, subject.row, subject.column)))
        where = f"page {subject.page} {place}".strip() if subject.page else "the document"
        values = "" if decision.kind == "sign" else f": {_shown(decision.before)} to {_shown(decision.after)}"
        why = f" ({decision.why})" if decision.why else ""
        detail = f"decision {decision.number}, {decision.kind}, {where}{values}{why}"
        yield Event("review", decision.when, detail, decision.after_status or decision.kind, decision.who, changed)


def people(decisions: Sequence[Decision]) -> list[Agent]:
    """Everybody who decided something."""
    return [Agent(name) for name in sorted({decision.who for decision in decisions})]


_SEALED = {Flag.HIDDEN, Flag.CROSSED}


def _programs(document: Document) -> str:
    made = document.made_with
    if made is None:
        return "unknown"
    models = f" (models sha256 {made.models})" if made.models else ""
    return f"{made.ocr} {made.ocr_version}{models}, {made.rasterizer}, layouts sha256 {made.layouts}"


def _shown(value: str | None) -> str:
    return "nothing" if value is None else value or "blank"
