"""Level rules that a scan lost altogether while uprights are left: they ran between the bands of text.

A fax drops hairlines that fall between two of its rows of pixels: all level ones of a table, and no upright.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from extractor.geometry import runs
from extractor.grids.marks import THICK, WINDOW, Marks
from extractor.grids.rules import Rule
from extractor.grids.stretches import Flags
from extractor.model import Image

# So many uprights, each longer than this many points, tell how far the table goes on.
LEAST_UPRIGHTS, LONG = 3, 100.0
# Less ink across (points) is what is left of an upright; lower bands (points) are what is left of a level rule.
LEAST_INK, LEAST_BAND = 3.0, 4.0
# Rules are lost where there are so many bands of text for each that is left, and so many more of them.
BANDS_A_RULE, LEAST_LOST = 1.15, 4
# One is missed between rows at least this part of the usual step apart, with text in so many columns of both.
LEAST_STEP, LEAST_COLUMNS = 0.8, 3
# A rule that is left reaches over this share of the table.
MOSTLY = 0.5
# Text so far (points) beyond the outermost upright is in a column whose side is lost, too; that keeps so clear of it.
BEYOND, ROOM = 12.0, 2.0


def lost_rows(level: Sequence[Rule], uprights: Sequence[Rule], marks: Marks) -> list[Rule]:
    """Level rules where text leaves room for them, and those that are left; none where most of `level` are left."""
    long = _long(uprights)
    if len(long) < LEAST_UPRIGHTS or not level:
        return []
    top, bottom, scale = min(rule.at for rule in level), _bottom(long, marks), marks.scale
    inked = marks.text[round(top * scale) : round(bottom * scale)]
    left, right = _sides(inked, long, scale)
    there = _inked_rows(inked, scale)
    bands = _bands(there, top, scale)
    lines = [rule.at for rule in level if rule.end - rule.start >= MOSTLY * (right - left)]
    if len(bands) < max(BANDS_A_RULE * len(lines), len(lines) + LEAST_LOST):
        return []
    gaps = [(above[1], below[0]) for above, below in pairwise(bands)]
    places = [(a + b) / 2 for a, b in gaps if not any(a <= line <= b for line in lines)]
    last = bands[-1][1]
    ends = [] if any(line >= last for line in lines) else [last + float(np.median([b - a for a, b in gaps])) / 2]
    free = [line for line in lines if not there[min(round((line - top) * scale), len(there) - 1)]]
    return [Rule(at, left, right, THICK) for at in places + ends + free]


def missed_rows(level: Sequence[Rule], uprights: Sequence[Rule], pieces: Sequence[Rule], marks: Marks) -> list[Rule]:
    """Level rules of which nothing is left between rows a row's height apart that fill the same columns, and below the
    last of such rows; `pieces` of the uprights may go on where no level rule is left.
    """
    lines = sorted(rule.at for rule in level)
    if len(lines) < 2 or len(uprights) < 2:
        return []
    long = _long(pieces)
    bottom = max(lines[-1], _bottom(long, marks)) if len(long) >= LEAST_UPRIGHTS else lines[-1]
    inked, scale = marks.text[round(lines[0] * marks.scale) : round(bottom * marks.scale)], marks.scale
    borders = sorted(round(rule.at * scale) for rule in uprights)
    step = float(np.median(np.diff(lines)))

    def filled(band: tuple[float, float]) -> Flags:
        rows = inked[round((band[0] - lines[0]) * scale) : round((band[1] - lines[0]) * scale)]
        return np.array([bool(rows[:, a + 2 : b - 1].any()) for a, b in pairwise(borders)])

    bands = _bands(_inked_rows(inked, scale), lines[0], scale)
    least = max(LEAST_COLUMNS, MOSTLY * (len(borders) - 1))
    missed: list[float] = []
    end: list[float] = []
    for (above, before), (below, after) in pairwise((band, filled(band)) for band in bands):
        apart = (sum(below) - sum(above)) / 2 >= LEAST_STEP * step
        alike = np.count_nonzero(before & after) >= least
        if apart and alike:
            if not any(above[1] <= line <= below[0] for line in lines):
                missed.append((above[1] + below[0]) / 2)
            if below[0] >= lines[-1]:
                end = [below[1] + (below[0] - above[1]) / 2]
        elif below[0] >= lines[-1]:
            break
    return [Rule(at, borders[0] / scale, borders[-1] / scale, THICK) for at in missed + end]


def _long(uprights: Sequence[Rule]) -> list[Rule]:
    return [rule for rule in uprights if rule.end - rule.start >= LONG]


def _bottom(long: Sequence[Rule], marks: Marks) -> float:
    """How far down long uprights go: seen in windows, they seem to go further than what is left of them."""
    ends = []
    for rule in long:
        at, first, last = (round(place * marks.scale) for place in (rule.at - 0.5, rule.end - WINDOW / 2, rule.end))
        inked = np.flatnonzero(marks.dark[first:last, max(at - 1, 0) : at + 2].any(axis=1))
        ends.append((first + (inked[-1] if len(inked) else 0)) / marks.scale)
    return float(np.median(ends))


def _inked_rows(inked: Image, scale: float) -> Flags:
    return np.asarray(np.count_nonzero(inked, axis=1) >= LEAST_INK * scale)


def _bands(there: Flags, top: float, scale: float) -> list[tuple[float, float]]:
    """Where bands of text begin and end, in points of the page; the rows with ink begin at `top`."""
    return [(a / scale + top, b / scale + top) for a, b in runs(there) if b - a >= LEAST_BAND * scale]


def _sides(inked: Image, uprights: Sequence[Rule], scale: float) -> tuple[float, float]:
    """Where the rows begin and end: at the outermost uprights, or where text stands beyond them."""
    across = np.flatnonzero(np.count_nonzero(inked, axis=0) >= LEAST_BAND * scale) / scale
    left, right = min(rule.at for rule in uprights), max(rule.at for rule in uprights)
    first, last = (float(across[0]), float(across[-1])) if len(across) else (left, right)
    return (first - ROOM if first < left - BEYOND else left), (last + ROOM if last > right + BEYOND else right)
