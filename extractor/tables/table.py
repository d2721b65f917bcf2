"""A table of the document, whole: cells in rows and columns, each with its reading and its place on the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np

from extractor.geometry import Box, around
from extractor.model import Half, Line, Reading
from extractor.reading.reader import join_readings

# Column borders of pieces are compared as shares of the table's width.
SAME_BORDER = 0.02


class TableCell(NamedTuple):
    """A cell of a joined table; `text` in normal form, `box` on the page as displayed."""

    row: int
    column: int
    row_span: int
    column_span: int
    text: str
    reading: Reading
    page: int
    box: Box
    half: Half = "whole"

    @property
    def on(self) -> tuple[int, Half]:
        """The page, and which one where two are on one sheet."""
        return self.page, self.half


def as_one(cells: Sequence[TableCell]) -> TableCell:
    """Several cells' texts and readings as one cell's, placed where the first is."""
    reading = join_readings([cell.reading for cell in cells], cells[0].reading.engine)
    return cells[0]._replace(text="".join(cell.text for cell in cells), reading=reading)


@dataclass(slots=True)
class Table:
    """A table of the document, whole."""

    columns: int
    cells: list[TableCell]
    rows: int
    above: list[Line]
    below: list[Line]
    places: list[tuple[int, Box]]
    source: str
    borders: tuple[float, ...] = field(default=())

    @property
    def exact(self) -> bool:
        """Whether no cell was read by an engine."""
        return all(cell.reading.exact for cell in self.cells)

    def by_row(self) -> Iterator[tuple[int, list[TableCell]]]:
        """Every row with the cells that start in it."""
        starting: dict[int, list[TableCell]] = {}
        for cell in self.cells:
            starting.setdefault(cell.row, []).append(cell)
        for index in range(self.rows):
            yield index, starting.get(index, [])


def shares(columns: Sequence[float]) -> tuple[float, ...]:
    """Border positions as shares of the table's width."""
    left, width = columns[0], columns[-1] - columns[0] or 1.0
    return tuple((x - left) / width for x in columns)


def append(table: Table, piece: Table) -> None:
    """Add a piece's rows below the table's; its columns by number, or by place where the number differs.

    Borders of the piece that the table lacks divide the table's columns too, so that none of its cells is lost.
    """
    same = piece.columns == table.columns
    if not same:
        _divide(table, [share for share in piece.borders if _far(share, table.borders)])
    at = list(range(piece.columns + 1)) if same else _nearest(piece.borders, table.borders)
    for cell in piece.cells:
        first, last = at[cell.column], at[cell.column + cell.column_span] - 1
        span = max(last - first + 1, 1)
        table.cells.append(cell._replace(row=table.rows + cell.row, column=first, column_span=span))
    table.rows += piece.rows
    table.places += piece.places
    table.below = piece.below


def part(table: Table, start: int, end: int) -> Table:
    """Rows `start` to `end` of a table as a table of their own."""
    cells = [cell._replace(row=cell.row - start) for cell in table.cells if start <= cell.row < end]
    places = [
        (on[0], around(cell.box for cell in cells if cell.on == on)) for on in sorted({cell.on for cell in cells})
    ]
    above = table.above if start == 0 else []
    below = table.below if end == table.rows else []
    return Table(table.columns, cells, end - start, above, below, places, table.source, table.borders)


def without_blank_columns(table: Table) -> Table:
    """A table with its header, without columns at the right in which none of its texts begins: another table's."""
    wide = 1 + max((cell.column for cell in table.cells if cell.text), default=table.columns - 1)
    cells = [c._replace(column_span=min(c.column_span, wide - c.column)) for c in table.cells if c.column < wide]
    return replace(table, columns=wide, cells=cells, borders=shares(table.borders[: wide + 1]))


def _divide(table: Table, shares: Sequence[float]) -> None:
    """Give a table more column borders; its cells span them."""
    if not shares:
        return
    borders = tuple(sorted({*table.borders, *shares}))
    at = [borders.index(share) for share in table.borders]
    table.cells[:] = [
        cell._replace(column=at[cell.column], column_span=at[cell.column + cell.column_span] - at[cell.column])
        for cell in table.cells
    ]
    table.borders, table.columns = borders, len(borders) - 1


def _far(share: float, borders: Sequence[float]) -> bool:
    return all(abs(share - border) >= SAME_BORDER for border in borders)


def _nearest(shares: Sequence[float], borders: Sequence[float]) -> list[int]:
    """For each border of a piece the table's border."""
    own = np.array(borders)
    return [int(np.abs(own - share).argmin()) for share in shares]
