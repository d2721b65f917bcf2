"""A table without upright rules that goes on over a page: which rows there are its own, and where its columns stand.

Such a page may show neither header nor rule, and no two sheets are seen alike.  So the columns are taken where they
were, where a rule shows them, or where the texts stand below each other as on the page before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extractor.geometry import Box, around
from extractor.grids.blobs import DIRT, SPECK, band_box, bands_of, is_tabular, split_bands, usual_height
from extractor.grids.columns import PARTED
from extractor.grids.rules import Rule
from extractor.grids.together import SAME_END, same_ends
from extractor.model import Grid

# A table is seen as wide as on the page before within this share.
SAME_WIDTH = 0.12
# Rows further apart than this many usual distances belong to different things.
LARGE_STEP = 2.2
# And one text below all rows, as a page's number, further than so many.
ALONE = 1.4
# What is narrower than this share of its height is no text.
UPRIGHT = 0.5
# A row that does not fit goes on a table where so many rows before and after it do.
LEAST_AROUND = 2
# The texts of a column stand below each other at the side where half of them are within so many points.
ALIGNED = 1.2
# So many texts in each of so many columns, and this share of all, stand as on the page before.
LEAST_TEXTS, LEAST_COLUMNS, LEAST_SHARE = 3, 3, 0.8
# Sheets are seen so far (points) aside, in steps, and larger or smaller in steps of this share.
ASIDE, ASIDE_STEP, LARGER_STEP = 60.0, 0.5, 0.0025


class Before(NamedTuple):
    """A table that may go on: its grid, and the texts (blobs) of the page where it stands."""

    grid: Grid
    blobs: Sequence[Box]


class Continued(NamedTuple):
    """What goes on: the bands of its rows, its columns' borders, and the rules that are its own."""

    bands: list[list[Box]]
    columns: list[float]
    rules: list[Rule]


class Fit(NamedTuple):
    """How many texts, and in how many columns, stand as on the page before, seen larger and aside by so much."""

    texts: int
    columns: int
    larger: float
    aside: float


def continued(before: Before, wide: list[Rule], blobs: list[Box]) -> Continued | None:
    """The rows at the head of the page that fall into the columns of the table before; `wide` are its long rules."""
    ways = [
        Continued(_longest_run(_fitting(_bands(blobs, columns, rules), columns)), columns, rules)
        for columns, rules in _moved(before, wide, blobs)
    ]
    found = max(ways, key=lambda way: len(way.bands))
    if not found.bands or (len(found.bands) == 1 and len(found.bands[0]) < 2):
        return None
    return found


def _bands(blobs: list[Box], columns: Sequence[float], rules: Sequence[Rule]) -> list[list[Box]]:
    """The page's bands of text, without dirt and what is seen of the sheet's edges beside the table."""
    table = Box(columns[0], -np.inf, columns[-1], np.inf)
    least = DIRT * usual_height(blobs)
    seen = [blob for blob in blobs if blob.meets([table]) or _is_text(blob, least)]
    return split_bands(seen, [rule.at for rule in rules])


def _is_text(blob: Box, least: float) -> bool:
    """Whether a blob is no stroke and no dirt, which measures less than so many points both ways."""
    stroke = blob.height < SPECK or blob.width < UPRIGHT * blob.height
    return not stroke and max(blob.width, blob.height) >= least


def _moved(before: Before, wide: list[Rule], blobs: list[Box]) -> list[tuple[list[float], list[Rule]]]:
    """Columns of the page before as they may stand on this one, likeliest first, and the rules that show it.

    Rules of the table tell, or most of the texts; a single rule where the columns do not fit unmoved.
    """
    columns = before.grid.columns
    left, right = columns[0], columns[-1]
    alone: list[tuple[list[float], list[Rule]]] = []
    for rules in [*same_ends(wide), *([rule] for rule in wide)]:
        start, end = (float(np.median([rule[side] for rule in rules])) for side in (1, 2))
        if abs((end - start) / (right - left) - 1) < SAME_WIDTH:
            alone.append(([start + (x - left) * (end - start) / (right - left) for x in columns], rules))
            if len(rules) > 1:
                return alone
    *by_text, unmoved = [(way, _with_ends(way, wide)) for way in [*_by_text(before, blobs), list(columns)]]
    return [*by_text, unmoved, *alone]


def _with_ends(columns: Sequence[float], wide: Sequence[Rule]) -> list[Rule]:
    return [r for r in wide if abs(r.start - columns[0]) < SAME_END and abs(r.end - columns[-1]) < SAME_END]


def _by_text(before: Before, blobs: list[Box]) -> Iterator[list[float]]:
    """The columns where most texts stand below each other as they do in the table before, if they do, and if fewer do
    where the columns were.
    """
    columns = before.grid.columns
    anchors = _anchors(columns, [b for b in before.blobs if before.grid.box.holds(*b.centre)])
    bands = [band for band in map(_texts, bands_of(blobs)) if is_tabular(band)]
    if len(anchors) < LEAST_COLUMNS or not bands:
        return
    texts = _edges([text for band in bands for text in band])
    middle = (columns[0] + columns[-1]) / 2
    unmoved = _best_aside(texts, anchors, middle, 1.0, 0.0)
    if unmoved.texts >= LEAST_SHARE * len(texts):
        return
    sizes = np.arange(1 - SAME_WIDTH, 1 + SAME_WIDTH + LARGER_STEP, LARGER_STEP).tolist()
    best = max((_best_aside(texts, anchors, middle, larger, ASIDE) for larger in sizes), key=lambda fit: fit[:2])
    most = best.texts >= LEAST_SHARE * len(texts) and best.columns >= LEAST_COLUMNS
    if most and unmoved.texts < LEAST_SHARE * best.texts:
        yield [middle + (x - middle) * best.larger + best.aside for x in columns]


def _best_aside(
    texts: NDArray[np.float64], anchors: Sequence[tuple[int, float]], middle: float, larger: float, most: float
) -> Fit:
    """How far aside (`most` points at most) most texts stand at the anchors, seen larger or smaller by a factor."""
    asides = np.arange(-most, most + ASIDE_STEP / 2, ASIDE_STEP)
    places = np.array([middle + (at - middle) * larger for _, at in anchors])
    off = texts[:, [side for side, _ in anchors]] - places
    near = np.abs(off[None] - asides[:, None, None]) < ALIGNED
    count = near.any(axis=2).sum(axis=1)
    best = int(np.argmax(count))
    columns = int(np.count_nonzero(near[best].sum(axis=0) >= LEAST_TEXTS))
    return Fit(int(count[best]), columns, larger, float(asides[best]))


def _anchors(columns: Sequence[float], blobs: list[Box]) -> list[tuple[int, float]]:
    """Where the texts of columns stand below each other: at which side (0: left, 1: middle, 2: right), and where."""
    texts = [text for band in map(_texts, bands_of(blobs)) for text in band]
    anchors = []
    for left, right in pairwise(columns):
        edges = _edges([text for text in texts if left <= text.x0 and text.x1 <= right])
        if len(edges) >= LEAST_TEXTS:
            at = np.median(edges, axis=0)
            spread = np.median(np.abs(edges - at), axis=0)
            side = int(np.argmin(spread))
            anchors += [(side, float(at[side]))] if spread[side] < ALIGNED else []
    return anchors


def _texts(band: list[Box]) -> list[Box]:
    """A band's texts, parts of a word or a figure as one."""
    texts: list[Box] = []
    for blob in band:
        if texts and blob.x0 - texts[-1].x1 < PARTED:
            texts[-1] = around([texts[-1], blob])
        else:
            texts.append(blob)
    return texts


def _edges(texts: Sequence[Box]) -> NDArray[np.float64]:
    """Left, middle and right of each text."""
    return np.array([(text.x0, text.centre[0], text.x1) for text in texts]).reshape(-1, 3)


def _fitting(bands: list[list[Box]], columns: Sequence[float]) -> list[list[Box]]:
    """The first bands that fit the columns; single ones that specks or a worn border keep from fitting among them."""
    fitting = [fits(band, columns) for band in bands]
    kept = 0
    for k, (band, fit) in enumerate(zip(bands, fitting, strict=True)):
        before, after = fitting[max(k - LEAST_AROUND, 0) : k], fitting[k + 1 : k + 1 + LEAST_AROUND]
        if fit:
            kept = k + 1
        elif not (len(before) == len(after) == LEAST_AROUND and all(before + after) and is_tabular(band)):
            break
    return bands[:kept]


def _longest_run(bands: list[list[Box]]) -> list[list[Box]]:
    """The most bands that follow each other in a usual step; a page number or a speck stands apart."""
    if len(bands) < 3:
        return bands
    middles = [band_box(band).centre[1] for band in bands]
    steps = np.diff(middles)
    breaks = [0, *(np.flatnonzero(steps > LARGE_STEP * float(np.median(steps))) + 1).tolist(), len(bands)]
    start, end = max(pairwise(breaks), key=lambda run: run[1] - run[0])
    alone = not is_tabular(bands[end - 1]) and middles[end - 1] - middles[end - 2] > ALONE * float(np.median(steps))
    return bands[start : end - 1 if alone else end]


def fits(band: list[Box], columns: Sequence[float]) -> bool:
    """Whether all text of a band lies inside the table and no blob runs far over a border."""
    inside = all(columns[0] - 3 <= blob.x0 and blob.x1 <= columns[-1] + 3 for blob in band)
    over = any(min(x - blob.x0, blob.x1 - x) > 4 for blob in band for x in columns[1:-1])
    return inside and not over
