"""Hairlines that a fax fades: stretches of which nothing is left, put in where no text speaks against them.

Where the fax's rows of pixels part a hairline it leaves nothing of it for many points, at the same places in all lines
that run the same way; elsewhere it leaves single pixels.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, compress

import numpy as np

from extractor.geometry import runs
from extractor.grids.marks import Marks
from extractor.grids.stretches import Flags, Line, Stretch

# Lines so dark where they are there do not fade away elsewhere.
UNFADED = 0.7
# Text so near (points) to an upright is of the cell beside it; it keeps so clear of it.
CELL, CLEAR = 36.0, 1.5


def unfaded(lines: Sequence[Line], there: Sequence[Flags], marks: Marks, *, upright: bool) -> list[Flags]:
    """Which stretches of lines that run one way are there, once those that fading took are put in."""
    left = [list(compress(line.stretches, flags)) for line, flags in zip(lines, there, strict=True)]
    all_fade = _fade(list(chain.from_iterable(left)))
    return [
        _filled(line, flags, marks, upright=upright) if all_fade or _fade(own) else flags
        for line, flags, own in zip(lines, there, left, strict=True)
    ]


def _fade(left: Sequence[Stretch]) -> bool:
    """Whether the stretches that are left are no solid ones."""
    return bool(left) and float(np.mean([stretch.share for stretch in left])) < UNFADED


def _filled(line: Line, there: Flags, marks: Marks, *, upright: bool) -> Flags:
    """A line from end to end up to the text that crosses it; an upright between two stretches that are there, and
    where text stands on both its sides: headers span columns, and their text need not cross the borders.
    """
    if not there.any():
        return there
    filled = there.copy()
    for first, last in runs(np.array([not stretch.crossed for stretch in line.stretches]) | there):
        inside = np.flatnonzero(there[first:last]) + first
        if len(inside):
            filled[slice(inside[0], last) if upright else slice(first, last)] = True
        if upright:
            filled[first:last] |= [_parts_text(line, k, marks) for k in range(first, last)]
    return filled


def _parts_text(line: Line, k: int, marks: Marks) -> bool:
    """Whether text stands close by on both sides of a stretch."""
    clear, far = round(CLEAR * marks.scale), round(CELL * marks.scale)
    along = slice(line.ends[k] + clear, line.ends[k + 1] - clear)
    sides = slice(max(line.at - far, 0), line.at - clear), slice(line.at + clear + 1, line.at + far)
    return all(bool(marks.text[side, along].any()) for side in sides)
