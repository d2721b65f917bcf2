"""Where the lines of text of a scanned page are: the text detector's probability map, and boxes of what is surely text.

The detector is PP-OCRv6's (DBNet, Liao et al. 2020): a map of text kernels, each smaller than its line of text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.geometry import Box
from extractor.imaging import shrink, to_colour
from extractor.model import Image, LineMasks, Page

Probabilities = NDArray[np.float32]

# Detection needs less resolution than recognition; letters of fewer pixels are looked at again with as many as usual.
DETECTION_DPI, LEAST_LETTER, USUAL_PIXELS, MOST_DPI = 110, 11.0, 16.0, 220
# The detector's sides are multiples of this many pixels: of few shapes, so that an engine prepares few programs.
SIDE = 128
# A kernel is what is more probably text than this; the mean of a line of text is more than that.
KERNEL, TEXT = 0.3, 0.5
# A kernel has at least so many pixels, and was shrunk by this part of area / perimeter (DBNet shrinks more; PP-OCRv6's
# boxes, measured on drawn pages, leave about one pixel to both sides with this).
LEAST_AREA, SHRUNK = 6, 1.5
# The map is soft: of a line of text it shows so many pixels more above and below than its letters have (measured on
# print of 5 to 10 points, at 80 to 200 dots an inch).  A box is no lower than twice as many as the second.
HALO, LEAST_TALL = 3.5, 3.0
# A vertical line through a line of text reaches beyond it, within this share of its height, on one side at least, and
# is there in this share of its height without so much at both ends: ink of other lines may make the box too high.
BEYOND, THROUGH, CORE = 0.3, 0.8, 0.2
# What is narrower than so many letters, and so near to a vertical line, is a piece of it.
NARROW, ON_LINE = 0.6, 0.15
# A letter is as high as its line's box; on a page without text it has so many points.
USUAL_LETTER = 9.0
# What a vertical line cuts off of a line of text is wider than so many points.
LEAST_PART = 2.0


def detect_text(page: Page, detector: Callable[[NDArray[np.float32]], Any]) -> list[Box]:
    """The boxes (upright points) of the lines of text of a page; `detector` maps a picture (1 × 3 × height × width)
    to the probability of text at each pixel.

    Fine print is looked at again, larger.
    """
    boxes = _boxes_at(DETECTION_DPI, page, detector)
    letter = measure_letter(boxes) * DETECTION_DPI / 72
    if letter >= LEAST_LETTER or not boxes:
        return boxes
    return _boxes_at(min(DETECTION_DPI * USUAL_PIXELS / letter, MOST_DPI), page, detector)


def _boxes_at(dpi: float, page: Page, detector: Callable[[NDArray[np.float32]], Any]) -> list[Box]:
    """The boxes on a picture of so many dots an inch, or as many as the scan has."""
    ratio = min(1.0, dpi / 72 / page.scale)
    picture = to_colour(shrink(page.image, ratio))
    return list(_boxes(_map(picture, detector), page.scale * ratio))


def _map(picture: Image, detector: Callable[[NDArray[np.float32]], Any]) -> Probabilities:
    high, wide = picture.shape[:2]
    below, beside = -high % SIDE, -wide % SIDE
    padded = cv2.copyMakeBorder(picture, 0, below, 0, beside, cv2.BORDER_REPLICATE).astype(np.float32)
    scaled = np.ascontiguousarray((padded / 127.5 - 1).transpose(2, 0, 1)[None])
    found: Probabilities = np.asarray(detector(scaled), np.float32)
    return found[0, 0, :high, :wide]


def _boxes(probable: Probabilities, scale: float) -> Iterator[Box]:
    count, labels, stats, _ = cv2.connectedComponentsWithStats((probable > KERNEL).astype(np.uint8), connectivity=4)
    sums = np.bincount(labels.ravel(), weights=probable.ravel(), minlength=count)
    for (x, y, wide, high, area), total in zip(stats[1:].tolist(), sums[1:].tolist(), strict=True):
        if area >= LEAST_AREA and total >= TEXT * area:
            grown = area * SHRUNK / (2 * (wide + high))
            tall = max(grown - HALO, LEAST_TALL - high / 2)
            left, top, right, bottom = x - grown, y - tall, x + wide + grown, y + high + tall
            yield Box(left / scale, top / scale, right / scale, bottom / scale)


def measure_letter(boxes: Sequence[Box]) -> float:
    """The size of a page's letters (points), by its lines of text."""
    return float(np.median([box.height for box in boxes])) if boxes else USUAL_LETTER


def split_at_lines(boxes: Iterable[Box], lines: LineMasks, letter: float) -> list[Box]:
    """The boxes, cut where vertical lines run through them, without those of what is left of such lines."""
    parts = (part for box in boxes for part in _parts(box, lines))
    return [part for part in parts if not _is_rest(part, lines, letter)]


def _is_rest(box: Box, lines: LineMasks, letter: float) -> bool:
    """Whether a box no wider than one letter stands on a vertical line."""
    return box.width < NARROW * letter and lines.any_vertical(box.grown(ON_LINE * letter))


def _parts(box: Box, lines: LineMasks) -> Iterator[Box]:
    scale = lines.scale
    beyond = round(BEYOND * box.height * scale)
    top, bottom = max(round(box.y0 * scale) - beyond, 0), round(box.y1 * scale) + beyond + 1
    left = max(int(box.x0 * scale), 0)
    across = lines.vertical[top:bottom, left : int(box.x1 * scale) + 1]
    start = box.x0
    if across.size:
        inner = beyond + round(CORE * box.height * scale)
        through = across[inner : len(across) - inner].mean(axis=0) > THROUGH
        lined = through & (across[: beyond + 1].any(axis=0) | across[-beyond - 1 :].any(axis=0))
        steps = np.flatnonzero(np.diff(np.concatenate([[0], lined.astype(np.int8), [0]])))
        for first, end in zip(steps[::2].tolist(), steps[1::2].tolist(), strict=True):
            if (left + first) / scale - start > LEAST_PART:
                yield Box(start, box.y0, (left + first) / scale, box.y1)
            start = (left + end) / scale
    if box.x1 - start > LEAST_PART:
        yield Box(start, box.y0, box.x1, box.y1)
