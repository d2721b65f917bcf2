"""The published document from what the forms room found."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.document import (
    Document,
    Fact,
    GridCell,
    Message,
    OtherTable,
    PageRecord,
    Place,
    ScorecardRecord,
    ScorecardTarget,
    Source,
    Status,
    TableRecord,
)
from extractor.errors import PageError
from extractor.forms import Interpretation, KnownTable
from extractor.forms.recognise import Context
from extractor.forms.scorecards.find import Scorecard
from extractor.forms.table import Table
from extractor.forms.values import Value
from extractor.model import ReadPage


def assembled(source: Source, pages: Sequence[ReadPage | PageError], found: Interpretation) -> Document:
    """Tables, pages and messages under their published names."""
    return Document(
        source=source,
        unit_name=found.unit_name,
        year=found.year,
        pages=tuple(_page(page) for page in pages),
        tables=tuple(_table(known) for known in found.known),
        scorecards=tuple(_scorecard(card) for card in found.scorecards),
        other_tables=tuple(_other(table, context) for table, context in found.others),
        messages=tuple(_messages(pages, found)),
    )


def _page(page: ReadPage | PageError) -> PageRecord:
    if isinstance(page, PageError):
        return PageRecord(number=page.page or 1, width=0, height=0, kind="failed", dpi=0, skew=0, note=page.message)
    return PageRecord(
        number=page.number,
        width=round(page.width, 2),
        height=round(page.height, 2),
        kind=page.kind,
        dpi=page.dpi,
        skew=page.skew,
        note=page.trust,
    )


def _table(known: KnownTable) -> TableRecord:
    evidence = known.evidence
    return TableRecord(
        id=known.form.id,
        title=known.context.title or known.form.title,
        number=known.context.number,
        unit=known.unit,
        places=_places(known.table),
        evidence={
            "score": evidence.score,
            "title": evidence.title,
            "number": evidence.number,
            "columns": evidence.columns,
            "rows": evidence.rows,
        },
        grid_source=known.table.source,
        facts=tuple(_fact(known.form.id, value) for value in known.values),
        cells=_cells(known.table),
    )


def _fact(table: str, value: Value) -> Fact:
    return Fact(
        table=table,
        row=value.row,
        column=value.column,
        value=value.value,
        raw=value.cell.reading.text,
        unit=value.unit,
        label=value.label,
        page=value.cell.page,
        bbox=value.cell.box.rounded(),
        confidence=value.cell.reading.confidence,
        status=_status(value),
        notes=(*value.doubts, *value.reasons),
    )


def _status(value: Value) -> Status:
    if value.doubts:
        return "suspect"
    return "corrected" if value.corrected else "read"


def _scorecard(card: Scorecard) -> ScorecardRecord:
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
        places=_places(card.table),
        facts=tuple(_fact(f"scorecard/{card.number}", value) for value in card.values),
        targets=tuple(targets),
        grid_source=card.table.source,
        cells=_cells(card.table),
    )


def _other(table: Table, context: Context) -> OtherTable:
    places = _places(table)
    return OtherTable(
        title=context.title,
        page=places[0].page,
        bbox=places[0].bbox,
        places=places,
        rows=table.rows,
        columns=table.columns,
        cells=_cells(table),
    )


def _places(table: Table) -> tuple[Place, ...]:
    return tuple(Place(page=page, bbox=box.rounded()) for page, box in table.places)


def _cells(table: Table) -> tuple[GridCell, ...]:
    return tuple(
        GridCell(
            row=c.row,
            column=c.column,
            row_span=c.row_span,
            column_span=c.column_span,
            text=c.text,
            confidence=c.reading.confidence,
            page=c.page,
            bbox=c.box.rounded(),
        )
        for c in table.cells
    )


def _messages(pages: Sequence[ReadPage | PageError], found: Interpretation) -> list[Message]:
    failed = [
        Message(level="error", code=page.code, text=f"{page.message}. {page.hint}".strip(), page=page.page)
        for page in pages
        if isinstance(page, PageError)
    ]
    distrusted = [
        Message(level="info", code="text-layer", text=f"read as a scan: {page.trust}", page=page.number)
        for page in pages
        if isinstance(page, ReadPage) and page.trust
    ]
    remarks = [Message(level="warning", code=code, text=text, page=page) for code, text, page in found.remarks]
    return failed + distrusted + remarks
