"""Rows of a ruled grid that run together because the rule between them was lost.

Such a row is as high as two or three, with as many lines of text, each where a row's would stand and in the same
columns.  A name that wraps has its figures beside the middle; the lines of a wrapped heading are closer together.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from extractor.geometry import Box
from extractor.grids.blobs import band_box, bands_of
from extractor.grids.borders import with_borders
from extractor.model import Grid

# A row as high as so many, within this share of a usual one; so many usual ones stand above it: it is no header.
MOST_ROWS, ALIKE, LEAST_ABOVE = 4, 0.2, 2
# Its lines stand within this share of a usual row from where they should, in so many columns and this share of those
# that have text.
PLACED, LEAST_COLUMNS, MOSTLY = 0.12, 3, 0.5


def doubled_rows(grid: Grid) -> list[int]:
    """The rows that are as high as several, below some usual ones."""
    heights = np.diff(grid.rows)
    usual = float(np.median(heights))
    single = np.abs(heights - usual) <= ALIKE * usual
    return [
        row
        for row, height in enumerate(heights.tolist())
        if 2 <= round(height / usual) <= MOST_ROWS
        and abs(height - round(height / usual) * usual) <= ALIKE * usual
        and np.count_nonzero(single[:row]) >= LEAST_ABOVE
    ]


def parted(grid: Grid, rows: Sequence[int], blobs: Sequence[Box]) -> Grid:
    """The grid with borders between the lines of text (`blobs`) of some of its rows."""
    usual = float(np.median(np.diff(grid.rows)))
    return with_borders(grid, rows=[border for row in rows for border in _borders(grid, row, blobs, usual)])


def _borders(grid: Grid, row: int, blobs: Sequence[Box], usual: float) -> list[float]:
    """Where the rows that run together in one part; none where its text does not show them."""
    top, bottom = grid.rows[row], grid.rows[row + 1]
    cells = [cell for cell in grid.cells if cell.row == row and cell.row_span == 1]
    inside = [blob for blob in blobs if any(cell.box.holds(*blob.centre) for cell in cells)]
    bands = bands_of(inside)
    count = round((bottom - top) / usual)
    step = (bottom - top) / count
    placed = all(
        abs(band_box(band).centre[1] - top - (k + 0.5) * step) <= PLACED * usual for k, band in enumerate(bands)
    )
    if len(bands) != count or not placed:
        return []
    filled = [{cell.column for cell in cells for blob in band if cell.box.holds(*blob.centre)} for band in bands]
    least = max(LEAST_COLUMNS, MOSTLY * len(set().union(*filled)))
    if any(len(above & below) < least for above, below in pairwise(filled)):
        return []
    return [(band_box(above).y1 + band_box(below).y0) / 2 for above, below in pairwise(bands)]
