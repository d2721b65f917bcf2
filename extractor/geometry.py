"""Boxes: the one geometry that every stage uses.

Unit: PDF points (1/72 inch).  Origin: top left, y downwards.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Box(NamedTuple):
    """An upright rectangle: left, top, right, bottom."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        """Extent across."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """Extent down."""
        return self.y1 - self.y0

    @property
    def area(self) -> float:
        """Square points; 0 for an empty box."""
        return max(0.0, self.width) * max(0.0, self.height)

    @property
    def centre(self) -> tuple[float, float]:
        """The middle, (x, y)."""
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2

    def holds(self, x: float, y: float) -> bool:
        """Whether the point lies inside (left and top edge included)."""
        return self.x0 <= x < self.x1 and self.y0 <= y < self.y1

    def overlap(self, other: Box) -> Box:
        """The common rectangle; its area is 0 where there is none."""
        x0, y0 = max(self.x0, other.x0), max(self.y0, other.y0)
        return Box(x0, y0, max(x0, min(self.x1, other.x1)), max(y0, min(self.y1, other.y1)))

    def meets(self, others: Iterable[Box]) -> bool:
        """Whether any of the other boxes overlaps this one."""
        return any(self.overlap(other).area > 0 for other in others)

    def grown(self, by: float) -> Box:
        """The rectangle with every side moved outwards by `by` points (inwards when negative)."""
        return Box(self.x0 - by, self.y0 - by, self.x1 + by, self.y1 + by)

    def rounded(self) -> tuple[float, float, float, float]:
        """The four numbers at a hundredth of a point, as facts print them."""
        return round(self.x0, 2), round(self.y0, 2), round(self.x1, 2), round(self.y1, 2)


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box that holds all of `boxes` (at least one)."""
    x0s, y0s, x1s, y1s = zip(*boxes, strict=True)
    return Box(min(x0s), min(y0s), max(x1s), max(y1s))


def clusters(values: Iterable[float], gap: float) -> list[list[float]]:
    """Sorted values in groups; neighbours inside a group are at most `gap` apart."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] <= gap:
            groups[-1].append(value)
        else:
            groups.append([value])
    return groups


def runs(flags: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """(first, after the last) index of every run of true flags."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], flags.astype(int), [0]])))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def turn_box(box: Box, turn: NDArray[np.float64]) -> Box:
    """The upright box that holds a box after a homography (3×3)."""
    corners = np.array([[x, y, 1.0] for x in (box.x0, box.x1) for y in (box.y0, box.y1)]) @ turn.T
    return around(Box(x, y, x, y) for x, y in (corners[:, :2] / corners[:, 2:]).tolist())


def unturn_box(box: Box, turn: NDArray[np.float64]) -> Box:
    """The upright box that `turn_box` made `box` from; exact for rotations, nearly so under a perspective."""
    x, y, w = np.linalg.inv(turn) @ np.array([*box.centre, 1.0])
    x, y = x / w, y / w
    there = turn @ np.array([x, y, 1.0])
    slopes = (turn[:2, :2] - np.outer(there[:2] / there[2], turn[2, :2])) / there[2]
    width, height = np.linalg.solve(np.abs(slopes), [box.width, box.height])
    return Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


class Bend(NamedTuple):
    """How level lines of a page run that is bent: at the places `across` (points, ascending) they lie lower by `falls`.

    Away from the row `middle` they lie so much lower by `stretches` a point more.
    """

    across: tuple[float, ...]
    falls: tuple[float, ...]
    stretches: tuple[float, ...]
    middle: float

    def bent(self, box: Box) -> Box:
        """A box of the level page where it lies on the bent one; as the lines run through its middle."""
        fall, stretch = self._at(box)
        y0, y1 = (y + fall + stretch * (y - self.middle) for y in (box.y0, box.y1))
        return Box(box.x0, y0, box.x1, y1)

    def level(self, box: Box) -> Box:
        """The box that `bent` made `box` from."""
        fall, stretch = self._at(box)
        y0, y1 = ((y - fall + stretch * self.middle) / (1 + stretch) for y in (box.y0, box.y1))
        return Box(box.x0, y0, box.x1, y1)

    def _at(self, box: Box) -> tuple[float, float]:
        x = box.centre[0]
        return float(np.interp(x, self.across, self.falls)), float(np.interp(x, self.across, self.stretches))
