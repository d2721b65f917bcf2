"""From border positions and the borders that are really there to cells with spans.

Elementary cells between neighbouring positions grow together where no border divides them.  Both detectors,
of lines on pictures and of the structure, end here, so both give the same `Grid`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extractor.geometry import Box
from extractor.model import Cell

Flags = NDArray[np.bool_]
Places = frozenset[tuple[int, int]]

# A border that is there along this share of a cell divides it.
MOST_OF_BORDER = 0.5


class Borders(NamedTuple):
    """The heights of rows, the widths of columns, and the borders that are there (as in `merge_cells`)."""

    heights: NDArray[np.float64]
    widths: NDArray[np.float64]
    below: Flags
    right: Flags


def merge_cells(rows: Sequence[float], columns: Sequence[float], below: Flags, right: Flags) -> list[Cell]:
    """Cells in reading order.

    `rows` and `columns` are border positions (n+1 and m+1).  `below[i, j]` (n-1 × m) tells whether a border
    divides cell (i, j) from (i+1, j); `right[i, j]` (n × m-1) whether one divides (i, j) from (i, j+1).
    A group of cells that is no rectangle, or that a border runs through, is a flaw of the borders: it is cut
    where most of a border is.
    """
    high, wide = len(rows) - 1, len(columns) - 1
    borders = Borders(np.diff(rows), np.diff(columns), below, right)
    cells: list[Cell] = []
    for members in _groups(high, wide, below, right).values():
        for part in _rectangles(frozenset(members), borders):
            top, left, bottom, last = _extent(part)
            box = Box(columns[left], rows[top], columns[last + 1], rows[bottom + 1])
            cells.append(Cell(top, left, bottom - top + 1, last - left + 1, box))
    return sorted(cells)


def _groups(high: int, wide: int, below: Flags, right: Flags) -> dict[int, list[tuple[int, int]]]:
    parent = list(range(high * wide))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i in range(high):
        for j in range(wide):
            if j + 1 < wide and not right[i, j]:
                parent[root(i * wide + j + 1)] = root(i * wide + j)
            if i + 1 < high and not below[i, j]:
                parent[root((i + 1) * wide + j)] = root(i * wide + j)
    groups: dict[int, list[tuple[int, int]]] = {}
    for index in range(high * wide):
        groups.setdefault(root(index), []).append(divmod(index, wide))
    return groups


def _rectangles(members: Places, borders: Borders) -> Iterator[Places]:
    """The group, or the rectangles that it is cut into where most of a border is."""
    top, left, bottom, last = _extent(members)
    share, first = max(_cuts(members, borders), default=(0.0, members), key=lambda cut: cut[0])
    if len(members) == (bottom - top + 1) * (last - left + 1) and share < MOST_OF_BORDER:
        yield members
        return
    for part in first, members - first:
        yield from _rectangles(part, borders)


def _cuts(members: Places, borders: Borders) -> Iterator[tuple[float, Places]]:
    """Every straight cut: the share of it along which a border is there, and the members before it.

    Where no border tells, the first one is between rows.
    """
    top, left, bottom, last = _extent(members)
    for i in range(top, bottom):
        across = [j for j in range(left, last + 1) if {(i, j), (i + 1, j)} <= members]
        yield _share(borders.below[i, across], borders.widths[across]), frozenset(m for m in members if m[0] <= i)
    for j in range(left, last):
        down = [i for i in range(top, bottom + 1) if {(i, j), (i, j + 1)} <= members]
        yield _share(borders.right[down, j], borders.heights[down]), frozenset(m for m in members if m[1] <= j)


def _share(there: Flags, lengths: NDArray[np.float64]) -> float:
    """The share of a cut's length with a border; a cut that parts nothing is all border."""
    return float(lengths[there].sum() / lengths.sum()) if len(lengths) else 1.0


def _extent(members: Places) -> tuple[int, int, int, int]:
    """Top row, left column, bottom row, last column."""
    rows, columns = zip(*members, strict=True)
    return min(rows), min(columns), max(rows), max(columns)


def remove_unused(
    rows: Sequence[float], columns: Sequence[float], cells: list[Cell]
) -> tuple[tuple[float, ...], tuple[float, ...], tuple[Cell, ...]]:
    """Drop border positions at which no cell starts, and renumber."""
    used_rows = sorted({cell.row for cell in cells})
    used_columns = sorted({cell.column for cell in cells})
    row_at = {old: new for new, old in enumerate(used_rows)}
    column_at = {old: new for new, old in enumerate(used_columns)}

    def span(start: int, length: int, used: dict[int, int]) -> int:
        return sum(old in used for old in range(start, start + length))

    kept = tuple(
        Cell(
            row_at[c.row],
            column_at[c.column],
            span(c.row, c.row_span, row_at),
            span(c.column, c.column_span, column_at),
            c.box,
        )
        for c in cells
    )
    return (
        (*(rows[i] for i in used_rows), rows[-1]),
        (*(columns[j] for j in used_columns), columns[-1]),
        kept,
    )
