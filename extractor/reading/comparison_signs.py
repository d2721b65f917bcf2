"""The bar under an angle: `≥` and `≤` differ from `>` and `<` by a stroke that print blurs into the angle.

A bare angle is its own image upside down; with a bar under it, it is not, and its lower half has more ink.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.imaging import to_grey
from extractor.model import Image

# The sign with a bar of each bare one.
BARRED = {">": "≥", "<": "≤"}
# The sign is measured in a square of so many pixels, blurred by so much.
SIDE, SOFT = 24, 1.0
# Of a crop's height: what an angle measures at least both ways, and at most across.
LEAST_SIZE, MOST_WIDTH = 0.2, 0.9
# Strokes over and under each other overlap by this share of the angle's width, and are so wide at least.
SHARED = 0.6
# Likeness to its mirror image, less so much for each share of ink that the lower half has too much: measured 0.6 to
# 1.0 for bare angles (six founts; office, photo, fax), below 0.55 with a bar, level or slanted.
HEAVIER, BETWEEN = 2.0, 0.62
# How fast the odds grow with the distance from what is between; they say no more than this either way (both are
# logarithms).
STEEP, MOST = 42.0, 7.0


def estimate_bar(crop: Image) -> float:
    """How much likelier (logarithm of the odds) the ink of a line makes a bar under the angle that it begins with.

    0 where no angle is found.
    """
    sign = _first_sign(crop)
    if sign is None:
        return 0.0
    drawn = cv2.GaussianBlur(cv2.resize(sign, (SIDE, SIDE), interpolation=cv2.INTER_AREA), (0, 0), SOFT)
    if not drawn.std():
        return 0.0
    likeness = float(np.corrcoef(drawn.ravel(), drawn[::-1].ravel())[0, 1])
    lower = float(drawn[SIDE // 2 :].sum() / drawn.sum())
    return float(np.clip(STEEP * (BETWEEN - likeness + HEAVIER * (lower - 0.5)), -MOST, MOST))


def _first_sign(crop: Image) -> NDArray[np.float32] | None:
    """How much darker than the paper the first sign of a line is; None where nothing has the size of one."""
    grey = to_grey(crop).astype(np.float32)
    depth = np.maximum(np.median(grey) - grey, 0)
    ink = (depth > np.percentile(depth, 95) / 2).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    high = len(crop)
    left, width, height = stats[:, cv2.CC_STAT_LEFT], stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    large = (np.minimum(width, height) >= LEAST_SIZE * high) & (width <= MOST_WIDTH * high)
    large[0] = False
    if not large.any():
        return None
    first = min(np.flatnonzero(large), key=lambda k: left[k])
    shared = np.minimum(left + width, left[first] + width[first]) - np.maximum(left, left[first])
    of_sign = (shared >= SHARED * width[first]) & (width <= width[first] / SHARED)
    of_sign[0] = False
    rows, columns = np.nonzero(of_sign[labels])
    part = slice(rows.min(), rows.max() + 1), slice(columns.min(), columns.max() + 1)
    return np.where(of_sign[labels] | (ink == 0), depth, 0)[part].astype(np.float32)
