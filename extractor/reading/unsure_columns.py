"""Figures beside a border that could as well lie elsewhere: they may belong to the next column."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extractor.geometry import Box, around
from extractor.model import Cell, Flag, Grid, Page, Reading, Word

# A text that is in one column extends beyond its borders by at most so many points.
BEYOND = 1.0


def flag_unsure_columns(page: Page, grids: Sequence[Grid], readings: Sequence[Reading]) -> list[Reading]:
    """The readings of all cells of the grids, those of figures beside an unsure border flagged.

    A figure below a text of its own column, and below none of the next columns, is there wherever the border is.
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
    return not own or _columns_above(words, grid, own) != {cell.column}


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


def _digit(own: Sequence[Word]) -> float:
    """The width of a figure's digit (points)."""
    return around(word.box for word in own).width / sum(len(word.text) for word in own)


def _has_digits(text: str) -> bool:
    return any(map(str.isdigit, text))
