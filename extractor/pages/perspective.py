"""The perspective under which a sheet is seen: the homography that makes its rows level and its columns upright.

Two pencils of lines are enough (Hartley & Zisserman, Multiple View Geometry, 2.7): rows that converge are
made parallel, then columns.  Both are found like the skew itself (Postl's method): the right parameters
give the sums of ink along rows, then along columns, their greatest variance.  Nothing is detected first,
so text and rules serve alike.  Where both halves of a sheet lean alike, as under a lid, nothing converges.
Two rules alone make a ridge in what is searched, along which the text decides: so of every round several of the
best are gone into further.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from heapq import nlargest
from itertools import product
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.model import Image
from extractor.pages.reduced_ink import ReducedInk
from extractor.pages.vertical_edges import Edge, find_ends, find_uprights

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
MOST_SLANT = 0.12
COLUMN_SEARCH = ((MOST_SLANT, 0.01, 4.0, 8), (0.005, 0.0025, 2.0, 4), (0.0025, 0.0008, 1.0, 1))
# Converging lines are believed where they make the sums sharper by this factor.
CLEARER = 1.05
# Fewer inked pixels are dust; of so many, every so many-th pixel is enough for a rough search.
LEAST_INK, ENOUGH_INK = 50, 6000
# Halves lean alike within so many degrees (rows), and stand upright within this slope (columns), less than lines that
# converge; each half's lean is sought this far to both sides, at this step, columns in lines of so many pixels.  They
# tell where their middles are apart by this share of the sheet.
ALIKE, ROW_HALVES = 0.06, (1.0, 0.05)
UPRIGHT, COLUMN_HALVES, HALVES_LINE = 0.0026, (0.05, 0.00125), 2.0
LEAST_BETWEEN = 0.25
GOLDEN = (math.sqrt(5) - 1) / 2
# What is seen of columns is believed where on average one has so many others in a line with it: ends of texts and level
# rules, pixels of upright rules.  Strokes of characters in rows that stand close come to 25 to 54 pixels, rules to 92
# and more.
LEAST_ALIGNED, LEAST_IN_LINE = 4.0, 70.0


class View(NamedTuple):
    """How a sheet is seen: `skew` in degrees, and the homography from the picture's pixels to the straight one's."""

    skew: float
    straight: Homography | None


def find_view(picture: ReducedInk) -> View:
    """The skew and perspective of a picture; no homography where it is straight."""
    ink, ratio = picture
    y, x = np.nonzero(ink)
    if len(y) < LEAST_INK:
        return View(0.0, None)
    high, wide = ink.shape
    angle, rows_apart = _rows(x - wide / 2, y - high / 2, high)
    level = _converging_rows(rows_apart) @ _rotation(angle)
    columns = _columns(ink, _centred(level, wide, high), flat=not rows_apart)
    if abs(angle) < LEAST_SKEW and not rows_apart and columns == (0.0, 0.0):
        return View(angle, None)
    straight = _centred(_converging_columns(*columns) @ level, wide, high)
    larger = np.diag([1 / ratio, 1 / ratio, 1.0])
    return View(angle, larger @ straight @ np.linalg.inv(larger))


def _rows(x: Coordinates, y: Coordinates, high: int) -> tuple[float, float]:
    """(degrees of skew, change of the rows' slope a pixel down), from ink around the picture's middle."""
    angle = 0.0
    for reach, step in ((MOST_SKEW, 0.5), (0.5, 0.1)):
        angle = _best(_around(angle, reach, step), partial(_level_sharpness, x, y))
    apart = 0.0
    if not _lean_alike(x, y, angle, high):
        angle, apart = _converging(x, y, angle, high)
    angle = _best(_around(angle, 0.1, 0.02), lambda a: _sharpness(_leaning(x, y, a, apart / high)))
    return angle, apart / high


def _lean_alike(x: Coordinates, y: Coordinates, angle: float, high: int) -> bool:
    """Whether the rows of a print's upper and lower half lean by one angle, near to the given one."""
    few = max(1, len(x) // ENOUGH_INK)
    x, y = x[::few], _dithered(y[::few])
    upper = y < np.median(y)
    if np.mean(y[~upper]) - np.mean(y[upper]) < LEAST_BETWEEN * high:
        return False
    leans = [
        _best(_around(angle, *ROW_HALVES), partial(_level_sharpness, x[half], y[half])) for half in (upper, ~upper)
    ]
    return abs(leans[0] - leans[1]) <= ALIKE


def _dithered(places: Coordinates) -> Coordinates:
    """Places of pixels moved by parts of a pixel: sums along its own rows would be sharper than any others."""
    return np.asarray(places + np.arange(len(places)) * GOLDEN % 1)


def _level_sharpness(x: Coordinates, y: Coordinates, angle: float) -> float:
    """How sharp the sums along rows are that lean by an angle and do not converge."""
    return _sharpness(_leaning(x, y, angle, 0.0))


def _converging(x: Coordinates, y: Coordinates, angle: float, high: int) -> tuple[float, float]:
    """(degrees of skew, how far rows at opposite edges lean apart) near to an angle; that and 0 where none converge."""
    few = max(1, len(x) // ENOUGH_INK)
    apart = 0.0
    found = [(angle, 0.0)]
    for turn, turn_step, lean, lean_step, kept in ROW_SEARCH:
        near = {p for m in found for p in product(_around(m[0], turn, turn_step), _around(m[1], lean, lean_step))}
        found = nlargest(kept, near, key=lambda p: _sharpness(_leaning(x[::few], y[::few], p[0], p[1] / high)))
    best = found[0]
    if best[1]:
        close = product(_around(best[0], 0.04, 0.02), _around(best[1], 0.0016, 0.0008))
        refined = max(close, key=lambda p: _sharpness(_leaning(x, y, p[0], p[1] / high)))
        sharp = _sharpness(_leaning(x, y, refined[0], refined[1] / high))
        if abs(refined[1]) >= LEAST_APART and sharp > CLEARER * _level_sharpness(x, y, angle):
            angle, apart = refined
    return angle, apart


def _columns(ink: Image, level: Homography, *, flat: bool) -> tuple[float, float]:
    """(slope of the middle upright, change of that slope a pixel across) after the rows are level.

    Of a sheet seen `flat`, with rows that do not converge, both halves' columns may simply lean alike.
    """
    high, wide = ink.shape
    levelled = (np.asarray(cv2.warpPerspective(ink, level, (wide, high)), np.uint8) > 127).astype(np.uint8)
    uprights = find_uprights(levelled)
    leans = None if uprights is None else _lean_of((uprights,), wide, flat, LEAST_IN_LINE)
    if leans is None:
        ends = find_ends(levelled)
        leans = None if ends is None else _lean_of(ends, wide, flat, LEAST_ALIGNED)
    return leans or (0.0, 0.0)


def _lean_of(edges: Sequence[Edge], wide: int, flat: bool, least: float) -> tuple[float, float] | None:
    """The lean of columns that makes places in them sharpest; None where it puts too few in a line with each."""
    count = sum(len(edge.down) for edge in edges)
    slants = _half_slants(edges, wide) if flat else None
    alike = flat and (slants is None or abs(slants[0] - slants[1]) <= UPRIGHT)
    if slants is not None and alike and abs(sum(slants)) / 2 <= UPRIGHT:
        return (0.0, 0.0) if _parted(edges, 0.0, 0.0) >= least * count else None
    found = [(0.0, 0.0)]
    for reach, step, line, kept in COLUMN_SEARCH:
        wider = 0.0 if alike else 2 * reach
        near = {p for m in found for p in product(_around(m[0], reach, step), _around(m[1], wider, 2 * step))}
        found = nlargest(kept, near, key=lambda p: _parted(edges, p[0], p[1] / wide, line))
    best = found[0]
    slant, apart = best[0], best[1] / wide
    sharp = _parted(edges, slant, apart)
    if sharp < least * count:
        return None
    small = abs(best[1]) < LEAST_APART and abs(slant) < LEAST_APART / 2
    return (0.0, 0.0) if small or sharp < CLEARER * _parted(edges, 0.0, 0.0) else (slant, apart)


def _half_slants(edges: Sequence[Edge], wide: int) -> tuple[float, float] | None:
    """The slopes of the columns of a print's left and right half; None where they are too near to each other to tell
    whether columns converge.
    """
    middle = np.median(np.concatenate([edge.across for edge in edges]))
    halves = [[_where(edge, (edge.across < middle) == left) for edge in edges] for left in (True, False)]
    if not all(len(edge.across) for half in halves for edge in half):
        return None
    left, right = (np.mean(np.concatenate([edge.across for edge in half])) for half in halves)
    if right - left < LEAST_BETWEEN * wide:
        return None
    first, second = (_best(_around(0.0, *COLUMN_HALVES), partial(_slanting_sharpness, half)) for half in halves)
    return first, second


def _where(edge: Edge, there: NDArray[np.bool_]) -> Edge:
    return Edge(_dithered(edge.across[there]), edge.down[there])


def _slanting_sharpness(edges: Sequence[Edge], slant: float) -> float:
    """How sharp the sums along columns are that lean by a slope and do not converge."""
    return _parted(edges, slant, 0.0, HALVES_LINE)


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
    shared = np.bincount(line, lower)
    sums = np.append(np.bincount(line) - shared, 0.0)
    sums[1:] += shared
    change = np.diff(sums)
    return float(change @ change)


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
