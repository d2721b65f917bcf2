"""Worn rules stretch by stretch between the rules that cross them: which stretches are there.

Of what is left a rule is darker than what lies beside it, and, unlike text, as dark close to its crossings.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extractor.grids.rules import Rule, is_crossed
from extractor.model import Image

# A stretch between two crossings is there with this share of dark more than beside it; between two that are, with less.
LEAST_STRETCH, LEAST_BETWEEN = 0.20, 0.08
# With this share where most of the line is not there, as below headers; all of one that nearly all is there.
LEAST_ALONE, NEARLY_ALL = 0.32, 0.65
# With this share it is a rule though strokes of characters close by seem to cross it.
CERTAIN = 0.5
# Text keeps clear of rules.  So far (points) from a crossing, over so much, a rule has at least this part of its dark.
SKIPPED, NEAR_CROSSING, NEAR_SHARE = 1.2, 2.0, 0.4
# Less by so many standard deviations is chance; fewer dark pixels than that are specks.
CHANCE, LEAST_NEAR = 0.5, 2
# The dark beside a rule is taken so far from it (points); a worn rule's thickness cannot be told: a usual one.
ASIDE = (2.6, 3.4, 4.2)
THICK = 0.8
# A line is there for the most part from this share on.
MOSTLY = 0.5


class Stretch(NamedTuple):
    """A rule between two crossings: the share of dark, less that beside it; dark and all pixels near the crossings."""

    share: float
    dark_near: int
    near: int


def drawn(rules: list[Rule], across: list[Rule], thin: Image, dark: Image, scale: float) -> Image:
    """A mask with the stretches of level rules that are there."""
    mask = np.zeros(thin.shape, np.uint8)
    for rule in rules:
        at = round(rule.at * scale - 0.5)
        ends = sorted({round(o.at * scale - 0.5) for o in across if rule.start - 1 <= o.at <= rule.end + 1})
        stretches = [stretch_of(thin, dark, at, a, b, scale) for a, b in pairwise(ends)]
        for first, last in _runs(stretches):
            mask[at, ends[first] : ends[last] + 1] = 255
    return mask


def _runs(stretches: Sequence[Stretch]) -> list[tuple[int, int]]:
    """(first, after the last) of the stretches in a row that are there, and as dark at their ends as elsewhere."""
    if not stretches:
        return []
    shares = np.array([s.share for s in stretches])
    there = shares >= LEAST_STRETCH
    if there.mean() < MOSTLY:
        there = shares >= LEAST_ALONE
    between = np.concatenate([[False], there[:-1]]) & np.concatenate([there[1:], [False]])
    there |= between & (shares >= LEAST_BETWEEN)
    if there.mean() >= NEARLY_ALL:
        inside = np.flatnonzero(there)
        there[inside[0] : inside[-1]] = True
        there |= shares >= LEAST_BETWEEN
    edges = np.flatnonzero(np.diff(np.concatenate([[0], there.astype(int), [0]])))
    runs = list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))
    return [(a, b) for a, b in runs if _reaches_crossings(stretches[a:b])]


def _reaches_crossings(run: Sequence[Stretch]) -> bool:
    """Whether the run is dark close to the rules across, where no text is."""
    dark, pixels = sum(s.dark_near for s in run), max(sum(s.near for s in run), 1)
    share = min(max(sum(s.share for s in run) / len(run), 0.0), 1.0)
    # Of few pixels fewer may be dark by chance.
    chance = CHANCE * (share * (1 - share) / pixels) ** 0.5
    return bool(dark >= max(LEAST_NEAR, (NEAR_SHARE * share - chance) * pixels))


def stretch_of(thin: Image, dark: Image, at: int, start: int, end: int, scale: float) -> Stretch:
    """How dark a stretch is; not at all where strokes of characters cross it."""
    room = max(1, min(round(2 * scale), (end - start) // 4))
    columns = slice(start + room, end - room + 1)

    def inked(row: int) -> NDArray[np.bool_]:
        return np.asarray(thin[max(row - 1, 0) : row + 2].any(axis=0))

    beside = [float(inked(at + sign * round(by * scale))[columns].mean()) for by in ASIDE for sign in (-1, 1)]
    line = inked(at)
    share = float(line[columns].mean()) - sum(beside) / len(beside)
    there = Rule((at + 0.5) / scale, (start + room) / scale, (end - room) / scale, THICK)
    if share < CERTAIN and is_crossed(there, dark, scale):
        return Stretch(0.0, 0, 0)
    skipped, zone = round(SKIPPED * scale), round(NEAR_CROSSING * scale)
    ends = [line[start + skipped : start + skipped + zone], line[end - skipped - zone + 1 : end - skipped + 1]]
    near = np.concatenate(ends)
    return Stretch(share, int(near.sum()), len(near))
