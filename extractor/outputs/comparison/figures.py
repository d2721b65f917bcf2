"""The amounts of a document by their place: of its tables, and of its text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Literal, NamedTuple

from extractor.document import Document, Fact, NarrativeFigure
from extractor.outputs.comparison.records import ComparedCell
from extractor.outputs.export.rows import Named, number_of

Units = Mapping[str, Decimal]


class FigureKey(NamedTuple):
    """A cell of a document's tables."""

    table: str
    row: str
    column: str


class ComparedFigure(NamedTuple):
    """An amount in 元, how far it may be rounded, and how it is told."""

    yuan: Decimal
    half: Decimal
    cell: ComparedCell

    def __str__(self) -> str:
        cell = self.cell
        where = "正文" if cell.place == "text" else ""
        return f"{cell.year}{where} {cell.row} {cell.column} {cell.value} {cell.unit}"


class Figures(NamedTuple):
    """A document's amounts."""

    document: Document
    of_tables: Mapping[FigureKey, ComparedFigure]
    of_text: tuple[tuple[NarrativeFigure, ComparedFigure], ...]


def figures_of(named: Named, units: Units) -> Figures:
    """All amounts of money of a document that has a year."""
    name, document = named.name, named.document
    tables = {FigureKey(fact.table, fact.row, fact.column): found for fact, found in _of_tables(name, document, units)}
    return Figures(document, tables, tuple(_of_text(name, document, units)))


def _of_tables(name: str, document: Document, units: Units) -> Iterator[tuple[Fact, ComparedFigure]]:
    for fact in document.facts:
        cell = FigureKey(fact.table, fact.row, fact.column)
        if (found := _figure(name, document, "table", cell, fact, units)) is not None:
            yield fact, found


def _of_text(name: str, document: Document, units: Units) -> Iterator[tuple[NarrativeFigure, ComparedFigure]]:
    for said in document.narrative:
        if said.table is not None and said.row is not None and said.column is not None:
            cell = FigureKey(said.table, said.row, said.column)
            if (found := _figure(name, document, "text", cell, said, units)) is not None:
                yield said, found


def _figure(
    name: str,
    document: Document,
    place: Literal["table", "text"],
    cell: FigureKey,
    found: Fact | NarrativeFigure,
    units: Units,
) -> ComparedFigure | None:
    number = number_of(found.value)
    if number is None or found.unit is None or found.unit not in units or document.year is None:
        return None
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)
    scale = units[found.unit]
    told = ComparedCell(
        document=name,
        kind=document.kind,
        year=document.year,
        place=place,
        **cell._asdict(),
        value=found.value,
        unit=found.unit,
        page=found.page,
        bbox=found.bbox,
        status=found.status,
    )
    return ComparedFigure(number * scale, Decimal(5).scaleb(exponent - 1) * scale, told)
