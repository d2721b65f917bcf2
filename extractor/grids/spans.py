"""From border positions and the borders that are really there to cells with spans.

Elementary cells between neighbouring positions grow together where no border divides them.  Both detectors,
OpenCV's and camelot's, end here, so both give the same `Grid`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from extractor.geometry import Box
from extractor.model import Cell

Flags = NDArray[np.bool_]


def merged_cells(rows: Sequence[float], columns: Sequence[float], below: Flags, right: Flags) -> list[Cell]:
    """Cells in reading order.

    `rows` and `columns` are border positions (n+1 and m+1).  `below[i, j]` (n-1 × m) tells whether a border
    divides cell (i, j) from (i+1, j); `right[i, j]` (n × m-1) whether one divides (i, j) from (i, j+1).
    A group of cells that is no rectangle is a flaw of the borders: it falls back to its rows.
    """
    high, wide = len(rows) - 1, len(columns) - 1
    groups = _groups(high, wide, below, right)
    cells: list[Cell] = []
    for members in groups.values():
        for top, left, bottom, last in _rectangles(members, right):
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


def _rectangles(members: list[tuple[int, int]], right: Flags) -> list[tuple[int, int, int, int]]:
    """(top, left, bottom, last column) of the rectangle, or of each row's runs where it is none."""
    top, bottom = members[0][0], members[-1][0]
    left, last = min(j for _, j in members), max(j for _, j in members)
    if len(members) == (bottom - top + 1) * (last - left + 1):
        return [(top, left, bottom, last)]
    runs: list[tuple[int, int, int, int]] = []
    for i, j in members:
        if runs and runs[-1][0] == i and runs[-1][3] == j - 1 and not right[i, j - 1]:
            runs[-1] = (i, runs[-1][1], i, j)
        else:
            runs.append((i, j, i, j))
    return runs


def without_unused(
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
