"""Borders told by texts that stand in the middle of their cells.

From one side of a column and the middle of its heading follows the other side.  A row of headings whose columns, taken
one after the other from a known side, end at another known side stands in the middle of them.  Between two lines, the
middles of texts tell where one cell ends and the next begins, across and down.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extractor.geometry import Box, around
from extractor.structure.evidence import Evidence, Flags

# Columns end at a known side where they are so near (letters) to it.
NEAR_SIDE = 0.3
# Fewer headings may end there by chance.
LEAST_HEADINGS = 3


class Between(NamedTuple):
    """A text between borders: the border before it, that behind it (numbers), and its middle (points)."""

    before: int
    behind: int
    middle: float


def divide_by_middles(at: Sequence[float], texts: Sequence[Between], first: int, end: int) -> list[int]:
    """The borders that divide a stretch (`first` to `end`, of those at `at`) so that each of its texts, in order, is
    nearest to the middle of its cell; none where it has no text.
    """
    ways: dict[int, tuple[float, list[int]]] = {first: (0.0, [])}
    for k, text in enumerate(texts):
        places = range(text.behind, texts[k + 1].before + 1) if k < len(texts) - 1 else (end,)
        ways = {
            place: min(
                (cost + abs((at[start] + at[place]) / 2 - text.middle), [*cuts, place])
                for start, (cost, cuts) in ways.items()
            )
            for place in places
        }
    return ways[end][1][:-1] if texts else []


def widest_around(at: Sequence[float], text: Between, first: int, end: int, near: float) -> tuple[int, int]:
    """The borders of the largest cell of a stretch (`first` to `end`) that has a text so near (points) to its middle;
    those of the stretch where none has.
    """
    ways = [
        (stop - start, start, stop)
        for start in range(first, text.before + 1)
        for stop in range(text.behind, end + 1)
        if abs((at[start] + at[stop]) / 2 - text.middle) < near
    ]
    _, start, stop = max(ways, default=(0, first, end))
    return start, stop


class CentredBorder(NamedTuple):
    """A border that a row of headings tells: the strip they stand in, and the place (points)."""

    strip: int
    x: float


def find_centred_borders(
    page: Evidence, strip: NDArray[np.intp], beside: Flags, heads: Flags, sides: Sequence[float]
) -> list[CentredBorder]:
    """The borders between headings in the middle of their columns.

    `beside` are the texts that begin a heading, `heads` those that may be one; `sides` are known borders (points).
    """
    rows: dict[int, list[list[Box]]] = {}
    for run, at, first, head in zip(page.runs, strip.tolist(), beside, heads, strict=True):  # from left to right
        if head and first:
            rows.setdefault(at, []).append([run.box])
        elif head and at in rows:
            rows[at][-1].append(run.box)
    near = NEAR_SIDE * page.em
    return [
        CentredBorder(at, x)
        for at, row in rows.items()
        for x in sorted({x for side in sides for x in _chain([around(boxes) for boxes in row], side, sides, near)})
    ]


def _chain(row: Sequence[Box], side: float, sides: Sequence[float], near: float) -> list[float]:
    """The borders inside the longest row of columns from a side to another."""
    places = list(_follow(row, side, near))
    closing = [k for k, x in enumerate(places, 1) if k >= LEAST_HEADINGS and _nearest(sides, x) <= near]
    return places[: closing[-1] - 1] if closing else []


def _follow(row: Sequence[Box], side: float, near: float) -> Iterator[float]:
    """The right sides of the columns from a side on, as long as each lies between its heading and the next."""
    first = next((k for k, box in enumerate(row) if box.x0 > side - near), len(row))
    if first and row[first - 1].x1 > side + near:
        return
    for k in range(first, len(row)):
        side = row[k].x0 + row[k].x1 - side
        beyond = row[k + 1].x0 + near if k + 1 < len(row) else np.inf
        if not row[k].x1 - near < side < beyond:
            return
        yield side


def _nearest(sides: Sequence[float], x: float) -> float:
    return min((abs(x - side) for side in sides), default=np.inf)
