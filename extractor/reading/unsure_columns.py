"""Figures beside a border that could as well lie elsewhere: they may belong to the next column."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from itertools import pairwise

from extractor.geometry import Box, around
from extractor.model import Cell, Flag, Grid, Page, Reading, Word

# Headings of columns of one width are equally far apart within this share.
SAME_PITCH = 0.05
# Headings count as centred where at least N texts above them stand in the middle over two of them.
LEAST_CENTRED = 2
# A text that is in one column extends beyond its borders by at most so many points.
BEYOND = 1.0


def flag_unsure_columns(page: Page, grids: Sequence[Grid], readings: Sequence[Reading]) -> list[Reading]:
    """The readings of all cells of the grids, those of figures beside an unsure border flagged.

    A figure below a text of its own column, and below none of the next columns, is there wherever the border is, and so
    is one nearer to its own heading than to the next, where these are equally far apart: columns of one width.
    """
    cells = [(grid, cell) for grid in grids for cell in grid.cells]
    return [
        reading.flagged(Flag.UNSURE_COLUMN) if reading.has_digits and _is_unsure(page, grid, cell) else reading
        for (grid, cell), reading in zip(cells, readings, strict=True)
    ]


def _is_unsure(page: Page, grid: Grid, cell: Cell) -> bool:
    if not grid.beside_unsure_border(cell):
        return False
    words = [word for word in page.words if grid.box.holds(*word.box.centre)]
    own = [word for word in words if cell.box.holds(*word.box.centre)]
    return not own or (_columns_above(words, grid, own) != {cell.column} and not _in_own_width(words, grid, own, cell))


def _columns_above(words: Sequence[Word], grid: Grid, own: Sequence[Word]) -> set[int]:
    """The columns whose own heading one of a figure's digits at least stands below: the lowest text without digits that
    lies in the column alone.
    """
    figure = around(word.box for word in own)
    above = [word.box for word in _headings_above(words, figure)]
    found: set[int] = set()
    for column, (left, right) in enumerate(pairwise(grid.columns)):
        inside = (box for box in above if left - BEYOND < box.x0 and box.x1 < right + BEYOND)
        heading = max(inside, key=lambda box: box.y1, default=None)
        if heading is not None and min(heading.x1, figure.x1) - max(heading.x0, figure.x0) > _digit(own):
            found.add(column)
    return found


def _headings_above(words: Sequence[Word], figure: Box) -> list[Word]:
    """The words without digits above a figure."""
    return [w for w in words if w.box.y1 < figure.y0 and any(map(str.isalpha, w.text)) and not _has_digits(w.text)]


def _in_own_width(words: Sequence[Word], grid: Grid, own: Sequence[Word], cell: Cell) -> bool:
    """Whether a figure lies within half the way from its column's heading to those on both sides, which are equally far
    from it, and ends as far from it as most other figures of its row from theirs.

    Headings stand in the middle of columns of one width then, as those above them show that stand in their middles.
    """
    figure = around(word.box for word in own)
    row = _centred_row(_headings_above(words, figure))
    inside = [x for x in row if _column(grid, x) == cell.column]
    if len(inside) != 1 or not row[0] < inside[0] < row[-1]:
        return False
    at = row.index(inside[0])
    before, heading, after = row[at - 1 : at + 2]
    pitch = (after - before) / 2
    level = abs(heading - before - pitch) < SAME_PITCH * pitch
    within = heading - pitch / 2 - BEYOND < figure.x0 and figure.x1 < heading + pitch / 2 + BEYOND
    beside = _ends_beside(words, grid, own, row)
    alike = sum(abs(far - (figure.x1 - heading)) < _digit(own) for far in beside)
    return level and within and 2 * alike > len(beside)


def _centred_row(headings: Sequence[Word]) -> list[float]:
    """The middles of the lowest row of headings, from left to right; none where those above do not stand in the middle
    over two of them.
    """
    lowest = max((word.box.centre[1] for word in headings), default=0.0)
    lower = [word for word in headings if lowest - word.box.centre[1] < word.box.height / 2]
    row = sorted(word.box.centre[0] for word in lower)
    middles = [(left + right) / 2 for left, right in pairwise(row)]
    upper = [word.box.centre[0] for word in headings if word not in lower]
    centred = sum(any(abs(x - middle) < BEYOND for middle in middles) for x in upper)
    return row if centred >= LEAST_CENTRED else []


def _ends_beside(words: Sequence[Word], grid: Grid, own: Sequence[Word], row: Sequence[float]) -> list[float]:
    """How far the other figures on a figure's line end behind the middles of their headings."""
    figure = around(word.box for word in own)
    headings = {_column(grid, x): x for x in row}
    line = [w for w in words if abs(w.box.centre[1] - figure.centre[1]) < figure.height / 2 and w not in own]
    placed = [(word, headings.get(_column(grid, word.box.centre[0]))) for word in line if _has_digits(word.text)]
    return [word.box.x1 - heading for word, heading in placed if heading is not None]


def _digit(own: Sequence[Word]) -> float:
    """The width of a figure's digit (points)."""
    return around(word.box for word in own).width / sum(len(word.text) for word in own)


def _column(grid: Grid, x: float) -> int:
    """The column of the grid at x."""
    return bisect(grid.columns, x) - 1


def _has_digits(text: str) -> bool:
    return any(map(str.isdigit, text))
