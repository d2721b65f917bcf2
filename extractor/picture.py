"""OpenCV's operations with the one type that pictures here have (its stubs promise less)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.model import Image


def grey_of(image: Image) -> Image:
    """The picture in grey; the same picture where it is grey."""
    return image if image.ndim == 2 else cv2.cvtColor(image, cv2.COLOR_BGR2GRAY).astype(np.uint8)


def opened(mask: Image, kernel: tuple[int, int]) -> Image:
    """Only what a rectangle (height, width) in pixels fits into."""
    return _twice(cv2.erode, cv2.dilate, mask, kernel)


def closed(mask: Image, kernel: tuple[int, int]) -> Image:
    """Gaps filled that a rectangle (height, width) in pixels does not fit into."""
    return _twice(cv2.dilate, cv2.erode, mask, kernel)


def _twice(first: Callable[..., Any], second: Callable[..., Any], mask: Image, kernel: tuple[int, int]) -> Image:
    """Two morphological steps; an even rectangle's anchor is mirrored for the second, or the mask would wander."""
    high, wide = kernel
    ones = np.ones(kernel, np.uint8)
    halfway = first(mask, ones, anchor=(wide // 2, high // 2))
    return np.asarray(second(halfway, ones, anchor=(wide - 1 - wide // 2, high - 1 - high // 2)), np.uint8)


def dilated(mask: Image, kernel: tuple[int, int]) -> Image:
    """The mask grown by a rectangle (height, width) in pixels."""
    return np.asarray(cv2.dilate(mask, np.ones(kernel, np.uint8)), np.uint8)


def chosen(keep: NDArray[np.bool_], labels: NDArray[Any]) -> Image:
    """255 where the label of a connected piece is one to keep."""
    shade = np.where(keep, 255, 0).astype(np.uint8)
    return np.asarray(shade[labels], np.uint8)


def local_ink(grey: Image, scale: float, depth: int) -> Image:
    """Ink (255) darker by `depth` than the mean of its surroundings, 14 points across."""
    block = int(14 * scale) | 1
    binary = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, max(block, 3), depth)
    return np.asarray(binary, np.uint8)


def shrunk(image: Image, ratio: float) -> Image:
    """The picture at a smaller scale, every pixel the mean of those it covers."""
    return np.asarray(cv2.resize(image, None, fx=ratio, fy=ratio, interpolation=cv2.INTER_AREA), np.uint8)
