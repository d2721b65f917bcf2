"""A table of the document, whole: cells in rows and columns, each with its reading and its place on the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np

from extractor.geometry import Box, around
from extractor.model import Half, Line, Reading
from extractor.reading.reader import join_readings

# As shares of the table's width: so near are borders of two pieces that are one, and so far is a piece moved at most.
SAME_BORDER = 0.02
MOST_MOVED = 0.05


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
    """A table of the document, whole; `borders` are those of its columns, in points on its first page."""

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


def fit(own: Sequence[float], borders: Sequence[float]) -> tuple[float, ...]:
    """A piece's column borders where they match most of a table's: as they stand on its page, moved a little, as a
    copier moves sheets, or by their ends, where the pieces are scaled.
    """
    width = borders[-1] - borders[0]
    near = [b - o for o in own for b in borders if abs(b - o) <= MOST_MOVED * width]
    scale = width / ((own[-1] - own[0]) or 1.0)
    ways = [tuple(o + move for o in own) for move in sorted((0.0, *near), key=abs)]
    ways.append(tuple(borders[0] + (o - own[0]) * scale for o in own))
    return max(ways, key=lambda way: count_same(way, borders))


def count_same(own: Sequence[float], borders: Sequence[float]) -> int:
    """How many of some borders are among a table's."""
    return sum(not _far(border, borders) for border in own)


def append(table: Table, piece: Table) -> None:
    """Add a piece's rows below the table's; its columns by number where each border is nearest to that of the same
    number, or else by place.

    Borders of the piece that the table lacks divide the table's columns too, so that none of its cells is lost.
    """
    borders = fit(piece.borders, table.borders)
    at = list(range(piece.columns + 1))
    if piece.columns != table.columns or _nearest(borders, table.borders) != at:
        _divide(table, [border for border in borders if _far(border, table.borders)])
        at = _nearest(borders, table.borders)
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
    return replace(table, columns=wide, cells=cells, borders=table.borders[: wide + 1])


def _divide(table: Table, more: Sequence[float]) -> None:
    """Give a table more column borders; its cells span them."""
    if not more:
        return
    borders = tuple(sorted({*table.borders, *more}))
    at = [borders.index(border) for border in table.borders]
    table.cells[:] = [
        cell._replace(column=at[cell.column], column_span=at[cell.column + cell.column_span] - at[cell.column])
        for cell in table.cells
    ]
    table.borders, table.columns = borders, len(borders) - 1


def _far(own: float, borders: Sequence[float]) -> bool:
    return all(abs(own - border) >= SAME_BORDER * (borders[-1] - borders[0]) for border in borders)


def _nearest(own: Sequence[float], borders: Sequence[float]) -> list[int]:
    """For each border of a piece the table's border."""
    known = np.array(borders)
    return [int(np.abs(known - border).argmin()) for border in own]
