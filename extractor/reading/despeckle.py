"""Salt and pepper taken off a scan before it is read: dark specks with no character near them.

A decimal point has digits beside it.  What is left of broken rules goes too, so grids are found before.
"""

from __future__ import annotations

from dataclasses import replace
from math import ceil
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.imaging import dilate, find_local_ink, to_grey
from extractor.model import Image, Page

# A speck is at most so many points wide and high, and has no larger piece of ink within so many points.
SPECK, ALONE = 1.6, 3.0
# Dots of a rule are so close (points).
DOTTED = 3.0
# Darker than its surroundings' mean by so many of 255 grey levels; so many points around it are blurred.
DEPTH, BLUR = 40, 0.7
# The page is cleaned where strips over this share of it show so many specks a square inch.
STRIPS, STRIP = 4, 0.03
LEAST_SPECKS = 10.0


def remove_specks(page: Page) -> Page:
    """The page with paper where specks were; the same page where they are few."""
    grey = to_grey(page.image)
    high, wide = grey.shape
    depth = max(8, round(STRIP * high))
    strips = [grey[start : start + depth] for start in np.linspace(0, high - depth, STRIPS + 2).astype(int)[1:-1]]
    least = LEAST_SPECKS * STRIPS * depth * wide / (72 * page.scale) ** 2
    pieces = [_pieces(strip, page.scale) for strip in strips]
    if sum(np.count_nonzero(each.small[1:]) for each in pieces) < least:
        return page
    if sum(_lonely(_specks(each, page.scale), page.scale) for each in pieces) < least:
        return page
    specks = _with_blur(_specks(_pieces(grey, page.scale), page.scale), page.scale)
    cleaned = page.image.copy()
    cleaned[specks] = _paper(page.image, page.scale)[specks]
    return replace(page, image=cleaned, noisy=True)


def _paper(image: Image, scale: float) -> Image:
    """The paper's shade, without what is small and dark."""
    small = cv2.resize(image, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA).astype(np.uint8)
    shade = cv2.medianBlur(small, 2 * ceil(scale) + 1)
    return cv2.resize(shade, (image.shape[1], image.shape[0]), interpolation=cv2.INTER_LINEAR).astype(np.uint8)


class Pieces(NamedTuple):
    """The connected pieces of ink: each pixel's label, and which labels are as small as specks (paper, 0, too)."""

    labels: NDArray[np.int32]
    small: NDArray[np.bool_]


def _pieces(grey: Image, scale: float) -> Pieces:
    _, labels, stats, _ = cv2.connectedComponentsWithStats(find_local_ink(grey, scale, DEPTH), connectivity=8)
    most = _largest(scale)
    small = (stats[:, cv2.CC_STAT_WIDTH] <= most) & (stats[:, cv2.CC_STAT_HEIGHT] <= most)
    small[0] = True
    return Pieces(np.asarray(labels, np.int32), small)


def _largest(scale: float) -> float:
    """How large a speck is at most, in pixels."""
    return max(3.0, SPECK * scale)


def _specks(pieces: Pieces, scale: float) -> Image:
    """The mask (0 or 1) of the small pieces that are near to no larger one."""
    labels, small = pieces
    reach = 2 * max(1, ceil(ALONE * scale)) + 1
    near = dilate((~small).astype(np.uint8)[labels], (reach, reach))
    kept = np.bincount(labels[near > 0], minlength=len(small)) > 0
    speck = small & ~kept
    speck[0] = False
    return speck.astype(np.uint8)[labels]


def _with_blur(specks: Image, scale: float) -> NDArray[np.bool_]:
    blur = 2 * max(1, round(BLUR * scale)) + 1
    return np.asarray(dilate(specks, (blur, blur)) > 0)


def _lonely(specks: Image, scale: float) -> int:
    """How many specks have no other near them: those of dotted rules have, salt and pepper has not."""
    room = 2 * max(1, round(DOTTED / 2 * scale)) + 1
    grown = dilate(specks, (room, room))
    _, _, stats, _ = cv2.connectedComponentsWithStats(grown, connectivity=8)
    largest = room + _largest(scale)
    alone = (stats[1:, cv2.CC_STAT_WIDTH] <= largest) & (stats[1:, cv2.CC_STAT_HEIGHT] <= largest)
    return int(np.count_nonzero(alone))
