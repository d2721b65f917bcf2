"""The words of a scanned page, as a text layer would have them: text, box, and where each character is."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from extractor.geometry import Box
from extractor.model import Word
from extractor.reading.dropped_characters import width_of

# Characters that are narrower than a digit.
_NARROW, NARROW = frozenset(".,:;'|!·"), 0.3
# What is left of a worn line beside a word is read as one of these; no border lies between a word and its own.
_RESTS = frozenset(".,:;'|!·：；！，、。｜")
# The ink of full-width characters is so high (letters), that of digits so high.
HIGH, DIGITS_HIGH = 0.92, 0.72
# A blank of more (letters) between two characters parts words.
BLANK = 0.45


def split_words(text: str, middles: NDArray[np.float64], box: Box) -> Iterator[Word]:
    """The words of a line of text, parted at its blanks; `middles` are those of its characters (points)."""
    widths = np.array([_width(character) for character in text])
    letter = _letter(middles, widths, box.height)
    left = np.maximum(middles - widths * letter / 2, box.x0)
    right = np.minimum(middles + widths * letter / 2, box.x1)
    blank = np.flatnonzero(left[1:] - right[:-1] > BLANK * letter) + 1
    for part in np.split(np.arange(len(text)), blank):
        printed = [place for place in part.tolist() if text[place] not in _RESTS and not text[place].isspace()]
        if not printed:
            continue
        first, last = printed[0], printed[-1]
        part = np.arange(first, last + 1)
        glyphs = tuple(zip(left[part].tolist(), right[part].tolist(), strict=True))
        yield Word(text[first : last + 1], Box(float(left[first]), box.y0, float(right[last]), box.y1), glyphs)


def _width(character: str) -> float:
    return NARROW if character in _NARROW else width_of(character)


def _letter(middles: NDArray[np.float64], widths: NDArray[np.float64], height: float) -> float:
    """The size of a line's letters, by how far apart they are, at most by how high its ink is."""
    by_height = height / (HIGH if widths.max() == 1.0 else DIGITS_HIGH)
    if len(middles) < 2:
        return by_height
    apart = np.diff(middles) / ((widths[1:] + widths[:-1]) / 2)
    return float(min(np.percentile(apart, 30), by_height))
