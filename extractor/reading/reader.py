"""What every reader offers, and how pieces of text in one box become one."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Protocol

from extractor.geometry import Box
from extractor.model import Alternative, Flag, Line, Page, Reading

BLANK = ""


class Reader(Protocol):
    """Reads the text in boxes of a page; one reading a box, in the order of the boxes."""

    name: str

    def read(self, page: Page, boxes: Sequence[Box]) -> list[Reading]:
        """Readings of `boxes` (upright points); a box without ink has the empty text with confidence 1, one whose ink
        gave no text has it with confidence 0 and `Flag.UNREAD`.
        """

    def lines(self, page: Page, outside: Sequence[Box]) -> list[Line]:
        """The lines of text that stand in none of the boxes `outside`, which are the tables, in reading order."""


def blank(engine: str) -> Reading:
    """The reading of a box without ink."""
    return Reading(BLANK, 1.0, engine, pieces=0)


def unrecognised(engine: str) -> Reading:
    """The reading of a line of ink in which the engine saw no character."""
    return Reading(BLANK, 0.0, engine, flags=frozenset({Flag.UNREAD}))


def join_readings(pieces: Sequence[Reading], engine: str) -> Reading:
    """Lines of one cell as one reading: no break between them, the least confidence and all flags of them.

    A line without text has no character to be confident of; it counts by its flag.
    """
    if not pieces:
        return blank(engine)
    if len(pieces) == 1:
        return pieces[0]
    texts = [piece.text for piece in pieces]
    others = tuple(
        Alternative("".join([*texts[:place], other.text, *texts[place + 1 :]]), other.confidence)
        for place, piece in enumerate(pieces)
        for other in piece.alternatives
    )
    starts = itertools.accumulate(map(len, texts), initial=0)
    unread = tuple(start + place for start, piece in zip(starts, pieces, strict=False) for place in piece.unread)
    return Reading(
        "".join(texts),
        min(piece.confidence for piece in [each for each in pieces if each.text] or pieces),
        engine,
        others,
        unread,
        frozenset().union(*(piece.flags for piece in pieces)),
        sum(piece.pieces for piece in pieces),
    )


def group_levels(boxes: Sequence[Box]) -> list[list[int]]:
    """Indices of boxes in lines of text: top to bottom, each line left to right."""
    lines: list[list[int]] = []
    order = sorted(range(len(boxes)), key=lambda i: boxes[i].centre[1])
    for index in order:
        box = boxes[index]
        if lines:
            last = boxes[lines[-1][0]]
            level = min(last.y1, box.y1) - max(last.y0, box.y0)
            if level > 0.5 * min(last.height, box.height):
                lines[-1].append(index)
                continue
        lines.append([index])
    return [sorted(line, key=lambda i: boxes[i].x0) for line in lines]
