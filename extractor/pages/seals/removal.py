"""Seals taken off a scan: in the red channel red ink is nearly paper, and the print below it stays dark.

Where the red lies thick, as in the star of a seal, print may be lost altogether: such places are told.
"""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.geometry import Box
from extractor.imaging import close_mask, dilate, measure_colour, open_mask, percentile, shrink_roughly, to_grey
from extractor.model import Image
from extractor.pages.seals.black import remove_black_seals
from extractor.pages.seals.grey import Part, even_ink, part_of, remove_grey_seals, tiles_of

# A pixel is red where its red exceeds its green and blue by so many of 255 levels.
REDDER = 40
# Points.  A seal is a patch of red at least so large both ways and not much wider than high; red words and
# headings are flatter.  Its parts are no further apart than the gap.
LEAST_SIZE, GAP, MOST_OBLONG = 40.0, 9.0, 2.5
# Print and rules interrupt a grey seal.
GREY_GAP = 12.0
# Seals are looked for on a picture of so many pixels a point.
SEARCH_SCALE = 0.75
# Room around a seal, in points, for the blur of its edge.
MARGIN = 3.0
# A seal's edge is blurred over so many points (JPEG stores colours at half the resolution).
BLUR = 0.4
# Red that a square of so many points fits into may hide a character.
HIDING = 5.0
# A page is coloured where one pixel in a hundred has so many levels between its colours; one in so many is looked at.
COLOURED, SAMPLED = 12, 7
# Red ink is paper from this share of this percentile of its red on; its edges are darker than its middle.
DARK, EVEN = 25.0, 0.75


class Unsealed(NamedTuple):
    """A picture with its seals gone; where (points) they may hide print, and where strokes of it may be lost."""

    image: Image
    hidden: list[Box]
    crossed: list[Box]


def remove_seals(image: Image, scale: float) -> Unsealed:
    """The picture (grey or BGR, `scale` pixels a point) with its seals gone; the same picture where there is none."""
    if image.ndim == 2:
        return _without_copied(image, scale)
    redness = np.asarray(cv2.subtract(image[:, :, 2], cv2.max(image[:, :, 0], image[:, :, 1])), np.uint8)
    boxes = _seals((redness > REDDER).astype(np.uint8), scale, GAP)
    if not boxes:
        return Unsealed(image, [], []) if _is_coloured(image) else _without_copied(image, scale)
    bare = Unsealed(image.copy(), [], [])
    reach = 2 * round(BLUR * scale) + 1
    for part in map(part_of, boxes):
        bare.image[part] = _bleached(image[part], redness[part], reach)[:, :, None]
        red = redness[part] > REDDER
        bare.hidden.extend(_hiding(red, part, scale))
        bare.crossed.extend(tiles_of(red, part, scale))
    return bare


def _without_copied(image: Image, scale: float) -> Unsealed:
    """The picture with its seals gone that a copier made grey, or black."""
    grey = to_grey(image)
    even = even_ink(grey)
    boxes = _seals(dilate(even, (3, 3)), scale, GREY_GAP)
    cleaned, hidden = remove_grey_seals(image, grey, even, boxes, scale) if boxes else (image, [])
    if not hidden:
        cleaned, hidden = remove_black_seals(image, grey, scale)
    return Unsealed(cleaned, hidden, [])


def _is_coloured(image: Image) -> bool:
    """Whether the pixels of a picture are of any colour: a copy's are grey."""
    return percentile(measure_colour(image[::SAMPLED, ::SAMPLED]), 99) > COLOURED


def _hiding(red: NDArray[np.bool_], part: Part, scale: float) -> list[Box]:
    """Boxes, in points, of the parts of a seal that are thick with red."""
    top, left = (piece.start for piece in part)
    size = round(HIDING * scale)
    _, _, stats, _ = cv2.connectedComponentsWithStats(open_mask(red.astype(np.uint8), (size, size)), connectivity=8)
    return [
        Box(*(v / scale for v in (left + x, top + y, left + x + wide, top + y + high)))
        for x, y, wide, high, _ in stats[1:].tolist()
    ]


def _seals(ink: Image, scale: float, apart: float) -> list[Box]:
    """Boxes, in pixels, of patches of a seal's ink as large as one; its parts are no further apart than some points."""
    if not ink.any():
        return []
    ratio = SEARCH_SCALE / scale
    small = (shrink_roughly(ink * 255, ratio) > 40).astype(np.uint8)
    gap = round(apart * SEARCH_SCALE)
    _, _, stats, _ = cv2.connectedComponentsWithStats(close_mask(small, (gap, gap)), connectivity=8)
    found = []
    for x, y, wide, high, _ in stats[1:].tolist():
        size = min(wide, high)
        if size >= LEAST_SIZE * SEARCH_SCALE and max(wide, high) <= MOST_OBLONG * size:
            found.append(Box(*(v / ratio for v in (x, y, x + wide, y + high))).grown(MARGIN * scale))
    return found


def _bleached(patch: Image, redness: Image, reach: int) -> Image:
    """A patch in grey by its red channel; where red ink is near, stretched until that is as bright as the paper."""
    channel = patch[:, :, 2].astype(np.float32)
    plain = redness <= REDDER // 4
    ink = float(np.percentile(channel[redness > REDDER], DARK))
    paper = float(np.median(channel[plain])) if plain.any() else 255.0
    stretched = np.minimum(channel * (paper / max(EVEN * ink, 1.0)), paper)
    near = np.clip(dilate(redness, (reach, reach)).astype(np.float32) / REDDER, 0, 1)
    return np.asarray(channel + near * (stretched - channel), np.uint8)
