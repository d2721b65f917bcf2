"""Borders that a seal took: what is left when it is taken off is too pale for a rule."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import ceil

import numpy as np

from extractor.geometry import Box
from extractor.grids.rules import Inked, Rule, is_crossed
from extractor.model import Image

# A line that is there in so many stretches outside of seals, and in this share of them, is there below them.
LEAST_SEEN, NEARLY_ALL = 3, 0.9
# Text keeps so far (points) from the rules across.
ROOM = 4.5


def places_covered(seals: Sequence[Box], shape: tuple[int, ...], scale: float) -> Image | None:
    """A mask (a pixel a point) of the places of a picture where seals were; None where there was none."""
    if not seals:
        return None
    mask = np.zeros([ceil(side / scale) + 1 for side in shape[:2]], np.uint8)
    for box in seals:
        x0, y0, x1, y1 = (max(0, round(value)) for value in box)
        mask[y0:y1, x0:x1] = 1
    return mask


def led_through(
    there: np.ndarray, at: Sequence[float], along: Sequence[float], inked: Inked, covered: Image
) -> np.ndarray:
    """Which stretches of level borders are there (len(at) × len(along)-1), with those that a seal took.

    They are of lines that are there nearly everywhere else, and no text crosses them.
    """
    flags = there.copy()
    stretches = list(pairwise(along))
    for i, position in enumerate(at):
        y = round(position)
        under = np.array([bool(covered[y - 1 : y + 2, round(a) : round(b)].any()) for a, b in stretches])
        seen = there[i, ~under]
        if len(seen) < LEAST_SEEN or seen.mean() < NEARLY_ALL:
            continue
        for j, (start, end) in enumerate(stretches):
            if under[j] and not there[i, j]:
                line = Rule(position, start + ROOM, end - ROOM, 1 / inked.scale)
                flags[i, j] = not is_crossed(line, inked.ink, inked.scale)
    return flags
