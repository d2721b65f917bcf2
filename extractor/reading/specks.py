"""Salt and pepper taken off a scan before it is read: dark specks with no character near them.

A decimal point has digits beside it.  What is left of broken rules goes too, so grids are found before.
"""

from __future__ import annotations

from dataclasses import replace
from math import ceil

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.model import Image, Page
from extractor.picture import grey_of, local_ink

# A speck is at most so many points wide and high, and has no larger piece of ink within so many points.
SPECK, ALONE = 1.6, 3.0
# Dots of a rule are so close (points).
DOTTED = 3.0
# Darker than its surroundings' mean by so many of 255 grey levels; so many points around it are blurred.
DEPTH, BLUR = 40, 0.7
# The page is cleaned where strips over this share of it show so many specks a square inch.
STRIPS, STRIP = 4, 0.03
LEAST_SPECKS = 10.0


def without_specks(page: Page) -> Page:
    """The page with paper where specks were; the same page where they are few."""
    grey = grey_of(page.image)
    high, wide = grey.shape
    depth = max(8, round(STRIP * high))
    strips = [grey[start : start + depth] for start in np.linspace(0, high - depth, STRIPS + 2).astype(int)[1:-1]]
    inches = STRIPS * depth * wide / (72 * page.scale) ** 2
    if sum(_specks(strip, page.scale)[1] for strip in strips) < LEAST_SPECKS * inches:
        return page
    specks, _ = _specks(grey, page.scale)
    cleaned = page.image.copy()
    cleaned[specks] = _paper(page.image, page.scale)[specks]
    return replace(page, image=cleaned, noisy=True)


def _paper(image: Image, scale: float) -> Image:
    """The paper's shade, without what is small and dark."""
    small = cv2.resize(image, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA).astype(np.uint8)
    shade = cv2.medianBlur(small, 2 * ceil(scale) + 1)
    return cv2.resize(shade, (image.shape[1], image.shape[0]), interpolation=cv2.INTER_LINEAR).astype(np.uint8)


def _specks(grey: Image, scale: float) -> tuple[NDArray[np.bool_], int]:
    """Where specks are, their blur included, and how many stand alone."""
    ink = local_ink(grey, scale, DEPTH)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    most = max(3.0, SPECK * scale)
    small = (stats[:, cv2.CC_STAT_WIDTH] <= most) & (stats[:, cv2.CC_STAT_HEIGHT] <= most)
    small[0] = True
    large = (~small).astype(np.uint8)[labels]
    reach = 2 * max(1, ceil(ALONE * scale)) + 1
    near = cv2.dilate(large, np.ones((reach, reach), np.uint8))
    kept = np.bincount(labels.ravel(), weights=near.ravel(), minlength=len(stats)) > 0
    speck = small & ~kept
    speck[0] = False
    blur = 2 * max(1, round(BLUR * scale)) + 1
    specks = np.asarray(speck.astype(np.uint8)[labels], np.uint8)
    mask = cv2.dilate(specks, np.ones((blur, blur), np.uint8)) > 0
    return mask, _lonely(specks, scale, most)


def _lonely(specks: Image, scale: float, most: float) -> int:
    """How many specks have no other near them: those of dotted rules have, salt and pepper has not."""
    room = 2 * max(1, round(DOTTED / 2 * scale)) + 1
    grown = cv2.dilate(specks, np.ones((room, room), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(grown, connectivity=8)
    largest = room + most
    alone = (stats[1:, cv2.CC_STAT_WIDTH] <= largest) & (stats[1:, cv2.CC_STAT_HEIGHT] <= largest)
    return int(np.count_nonzero(alone))
