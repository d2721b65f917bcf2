"""Whether what is dark of a worn rule's stretch may be strokes of characters.

A stretch is a row of the page's marks and the columns that it takes up between two crossings.
"""

from __future__ import annotations

import functools
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from extractor.grids.marks import Marks
from extractor.model import Image

# Text that runs over a line does so by so many points to both sides, and over so many.
OVER = 1.2
# Text so near (points) to both sides of an upright, or that close to one side of so much of a level rule, may be
# characters of one word.
HEMMED, TOUCHED = 2.7, 0.4
# What is dark of a stretch of so many points alone may be a comma, and a figure's point where text stands so near to
# both sides.
MARK, FIGURE = 3.0, 5.0
# So much (points) of a digit's stroke is dark at least; its ends are so near to those of the digit beside it, whose
# strokes are so near to a 1 that stands free.
DIGIT, AS_HIGH, FREE = 4.0, 1.2, 6.0


class Hemmed(IntEnum):
    """Whether text is so close to a stretch that it may be a part of a word, or runs over it (over an upright)."""

    NOT = 0
    BESIDE = 1
    OVER = 2


def hemmed(marks: Marks, at: int, columns: slice, over: float) -> Hemmed:
    """How close text stands to a stretch that it runs over for so many points."""
    if not marks.turned:
        near = round(OVER * marks.scale)
        rows = [max(at - near, 0), min(at + near, len(marks.text) - 1)]
        touched = max(np.count_nonzero(marks.text[row, columns]) for row in rows)
        return Hemmed(int(touched >= TOUCHED * marks.text[0, columns].size))
    if not all(text.any() for text in _beside(marks, at, columns, HEMMED)):
        return Hemmed.NOT
    return Hemmed.OVER if over > 0 else Hemmed.BESIDE


def text_over(marks: Marks, at: int, columns: slice) -> float:
    """Over how many points text stands on both sides of a stretch and on it."""
    reach = round(OVER * marks.scale)
    places = [marks.text[max(at + by, 0)][columns] for by in (-reach, 0, reach) if at + by < len(marks.text)]
    return float(np.count_nonzero(functools.reduce(np.bitwise_and, places)) / marks.scale)


def is_comma(line: NDArray[np.bool_], scale: float) -> bool:
    """Whether all that is dark of a stretch is so close together as in a comma."""
    dark = np.flatnonzero(line)
    return bool(len(dark)) and dark[-1] - dark[0] <= MARK * scale < len(line) / 2


def is_point(marks: Marks, at: int, columns: slice) -> bool:
    """Whether what is dark of an upright, but for a speck, is so close together as in a figure's point, text to both
    sides.
    """
    if not marks.turned:
        return False
    dark, high = np.flatnonzero(marks.thick[at, columns]), round(MARK * marks.scale)
    if len(dark) < 2:
        return False
    together = np.searchsorted(dark, dark + high) - np.arange(len(dark))
    if together.max() < max(2, len(dark) - 1):
        return False
    first = columns.start + int(dark[together.argmax()])
    return all(text.any() for text in _beside(marks, at, slice(first, first + high), FIGURE))


def is_digit(marks: Marks, at: int, columns: slice, reach: float = HEMMED) -> bool:
    """Whether what is dark of an upright is as high as the text so close (points) to one side of it: a 1 beside another
    digit.
    """
    dark = np.flatnonzero(marks.thick[at, columns])
    if not marks.turned or len(dark) < DIGIT * marks.scale:
        return False
    ends = dark[[0, -1]]
    sides = [np.flatnonzero(text.any(axis=0)) for text in _beside(marks, at, columns, reach)]
    return any(bool(np.abs(text[[0, -1]] - ends).max() <= AS_HIGH * marks.scale) for text in sides if len(text))


def _beside(marks: Marks, at: int, columns: slice, reach: float) -> tuple[Image, Image]:
    """The text that is so close (points) to both sides of an upright."""
    near, far = round(OVER * marks.scale), round(reach * marks.scale)
    before, after = slice(max(at - far, 0), max(at - near + 1, 0)), slice(at + near, at + far + 1)
    return marks.text[before, columns], marks.text[after, columns]
