"""The best way through places in order, each step scored, and what it is worth to pass through a place."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]
# The score of what cannot be.
NEVER = -1e9


def find_best_path(step: Scores, place: Scores) -> tuple[float, tuple[int, ...]]:
    """The best way from the first to the last place: its score and places.

    `step` (m × m) scores going from a place to a later one, `place` (m) passing through it.
    """
    size = len(place)
    value = np.full(size, NEVER, np.float32)
    back = np.zeros(size, np.intp)
    value[0] = place[0]
    for k in range(1, size):
        ways = value[:k] + step[:k, k]
        back[k] = ways.argmax()
        value[k] = ways.max() + place[k]
    path = [size - 1]
    while path[-1] > 0:
        path.append(int(back[path[-1]]))
    return float(value[-1]), tuple(path[::-1])


def score_without(step: Scores, place: Scores, ranges: Sequence[tuple[int, int]]) -> list[float]:
    """For each range of inner places, first and last: the score of the best way that passes through none of them."""
    size = len(place)
    ahead, behind = np.full(size, NEVER, np.float32), np.full(size, NEVER, np.float32)
    ahead[0], behind[-1] = place[0], place[-1]
    for k in range(1, size):
        ahead[k] = (ahead[:k] + step[:k, k]).max() + place[k]
        last = size - 1 - k
        behind[last] = (behind[last + 1 :] + step[last, last + 1 :]).max() + place[last]
    ways = ahead[:, None] + step + behind[None, :]
    return [float(ways[:first, last + 1 :].max()) for first, last in ranges]
