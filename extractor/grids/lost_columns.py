"""Columns of a ruled grid that run together because the upright between them was lost from end to end.

Such a column holds two texts side by side in most of its rows, and one blank stripe runs down between all of them.  The
blank after an ordinal (`一、`) is no wider than a character.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from extractor.geometry import Box, runs
from extractor.grids.borders import with_borders
from extractor.model import Grid

# The stripe (points) is wider than any character of a table's print.
LEAST_STRIPE = 14.0
# In so many rows, and this share of those with text, there is text on both sides; in this share, or one row, a heading
# or a note may run over it.
LEAST_ROWS, MOSTLY, SELDOM = 3, 0.6, 0.15
# What is narrower (points), lower, or so close to a side of the column, is what is left of a rule.
NARROW, LOW, SIDE = 2.4, 4.5, 3.0
# The width (points) in which text is told across a column.
STEP = 0.5


def with_lost_columns(grid: Grid, blobs: Sequence[Box]) -> Grid:
    """The grid with borders put into columns where the text (`blobs`) of their cells shows that one is lost."""
    single = [cell for cell in grid.cells if cell.column_span == 1]
    borders = []
    for column in range(len(grid.columns) - 1):
        left, right = grid.columns[column : column + 2]
        if right - left > LEAST_STRIPE:
            cells = [_texts_in(cell.box, blobs) for cell in single if cell.column == column]
            borders += _border(left, right, [texts for texts in cells if texts])
    return with_borders(grid, columns=borders)


def _texts_in(box: Box, blobs: Sequence[Box]) -> list[Box]:
    inside = [blob for blob in blobs if blob.width > NARROW and blob.height > LOW and box.holds(*blob.centre)]
    return [blob for blob in inside if box.x0 + SIDE < blob.centre[0] < box.x1 - SIDE]


def _border(left: float, right: float, rows: Sequence[list[Box]]) -> list[float]:
    """Where the border of a column from left to right is lost, if it is; `rows` are the texts of its cells."""
    inked = np.zeros((len(rows), int((right - left) / STEP) + 1), bool)
    for line, row in zip(inked, rows, strict=True):
        for blob in row:
            line[max(int((blob.x0 - left) / STEP), 0) : max(int((blob.x1 - left) / STEP) + 1, 0)] = True
    blank = inked.sum(axis=0) <= max(1, int(SELDOM * len(rows)))
    stripes = [(left + a * STEP, left + b * STEP) for a, b in runs(blank) if a > 0 and b < len(blank)]
    for start, end in stripes:
        both = sum(any(blob.x1 <= start for blob in row) and any(blob.x0 >= end - STEP for blob in row) for row in rows)
        if end - start >= LEAST_STRIPE and both >= max(LEAST_ROWS, MOSTLY * len(rows)):
            return [(start + end) / 2]
    return []
