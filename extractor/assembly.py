"""The published document from what was found on the pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from extractor.balance import Balance, Item
from extractor.balance.cells import spot_of
from extractor.balance.figures import split_figures
from extractor.balance.items import Spot
from extractor.balance.messages import balance_messages
from extractor.checks import Key, Proof, narrative_key
from extractor.document import (
    Document,
    Fact,
    GlossaryTerm,
    Message,
    MissingTable,
    NarrativeFigure,
    PageRecord,
    ParagraphRecord,
    Place,
    QualityRecord,
    ScorecardRecord,
    ScorecardTarget,
    SectionRecord,
    Source,
    State,
    TableRecord,
    TextLine,
    Unplaced,
)
from extractor.errors import PageError
from extractor.geometry import around
from extractor.interpretation import Interpretation, KnownTable
from extractor.model import ReadPage
from extractor.narrative.figures import ToldFigure
from extractor.narrative.paragraphs import Paragraph
from extractor.narrative.sections import Section
from extractor.narrative.text_rows import Row
from extractor.reading.quality import assess_sheet
from extractor.records import cells_of, fact_of, places_of, unknown_records
from extractor.scorecards.find import Scorecard
from extractor.tables.values import Value


def assemble(
    source: Source, pages: Sequence[ReadPage | PageError], found: Interpretation, proof: Proof, balance: Balance
) -> Document:
    """Tables, pages, messages and the balance under their published names."""
    balance = balance.without(_dropped(found, proof))
    counts = balance.by_page()
    records = tuple(
        _page(list(group), found.prose.running, counts.get(number, {})) for number, group in groupby(pages, _number)
    )
    state = _state(records, found, balance)
    messages = (*_messages(pages, records, found, proof), *balance_messages(balance, found))
    if state == "nothing-found":
        messages = (_nothing_found(pages, records, found), *messages)
    return Document(
        source=source,
        kind=found.kind or "unknown",
        scope=found.scope,
        state=state,
        unit_name=found.unit_name,
        year=found.year,
        pages=records,
        tables=tuple(_table(known, proof) for known in found.known),
        scorecards=tuple(_scorecard(card, proof) for card in found.scorecards),
        other_tables=tuple(unknown_records(found)),
        checks=proof.checks,
        read_again=proof.read_again,
        messages=messages,
        unplaced=tuple(unplaced for item in balance.unplaced for unplaced in _unplaced(item)),
        missing_tables=tuple(
            MissingTable(id=missing.form.id, title=missing.form.title, page=missing.page) for missing in found.missing
        ),
        sections=tuple(_section(section) for section in found.prose.sections),
        glossary=tuple(GlossaryTerm(**term._asdict()) for term in found.prose.glossary),
        narrative=tuple(_figure(number, figure, proof) for number, figure in enumerate(found.narrative, 1)),
    )


def _dropped(found: Interpretation, proof: Proof) -> set[Spot]:
    """The cells whose values the proof took away."""
    before = [value for known in found.known for value in known.values]
    before += [value for card in found.scorecards for value in card.values]
    kept = {spot_of(value.cell) for values in proof.values.values() for value in values}
    return {spot_of(value.cell) for value in before} - kept


def _state(records: Sequence[PageRecord], found: Interpretation, balance: Balance) -> State:
    """Whether the result holds all that is printed, as far as the document can tell."""
    if not (found.known or found.scorecards):
        return "nothing-found"
    failed = any(record.kind == "failed" for record in records)
    return "incomplete" if failed or found.missing or balance.unplaced else "complete"


def _nothing_found(
    pages: Sequence[ReadPage | PageError], records: Sequence[PageRecord], found: Interpretation
) -> Message:
    """What was seen where no table was found."""
    kinds = Counter(record.kind for record in records)
    lines = sum(len(page.lines) for page in pages if isinstance(page, ReadPage))
    seen = (
        ", ".join(f"{number} {kind}" for kind, number in kinds.items()),
        f"lines of text outside tables: {lines}",
        f"unknown grids: {len(found.others)}",
    )
    text = f"no table of a known form and no scorecard was found; seen: pages: {'; '.join(seen)}"
    return Message(level="warning", code="nothing-found", text=text)


def _unplaced(item: Item) -> Iterator[Unplaced]:
    """An unplaced reading as one item, or as one item a figure where several ran together in a cell."""
    for text in split_figures(item.reading.text):
        yield Unplaced(
            page=item.spot.page,
            bbox=item.spot.box.rounded(),
            text=text,
            table=item.table,
            reason=item.reason or "",
        )


def _number(page: ReadPage | PageError) -> int:
    return page.number if isinstance(page, ReadPage) else page.page or 1


def _page(shown: Sequence[ReadPage | PageError], running: Sequence[Row], counts: Mapping[str, int]) -> PageRecord:
    """A page of the file, whatever it shows: one page, or two side by side."""
    page = shown[0]
    if isinstance(page, PageError):
        return PageRecord(number=_number(page), width=0, height=0, kind="failed", dpi=0, skew=0, note=page.message)
    read = [each for each in shown if isinstance(each, ReadPage)]
    qualities = [each.quality for each in read if each.quality is not None]
    return PageRecord(
        number=page.number,
        width=round(page.displayed[0], 2),
        height=round(page.displayed[1], 2),
        kind=page.kind,
        dpi=page.dpi,
        skew=max((each.skew for each in read), key=abs),
        quality=QualityRecord(**assess_sheet(qualities)._asdict()) if qualities else None,
        note=page.trust,
        running=tuple(TextLine(text=r.text, bbox=r.shown.rounded()) for r in running if r.page == page.number),
        account=dict(counts),
    )


def _table(known: KnownTable, proof: Proof) -> TableRecord:
    evidence = known.evidence
    return TableRecord(
        id=known.form.name,
        title=known.context.title or known.form.title,
        number=known.context.number,
        unit=known.unit,
        places=places_of(known.table),
        evidence={
            "score": evidence.score,
            "title": evidence.title,
            "number": evidence.number,
            "columns": evidence.columns,
            "rows": evidence.rows,
        },
        grid_source=known.table.source,
        facts=tuple(_fact(known.form.name, value, proof) for value in proof.values[known.form.name]),
        cells=cells_of(known.table),
    )


def _fact(table: str, value: Value, proof: Proof) -> Fact:
    verdict = proof.verdicts[Key(table, value.row, value.column)]
    second = proof.seen.get(Key(table, value.row, value.column))
    notes = (*verdict.notes, *value.reasons)
    return fact_of(table, value, verdict.status, notes, () if second is None else (second,))


def _scorecard(card: Scorecard, proof: Proof) -> ScorecardRecord:
    targets = (
        ScorecardTarget(
            row=target.value.row,
            column=target.value.column,
            text=target.value.value,
            relation=target.relation,
            number=target.number,
            unit=target.unit,
        )
        for target in card.targets
    )
    return ScorecardRecord(
        number=card.number,
        title=card.title,
        project=card.project,
        form=card.form.id,
        places=places_of(card.table),
        facts=tuple(_fact(card.name, value, proof) for value in proof.values[card.name]),
        targets=tuple(targets),
        grid_source=card.table.source,
        cells=cells_of(card.table),
    )


def _section(section: Section) -> SectionRecord:
    return SectionRecord(
        title=section.title,
        level=section.level,
        kind=section.kind,
        first_page=section.first_page,
        last_page=section.last_page,
        paragraphs=tuple(_paragraph(paragraph) for paragraph in section.paragraphs),
        children=tuple(_section(child) for child in section.children),
    )


def _paragraph(paragraph: Paragraph) -> ParagraphRecord:
    pages = sorted({row.on for row in paragraph.rows})
    places = tuple(
        Place(page=page[0], bbox=around(row.shown for row in paragraph.rows if row.on == page).rounded())
        for page in pages
    )
    return ParagraphRecord(text=paragraph.text, page=places[0].page, bbox=places[0].bbox, places=places)


def _figure(number: int, figure: ToldFigure, proof: Proof) -> NarrativeFigure:
    verdict = proof.verdicts[narrative_key(number, figure)]
    return NarrativeFigure(
        item=figure.item,
        measure=figure.measure,
        value=figure.value,
        raw=figure.raw,
        unit=figure.unit,
        words=figure.words,
        table=figure.table,
        row=figure.row,
        column=figure.column,
        of=figure.of,
        sentence=figure.sentence,
        page=figure.page,
        bbox=figure.bbox.rounded(),
        confidence=figure.reading.confidence,
        status=figure.status if verdict.status == "read" else verdict.status,
        notes=(*figure.notes, *verdict.notes),
    )


def _messages(
    pages: Sequence[ReadPage | PageError], records: Sequence[PageRecord], found: Interpretation, proof: Proof
) -> list[Message]:
    failed = [
        Message(level="error", code="page-failed", text=f"{page.message}. {page.hint}".strip(), page=page.page)
        for page in pages
        if isinstance(page, PageError)
    ]
    distrusted = [
        Message(level="info", code="text-layer", text=f"read as a scan: {record.note}", page=record.number)
        for record in records
        if record.kind != "failed" and record.note
    ]
    sheets = [
        Message(level="info", code="two-pages", text="two pages side by side on one sheet", page=page.number)
        for page in pages
        if isinstance(page, ReadPage) and page.half == "right"
    ]
    poor = [
        Message(
            level="warning",
            code="quality",
            text=f"poor: {', '.join(record.quality.why)}. {record.quality.advice}",
            page=record.number,
        )
        for record in records
        if record.quality is not None and record.quality.verdict == "poor"
    ]
    remarks = [
        Message(level="warning", code=code, text=text, page=page)
        for code, text, page in (*found.remarks, *proof.remarks)
    ]
    missing = [
        Message(
            level="warning",
            code="table-missing",
            text=f"{form.title}: named in the contents, but no such table was found",
            page=page,
        )
        for form, page in found.missing
    ]
    return failed + distrusted + sheets + poor + remarks + missing
