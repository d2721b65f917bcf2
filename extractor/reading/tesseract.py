"""Tesseract through `pytesseract`: all lines of a page stacked into one picture, one call.

Measured before (design.md): stacked, Tesseract is three times as fast as one call a cell, and more often
right.  It is the selectable engine and the independent second reader.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

import cv2
import numpy as np

from extractor.errors import EngineError
from extractor.geometry import Box, around
from extractor.imaging import to_grey
from extractor.model import Image, Line, Page, Reading
from extractor.reading.line_segmentation import LinePlace, crop, read_boxes
from extractor.reading.reader import blank, group_levels

LANGUAGE = "chi_sim"
# Height of a stacked line and of the white between two, in pixels; Tesseract reads best at 30 to 40.
LINE_HEIGHT, GAP = 40, 24
# One block of text, lines from top to bottom; sparse text where lines are to be found first.
STACKED, SPARSE = "--psm 6", "--psm 11"
# A stack is no higher than this: Tesseract refuses pictures of 32 767 pixels and more.
MOST_HEIGHT = 16_000
SECONDS = 120
# Amounts alone are read by the model of digits and Latin letters: measured on office scans, 66 of 67 where the
# Chinese model, which loses points, has 44.
DIGITS = "eng"
ONLY_DIGITS = "-c tessedit_char_whitelist=0123456789.,-"


class TesseractReader:
    """The system's `tesseract`: text by the simplified Chinese model, or `digits` alone."""

    name = "tesseract"

    def __init__(self, *, digits: bool = False) -> None:
        import pytesseract  # it brings pandas, and few pages need it

        self._language = DIGITS if digits else LANGUAGE
        self._options = f"{STACKED} {ONLY_DIGITS}" if digits else STACKED
        # With more threads its small steps wait for each other: five times slower, measured on two cores.
        os.environ.setdefault("OMP_THREAD_LIMIT", "1")
        try:
            languages = pytesseract.get_languages()
        except (pytesseract.TesseractNotFoundError, OSError) as error:
            raise EngineError(
                "tesseract is not installed", hint="Install tesseract-ocr and tesseract-ocr-chi-sim"
            ) from error
        if self._language not in languages:
            package = "tesseract-ocr-" + self._language.replace("_", "-")
            raise EngineError(f"tesseract has no {self._language} model", hint=f"Install {package}")

    def read(self, page: Page, boxes: Sequence[Box]) -> list[Reading]:
        """Lines of ink in each box, stacked and read in one call."""
        return read_boxes(page, boxes, self._placed, self.name)

    def lines(self, page: Page, outside: Sequence[Box]) -> list[Line]:
        """Sparse text found where none of the boxes is."""
        image = page.image.copy()
        for box in outside:
            image[page.pixels(box.grown(1.0))] = 255
        words = [(text, sure, box) for text, sure, box in _words(image, SPARSE, self._language)]
        boxes = [Box(*(v / page.scale for v in box)) for _, _, box in words]
        lines = []
        for indices in group_levels(boxes):
            reading = self._reading([(words[i][0], words[i][1]) for i in indices])
            lines.append(Line(around(boxes[i] for i in indices), reading))
        return lines

    def _placed(self, page: Page, places: list[LinePlace]) -> list[Reading]:
        return self._stacked([crop(page, place) for place in places])

    def _stacked(self, crops: list[Image]) -> list[Reading]:
        step = LINE_HEIGHT + GAP
        most = MOST_HEIGHT // step
        readings: list[Reading] = []
        for start in range(0, len(crops), most):
            part = crops[start : start + most]
            found: list[list[tuple[str, float]]] = [[] for _ in part]
            for text, sure, box in _words(_stack(part), self._options, self._language):
                index = min(max(int(((box.y0 + box.y1) / 2 - GAP / 2) // step), 0), len(part) - 1)
                found[index].append((text, sure))
            readings.extend(self._reading(words) for words in found)
        return readings

    def _reading(self, words: list[tuple[str, float]]) -> Reading:
        if not words:
            return blank(self.name)
        return Reading(" ".join(text for text, _ in words), min(sure for _, sure in words), self.name)


def _stack(crops: list[Image]) -> Image:
    """Grey lines of one height under each other on white."""
    grey = [to_grey(c) for c in crops]
    scaled = [
        cv2.resize(
            c, (max(1, round(c.shape[1] * LINE_HEIGHT / c.shape[0])), LINE_HEIGHT), interpolation=cv2.INTER_CUBIC
        )
        for c in grey
    ]
    step = LINE_HEIGHT + GAP
    stack = np.full((GAP + step * len(scaled), 2 * GAP + max(c.shape[1] for c in scaled)), 255, np.uint8)
    for index, line in enumerate(scaled):
        top = GAP + index * step
        stack[top : top + LINE_HEIGHT, GAP : GAP + line.shape[1]] = line
    return stack


def _words(image: Image, config: str, language: str) -> list[tuple[str, float, Box]]:
    """Tesseract's words with confidence (0 … 1) and box in pixels."""
    import pytesseract

    try:
        data = pytesseract.image_to_data(
            image, lang=language, config=config, timeout=SECONDS, output_type=pytesseract.Output.DICT
        )
    except (pytesseract.TesseractError, RuntimeError) as error:
        raise EngineError(f"tesseract failed: {error}", hint="Run `juesuan doctor`") from error
    rows = zip(data["text"], data["conf"], data["left"], data["top"], data["width"], data["height"], strict=True)
    return [
        (str(text).strip(), max(float(sure), 0.0) / 100, Box(left, top, left + wide, top + high))
        for text, sure, left, top, wide, high in rows
        if str(text).strip()
    ]
