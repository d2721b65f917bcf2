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
from extractor.grids.strokes import Hemmed

# Lines so dark where they are there do not fade away elsewhere.
UNFADED = 0.7
# Text so near (points) to an upright is of the cell beside it; it keeps so clear of it.
CELL, CLEAR = 36.0, 1.5
# Text over so many points of a level line stands on it.
BEARS = 4.0
# Of a line this share is there.  Text so near (points) above and below a level one is of two rows where it is so far
# apart.
NEARLY_ALL, ROW, APART = 0.65, 14.0, 7.0


def unfaded(lines: Sequence[Line], there: Sequence[Flags], marks: Marks, *, upright: bool) -> list[Flags]:
    """Which stretches of lines that run one way are there, once those that fading took are put in."""
    there = [_parted(line, flags, marks, upright=upright) for line, flags in zip(lines, there, strict=True)]
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
    filled, stretches = there.copy(), list(enumerate(line.stretches))
    free = [not s.crossed and (upright or not _bears_text(line, k, marks)) for k, s in stretches]
    for first, last in runs(there | free):
        inside = np.flatnonzero(there[first:last]) + first
        if len(inside):
            filled[slice(inside[0], last) if upright else slice(first, last)] = True
        if upright:
            filled[first:last] |= [_is_free(s) and _parts_text(line, k, marks) for k, s in stretches[first:last]]
    return filled


def _parted(line: Line, there: Flags, marks: Marks, *, upright: bool) -> Flags:
    """A line of which little is missing, with what parts two texts side by side, or two rows of text further apart
    than lines of one.
    """
    if not there.any() or there.mean() < NEARLY_ALL:
        return there
    parts = _parts_text if upright else _parts_rows
    return np.asarray(there | [_is_free(s) and parts(line, k, marks) for k, s in enumerate(line.stretches)])


def _is_free(stretch: Stretch) -> bool:
    """Whether no text runs over a stretch."""
    return not stretch.crossed and stretch.hemmed < Hemmed.OVER


def _parts_rows(line: Line, k: int, marks: Marks) -> bool:
    """Whether text stands above and below a stretch, and far apart."""
    clear, far = round(CLEAR * marks.scale), round(ROW * marks.scale)
    along = slice(line.ends[k] + clear, line.ends[k + 1] - clear)
    above, below = marks.text[max(line.at - far, 0) : line.at, along], marks.text[line.at + 1 : line.at + far, along]
    blank = [int(np.argmax(side.any(axis=1))) for side in (above[::-1], below) if side.any()]
    return len(blank) == 2 and sum(blank) >= APART * marks.scale


def _bears_text(line: Line, k: int, marks: Marks) -> bool:
    """Whether characters stand on a stretch of which nothing is seen: text keeps clear of rules."""
    text = marks.text[max(line.at - 1, 0) : line.at + 2, line.ends[k] : line.ends[k + 1]]
    return bool(np.count_nonzero(text.any(axis=0)) >= BEARS * marks.scale)


def _parts_text(line: Line, k: int, marks: Marks) -> bool:
    """Whether text stands close by on both sides of a stretch."""
    clear, far = round(CLEAR * marks.scale), round(CELL * marks.scale)
    along = slice(line.ends[k] + clear, line.ends[k + 1] - clear)
    sides = slice(max(line.at - far, 0), line.at - clear), slice(line.at + clear + 1, line.at + far)
    return all(bool(marks.text[side, along].any()) for side in sides)
