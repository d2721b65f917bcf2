"""The perspective under which a sheet is seen: the homography that makes its rows level and its columns upright.

Two pencils of lines are enough (Hartley & Zisserman, Multiple View Geometry, 2.7): rows that converge are
made parallel, then columns.  Both are found like the skew itself (Postl's method): the right parameters
give the sums of ink along rows, then along columns, their greatest variance.  Nothing is detected first,
so text and rules serve alike.  Two rules alone make a ridge in what is searched, along which the text decides:
so of every round several of the best are gone into further.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from heapq import nlargest
from itertools import product
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.model import Image
from extractor.pages.column_edges import Edge, ends_of, uprights_of
from extractor.pages.search import searched_ink

Homography = NDArray[np.float64]
Coordinates = NDArray[np.float64]

MOST_SKEW = 11.0
# Below this many degrees a 300 mm line leans less than its own width: turning would only blur.
LEAST_SKEW = 0.06
# Lines at opposite edges of the picture lean apart by at most so much (tangent), by less than so much not at all.
MOST_APART, LEAST_APART = 0.16, 0.006
# Rounds of a rough search: degrees and their step, how far apart and its step, how many of the best are gone into.
ROW_SEARCH = ((2.0, 0.5, MOST_APART, 0.02, 4), (0.25, 0.125, 0.01, 0.005, 4), (0.0625, 0.03125, 0.0025, 0.00125, 1))
# Uprights lean against the rows by at most so much (tangent) beside their converging.  Rounds of their search: its
# reach and step, the pixels of a line, how many of the best are gone into further.
MOST_SLANT = 0.08
COLUMN_SEARCH = ((MOST_SLANT, 0.01, 4.0, 8), (0.005, 0.0025, 2.0, 4), (0.0025, 0.0008, 1.0, 1))
# Converging lines are believed where they make the sums sharper by this factor.
CLEARER = 1.05
# Fewer inked pixels are dust; of so many, every so many-th pixel is enough for a rough search.
LEAST_INK, ENOUGH_INK = 50, 6000
# Ends of texts and level rules are believed where on average one has so many others in a line with it.
LEAST_ALIGNED = 4.0


class View(NamedTuple):
    """How a sheet is seen: `skew` in degrees, and the homography from the picture's pixels to the straight one's."""

    skew: float
    straight: Homography | None


def view_of(image: Image) -> View:
    """The skew and perspective of a picture; no homography where it is straight."""
    ink, ratio = searched_ink(image)
    y, x = np.nonzero(ink)
    if len(y) < LEAST_INK:
        return View(0.0, None)
    high, wide = ink.shape
    angle, rows_apart = _rows(x - wide / 2, y - high / 2, high)
    level = _converging_rows(rows_apart) @ _rotation(angle)
    columns = _columns(ink, _centred(level, wide, high))
    if abs(angle) < LEAST_SKEW and not rows_apart and columns == (0.0, 0.0):
        return View(angle, None)
    straight = _centred(_converging_columns(*columns) @ level, wide, high)
    larger = np.diag([1 / ratio, 1 / ratio, 1.0])
    return View(angle, larger @ straight @ np.linalg.inv(larger))


def _rows(x: Coordinates, y: Coordinates, high: int) -> tuple[float, float]:
    """(degrees of skew, change of the rows' slope a pixel down), from ink around the picture's middle."""
    angle = 0.0
    for reach, step in ((MOST_SKEW, 0.5), (0.5, 0.1)):
        angle = _best(_around(angle, reach, step), lambda a: _sharpness(_leaning(x, y, a, 0.0)))
    apart = 0.0
    few = max(1, len(x) // ENOUGH_INK)
    found = [(angle, 0.0)]
    for turn, turn_step, lean, lean_step, kept in ROW_SEARCH:
        near = {p for m in found for p in product(_around(m[0], turn, turn_step), _around(m[1], lean, lean_step))}
        found = nlargest(kept, near, key=lambda p: _sharpness(_leaning(x[::few], y[::few], p[0], p[1] / high)))
    best = found[0]
    if best[1]:
        close = product(_around(best[0], 0.04, 0.02), _around(best[1], 0.0016, 0.0008))
        refined = max(close, key=lambda p: _sharpness(_leaning(x, y, p[0], p[1] / high)))
        sharp = _sharpness(_leaning(x, y, refined[0], refined[1] / high))
        if abs(refined[1]) >= LEAST_APART and sharp > CLEARER * _sharpness(_leaning(x, y, angle, 0.0)):
            angle, apart = refined
    angle = _best(_around(angle, 0.1, 0.02), lambda a: _sharpness(_leaning(x, y, a, apart / high)))
    return angle, apart / high


def _columns(ink: Image, level: Homography) -> tuple[float, float]:
    """(slope of the middle upright, change of that slope a pixel across) after the rows are level."""
    high, wide = ink.shape
    flat = (np.asarray(cv2.warpPerspective(ink, level, (wide, high)), np.uint8) > 127).astype(np.uint8)
    uprights = uprights_of(flat)
    edges = ends_of(flat) if uprights is None else (uprights,)
    if edges is None:
        return 0.0, 0.0
    found = [(0.0, 0.0)]
    for reach, step, line, kept in COLUMN_SEARCH:
        near = {p for m in found for p in product(_around(m[0], reach, step), _around(m[1], 2 * reach, 2 * step))}
        found = nlargest(kept, near, key=lambda p: _parted(edges, p[0], p[1] / wide, line))
    best = found[0]
    slant, apart = best[0], best[1] / wide
    small = abs(best[1]) < LEAST_APART and abs(slant) < LEAST_APART / 2
    sharp = _parted(edges, slant, apart)
    if small or sharp < CLEARER * _parted(edges, 0.0, 0.0):
        return 0.0, 0.0
    if uprights is None and sharp < LEAST_ALIGNED * sum(len(edge.down) for edge in edges):
        return 0.0, 0.0
    return slant, apart


def _parted(edges: Sequence[Edge], slant: float, apart: float, line: float = 1.0) -> float:
    """How sharp the sums along leaning columns are, each `line` pixels wide."""
    return sum(_sharpness((edge.across - slant * edge.down) / (1 + apart * edge.down) / line) for edge in edges)


def _around(middle: float, reach: float, step: float) -> list[float]:
    return [float(v) for v in np.arange(middle - reach, middle + reach + step / 2, step).round(6)]


def _best(values: Iterable[float], score: Callable[[float], float]) -> float:
    return max(values, key=score)


def _leaning(x: Coordinates, y: Coordinates, angle: float, apart: float) -> Coordinates:
    """Where along the middle column the row through each pixel runs."""
    turn = math.radians(angle)
    across, down = math.cos(turn) * x + math.sin(turn) * y, math.cos(turn) * y - math.sin(turn) * x
    return down if apart == 0 else np.asarray(down / (1 + apart * across))


def _sharpness(at: Coordinates) -> float:
    """How much the ink's sums change from line to line; a pixel between two lines is shared by them."""
    down = at - at.min()
    line = down.astype(np.intp)
    lower = down - line
    sums = np.append(np.bincount(line, 1 - lower), 0.0)
    sums[1:] += np.bincount(line, lower)
    return float(np.square(np.diff(sums)).sum())


def _rotation(angle: float) -> Homography:
    turn = math.radians(angle)
    sin, cos = math.sin(turn), math.cos(turn)
    return np.array([[cos, sin, 0], [-sin, cos, 0], [0, 0, 1]])


def _converging_rows(apart: float) -> Homography:
    return np.array([[1, 0, 0], [0, 1, 0], [apart, 0, 1]])


def _converging_columns(slant: float, apart: float) -> Homography:
    return np.array([[1, -slant, 0], [0, 1, 0], [0, apart, 1]])


def _centred(matrix: Homography, wide: float, high: float) -> Homography:
    """The homography about the picture's middle."""
    there = np.array([[1, 0, wide / 2], [0, 1, high / 2], [0, 0, 1]])
    return there @ matrix @ np.linalg.inv(there)
