"""From what a person says to the rows that are kept: with the values before and after, and the checks of both."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace

from extractor.amounts import parse_amount
from extractor.checks import Key
from extractor.document import Document
from extractor.errors import InputError
from extractor.review.apply import Reading, Review, reviewed
from extractor.review.decisions import RULINGS, Decision, Draft, Kind, Ruling, Subject, standing
from extractor.review.proposals import Choice, choices_of
from extractor.review.rulings import rulings_of
from extractor.review.spots import Spot
from extractor.review.store import Decisions, numbered
from extractor.review.structure import kept_of, record_at
from extractor.structure.drawn import Drawn

UNDOABLE: tuple[Kind, ...] = (*RULINGS, "structure", "name")
# What a person types where nothing is printed.
BLANKS = ("-", "—", "–", "－")


def decide(
    before: Review, store: Decisions, spot: Spot, ruling: Ruling, who: str, text: str = "", why: str = ""
) -> Review:
    """Keep what a person, who sees the document as `before`, says of a place, and apply it: `text` is the correction.

    Raises `InputError` where a correction is no amount and the value is one.
    """
    reading = before.reading
    own = before.rulings.settled(spot.id, who)
    current = spot.value if own is None else own.after
    after = _after(spot, ruling, text, current)
    kind: Ruling = "confirm" if ruling == "correct" and after == spot.value else ruling
    draft = Draft(
        act=uuid.uuid4().hex,
        document=reading.document.source.sha256,
        subject=spot.subject,
        kind=kind,
        before=current,
        before_status=_status(before, spot),
        after=after,
        who=who,
        why=why.strip(),
        checks_before=_checks(before, spot),
    )
    later = reviewed(reading, [*before.decisions, *numbered([draft], len(before.decisions))], who)
    seen = {"after_status": _status(later, spot), "checks_after": _checks(later, spot)}
    kept = store.add([draft.model_copy(update=seen)])
    return _kept(later, kept, store, who)


def _kept(later: Review, kept: Sequence[Decision], store: Decisions, who: str) -> Review:
    """The review that was made to see what a decision does, with the rows that were kept; made anew where somebody else
    has decided meanwhile.
    """
    if [decision.number for decision in kept] != [len(later.decisions)]:
        reading = later.reading
        return reviewed(reading, store.of(reading.document.source.sha256), who)
    decisions = [*later.decisions[:-1], *kept]
    return replace(later, decisions=decisions, rulings=rulings_of(standing(decisions), later.reading.spots))


def undo(reading: Reading, store: Decisions, who: str) -> Decision | None:
    """Take back the person's last decision about a value or a table; it is kept, too.  None where there is none."""
    decisions = store.of(reading.document.source.sha256)
    own = [decision for decision in standing(decisions) if decision.who == who and decision.kind in UNDOABLE]
    if not own:
        return None
    last = own[-1]
    before = reviewed(reading, decisions, who)
    place = before.reading.spots.find(last.subject)
    draft = Draft(
        act=uuid.uuid4().hex,
        document=last.document,
        subject=last.subject,
        kind="undo",
        before=last.after,
        before_status=last.after_status,
        after=last.before,
        after_status=last.before_status,
        who=who,
        undoes=last.act,
        checks_before=_checks(before, place) if place else {},
        checks_after=last.checks_before,
    )
    store.add([draft])
    return last


def sign(reading: Reading, store: Decisions, who: str) -> Decision:
    """Sign for a document without doubts.

    Raises `InputError` where doubts are left, or this person has signed already.
    """
    review = reviewed(reading, store.of(reading.document.source.sha256))
    if left := len(review.open_doubts):
        raise InputError(f"{left} doubts are left", hint="Decide them, then sign")
    if any(signature.who == who for signature in review.signatures):
        raise InputError("this person has signed already", hint="The other reviewer signs next")
    return store.add([of_document(reading, "sign", who)])[0]


def ask_second(reading: Reading, store: Decisions, who: str) -> Decision:
    """Ask for a second reviewer: every doubt is then seen by two, neither with the other's answer."""
    return store.add([of_document(reading, "ask-second", who)])[0]


def draw(before: Review, store: Decisions, drawn: Drawn, form: str, again: Document, who: str) -> list[Decision]:
    """Keep what a person has drawn, with what was read `again` there.

    Raises `InputError` where nothing was read in the drawn box.
    """
    box = drawn.box.rounded()
    read = kept_of(again, drawn.page, box)
    if read.empty:
        raise InputError("nothing is printed in the drawn table", page=drawn.page, hint="Draw it around its texts")
    replaced = record_at(before.document, drawn.page, box)
    subject = Subject(kind="table", table=getattr(replaced, "id", None) or "", page=drawn.page, bbox=box)
    draft = Draft(
        act=uuid.uuid4().hex,
        document=before.document.source.sha256,
        subject=subject,
        kind="structure",
        who=who,
        detail={"rows": drawn.rows, "columns": drawn.columns, "form": form, "read": read.model_dump(mode="json")},
    )
    return store.add([draft])


def name(before: Review, store: Decisions, spot: Spot, choice: Choice, who: str) -> list[Decision]:
    """Keep what a person calls a printed heading or label.

    Raises `InputError` where the table's forms have no such column or row.
    """
    document = before.document
    table = table_of(document, spot)
    if table is None or choice not in choices_of(table, document, before.reading.layouts):
        raise InputError(f"the form has no {choice.axis} {choice.key}", hint="Choose one of the form's")
    draft = Draft(
        act=uuid.uuid4().hex,
        document=document.source.sha256,
        subject=spot.subject.model_copy(update={"table": table}),
        kind="name",
        after=choice.key,
        who=who,
        detail=choice._asdict(),
    )
    return store.add([draft])


def table_of(document: Document, spot: Spot) -> str | None:
    """The known table that a cell without a fact stands in."""
    if spot.subject.kind != "cell" or not spot.subject.raw:
        return None
    inside = (spot.page, spot.bbox)
    return next(
        (table.id for table in document.tables if any((cell.page, cell.bbox) == inside for cell in table.cells)), None
    )


def of_document(reading: Reading, kind: Kind, who: str) -> Draft:
    """A decision about the document as a whole."""
    return Draft(
        act=uuid.uuid4().hex,
        document=reading.document.source.sha256,
        subject=Subject(kind="document"),
        kind=kind,
        who=who,
    )


def _after(spot: Spot, ruling: Ruling, text: str, current: str | None) -> str | None:
    """The value that a ruling leaves; None where nobody can read it."""
    if ruling == "correct":
        return _typed(spot, text)
    if ruling == "illegible":
        return None
    return spot.value if current is None else current


def _typed(spot: Spot, text: str) -> str:
    """What a person typed, as an amount where the value is one; empty where nothing is printed."""
    typed = text.strip()
    if not spot.unit:
        return typed
    if typed in BLANKS:
        return ""
    amount = parse_amount(typed)
    if amount.value is None:
        raise InputError(f"{typed} is no amount", hint="Type digits as printed; a dash where nothing is printed")
    return amount.text


def _checks(review: Review, spot: Spot) -> dict[str, str]:
    """The results of the checks that a place's values take part in."""
    keys: Sequence[Key] = spot.keys
    names = {name for key in keys for name in review.books.of(key)}
    return {check.id: check.result for check in review.document.checks if check.id in names}


def _status(review: Review, spot: Spot) -> str | None:
    """The status of a place's value now."""
    if spot.subject.kind == "figure":
        found = [
            figure.status
            for number, figure in enumerate(review.document.narrative, 1)
            if str(number) == spot.keys[0].row
        ]
        return found[0] if found else None
    wanted = set(spot.keys)
    return next(
        (fact.status for fact in review.document.facts if Key(fact.table, fact.row, fact.column) in wanted), None
    )
