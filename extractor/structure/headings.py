"""How texts stand to each other: beside each other on one level, spread, over two others."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from extractor.structure.cover import INSIDE
from extractor.structure.evidence import Evidence, Flags, Floats
from extractor.structure.runs import Run, gap, of_one_word, on_one_line

# Lengths are in letters.
# Letters of a spread word are so much further apart than the ones before them at most.
MORE_BLANK = 1.5
# At least so many counts in order are the numbers of columns.
LEAST_NUMBERED = 3
# Headings on one level have their middles so near (letters).
SAME_LEVEL = 0.5
# A heading of two columns stands so near (letters) to their middle, and reaches so far beyond their headings at most.
OFF_MIDDLE = 1.0


def find_beside(texts: Sequence[Run], strip: NDArray[np.intp]) -> Flags:
    """Whether each text (from left to right) stands beside all texts before it in its strip, not above or below one,
    and is no further part of a word that is spread.
    """
    last: dict[int, Run] = {}
    beside = np.zeros(len(texts), bool)
    for k, (run, at) in enumerate(zip(texts, strip.tolist(), strict=True)):
        before = last.get(at)
        beside[k] = before is None or (run.box.x0 >= before.box.x1 and not of_one_word(before, run))
        if before is None or run.box.x1 > before.box.x1:
            last[at] = run
    return beside


def find_levels(texts: Sequence[Run], strip: NDArray[np.intp], numbers: Flags) -> NDArray[np.intp]:
    """The strip of each text, of headings nearly on one level the last of theirs: a line below some of them, or paper
    that is bent, puts them into several.
    """
    level = strip.copy()
    heads = ~np.isin(strip, strip[numbers])
    group: list[int] = []
    for k in [*sorted(np.flatnonzero(heads).tolist(), key=lambda k: texts[k].box.centre[1]), -1]:
        if group and (k < 0 or _apart(texts[group[-1]], texts[k])):
            level[group] = strip[group].max()
            group = []
        group.append(k)
    return level


def find_column_numbers(texts: Sequence[Run], strip: NDArray[np.intp], strips: int) -> Flags:
    """Whether the numbers of each strip are those of columns (栏次): several counts in order."""
    found = np.zeros(strips, bool)
    by_strip: dict[int, list[str]] = {}
    for run, at in zip(texts, strip.tolist(), strict=True):
        if run.number:
            by_strip.setdefault(at, []).append(run.text)
    for at, numbers in by_strip.items():
        counts = [int(text) for text in numbers if text.isascii() and text.isdigit()]
        in_order = [counts[0] + k for k in range(len(counts))] if counts else []
        found[at] = len(counts) == len(numbers) >= LEAST_NUMBERED and counts == in_order
    return found


def _apart(upper: Run, lower: Run) -> bool:
    return lower.box.centre[1] - upper.box.centre[1] > SAME_LEVEL * max(upper.em, lower.em)


def with_spread(page: Evidence) -> Floats:
    """The runs' boxes, those of parts of a spread word up to the next part: its letters are equally far apart."""
    boxes = page.boxes
    blank = np.full(len(boxes), np.inf)
    for k, run in enumerate(page.runs):
        after = next((o for o in range(k + 1, len(boxes)) if on_one_line(run, page.runs[o])), k)
        other = page.runs[after]
        apart = other.box.x0 - run.box.x1
        if 0 < apart < MORE_BLANK * blank[k] and of_one_word(run, other) and not page.lines.parts(gap(run, other)):
            boxes[k, 2] = other.box.x0 + INSIDE * run.em
            blank[after] = apart
    return boxes


def over_pairs(page: Evidence, strip: NDArray[np.intp], x: Floats) -> Flags:
    """Whether each place parts two texts beside each other that each text stands over, in the middle and no wider: a
    heading of two columns.  Both are above the next figures.
    """
    over = np.zeros((len(strip), len(x)), bool)
    rows: dict[int, list[Run]] = {}
    for run, at in zip(page.runs, strip.tolist(), strict=True):  # from left to right
        rows.setdefault(at, []).append(run)
    heads = [at for at in sorted(rows) if not any(run.number for run in rows[at])]
    for k, (run, at) in enumerate(zip(page.runs, strip.tolist(), strict=True)):
        figures = min((other for other in rows if other > at and other not in heads), default=-1)
        below = (rows[other] for other in heads if at < other < figures)
        for left, right in (pair for row in below for pair in pairwise(row)):
            if is_over_pair(run, left, right):
                over[k] |= (left.box.x1 < x) & (x < right.box.x0)
    return over


def is_over_pair(run: Run, left: Run, right: Run) -> bool:
    """Whether a text stands in the middle over two others, and is no wider."""
    box, reach = run.box, OFF_MIDDLE * run.em
    middle = abs(box.x0 + box.x1 - left.box.x0 - right.box.x1) / 2
    return middle < reach and box.x0 > left.box.x0 - reach and box.x1 < right.box.x1 + reach
