"""OpenCV's operations with the one type that pictures here have (its stubs promise less)."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.model import Image

# Where the channels of no pixel differ by more of 255 levels, a picture is grey.
COLOURLESS = 8


def to_grey(image: Image) -> Image:
    """The picture in grey; the same picture where it is grey."""
    return image if image.ndim == 2 else cv2.cvtColor(image, cv2.COLOR_BGR2GRAY).astype(np.uint8)


def to_colour(image: Image) -> Image:
    """The picture in three channels, as models want it; the same picture where it has them."""
    return image if image.ndim == 3 else cv2.cvtColor(image, cv2.COLOR_GRAY2BGR).astype(np.uint8)


def measure_colour(image: Image) -> Image:
    """How many levels are between the channels of each pixel of a BGR picture: of grey none."""
    blue, green, red = cv2.split(image)
    colour = cv2.subtract(cv2.max(cv2.max(blue, green), red), cv2.min(cv2.min(blue, green), red))
    return np.asarray(colour, np.uint8)


def drop_colour(image: Image) -> Image:
    """The picture in grey where it has no colour; the same picture where it has."""
    if image.ndim == 2:
        return image
    # A pixel of colour is never alone.
    high, wide = (max(1, side // 2) for side in image.shape[:2])
    halved = np.asarray(cv2.resize(image, (wide, high), interpolation=cv2.INTER_NEAREST), np.uint8)
    return to_grey(image) if measure_colour(halved).max() <= COLOURLESS else image


def open_mask(mask: Image, kernel: tuple[int, int]) -> Image:
    """Only what a rectangle (height, width) in pixels fits into."""
    return _twice(cv2.erode, cv2.dilate, mask, kernel)


def close_mask(mask: Image, kernel: tuple[int, int]) -> Image:
    """Gaps filled that a rectangle (height, width) in pixels does not fit into."""
    return _twice(cv2.dilate, cv2.erode, mask, kernel)


def _twice(first: Callable[..., Any], second: Callable[..., Any], mask: Image, kernel: tuple[int, int]) -> Image:
    """Two morphological steps; an even rectangle's anchor is mirrored for the second, or the mask would wander."""
    high, wide = kernel
    ones = np.ones(kernel, np.uint8)
    halfway = first(mask, ones, anchor=(wide // 2, high // 2))
    return np.asarray(second(halfway, ones, anchor=(wide - 1 - wide // 2, high - 1 - high // 2)), np.uint8)


def dilate(mask: Image, kernel: tuple[int, int]) -> Image:
    """The mask grown by a rectangle (height, width) in pixels."""
    return np.asarray(cv2.dilate(mask, np.ones(kernel, np.uint8)), np.uint8)


def keep_pieces(keep: NDArray[np.bool_], labels: NDArray[Any]) -> Image:
    """255 where the label of a connected piece is one to keep."""
    shade = np.where(keep, 255, 0).astype(np.uint8)
    return np.asarray(np.take(shade, labels), np.uint8)


def turn_quarters(image: Image, quarters: int) -> Image:
    """The picture turned by quarters clockwise."""
    return np.ascontiguousarray(np.rot90(image, -quarters)) if quarters else image


def find_local_ink(grey: Image, scale: float, depth: int) -> Image:
    """Ink (255) darker by `depth` than the mean of its surroundings, 14 points across."""
    block = int(14 * scale) | 1
    binary = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, max(block, 3), depth)
    return np.asarray(binary, np.uint8)


def shrink(image: Image, ratio: float) -> Image:
    """The picture at a smaller scale, every pixel the mean of those it covers."""
    return np.asarray(cv2.resize(image, None, fx=ratio, fy=ratio, interpolation=cv2.INTER_AREA), np.uint8)


def shrink_roughly(image: Image, ratio: float) -> Image:
    """The same, but softer: in steps, of which OpenCV takes those by whole numbers several times faster."""
    whole = int(1 / ratio)
    if whole > 1:
        high, wide = (side // whole for side in image.shape[:2])
        part = image[: whole * high, : whole * wide]
        image, ratio = np.asarray(cv2.resize(part, (wide, high), interpolation=cv2.INTER_AREA), np.uint8), whole * ratio
    return shrink(image, ratio)


def percentile(levels: Image, share: float, mask: Image | None = None, below: float = 256) -> float:
    """What NumPy's percentile (0 to 100) of grey levels is, by counting: there are but 256.

    Of those in the mask, and of those below a level; 0 where there are none.
    """
    found = cv2.calcHist([np.ascontiguousarray(levels)], [0], mask, [256], [0, 256])
    counts = np.cumsum(found.ravel()[: max(0, math.ceil(below))].astype(np.intp))
    if not len(counts) or not counts[-1]:
        return 0.0
    place = (int(counts[-1]) - 1) * share / 100
    low, high = np.searchsorted(counts, (math.floor(place) + 1, math.ceil(place) + 1)).tolist()
    return float(low + (high - low) * (place % 1))
