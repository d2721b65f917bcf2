"""Parts of a frame, one below the other, as one grid: a cell of one part spans the columns that only others have."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise

from extractor.geometry import around, clusters
from extractor.model import Cell, Grid


def join_frames(parts: Sequence[Grid], near: float) -> Grid:
    """The parts as one grid; borders of columns within `near` points are one."""
    if len(parts) == 1:
        return parts[0]
    margin_at: dict[float, float] = {}
    for part in parts:
        for x, margin in zip(part.columns, part.column_margins, strict=True):
            margin_at[x] = min(margin, margin_at.get(x, margin))
    groups = clusters(margin_at, near)
    place = {x: index for index, group in enumerate(groups) for x in group}
    above = [0, *accumulate(len(part.rows) - 1 for part in parts)]
    cells = [
        _moved(cell, part.columns, place, row) for part, row in zip(parts, above, strict=False) for cell in part.cells
    ]
    between = [(upper.rows[-1] + lower.rows[0]) / 2 for upper, lower in pairwise(parts)]
    ends = [parts[0].rows[0], *between, parts[-1].rows[-1]]
    rows = [y for start, part in zip(ends, parts, strict=False) for y in (start, *part.rows[1:-1])]
    return Grid(
        around(part.box for part in parts),
        (*rows, ends[-1]),
        tuple(sum(group) / len(group) for group in groups),
        tuple(sorted(cells)),
        parts[-1].source,
        parts[-1].ruled,
        tuple(margin for part in parts for margin in part.row_margins[:-1]) + parts[-1].row_margins[-1:],
        tuple(min(margin_at[x] for x in group) for group in groups),
    )


def _moved(cell: Cell, columns: Sequence[float], place: dict[float, int], above: int) -> Cell:
    """A cell of a part with its row and columns in the whole."""
    first, end = place[columns[cell.column]], place[columns[cell.column + cell.column_span]]
    return Cell(above + cell.row, first, cell.row_span, end - first, cell.box)
