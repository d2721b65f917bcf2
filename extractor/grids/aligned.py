"""Tables without upright rules: rows from level rules and bands of text, columns from aligned blanks.

Three-line tables, and tables with horizontal lines only, on scans.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, takewhile

import numpy as np

from extractor.geometry import Box
from extractor.grids.blobs import band_box, is_tabular, split_bands
from extractor.grids.columns import LEAST_BANDS_BESIDE, PARTED, columns_of
from extractor.grids.continued import LARGE_STEP, Before, continued, fits
from extractor.grids.rules import Rule
from extractor.grids.together import SAME_END, mended, same_ends
from extractor.model import Cell, Grid
from extractor.structure.cells import without_unused

# Share of the page width: a rule that spans a table.
LEAST_TABLE_WIDTH = 0.35
# Text reaches over a table's side by so many points at most; sides keep so clear of it.
OVERHANG, ROOM = 20.0, 1.0


def aligned_grids(width: float, level: Sequence[Rule], blobs: list[Box], before: Before | None) -> list[Grid]:
    """The grids of tables without upright rules on a page `width` points wide.

    `level` and `blobs` are the page's level rules and text outside ruled tables; `before` is the last table
    of the page before if that may go on here.
    """
    grids = []
    level = mended(level)
    wide = [rule for rule in level if rule.end - rule.start >= LEAST_TABLE_WIDTH * width]
    going_on = continued(before, wide, blobs) if before is not None else None
    if going_on is not None:
        bands, columns, rules = going_on
        left, right = _around_text(columns[0], columns[-1], [blob for band in bands for blob in band])
        grids.append(_assembled(bands, [left, *columns[1:-1], right], rules, []))
        wide = [rule for rule in wide if rule.at > grids[0].box.y1 + 1]
    for table in same_ends(wide):
        grid = _table(table, level, blobs)
        if grid is not None:
            grids.append(grid)
    return grids


def _table(wide: list[Rule], level: Sequence[Rule], blobs: list[Box]) -> Grid | None:
    top = wide[0].at
    within = [b for b in blobs if top < b.centre[1] < wide[-1].at]
    left, right = _around_text(min(r.start for r in wide), max(r.end for r in wide), within)
    inside = [b for b in blobs if b.y0 >= top - 2 and left - 2 <= b.centre[0] <= right + 2]
    bands = _table_bands(inside, wide, left, right)
    if len(bands) < 2:
        return None
    columns = columns_of(bands, left, right)
    if len(columns) < 3:
        return None
    inner = [rule for rule in level if left - SAME_END <= rule.start and rule.end <= right + SAME_END]
    return _assembled(bands, columns, wide, inner)


def _around_text(left: float, right: float, blobs: list[Box]) -> tuple[float, float]:
    """The sides of a table, moved out where text reaches over them: rules seem shorter where they fade."""
    over_left = [b.x0 for b in blobs if left - OVERHANG < b.x0 < left < b.x1 + PARTED]
    over_right = [b.x1 for b in blobs if b.x0 - PARTED < right < b.x1 < right + OVERHANG]
    return min([left, *(x - ROOM for x in over_left)]), max([right, *(x + ROOM for x in over_right)])


def _table_bands(blobs: list[Box], wide: list[Rule], left: float, right: float) -> list[list[Box]]:
    """The table's bands: up to its last rule, and below it while rows follow in their usual step.

    The last rule of a table that runs on over the page is its header's; of a closed one, its end, and what
    follows there is a note, in one piece or across the columns of the rows.
    """
    bands = split_bands(blobs, [r.at for r in wide])
    within = [band for band in bands if band_box(band).y1 <= wide[-1].at + 2]
    kept = list(within)
    steps: list[float] = []
    rows = [band for band in within if band_box(band).y0 >= wide[-2].at - 2]
    columns = columns_of(rows, left, right) if len(wide) > 2 and len(rows) >= LEAST_BANDS_BESIDE else []
    below = list(takewhile(is_tabular, bands[len(within) :]))
    if columns and not any(fits(band, columns) for band in below):
        return within
    for band in below:
        step = band_box(band).centre[1] - (band_box(kept[-1]).centre[1] if kept else wide[0].at)
        if len(steps) >= 2 and step > LARGE_STEP * float(np.median(steps)):
            break
        steps.append(step)
        kept.append(band)
    return kept


def _assembled(bands: list[list[Box]], columns: list[float], wide: list[Rule], inner: Sequence[Rule]) -> Grid:
    """Cells for every band and column; text that crosses a border makes its cell span."""
    rows = _row_borders(bands, wide)
    cells: list[Cell] = []
    for index, band in enumerate(bands):
        top, bottom = rows[index], rows[index + 1]
        for first, last in _spans(band, columns, inner, bottom):
            box = Box(columns[first], top, columns[last + 1], bottom)
            cells.append(Cell(index, first, 1, last - first + 1, box))
    kept_rows, kept_columns, kept = without_unused(rows, columns, cells)
    box = Box(columns[0], rows[0], columns[-1], rows[-1])
    return Grid(box, kept_rows, kept_columns, kept, "aligned", ruled=False)


def _row_borders(bands: list[list[Box]], wide: list[Rule]) -> list[float]:
    """Between neighbouring bands: the rule there, or the middle of the blank."""
    boxes = [band_box(band) for band in bands]

    def border(above: float, below: float) -> float:
        between = [rule.at for rule in wide if above - 2 <= rule.at <= below + 2]
        return between[0] if between else (above + below) / 2

    first = border(boxes[0].y0 - 8, boxes[0].y0)
    last = border(boxes[-1].y1, boxes[-1].y1 + 8)
    return [first, *(border(a.y1, b.y0) for a, b in pairwise(boxes)), last]


def _spans(band: list[Box], columns: list[float], inner: Sequence[Rule], bottom: float) -> list[tuple[int, int]]:
    """(first, last) column of each cell of a band."""
    joined = [False] * (len(columns) - 2)
    for blob in band:
        crossed = [k for k in range(1, len(columns) - 1) if blob.x0 + 1.5 < columns[k] < blob.x1 - 1.5]
        for k in crossed:
            joined[k - 1] = True
    for rule in inner:
        if rule.end - rule.start < 0.9 * (columns[-1] - columns[0]) and abs(rule.at - bottom) < 3:
            for k in range(1, len(columns) - 1):
                joined[k - 1] |= rule.start + 3 < columns[k] < rule.end - 3
    spans = [(0, 0)]
    for k, together in enumerate(joined, 1):
        if together:
            spans[-1] = (spans[-1][0], k)
        else:
            spans.append((k, k))
    return spans
