"""Seals taken off a grey scan: their ink is paler than the print, even, and broader than thin strokes.

Print below a seal is darker than either alone and stays; beside its strokes thin print may be lost, and all places
where something was taken off are told.  A seal as dark as the print, as in a bilevel scan, is not told from it.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from extractor.geometry import Box
from extractor.model import Image
from extractor.picture import dilated, grey_of

# A pixel is ink where it is so many of 255 levels darker than the paper; a seal is usually darker by this factor.
INK, DEEPER = 60, 1.3
# Even ink: no more than so many levels between the pixels of a square of so many.
EVEN, SQUARE = 40, 3
# A seal is paler than the print by so many levels; of its own ink this share is no further than that from its usual
# level (faded print is of all levels).
PALER, NEAR, LEAST_NEAR = 20, 22, 0.9
# Of a seal's box even ink takes this share at least, and no more than that: pictures and shaded cells take more.
LEAST_FILLED, MOST_FILLED = 0.02, 0.4
# Points.  The largest official seals measure 60 mm.
LARGEST = 180.0
# The print is as dark as the darkest of its ink in so many of a hundred.  A stroke of which no more than this share is
# darker than what lies so far from the print's level to the seal's is no print.
PRINTED, MOST_PRINTED, BETWEEN = 4, 0.02, 0.5
# Points: the blur of a stroke's edge; what is no more than so much square is a crumb; the side of the tiles in which
# places are told.
EDGE, CRUMB, TILE = 0.9, 0.8, 6.0


def even_ink(grey: Image) -> Image:
    """The ink (0 or 1) that is even and paler than the print: of seals, shades and pictures, hardly of characters."""
    ink = _ink(grey)
    square = np.ones((SQUARE, SQUARE), np.uint8)
    even = cv2.morphologyEx(grey, cv2.MORPH_GRADIENT, square) <= EVEN
    return np.asarray(even & ink & (grey > _print_level(grey[ink]) + PALER), np.uint8)


def _ink(grey: Image) -> np.ndarray:
    return np.asarray(grey < float(np.median(grey[::4, ::4])) - INK)


def _print_level(ink: Image) -> float:
    """How dark the print is, by the grey levels of all ink."""
    return float(np.percentile(ink, PRINTED)) if ink.size else 0.0


def without_grey_seals(image: Image, even: Image, boxes: Sequence[Box], scale: float) -> tuple[Image, list[Box]]:
    """The picture with paper where the seals in boxes (pixels) were, and the places (points) of what was taken off."""
    grey = grey_of(image)
    printed = _print_level(grey[_ink(grey)]) if boxes else 0.0
    cleaned, hidden = image, []
    for box in boxes:
        part = slice(max(0, round(box.y0)), round(box.y1)), slice(max(0, round(box.x0)), round(box.x1))
        level = _level(grey[part], even[part])
        if level is None or max(box.width, box.height) > LARGEST * scale:
            continue
        off = _strokes(grey[part], even[part], level, scale)
        off |= _remnants(grey[part], off, printed + BETWEEN * (level - printed), scale)
        cleaned = image.copy() if cleaned is image else cleaned
        cleaned[part][off] = np.median(image[part][grey[part] > np.median(grey[part])], axis=0)
        hidden += _tiles(off, part[1].start, part[0].start, scale)
    return cleaned, hidden


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
    return np.asarray((dilated(core.astype(np.uint8), (reach, reach)) > 0) & (grey >= level - NEAR))


def _remnants(grey: Image, off: np.ndarray, dark: float, scale: float) -> np.ndarray:
    """What is left of strokes beside what was taken off: pieces of ink with hardly any print in them, and crumbs."""
    paper = float(np.median(grey))
    ink = (grey < paper - INK / 2) & ~off
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    printed = np.bincount(labels[ink & (grey < dark)], minlength=count)
    beside = np.bincount(labels[dilated(off.astype(np.uint8), (3, 3)) > 0], minlength=count) > 0
    crumb = stats[:, cv2.CC_STAT_AREA] <= (CRUMB * scale) ** 2
    remnant = beside & ((printed <= MOST_PRINTED * stats[:, cv2.CC_STAT_AREA]) | crumb)
    remnant[0] = False
    left = remnant[labels]
    blur = (dilated(left.astype(np.uint8), (3, 3)) > 0) & (grey > paper - INK)
    return np.asarray(left | blur)


def _tiles(off: np.ndarray, left: int, top: int, scale: float) -> list[Box]:
    """The tiles, in points, that hold pixels of a mask which begins at a pixel of the page."""
    side = max(1, round(TILE * scale))
    rows, columns = np.nonzero(off)
    tiles = {(row, column) for row, column in zip((rows // side).tolist(), (columns // side).tolist(), strict=True)}
    return [
        Box(*(v / scale for v in (left + c * side, top + r * side, left + (c + 1) * side, top + (r + 1) * side)))
        for r, c in sorted(tiles)
    ]
