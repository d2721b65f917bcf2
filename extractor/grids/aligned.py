"""Tables without upright rules: rows from level rules and bands of text, columns from aligned blanks.

Three-line tables and tables with level rules only, exported or scanned.  A page that only goes on with such
a table may show neither header nor rule: it takes the columns of the table it continues.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, takewhile

import numpy as np

from extractor.geometry import Box, clusters
from extractor.grids.blobs import band_box, bands_of
from extractor.grids.columns import LEAST_BANDS_BESIDE, PARTED, columns_of
from extractor.grids.rules import Rule
from extractor.grids.spans import without_unused
from extractor.model import Cell, Grid

# Shares of the page width: a rule that spans a table, rules of one table.
LEAST_TABLE_WIDTH = 0.35
SAME_END = 8.0
# Pieces in one line are a rule where they make up this share of it, and so many whole rules have its ends.
SAME_LINE, LEAST_PIECES, LEAST_WHOLE = 1.6, 0.7, 4
# A table is seen as wide as on the page before within this share.
SAME_WIDTH = 0.12
# Rows further apart than this many usual distances belong to different things.
LARGE_STEP = 2.2
# Text reaches over a table's side by so many points at most; sides keep so clear of it.
OVERHANG, ROOM = 20.0, 1.0
# A row that does not fit goes on a table where so many rows before and after it do.
LEAST_AROUND = 2
# A blank this wide inside a band is between cells, not between words.
TABULAR_GAP = 10.0


def aligned_grids(width: float, level: Sequence[Rule], blobs: list[Box], before: Grid | None) -> list[Grid]:
    """The grids of tables without upright rules on a page `width` points wide.

    `level` and `blobs` are the page's level rules and text outside ruled tables; `before` is the last table
    of the page before if that may go on here.
    """
    grids = []
    level = _mended(level)
    wide = [rule for rule in level if rule.end - rule.start >= LEAST_TABLE_WIDTH * width]
    if before is not None and not before.ruled:
        going_on = _continued(before, wide, blobs)
        if going_on is not None:
            grids.append(going_on)
            wide = [rule for rule in wide if rule.at > going_on.box.y1 + 1]
    for table in _same_ends(wide):
        grid = _table(table, level, blobs)
        if grid is not None:
            grids.append(grid)
    return grids


def _mended(level: Sequence[Rule]) -> list[Rule]:
    """The rules, pieces of a broken one as one."""
    mended: list[Rule] = []
    for group in clusters([rule.at for rule in level], SAME_LINE):
        pieces = [rule for rule in level if group[0] <= rule.at <= group[-1]]
        whole = Rule(pieces[0].at, min(r.start for r in pieces), max(r.end for r in pieces), pieces[0].thick)
        there = sum(r.end - r.start for r in pieces) >= LEAST_PIECES * (whole.end - whole.start)
        like = sum(_has_ends_of(whole, rule) for rule in level if rule not in pieces)
        mended += [whole] if len(pieces) > 1 and there and like >= LEAST_WHOLE else pieces
    return mended


def _has_ends_of(rule: Rule, other: Rule) -> bool:
    return abs(other.start - rule.start) < SAME_END and abs(other.end - rule.end) < SAME_END


def _same_ends(wide: list[Rule]) -> list[list[Rule]]:
    """Consecutive rules that start and end at the same places; at least two make a table.

    A shorter rule inside (below a header over several columns) does not end the table.
    """
    tables: list[list[Rule]] = []
    for rule in sorted(wide):
        last = tables[-1][-1] if tables else None
        if last and _has_ends_of(last, rule):
            tables[-1].append(rule)
        elif not (last and last.start - SAME_END < rule.start and rule.end < last.end + SAME_END):
            tables.append([rule])
    return [table for table in tables if len(table) >= 2]


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
    bands = _split_bands(blobs, [r.at for r in wide])
    within = [band for band in bands if band_box(band).y1 <= wide[-1].at + 2]
    kept = list(within)
    steps: list[float] = []
    rows = [band for band in within if band_box(band).y0 >= wide[-2].at - 2]
    columns = columns_of(rows, left, right) if len(wide) > 2 and len(rows) >= LEAST_BANDS_BESIDE else []
    below = list(takewhile(_is_tabular, bands[len(within) :]))
    if columns and not any(_fits(band, columns) for band in below):
        return within
    for band in below:
        step = band_box(band).centre[1] - (band_box(kept[-1]).centre[1] if kept else wide[0].at)
        if len(steps) >= 2 and step > LARGE_STEP * float(np.median(steps)):
            break
        steps.append(step)
        kept.append(band)
    return kept


def _is_tabular(band: list[Box]) -> bool:
    """Whether a blank wider than any between words of prose divides the band."""
    return any(b.x0 - a.x1 >= TABULAR_GAP for a, b in pairwise(band))


def _split_bands(blobs: list[Box], at: Sequence[float]) -> list[list[Box]]:
    """Bands of text that no wide rule runs through."""
    bands: list[list[Box]] = []
    edges = [-1e9, *sorted(at), 1e9]
    for above, below in pairwise(edges):
        bands.extend(bands_of([blob for blob in blobs if above <= blob.centre[1] < below]))
    return bands


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


def _continued(before: Grid, wide: list[Rule], blobs: list[Box]) -> Grid | None:
    """The rows at the head of the page that fall into the columns of the table before."""
    ways = [
        (_longest_run(_fitting(_split_bands(blobs, [r.at for r in ends]), columns)), columns, ends)
        for columns, ends in _moved(before.columns, wide)
    ]
    rows, columns, ends = max(ways, key=lambda way: len(way[0]))
    if not rows or (len(rows) == 1 and len(rows[0]) < 2):
        return None
    return _assembled(rows, columns, ends, [])


def _fitting(bands: list[list[Box]], columns: Sequence[float]) -> list[list[Box]]:
    """The first bands that fit the columns; single ones that specks or a worn border keep from fitting among them."""
    fits = [_fits(band, columns) for band in bands]
    kept = 0
    for k, (band, fit) in enumerate(zip(bands, fits, strict=True)):
        before, after = fits[max(k - LEAST_AROUND, 0) : k], fits[k + 1 : k + 1 + LEAST_AROUND]
        if fit:
            kept = k + 1
        elif not (len(before) == len(after) == LEAST_AROUND and all(before + after) and _is_tabular(band)):
            break
    return bands[:kept]


def _moved(columns: Sequence[float], wide: list[Rule]) -> list[tuple[list[float], list[Rule]]]:
    """Columns of the page before as they may stand on this one, likeliest first, and the rules that show it.

    Sheets are never seen alike: rules of the table tell; a single one, where the columns do not fit unmoved.
    """
    left, right = columns[0], columns[-1]
    unmoved = list(columns), [r for r in wide if abs(r.start - left) < SAME_END and abs(r.end - right) < SAME_END]
    alone: list[tuple[list[float], list[Rule]]] = []
    for rules in [*_same_ends(wide), *([rule] for rule in wide)]:
        start, end = (float(np.median([rule[side] for rule in rules])) for side in (1, 2))
        if abs((end - start) / (right - left) - 1) < SAME_WIDTH:
            alone.append(([start + (x - left) * (end - start) / (right - left) for x in columns], rules))
            if len(rules) > 1:
                return alone
    return [unmoved, *alone]


def _longest_run(bands: list[list[Box]]) -> list[list[Box]]:
    """The most bands that follow each other in a usual step; a page number or a speck stands apart."""
    if len(bands) < 3:
        return bands
    middles = [band_box(band).centre[1] for band in bands]
    steps = np.diff(middles)
    breaks = [0, *(np.flatnonzero(steps > LARGE_STEP * float(np.median(steps))) + 1).tolist(), len(bands)]
    start, end = max(pairwise(breaks), key=lambda run: run[1] - run[0])
    return bands[start:end]


def _fits(band: list[Box], columns: Sequence[float]) -> bool:
    """Whether all text of a band lies inside the table and no blob runs far over a border."""
    inside = all(columns[0] - 3 <= blob.x0 and blob.x1 <= columns[-1] + 3 for blob in band)
    over = any(min(x - blob.x0, blob.x1 - x) > 4 for blob in band for x in columns[1:-1])
    return inside and not over
