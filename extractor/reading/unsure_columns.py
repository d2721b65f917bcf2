"""Figures beside a border that could as well lie elsewhere: they may belong to the next column."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from itertools import pairwise

from extractor.geometry import around
from extractor.model import Cell, Flag, Grid, Page, Reading, Word

# Headings of columns of one width are equally far apart within this share.
SAME_PITCH = 0.05
# So many headings in the middle over two others show that headings are centred.
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
    digit = figure.width / sum(len(word.text) for word in own)
    texts = (word for word in words if any(map(str.isalpha, word.text)) and not _has_digits(word.text))
    above = [word.box for word in texts if word.box.y1 < figure.y0]
    found: set[int] = set()
    for column, (left, right) in enumerate(pairwise(grid.columns)):
        inside = (box for box in above if left - BEYOND < box.x0 and box.x1 < right + BEYOND)
        heading = max(inside, key=lambda box: box.y1, default=None)
        if heading is not None and min(heading.x1, figure.x1) - max(heading.x0, figure.x0) > digit:
            found.add(column)
    return found


def _in_own_width(words: Sequence[Word], grid: Grid, own: Sequence[Word], cell: Cell) -> bool:
    """Whether a figure lies within half the way from its column's heading to those on both sides, which are equally far
    from it, and ends as far from it as most other figures of its row from theirs.

    Headings stand in the middle of columns of one width then, as those above them show that stand in their middles.
    """
    figure = around(word.box for word in own)
    texts = [w for w in words if w.box.y1 < figure.y0 and any(map(str.isalpha, w.text)) and not _has_digits(w.text)]
    lowest = max((word.box.centre[1] for word in texts), default=0.0)
    row = sorted(word.box.centre[0] for word in texts if lowest - word.box.centre[1] < word.box.height / 2)
    upper = [word.box.centre[0] for word in texts if lowest - word.box.centre[1] >= word.box.height / 2]
    middles = [(left + right) / 2 for left, right in pairwise(row)]
    centred = sum(any(abs(x - middle) < BEYOND for middle in middles) for x in upper)
    inside = [x for x in row if _column(grid, x) == cell.column]
    if centred < LEAST_CENTRED or len(inside) != 1 or not row[0] < inside[0] < row[-1]:
        return False
    at = row.index(inside[0])
    before, heading, after = row[at - 1 : at + 2]
    pitch = (after - before) / 2
    level = abs(heading - before - pitch) < SAME_PITCH * pitch
    within = heading - pitch / 2 - BEYOND < figure.x0 and figure.x1 < heading + pitch / 2 + BEYOND
    headings = {_column(grid, x): x for x in row}
    beside = [w.box.x1 - headings[_column(grid, w.box.centre[0])] for w in words
              if _has_digits(w.text) and w not in own and _column(grid, w.box.centre[0]) in headings
              and abs(w.box.centre[1] - figure.centre[1]) < figure.height / 2]  # fmt: skip
    digit = figure.width / sum(len(word.text) for word in own)
    alike = sum(abs(far - (figure.x1 - heading)) < digit for far in beside)
    return level and within and 2 * alike > len(beside)


def _column(grid: Grid, x: float) -> int:
    """The column of the grid at x."""
    return bisect(grid.columns, x) - 1


def _has_digits(text: str) -> bool:
    return any(map(str.isdigit, text))
