"""How far lines of text reach: the detector says where text is, the ink how far it goes.

The detector's kernels may lack a line's end, or fall apart between digits that stand wide; the pieces of ink that
touch a kernel, and those close beside them, belong to its line.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.geometry import Box, around
from extractor.imaging import dilate
from extractor.model import Image, LineMasks, Page
from extractor.reading.line_segmentation import mask_text
from extractor.reading.text_detection import measure_letter

# Letters: a piece of ink is at most so high and wide, and so large at least.
HIGHEST, WIDEST, LEAST = 2.0, 6.0, 0.1
# No stroke of a character is higher than so many letters and narrower than this part of its height; no dash is wider
# than so many and lower than this part of its width, or so far (letters) from the middle of its line: such a piece is
# what is left of a line (of a double one, whose inner line is not in the masks).
STROKE, DASH, OFF_DASH, SLENDER = 1.2, 2.5, 0.35, 0.2
# A piece belongs to a line that it meets where its middle is so near (letters), or when it is so close beside it.
NEAR, BESIDE = 0.35, 0.4
# Two boxes are of one line where they meet, or are as close, and share this part of the lower one's height.
LEVEL = 0.5
# Ink within so many points of a printed line is that line's.
LINE_REACH = 0.8

Boxes = NDArray[np.float64]


def extend_to_ink(boxes: Sequence[Box], page: Page, lines: LineMasks) -> list[Box]:
    """The boxes (upright points) grown to the ink of their lines."""
    if not boxes:
        return []
    kernels: Boxes = np.array(boxes, np.float64)
    letters = np.array([measure_letter([box]) for box in boxes])
    pieces = _pieces(page, lines, letters)
    grown = _around_own(kernels, pieces, _owners(kernels, kernels, pieces, letters, NEAR, NEAR))
    while True:  # a further piece beside each line at a time
        larger = _around_own(grown, pieces, _owners(grown, kernels, pieces, letters, BESIDE, NEAR))
        if np.array_equal(larger, grown):
            break
        grown = larger
    return _joined([Box(*box) for box in grown.tolist()], BESIDE * float(np.median(letters)))


def _pieces(page: Page, lines: LineMasks, letters: NDArray[np.float64]) -> Boxes:
    """The boxes of the page's pieces of ink that may be of characters."""
    ink = mask_text(page) & ~_drawn(lines, page)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    x, y, wide, high = (stats[1:, k] / page.scale for k in range(4))
    most, least = float(letters.max()), float(np.median(letters))
    kept = (high <= HIGHEST * most) & (wide <= WIDEST * most) & (np.maximum(wide, high) >= LEAST * least)
    pieces: Boxes = np.stack([x, y, x + wide, y + high], axis=1)[kept]
    return pieces


def _drawn(lines: LineMasks, page: Page) -> Image:
    """The mask (0 or 1) of the page's printed lines, at the scale of its picture."""
    reach = 2 * round(LINE_REACH * lines.scale) + 1
    mask = dilate(lines.horizontal, (reach, 1)) | dilate(lines.vertical, (1, reach))
    size = page.image.shape[1], page.image.shape[0]
    return np.asarray(cv2.resize(mask, size, interpolation=cv2.INTER_NEAREST), np.uint8)


def _owners(
    boxes: Boxes, kernels: Boxes, pieces: Boxes, letters: NDArray[np.float64], across: float, down: float
) -> NDArray[np.intp]:
    """For each piece the line that it belongs to, -1 where to none: it is no larger than the line's characters, and
    meets the line's box, grown by `across` letters, at the height of the line's kernel, grown by `down` letters;
    of several lines the one whose middle is nearest.
    """
    middle = (pieces[:, 1] + pieces[:, 3])[:, None] / 2
    wide, high = pieces[:, 2] - pieces[:, 0], pieces[:, 3] - pieces[:, 1]
    stroke = STROKE * np.maximum(letters, np.median(letters))
    small = high[:, None] <= np.where((wide < SLENDER * high)[:, None], stroke, HIGHEST * letters)
    away = np.abs(middle - (kernels[:, 1] + kernels[:, 3]) / 2)
    dash = (wide <= DASH * np.median(letters))[:, None] & (away <= OFF_DASH * letters)
    small &= (high >= SLENDER * wide)[:, None] | dash
    level = (kernels[:, 1] - down * letters <= middle) & (middle <= kernels[:, 3] + down * letters)
    beside = (pieces[:, [0]] <= boxes[:, 2] + across * letters) & (boxes[:, 0] - across * letters <= pieces[:, [2]])
    away = np.where(small & level & beside, away, np.inf)
    return np.asarray(np.where(np.isfinite(away.min(axis=1)), away.argmin(axis=1), -1))


def _around_own(boxes: Boxes, pieces: Boxes, owners: NDArray[np.intp]) -> Boxes:
    """The boxes around the ink of each line; a line without any keeps its box."""
    grown = np.concatenate([np.full((len(boxes), 2), np.inf), np.full((len(boxes), 2), -np.inf)], axis=1)
    owned = owners >= 0
    np.minimum.at(grown[:, :2], owners[owned], pieces[owned, :2])
    np.maximum.at(grown[:, 2:], owners[owned], pieces[owned, 2:])
    return np.asarray(np.where(np.isfinite(grown), grown, boxes))


def _joined(boxes: Sequence[Box], apart: float) -> list[Box]:
    """The boxes, those of one line as one."""
    joined: list[Box] = []
    for box in sorted(boxes):
        same = [other for other in joined if _of_one_line(box, other, apart)]
        joined = [other for other in joined if other not in same]
        joined.append(around([box, *same]))
    return joined


def _of_one_line(one: Box, other: Box, apart: float) -> bool:
    level = min(one.y1, other.y1) - max(one.y0, other.y0)
    return level > LEVEL * min(one.height, other.height) and one.x0 <= other.x1 + apart and other.x0 <= one.x1 + apart
