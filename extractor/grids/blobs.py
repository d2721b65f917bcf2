"""Where text stands on a scan, without reading it: blobs of ink that is no rule."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from itertools import accumulate, compress, pairwise

import cv2
import numpy as np

from extractor.geometry import Box, around
from extractor.ghosts import depth_of, least_depth
from extractor.grids.rules import Rules
from extractor.model import Image, Page
from extractor.picture import closed, dilated

# Ink closer than this (points, across and down) is of one blob; smaller than SPECK both ways is dust.
JOIN_X, JOIN_Y, SPECK = 3.0, 0.8, 2.4
# And so is what is lower than this share of the usual height of text, and no wider than that height.
LOW = 0.4
# A point's room to both sides, and how level its foot is with those of the digits.
POINT_ROOM, ON_LINE = 3.6, 0.8
# Ink this near to the picture's edge is the scanner's.
PAGE_EDGE = 5.0
# A blob that measures less than this share of the usual height of text both ways, alone between rows, is dirt.
DIRT = 0.7
# A blank this wide inside a band is between cells, not between words.
TABULAR_GAP = 10.0
# Blobs overlapping by less than this share of the lower one are of different bands.
LEAST_OVERLAP = 0.25


def blobs_of(page: Page, ink: Image, rules: Rules) -> list[Box]:
    """Boxes of the page's blobs of ink."""
    rule_ink = dilated(rules.level_mask | rules.upright_mask, (3, 3))
    join = max(1, round(JOIN_Y * rules.scale)), max(2, round(JOIN_X * rules.scale))
    text = ink & ~rule_ink
    _, _, stats, _ = cv2.connectedComponentsWithStats(closed(text, join))
    boxes = [Box(x, y, x + w, y + h) for x, y, w, h, _ in (stats[1:] / rules.scale).tolist()]
    paper = Box(0, 0, page.width, page.height).grown(-PAGE_EDGE)
    usual = usual_height(boxes)
    least, wide = max(SPECK, LOW * usual), max(SPECK, usual)
    large = [(box.height > least or box.width > wide) and paper.holds(*box.centre) for box in boxes]
    printed = _printed(list(compress(boxes, large)), stats[1:][large].tolist(), rules.inked.grey, text)
    dots = [box for box, is_large in zip(boxes, large, strict=True) if not is_large]
    return _with_points(printed, dots)


def _with_points(boxes: list[Box], dots: list[Box]) -> list[Box]:
    """The boxes, parts of a figure as one where its point, too small to be text, stands on the line between them."""
    if not boxes or not dots:
        return boxes
    places = np.array(boxes)
    for dot in dots:
        on_line = np.abs(places[:, 3] - dot.y1) <= ON_LINE
        left = np.flatnonzero(on_line & (places[:, 2] > dot.x0 - POINT_ROOM) & (places[:, 2] <= dot.x0))
        right = np.flatnonzero(on_line & (places[:, 0] >= dot.x1) & (places[:, 0] < dot.x1 + POINT_ROOM))
        if len(left) and len(right):
            whole = around(Box(*places[k]) for k in (left[0], right[0]))
            places = np.vstack([np.delete(places, [left[0], right[0]], axis=0), whole])
    return [Box(*box) for box in places.tolist()]


def usual_height(boxes: list[Box]) -> float:
    """The height that the blobs of half of all width exceed: specks may outnumber the text, but are narrow."""
    tall = sorted(boxes, key=lambda box: box.height)
    widths = list(accumulate(box.width for box in tall))
    return tall[bisect(widths, widths[-1] / 2)].height if tall else 0.0


def _printed(boxes: list[Box], pixels: list[list[int]], grey: Image, ink: Image) -> list[Box]:
    """The boxes whose ink is as dark as print; `pixels` has left, top, width and height of each."""
    parts = [(slice(y, y + high), slice(x, x + wide)) for x, y, wide, high, _ in pixels]
    depths = [depth_of(grey[part], ink[part]) for part in parts]
    least = least_depth(depths, [int(np.count_nonzero(ink[part])) for part in parts])
    return [box for box, depth in zip(boxes, depths, strict=True) if depth >= least]


def bands_of(blobs: list[Box]) -> list[list[Box]]:
    """Blobs in bands (rows of text), top to bottom, each left to right.

    Blobs that overlap vertically share a band, so a figure centred beside a wrapped name joins its lines.
    """
    bands: list[list[Box]] = []
    bottom = -1.0
    for blob in sorted(blobs, key=lambda box: box.y0):
        if bands and bottom - blob.y0 > LEAST_OVERLAP * min(blob.height, bottom - bands[-1][0].y0):
            bands[-1].append(blob)
            bottom = max(bottom, blob.y1)
        else:
            bands.append([blob])
            bottom = blob.y1
    return [sorted(band) for band in bands]


def band_box(band: list[Box]) -> Box:
    """The box around a band."""
    return around(band)


def is_tabular(band: list[Box]) -> bool:
    """Whether a blank wider than any between words of prose divides the band."""
    return any(b.x0 - a.x1 >= TABULAR_GAP for a, b in pairwise(band))


def _without_dirt(bands: list[list[Box]]) -> list[list[Box]]:
    """The bands without those of one blob much smaller than text usually is: no row of a table has as little."""
    least = DIRT * float(np.median([blob.height for band in bands for blob in band] or [0.0]))
    return [band for band in bands if len(band) > 1 or max(band[0].width, band[0].height) >= least]


def split_bands(blobs: list[Box], at: Sequence[float]) -> list[list[Box]]:
    """Bands of text that no wide rule runs through, without dirt between them."""
    bands: list[list[Box]] = []
    edges = [-1e9, *sorted(at), 1e9]
    for above, below in pairwise(edges):
        bands.extend(bands_of([blob for blob in blobs if above <= blob.centre[1] < below]))
    return _without_dirt(bands)
