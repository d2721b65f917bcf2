"""Straightening a scan: the skew that makes its lines of text and its rules fall into rows; seals taken off."""

from __future__ import annotations

import math
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.geometry import turned
from extractor.model import Image, Page
from extractor.pages.seals import without_seals
from extractor.picture import grey_of, local_ink, shrunk

MOST_SKEW = 5.0
# Below this many degrees a 300 mm line leans less than its own width: turning would only blur.
LEAST_SKEW = 0.06
# Width in pixels of the picture that is searched, about so many of them a point; ink's depth in grey levels.
SEARCH_WIDTH, SEARCH_SCALE, INK_DEPTH = 900, 1.8, 20
# Fewer inked pixels are dust.
LEAST_INK = 50


def straightened(page: Page) -> Page:
    """The page without seals, turned by its own skew; `turn` leads back to the page as displayed."""
    cleaned, hidden = without_seals(page.image, page.scale)
    page = page if cleaned is page.image else replace(page, image=cleaned, hidden=tuple(hidden))
    angle = skew_of(page.image)
    if abs(angle) < LEAST_SKEW:
        return page
    high, wide = page.image.shape[:2]
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), angle, 1.0)
    image = cv2.warpAffine(page.image, turn, (wide, high), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    back = np.asarray(cv2.invertAffineTransform(turn), np.float64)
    back[:, 2] /= page.scale
    forth = np.asarray(turn, np.float64)
    forth[:, 2] /= page.scale
    hidden_there = tuple(turned(box, forth) for box in page.hidden)
    return replace(page, image=image.astype(np.uint8), turn=back, skew=angle, hidden=hidden_there)


def skew_of(image: Image) -> float:
    """Degrees by which to turn the picture counter-clockwise so that its rows are level.

    The right angle gives the row sums of the ink their greatest variance (Postl's method), searched
    coarse to fine on a small picture.
    """
    y, x = np.nonzero(_small_ink(image))
    if len(y) < LEAST_INK:
        return 0.0
    best = 0.0
    for reach, step in ((MOST_SKEW, 0.5), (0.5, 0.1), (0.1, 0.02)):
        angles = np.arange(best - reach, best + reach + step / 2, step)
        best = float(max(angles, key=lambda angle: _levelness(y, x, float(angle))))
    return best


def _small_ink(image: Image) -> Image:
    ratio = min(1.0, SEARCH_WIDTH / image.shape[1])
    return local_ink(shrunk(grey_of(image), ratio), SEARCH_SCALE, INK_DEPTH)


def _levelness(y: NDArray[np.intp], x: NDArray[np.intp], angle: float) -> float:
    """How much the ink's row sums change from row to row after a vertical shear by `angle` (a rotation, nearly).

    A pixel that comes to lie between two rows is shared by them.
    """
    down = y - (x - SEARCH_WIDTH / 2) * math.tan(math.radians(angle)) + SEARCH_WIDTH
    row = down.astype(np.intp)
    lower = down - row
    rows = np.bincount(row, 1 - lower)
    rows = np.append(rows, 0.0) + np.bincount(row + 1, lower)
    return float(np.square(np.diff(rows)).sum())
