"""PP-OCRv6's recogniser: pictures of lines become readings.

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
from typing import TYPE_CHECKING, Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.imaging import to_colour
from extractor.model import Alternative, Image, Reading
from extractor.reading.comparison_signs import BARRED, estimate_bar
from extractor.reading.dropped_characters import find_dropped, width_of
from extractor.reading.reader import blank
from extractor.reading.text_detection import SIDE
from extractor.runtime import Runtime

if TYPE_CHECKING:
    from rapidocr.ch_ppocr_rec import TextRecognizer

# The recogniser's own input height (pixels).  OpenVINO prepares, and keeps, a program for every shape it meets, so
# there are few: widths in so many steps an octave, each of so many pixels, and numbers of lines in a batch that are
# powers of four.
HEIGHT, LEAST_WIDTH, LEAST_STEP, MOST_STEP, STEPS = 48, 48, 16, 128, 4
# Pixels of width a batch may hold together.
BATCH_WIDTH = 1024
# A runner-up at least this probable is an alternative.
LEAST_ALTERNATIVE = 0.001


class Seen(NamedTuple):
    """A line recognised: its reading, the middle of each character (pixels), the probability of its median one."""

    reading: Reading
    middles: NDArray[np.float64]
    usual: float


class Recogniser:
    """Reads pictures of lines; `name` is the reader's, which its readings carry.

    `network` is RapidOCR's text recogniser.
    """

    def __init__(self, network: TextRecognizer, name: str) -> None:
        self._network, self._name = network, name
        self._characters: list[str] = network.postprocess_op.character
        self._twins = _twins(self._characters)
        self._widths = np.array([width_of(character) for character in self._characters])
        # Classes of each angle, bare and with a bar.
        self._angles = [[self._characters.index(sign) for sign in signs] for signs in BARRED.items()]

    def see(self, crops: Sequence[Image]) -> list[Seen]:
        """What stands in pictures of lines, read in batches of like width."""
        inputs = [_normalised(image) for image in crops]
        results = [Seen(blank(self._name), np.empty(0), 0.0)] * len(crops)
        for batch in _batches([image.shape[2] for image in inputs]):
            block = np.stack([inputs[index] for index in batch])
            for index, probabilities in zip(batch, self._network.session(block), strict=True):
                results[index] = self.decode(probabilities, crops[index], inputs[index].shape[2])
        return results

    def decode(self, probabilities: NDArray[np.float32], line: Image, width: int) -> Seen:
        """CTC: the best class of every step, repeats and blanks (class 0) dropped; `width` is the input's (pixels)."""
        best, steps = _characters_of(probabilities)
        if not len(steps):
            return Seen(blank(self._name), np.empty(0), 0.0)
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
        reading = Reading("".join(text), round(float(sure.min()), 4), self._name, alternatives, unread)
        return Seen(reading, middles, float(np.median(sure)))

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


def load_networks(runtime: Runtime) -> tuple[Any, Any]:
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


def _threads() -> int:
    """All cores, or as many as the processes that share them were told."""
    told = os.environ.get("OMP_NUM_THREADS", "")
    if told.isdecimal() and int(told):
        return int(told)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


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
