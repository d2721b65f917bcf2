"""Borders that were lost, put into a grid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractor.geometry import Box
from extractor.model import Cell, Grid


class Along(NamedTuple):
    """What a part of a cell takes along one axis: its first row (or column), how many, and from where to where."""

    first: int
    span: int
    start: float
    end: float


def with_borders(grid: Grid, rows: Sequence[float] = (), columns: Sequence[float] = ()) -> Grid:
    """The grid with more borders of rows and of columns: cells of one row or column are parted there, those over
    several are over as many more.
    """
    if not rows and not columns:
        return grid
    ys, xs = tuple(sorted([*grid.rows, *rows])), tuple(sorted([*grid.columns, *columns]))
    cells = sorted(
        Cell(row.first, column.first, row.span, column.span, Box(column.start, row.start, column.end, row.end))
        for cell in grid.cells
        for row in _along(grid.rows, ys, cell.row, cell.row_span, (cell.box.y0, cell.box.y1))
        for column in _along(grid.columns, xs, cell.column, cell.column_span, (cell.box.x0, cell.box.x1))
    )
    return Grid(grid.box, ys, xs, tuple(cells), grid.source, grid.ruled)


def _along(
    old: Sequence[float], new: Sequence[float], first: int, span: int, ends: tuple[float, float]
) -> Iterator[Along]:
    """The parts of a cell between the new borders; a cell over several of the old ones is one."""
    start, end = new.index(old[first]), new.index(old[first + span])
    if span > 1 or end == start + 1:
        yield Along(start, end - start, *ends)
    else:
        yield from (Along(k, 1, new[k], new[k + 1]) for k in range(start, end))
