"""The small signs that end a line of prose (`。`, `，`, `；`): recognisers lose them, sure of all the rest.

The ink tells of them: a last piece low in the line, small, and apart from the characters.
"""

from __future__ import annotations

import numpy as np

from extractor.model import Image

# Of a line's height: what such a sign measures at least and at most, how low it begins, how far it is apart.
LEAST_SIZE, MOST_SIZE, LOW, APART = 0.12, 0.45, 0.5, 0.08
# A full stop stands so far behind its sentence (line heights) at most.
BEHIND = 0.6
# Only a sentence has one of these.
_IN_SENTENCE = "，。；"


def lacks_end_mark(text: str, ink: Image, *, in_sentence: bool) -> bool:
    """Whether a line's ink ends with a small low sign, its text with a character; `in_sentence`: it may end one."""
    if not text or not _is_ideograph(text[-1]):
        return False
    high = ink.shape[0]
    across = np.flatnonzero(ink.any(axis=0))
    gaps = np.flatnonzero(np.diff(across) > max(1.0, APART * high))
    tops = ink[:, across].argmax(axis=0)
    # All that is low at the end: of the ring of a full stop a fax leaves dots.
    low = [start for start in gaps + 1 if tops[start:].min() >= LOW * high]
    if not low:
        return False
    piece = ink[:, across[low[0]] : across[-1] + 1]
    sizes = piece.shape[1], int(np.count_nonzero(piece.any(axis=1)))
    # Of the full stop of a sentence a speck may be left.
    least = 0.0 if in_sentence else LEAST_SIZE
    return all(least * high <= size <= MOST_SIZE * high for size in sizes)


def has_worn_end_mark(text: str, behind: Image) -> bool:
    """Whether the lower half of what is `behind` the end of a sentence without a full stop has ink: what is left of
    it.
    """
    return bool(text) and _is_ideograph(text[-1]) and bool(behind[round(LOW * len(behind)) :].any())


def is_sentence(text: str) -> bool:
    """Whether a text has the signs of a sentence in it."""
    return any(sign in text for sign in _IN_SENTENCE)


def _is_ideograph(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"
