"""Seals taken off a grey scan: their ink is paler than the print, even, and broader than thin strokes.

Print below a seal is darker than either alone and stays; beside its strokes thin print may be lost, and all places
where something was taken off are told.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import cv2
import numpy as np

from extractor.geometry import Box
from extractor.imaging import close_mask, dilate, open_mask, percentile
from extractor.model import Image

# A pixel is ink where it is so many of 255 levels darker than the paper; a seal is usually darker by this factor.
INK, DEEPER = 60, 1.3
# Even ink: no more than so many levels between the pixels of a square of so many.
EVEN, SQUARE = 40, 3
# A seal is no darker than this share of the print's depth; of its own ink that share is no further than so many levels
# from its usual one (faded print is of all levels).
PALER, LEAST_NEAR, NEAR = 0.8, 0.9, 22
# Points.  Rules are straight for so long, with gaps of so much, and no thicker than that; a ring is not.
RULE, RULE_GAP = 30.0, 4.0
# Of a seal's box even ink takes this share at least, and no more than that: pictures and shaded cells take more.
LEAST_FILLED, MOST_FILLED = 0.02, 0.4
# Points.  The largest official seals measure 60 mm.
LARGEST = 180.0
# The print is as dark as the darkest of its ink in so many of a hundred.  A stroke of which no more than this share is
# darker than what lies so far from the print's level to the seal's is no print.
PRINTED, MOST_PRINTED, BETWEEN = 2, 0.02, 0.5
# Points: the blur of a stroke's edge; what is no more than so much square is a crumb; the side of the tiles in which
# places are told.
EDGE, CRUMB, TILE = 0.9, 0.8, 6.0

Part = tuple[slice, slice]


def even_ink(grey: Image) -> Image:
    """The ink (0 or 1) that is even and paler than the print: of seals, shades and pictures, hardly of characters."""
    paper = paper_level(grey)
    palest = paper - INK
    darkest = paper - PALER * (paper - _print_level(grey, palest))
    # OpenCV takes the bounds in, both are left out here.
    paler = cv2.inRange(grey, math.floor(darkest) + 1, math.ceil(palest) - 1)
    square = np.ones((SQUARE, SQUARE), np.uint8)
    even = cv2.inRange(cv2.morphologyEx(grey, cv2.MORPH_GRADIENT, square), 0, EVEN)
    return np.minimum(np.asarray(cv2.bitwise_and(paler, even), np.uint8), 1)


def paper_level(grey: Image) -> float:
    """How light the paper is that most of a picture shows."""
    return percentile(grey[::4, ::4], 50)


def _print_level(grey: Image, palest: float) -> float:
    """How dark the print is, by the grey levels of all ink: what is darker than its palest."""
    return percentile(grey, PRINTED, below=palest)


def remove_grey_seals(
    image: Image, grey: Image, even: Image, boxes: Sequence[Box], scale: float
) -> tuple[Image, list[Box]]:
    """The picture with paper where the seals in boxes (pixels) were, and the places (points) of what was taken off."""
    printed = _print_level(grey, paper_level(grey) - INK)
    cleaned, hidden = image, []
    for box in boxes:
        part = part_of(box)
        strokes = _without_rules(even[part], scale)
        level = _level(grey[part], strokes)
        if level is None or max(box.width, box.height) > LARGEST * scale:
            continue
        off = _strokes(grey[part], strokes, level, scale)
        off |= _remnants(grey[part], off, printed + BETWEEN * (level - printed), scale)
        cleaned = image.copy() if cleaned is image else cleaned
        cleaned[part][off] = np.median(image[part][grey[part] > np.median(grey[part])], axis=0)
        hidden += tiles_of(off, part, scale)
    return cleaned, hidden


def _without_rules(even: Image, scale: float) -> Image:
    """The even ink without what lies in long straight runs: rules may be grey, too."""
    gap, run = round(RULE_GAP * scale), round(RULE * scale)
    thin = even & ~open_mask(even, (gap, gap))
    level = open_mask(close_mask(thin, (1, gap)), (1, run))
    upright = open_mask(close_mask(thin, (gap, 1)), (run, 1))
    return np.asarray(even & ~dilate(level | upright, (3, 3)), np.uint8)


def _level(grey: Image, even: Image) -> float | None:
    """The grey level of the ink of a seal that fills a box; None where its even ink is that of something else."""
    inked = grey[even > 0]
    if not LEAST_FILLED <= inked.size / even.size <= MOST_FILLED:
        return None
    level = float(np.median(inked))
    one_ink = float(np.mean(np.abs(inked.astype(np.int16) - level) <= NEAR)) >= LEAST_NEAR
    shade = level > float(np.median(grey)) - DEEPER * INK
    return level if one_ink and not shade else None


def _strokes(grey: Image, even: Image, level: float, scale: float) -> np.ndarray:
    """Where a seal's strokes are, with their blurred edges, but for print below or beside them."""
    core = (even > 0) & (np.abs(grey.astype(np.int16) - level) <= NEAR)
    reach = 2 * round(EDGE * scale) + 1
    return np.asarray((dilate(core.astype(np.uint8), (reach, reach)) > 0) & (grey >= level - NEAR))


def _remnants(grey: Image, off: np.ndarray, dark: float, scale: float) -> np.ndarray:
    """What is left of strokes beside what was taken off: pieces of ink with hardly any print in them, and crumbs."""
    paper = float(np.median(grey))
    ink = (grey < paper - INK / 2) & ~off
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    printed = np.bincount(labels[ink & (grey < dark)], minlength=count)
    beside = np.bincount(labels[dilate(off.astype(np.uint8), (3, 3)) > 0], minlength=count) > 0
    crumb = stats[:, cv2.CC_STAT_AREA] <= (CRUMB * scale) ** 2
    remnant = beside & ((printed <= MOST_PRINTED * stats[:, cv2.CC_STAT_AREA]) | crumb)
    remnant[0] = False
    left = remnant[labels]
    blur = (dilate(left.astype(np.uint8), (3, 3)) > 0) & (grey > paper - INK)
    return np.asarray(left | blur)


def part_of(box: Box) -> Part:
    """The rows and columns of a picture that a box (pixels) covers."""
    return slice(max(0, round(box.y0)), round(box.y1)), slice(max(0, round(box.x0)), round(box.x1))


def tiles_of(off: np.ndarray, part: Part, scale: float) -> list[Box]:
    """The tiles, in points, that hold pixels of a mask of that part of the page."""
    top, left = (piece.start for piece in part)
    side = max(1, round(TILE * scale))
    rows, columns = np.nonzero(off)
    tiles = {(row, column) for row, column in zip((rows // side).tolist(), (columns // side).tolist(), strict=True)}
    return [
        Box(*(v / scale for v in (left + c * side, top + r * side, left + (c + 1) * side, top + (r + 1) * side)))
        for r, c in sorted(tiles)
    ]
