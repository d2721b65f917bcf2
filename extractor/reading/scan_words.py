"""The words of a scanned page, as a text layer would have them: text, box, and where each character is."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from extractor.geometry import Box
from extractor.model import Image, Word
from extractor.reading.dropped_characters import width_of

# Characters that are narrower than a digit.
_NARROW, NARROW = frozenset(".,:;'|!·"), 0.3
# What is left of a worn line beside a word is read as one of these; no border lies between a word and its own.
_RESTS = frozenset(".,:;'|!·：；！，、。｜")
# The ink of these is left, or right, in their square, and the reader tells its middle: the blank goes on so far
# (letters).
_LEFT_IN_SQUARE, _RIGHT_IN_SQUARE, BLANK_OF_SQUARE = frozenset("，。、；：！）》】”"), frozenset("（《【“"), 0.75
# The ink of full-width characters is so high (letters), that of digits so high.
HIGH, DIGITS_HIGH = 0.92, 0.72
# A blank of more (letters) between two characters parts words; what is left of a line in it is so wide (letters), with
# so much paper on both sides.
BLANK, REST, BESIDE_REST = 0.45, 0.3, 0.15

Floats = NDArray[np.float64]


def split_words(text: str, middles: Floats, box: Box, blanks: Floats) -> Iterator[Word]:
    """The words of a line of text, split at its blanks.

    `middles` are those of its characters, `blanks` (n × 2) the stretches of its box without ink (points).  The reader
    tells the place of a character to half a digit only; two words have paper without ink between them as well, but for
    what is left of a line.
    """
    printed = [place for place, character in enumerate(text) if not character.isspace()]
    if not printed:
        return
    text, middles = "".join(text[place] for place in printed), middles[printed]
    widths = np.array([_width(character) for character in text])
    letter = _letter(middles, widths, box.height)
    before, after = (
        np.array([BLANK_OF_SQUARE if c in aside else w / 2 for c, w in zip(text, widths, strict=True)])
        for aside in (_RIGHT_IN_SQUARE, _LEFT_IN_SQUARE)
    )
    left = np.minimum(np.maximum(middles - before * letter, box.x0), box.x1)
    right = np.maximum(np.minimum(middles + after * letter, box.x1), left)
    gaps = np.flatnonzero(left[1:] - right[:-1] > BLANK * letter) + 1
    splits = [gap for gap in gaps.tolist() if _is_blank(middles[gap - 1], middles[gap], blanks, letter)]
    for part in np.split(np.arange(len(text)), splits):
        of_word = [place for place in part.tolist() if text[place] not in _RESTS]
        if not of_word:
            continue
        first, last = of_word[0], of_word[-1]
        part = np.arange(first, last + 1)
        glyphs = tuple(zip(left[part].tolist(), right[part].tolist(), strict=True))
        yield Word(text[first : last + 1], Box(float(left[first]), box.y0, float(right[last]), box.y1), glyphs)


def find_blanks(ink: Image, scale: float, box: Box) -> Floats:
    """The stretches across a box (n × 2, points) in which no pixel of `ink` (0 or 1, `scale` pixels a point) is."""
    first, last = max(int(box.x0 * scale), 0), int(box.x1 * scale) + 1
    inked = ink[max(int(box.y0 * scale), 0) : int(box.y1 * scale) + 1, first:last].any(axis=0)
    steps = np.flatnonzero(np.diff(np.concatenate([[True], inked, [True]]).astype(np.int8)))
    return np.asarray((first + steps.reshape(-1, 2)) / scale)


def _is_blank(start: float, end: float, blanks: Floats, letter: float) -> bool:
    """Whether a stretch between two places is without ink, but for what is left of a line, and parts words."""
    free = np.clip(blanks, start, end)
    free = free[free[:, 1] - free[:, 0] > BESIDE_REST * letter]
    rests = free[1:, 0] - free[:-1, 1] < REST * letter
    parted = np.split(free, np.flatnonzero(~rests) + 1)
    return any(len(part) > 0 and part[-1, 1] - part[0, 0] > BLANK * letter for part in parted)


def _width(character: str) -> float:
    return NARROW if character in _NARROW else width_of(character)


def _letter(middles: Floats, widths: Floats, height: float) -> float:
    """The size of a line's letters, by how far apart they are, at most by how high its ink is."""
    by_height = height / (HIGH if widths.max() == 1.0 else DIGITS_HIGH)
    if len(middles) < 2:
        return by_height
    apart = np.diff(middles) / ((widths[1:] + widths[:-1]) / 2)
    return float(min(np.percentile(apart, 30), by_height))
