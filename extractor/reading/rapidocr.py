"""The default reader of scanned pages: PP-OCRv6 through RapidOCR.

It recognises lines whose place is known, and detects texts where it is not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import cv2
import numpy as np

from extractor.geometry import Box
from extractor.model import Alternative, Flag, Image, Line, Page, Reading
from extractor.pages.scan_line_masks import find_scan_lines
from extractor.reading.despeckle import remove_specks
from extractor.reading.line_extents import extend_to_ink
from extractor.reading.line_segmentation import MARGIN, LinePlace, crop, mask_text, read_boxes
from extractor.reading.reader import group_levels
from extractor.reading.recogniser import Recogniser, Seen, load_networks
from extractor.reading.scan_words import find_blanks, split_words
from extractor.reading.stacked_lines import split_stacked
from extractor.reading.text_detection import detect_text, measure_letter, split_at_lines
from extractor.runtime import load_network
from extractor.structure.runs import FULL_WIDTH

# Lines less sure than this are looked at once more, with a margin of so many points, blurred by so many pixels: bilevel
# strokes are jagged, and specks smaller than they.
UNSURE, WIDER, SOFTER = 0.9, 3.0, 0.8
# Of two looks at a line, one that left ink unread counts as no more confident than this: a look that accounts for all
# ink is better from there on.
MOST_WITH_UNREAD = 0.8
# A line of text of which the median character is less probable is none.  One that is so high (of the page's letters)
# may be printed badly: on 20 pages of harsh scans such lines were texts, lower ones were rests of rules.
LEAST_TEXT, HIGH, LEAST_HIGH_TEXT = 0.7, 0.75, 0.45
# A pen's mark is read as so many characters at most.
LONGEST_MARK = 2
# A line of ink is a text that was found where their ends are so near, and their middles (of the ink's height).
SAME_END, OFF_LINE = 0.4, 0.5


class RapidReader:
    """The default reader of scanned pages."""

    name = "rapidocr"

    def __init__(self) -> None:
        self._detector, network = load_network("PP-OCR", load_networks)
        self._recogniser = Recogniser(network, self.name)

    def read(self, page: Page, boxes: Sequence[Box]) -> list[Reading]:
        """Lines of ink in each box, recognised in batches of like width."""
        return read_boxes(page, boxes, partial(self._looked, wary=True), self.name)

    def lines(self, page: Page, outside: Sequence[Box]) -> list[Line]:
        """The page's texts that stand in none of the boxes, in reading order."""
        texts = [text.box for text in page.texts if not any(box.holds(*text.box.centre) for box in outside)]
        boxes = [texts[index] for level in group_levels(texts) for index in level]
        everything = Box(0, 0, page.width, page.height)
        readings = self._looked(page, [LinePlace(box, everything) for box in boxes])
        return [
            Line(box, reading) for box, reading in zip(boxes, readings, strict=True) if reading.text or reading.pieces
        ]

    def with_texts(self, page: Page) -> Page:
        """A scanned page with its lines of text read, its words, and its printed lines."""
        printed = page  # specks may be what is left of a broken line
        page = remove_specks(page)
        ink = mask_text(page)
        page = replace(page, ink=ink)
        texts = detect_text(page, self._detector.session)
        letter = measure_letter(texts)
        texts = split_stacked(texts, ink, page.scale, letter)
        lines = find_scan_lines(printed, texts, letter)
        grown = split_stacked(extend_to_ink(texts, page, lines), ink, page.scale, letter)
        boxes = split_at_lines(grown, lines, letter)
        everything = Box(0, 0, page.width, page.height)
        seen = self._recogniser.see([crop(page, LinePlace(box, everything)) for box in boxes])
        read = [(Line(box, each.reading), each) for box, each in zip(boxes, seen, strict=True)]
        found = [(line, each) for line, each in read if _is_text(each, line.box, letter)]
        words = [
            word
            for line, each in found
            if not _is_mark(line.text)
            for word in split_words(
                line.text,
                max(line.box.x0 - MARGIN, 0.0) + each.middles / page.scale,
                line.box,
                find_blanks(ink, page.scale, line.box),
            )
        ]
        return replace(page, texts=tuple(line for line, _ in found), words=tuple(words), lines=lines)

    def _looked(self, page: Page, places: list[LinePlace], *, wary: bool = False) -> list[Reading]:
        """Lines read; where a reading is unsure, the line is looked at again, softer and with more paper around it.

        What is left of a character below a seal is not: blurred, it looks like another one.  `wary`: a line of which
        something was not read is flagged; outside tables it may be the dots that lead to a page's number.
        """
        known = {index: text.reading for index, place in enumerate(places) if (text := _known(page, place)) is not None}
        unknown = [index for index in range(len(places)) if index not in known]
        known |= zip(unknown, self._recognise([crop(page, places[index]) for index in unknown]), strict=True)
        readings = _flagged([known[index] for index in range(len(places))], wary=wary)
        sealed = page.hidden + page.crossed
        unsure = [
            index
            for index, (reading, place) in enumerate(zip(readings, places, strict=True))
            if _worth(reading) < UNSURE and not place.line.meets(sealed)
        ]
        again = [
            cv2.GaussianBlur(crop(page, places[index], WIDER), (0, 0), SOFTER).astype(np.uint8) for index in unsure
        ]
        for index, second in zip(unsure, _flagged(self._recognise(again), wary=wary), strict=True):
            readings[index] = _surer(readings[index], second)
        return readings

    def _recognise(self, crops: list[Image]) -> list[Reading]:
        return [each.reading for each in self._recogniser.see(crops)]


def _is_text(seen: Seen, box: Box, letter: float) -> bool:
    """Whether a line is any text at all; `letter` is the height of the page's letters (points)."""
    return seen.usual >= (LEAST_HIGH_TEXT if box.height >= HIGH * letter else LEAST_TEXT)


def _is_mark(text: str) -> bool:
    """Whether a text is a mark of a pen, read as a letter: a cell's has a digit, a Chinese character or a dash."""
    return len(text) <= LONGEST_MARK and not any(
        character.isdigit() or ord(character) >= FULL_WIDTH or character in "-—－" for character in text
    )


def _known(page: Page, place: LinePlace) -> Line | None:
    """The text of the page that is all that stands in a place and stands nowhere else, if there is one."""
    line = place.line
    for text in page.texts:
        box = text.box
        if box.holds(*line.centre) and abs(box.y0 + box.y1 - line.y0 - line.y1) < OFF_LINE * line.height:
            reach = SAME_END * line.height
            return text if abs(box.x0 - line.x0) < reach and abs(box.x1 - line.x1) < reach else None
    return None


def _flagged(readings: list[Reading], *, wary: bool) -> list[Reading]:
    """The readings; where `wary`, those that left ink unread are flagged."""
    return [reading.flagged(Flag.UNREAD) if wary and reading.unread else reading for reading in readings]


def _worth(reading: Reading) -> float:
    """How good a look at a line is compared with another: its confidence, limited where ink was left unread."""
    return min(reading.confidence, MOST_WITH_UNREAD) if Flag.UNREAD in reading.flags else reading.confidence


def _surer(first: Reading, second: Reading) -> Reading:
    """The better of two looks at a line, the other as an alternative; the second is flagged as such."""
    if not second.text or _worth(second) <= _worth(first):
        return first
    others = second.alternatives
    if first.text != second.text:
        others = (Alternative(first.text, first.confidence), *others)
    return replace(second, alternatives=others).flagged(Flag.SECOND_LOOK)
