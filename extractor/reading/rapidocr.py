"""PP-OCRv6 through RapidOCR: recognition of lines whose place is known, detection where it is not.

Model and character set ship in the `rapidocr` wheel; `extractor.runtime` chooses what runs it.
Decoding is CTC (Graves et al. 2006), greedy, with the runner-up of every doubtful character kept as an alternative.
"""

from __future__ import annotations

import logging
import math
import os
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.geometry import Box
from extractor.imaging import to_colour
from extractor.model import Alternative, Flag, Image, Line, Page, Reading
from extractor.pages.scan_line_masks import find_scan_lines
from extractor.reading.comparison_signs import BARRED, estimate_bar
from extractor.reading.despeckle import remove_specks
from extractor.reading.dropped_characters import find_dropped, width_of
from extractor.reading.line_extents import extend_to_ink
from extractor.reading.line_segmentation import MARGIN, LinePlace, crop, mask_text, read_boxes
from extractor.reading.reader import blank, group_levels
from extractor.reading.scan_words import find_blanks, split_words
from extractor.reading.stacked_lines import split_stacked
from extractor.reading.text_detection import SIDE, detect_text, measure_letter, split_at_lines
from extractor.runtime import Runtime, load_network
from extractor.structure.runs import FULL_WIDTH

# The recogniser's own input height (pixels).  OpenVINO prepares, and keeps, a program for every shape it meets, so
# there are few: widths in so many steps an octave, each of so many pixels, and numbers of lines in a batch that are
# powers of four.
HEIGHT, LEAST_WIDTH, LEAST_STEP, MOST_STEP, STEPS = 48, 48, 16, 128, 4
# Lines less sure than this are looked at once more, with a margin of so many points, blurred by so many pixels: bilevel
# strokes are jagged, and specks smaller than they.
UNSURE, WIDER, SOFTER = 0.9, 3.0, 0.8
# Of two looks at a line, one that left ink unread counts as no more confident than this: a look that accounts for all
# ink is better from there on.
MOST_WITH_UNREAD = 0.8
# Pixels of width a batch may hold together.
BATCH_WIDTH = 1024
# A line of text of which the median character is less probable is none.
LEAST_TEXT = 0.7
# A pen's mark is read as so many characters at most.
LONGEST_MARK = 2
# A line of ink is a text that was found where their ends are so near, and their middles (of the ink's height).
SAME_END, OFF_LINE = 0.4, 0.5
# A runner-up at least this probable is an alternative.
LEAST_ALTERNATIVE = 0.001


class RapidReader:
    """The default reader of scanned pages."""

    name = "rapidocr"

    def __init__(self) -> None:
        self._detector, self._recogniser = load_network("PP-OCR", _load_networks)
        self._characters: list[str] = self._recogniser.postprocess_op.character
        self._twins = _twins(self._characters)
        self._widths = np.array([width_of(character) for character in self._characters])
        # Classes of each angle, bare and with a bar.
        self._angles = [[self._characters.index(sign) for sign in signs] for signs in BARRED.items()]

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
        seen = self._seen([crop(page, LinePlace(box, everything)) for box in boxes])
        found = [(Line(box, each.reading), each) for box, each in zip(boxes, seen, strict=True) if each.is_text]
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
        known |= zip(unknown, self._recognised([crop(page, places[index]) for index in unknown]), strict=True)
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
        for index, second in zip(unsure, _flagged(self._recognised(again), wary=wary), strict=True):
            readings[index] = _surer(readings[index], second)
        return readings

    def _recognised(self, crops: list[Image]) -> list[Reading]:
        return [each.reading for each in self._seen(crops)]

    def _seen(self, crops: list[Image]) -> list[_Seen]:
        """What the recogniser sees in pictures of lines."""
        inputs = [_normalised(image) for image in crops]
        results = [_Seen(blank(self.name), np.empty(0), 0.0)] * len(crops)
        for batch in _batches([image.shape[2] for image in inputs]):
            block = np.stack([inputs[index] for index in batch])
            for index, probabilities in zip(batch, self._recogniser.session(block), strict=True):
                results[index] = self._decoded(probabilities, crops[index], inputs[index].shape[2])
        return results

    def _decoded(self, probabilities: NDArray[np.float32], line: Image, width: int) -> _Seen:
        """CTC: the best class of every step, repeats and blanks (class 0) dropped; `width` is the input's (pixels)."""
        best, steps = _characters_of(probabilities)
        if not len(steps):
            return _Seen(blank(self.name), np.empty(0), 0.0)
        for pair in self._angles:
            if best[steps[0]] in pair:
                weighed = _weighed(probabilities[:, pair], estimate_bar(line))
                probabilities = probabilities.copy()
                probabilities[:, pair] = weighed
                best, steps = _characters_of(probabilities)
        classes = best[steps]
        twins = self._twins[classes]
        sure = probabilities[steps, classes] + np.where(twins == classes, 0, probabilities[steps, twins])
        text = [self._characters[k] for k in classes]
        # Only where the best class leaves room can another be probable.
        doubtful = np.flatnonzero(sure <= 1 - LEAST_ALTERNATIVE).tolist()
        alternatives = self._alternatives(probabilities, [(place, steps[place]) for place in doubtful], text)
        step = width / len(best) * line.shape[0] / HEIGHT
        middles = (_middles(best, steps) + 0.5) * step
        unread = find_dropped(self._widths[classes], middles, line)
        reading = Reading("".join(text), round(float(sure.min()), 4), self.name, alternatives, unread)
        return _Seen(reading, middles, float(np.median(sure)))

    def _alternatives(
        self, probabilities: NDArray[np.float32], doubtful: Sequence[tuple[int, int]], text: list[str]
    ) -> tuple[Alternative, ...]:
        """The text with one of its doubtful characters (place, step) replaced by its runner-up, likeliest first."""
        found = []
        for place, step in doubtful:
            likely = probabilities[step]
            first, *others = sorted(np.argpartition(likely, -3)[-3:].tolist(), key=lambda k: -likely[k])
            second = next(k for k in others if k != self._twins[first])
            probability = float(likely[second])
            if probability >= LEAST_ALTERNATIVE:
                other = "" if second == 0 else self._characters[second]
                found.append(
                    Alternative("".join(text[:place]) + other + "".join(text[place + 1 :]), round(probability, 4))
                )
        return tuple(sorted(found, key=lambda a: -a.confidence))


def _load_networks(runtime: Runtime) -> tuple[Any, Any]:
    """RapidOCR's detector and recogniser, each of which ran once."""
    from rapidocr import EngineType, RapidOCR
    from rapidocr.ch_ppocr_det import TextDetector
    from rapidocr.ch_ppocr_rec import TextRecognizer

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    engine = EngineType(runtime)
    threads = "inference_num_threads" if runtime == "openvino" else "intra_op_num_threads"
    params: dict[str, object] = {
        "Global.use_cls": False,
        "Global.log_level": "error",
        "Det.engine_type": engine,
        "Rec.engine_type": engine,
        f"EngineConfig.{runtime}.{threads}": _threads(),
    }
    settings = RapidOCR(params=params).cfg
    for task in (settings.Det, settings.Rec):
        task.model_root_dir = settings.Global.model_root_dir
        task.engine_cfg = settings.EngineConfig[runtime]
    detector, recogniser = TextDetector(settings.Det), TextRecognizer(settings.Rec)
    detector.session(np.zeros((1, 3, SIDE, SIDE), np.float32))
    recogniser.session(np.zeros((1, 3, HEIGHT, LEAST_WIDTH), np.float32))
    return detector, recogniser


class _Seen(NamedTuple):
    """A line recognised: its reading, the middle of each character (pixels), the probability of its median one."""

    reading: Reading
    middles: NDArray[np.float64]
    usual: float

    @property
    def is_text(self) -> bool:
        """Whether the line is any text at all."""
        return self.usual >= LEAST_TEXT


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


def _twins(characters: Sequence[str]) -> NDArray[np.intp]:
    """For each class another one that is the same in normal form (`,` and `，`), or itself where there is none."""
    twins = np.arange(len(characters))
    first: dict[str, int] = {}
    for index, character in enumerate(characters):
        other = first.setdefault(unicodedata.normalize("NFKC", character), index)
        twins[index], twins[other] = other, index
    return twins


def _characters_of(probabilities: NDArray[np.float32]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The best class of every step, and the steps where a character begins."""
    best = probabilities.argmax(axis=1)
    fresh = np.concatenate([[True], best[1:] != best[:-1]]) & (best != 0)
    return best, np.flatnonzero(fresh)


def _middles(best: NDArray[np.intp], steps: NDArray[np.intp]) -> NDArray[np.float64]:
    """The middle of the steps of each character."""
    changes = np.append(np.flatnonzero(best[1:] != best[:-1]) + 1, len(best))
    return np.asarray((steps + changes[np.searchsorted(changes, steps, side="right")] - 1) / 2)


def _weighed(pair: NDArray[np.float32], odds: float) -> NDArray[np.float32]:
    """Probabilities of two classes (steps, 2), the second likelier by (the logarithm of) some odds; their sum stays."""
    likelier = pair * np.array([1.0, math.exp(odds)])
    return np.asarray(likelier * (pair.sum(axis=1) / np.maximum(likelier.sum(axis=1), 1e-12))[:, None], np.float32)


def _threads() -> int:
    """All cores, or as many as the processes that share them were told."""
    told = os.environ.get("OMP_NUM_THREADS", "")
    if told.isdecimal() and int(told):
        return int(told)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _normalised(image: Image) -> NDArray[np.float32]:
    """A crop as the recogniser wants it: BGR, 48 high, -1 … 1, channels first."""
    image = to_colour(image)
    high, wide = image.shape[:2]
    natural = max(1, round(wide * HEIGHT / high))
    width = _padded(natural)
    drawn = cv2.resize(image, (natural, HEIGHT), interpolation=cv2.INTER_LINEAR)
    scaled = np.zeros((3, HEIGHT, width), np.float32)
    scaled[:, :, : drawn.shape[1]] = drawn.transpose(2, 0, 1).astype(np.float32) / 127.5 - 1.0
    return scaled


def _padded(width: int) -> int:
    """The next width of the few that occur."""
    octave = 1 << max(width - 1, 1).bit_length() - 1
    step = min(max(LEAST_STEP, octave // STEPS), MOST_STEP)
    return max(LEAST_WIDTH, -(-width // step) * step)


def _batches(widths: Sequence[int]) -> Iterator[list[int]]:
    """Indices of inputs of one width together, as many as the power of four that is left and may be held."""
    of: dict[int, list[int]] = defaultdict(list)
    for index, width in enumerate(widths):
        of[width].append(index)
    for width, indices in sorted(of.items()):
        while indices:
            count = _power(min(len(indices), max(1, BATCH_WIDTH // width)))
            yield indices[:count]
            del indices[:count]


def _power(number: int) -> int:
    """The greatest power of four that is not above a number."""
    return 1 << (number.bit_length() - 1) // 2 * 2
