"""Ink of a line that no character accounts for: what a recogniser leaves out, sure of all the rest.

CTC tells near which step it saw each character.  A character takes up its width around that; where more of a line
than that is inked, as between 市 and 区 of a worn 市县区, something was not read.
"""

from __future__ import annotations

import unicodedata

import numpy as np
from numpy.typing import NDArray

from extractor.imaging import to_grey
from extractor.model import Image

# In widths of a full character: so much of a line lies clear of all characters, and so much of that is inked.
LEAST_CLEAR, LEAST_INKED = 0.6, 0.38
# Of a line's height, text lies between; closer to its edges are what is left of rules, and lines beside it.
ROOM = 0.15
# A line of one or two characters does not tell how wide they are: this part of its height.
OF_HEIGHT = 0.75
# Ink is darker than halfway between these parts of all pixels.
DARK, PALE = 2, 90


def find_dropped(widths: NDArray[np.float64], centres: NDArray[np.float64], line: Image) -> tuple[int, ...]:
    """The places in a line's text before which something is printed that was not read.

    `widths` are those of its characters (`width_of`), `centres` where each was seen, in pixels from the left of the
    picture of the line.
    """
    if not len(widths):
        return ()
    apart = np.diff(centres) / ((widths[1:] + widths[:-1]) / 2)
    full = float(np.median(apart)) if len(apart) > 1 else OF_HEIGHT * line.shape[0]
    starts = np.concatenate([[0], centres + widths * full / 2])
    ends = np.concatenate([centres - widths * full / 2, [line.shape[1]]])
    if (ends - starts).max() < LEAST_CLEAR * full:  # so nearly always: what is inked need not be known
        return ()
    inked = _inked(to_grey(line))
    if not len(inked):
        return ()
    starts[0], ends[-1] = inked[0], inked[-1] + 1
    inks = np.searchsorted(inked, ends) - np.searchsorted(inked, starts)
    unread = (ends - starts >= LEAST_CLEAR * full) & (inks >= LEAST_INKED * full)
    return tuple(np.flatnonzero(unread).tolist())


def width_of(character: str) -> float:
    """A character's width, in that of a full one."""
    return 0.5 if unicodedata.east_asian_width(character[:1] or " ") in ("Na", "N", "H") else 1.0


def _inked(grey: Image) -> NDArray[np.intp]:
    """The columns of a line's picture, left to right, that hold ink."""
    edge = round(ROOM * len(grey))
    least = np.percentile(grey, (DARK, PALE)).mean()
    return np.flatnonzero((grey[edge : len(grey) - edge] < least).any(axis=0))
