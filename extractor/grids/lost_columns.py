"""Columns of a ruled grid that run together because the upright between them was lost from end to end.

Such a column holds two texts side by side in most of its rows, and one blank stripe runs down between all of them.  The
blank after an ordinal (`一、`) is no wider than a character.  Where few rows have both texts, as beside a column of
notes, what is left of the upright has to stand in line between them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from extractor.geometry import Box, runs
from extractor.grids.borders import with_borders
from extractor.grids.columns import POINT
from extractor.grids.faint import LEAST_ROOM
from extractor.grids.marks import Marks
from extractor.model import Grid

# The stripe (points) is wider than any character of a table's print.
LEAST_STRIPE = 14.0
# In so many rows, and this share of those with text, there is text on both sides; in this share, or one row, a heading
# or a note may run over it.
LEAST_ROWS, MOSTLY, SELDOM = 3, 0.6, 0.15
# What is narrower (points), lower, or so close to a side of the column, is what is left of a rule.
NARROW, LOW, SIDE = 2.4, 4.5, 3.0
# Of a worn upright this share is dark in all cells together, so far (points) from their borders; so many rows have text
# on both its sides, so near or further.
LEAST_DARK, CLEAR, LEAST_BOTH, TOUCHING = 0.25, 2.0, 2, 1.0
# An upright of which this share is left may be a part of the text it touches, and its edge stick out.
WELL_LEFT = 0.45
# With text further apart than at a decimal point in most of many rows this share tells.
FAINT, MANY = 0.2, 6
# The width (points) in which text is told across a column.
STEP = 0.5


def with_lost_columns(grid: Grid, blobs: Sequence[Box], marks: Marks) -> Grid:
    """The grid with borders put into columns where the text (`blobs`) of their cells, or what is left on dirty paper of
    an upright (`marks`; on clean paper it may be a pixel at its crossings), shows that one is lost.
    """
    single = [cell for cell in grid.cells if cell.column_span == 1]
    borders = []
    for column in range(len(grid.columns) - 1):
        left, right = grid.columns[column : column + 2]
        if right - left > LEAST_STRIPE:
            cells = [cell.box for cell in single if cell.column == column]
            rows = [texts for box in cells if (texts := _texts_in(box, blobs))]
            borders += _border(left, right, rows) or ([] if marks.clean else _worn(left, right, cells, rows, marks))
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
    blank = inked.sum(axis=0) <= _few(rows)
    stripes = [(left + a * STEP, left + b * STEP) for a, b in runs(blank) if a > 0 and b < len(blank)]
    for start, end in stripes:
        both = _with_both(rows, start, end - STEP)
        if end - start >= LEAST_STRIPE and both >= max(LEAST_ROWS, MOSTLY * len(rows)):
            return [(start + end) / 2]
    return []


def _worn(left: float, right: float, cells: Sequence[Box], rows: Sequence[list[Box]], marks: Marks) -> list[float]:
    """Where an upright is darkest in the cells of a column, if it is dark enough and stands between their texts."""
    first, last = round((left + LEAST_ROOM) * marks.scale), round((right - LEAST_ROOM) * marks.scale)
    downs = [slice(round((box.y0 + CLEAR) * marks.scale), round((box.y1 - CLEAR) * marks.scale)) for box in cells]
    seen = np.hstack([marks.thick[first:last, :0], *(marks.thick[first:last, down] for down in downs)])
    if not seen.size:
        return []
    shares = seen.mean(axis=1)
    at = int(shares.argmax())
    x = (first + at + 0.5) / marks.scale
    over = sum(any(blob.x0 + NARROW < x < blob.x1 - NARROW for blob in row) for row in rows)
    room = NARROW if shares[at] >= WELL_LEFT and not over else TOUCHING
    stands_between = _with_both(rows, x + room, x - room) >= LEAST_BOTH and over <= _few(rows)
    in_most = np.mean([marks.thick[first + at, down].any() for down in downs]) >= MOSTLY
    apart = _with_both(rows, x - POINT / 2, x + POINT / 2)
    least = FAINT if apart >= max(MANY, MOSTLY * len(rows)) else LEAST_DARK
    return [x] if shares[at] >= least and stands_between and in_most else []


def _with_both(rows: Sequence[list[Box]], left: float, right: float) -> int:
    """How many rows have text that ends left of one place, and text that begins right of the other."""
    return sum(any(blob.x1 <= left for blob in row) and any(blob.x0 >= right for blob in row) for row in rows)


def _few(rows: Sequence[list[Box]]) -> int:
    """In how many of the rows a heading or a note may run over a border."""
    return max(1, int(SELDOM * len(rows)))
