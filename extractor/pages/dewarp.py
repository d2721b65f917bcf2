"""Lines that bend where a sheet lifts off the glass beside a binding.

The page is cut into upright strips.  Outwards from its middle the rows of each, its sums of ink, are laid over those
of the strips before it, a little further shifted and stretched: what fits best is how much lower lines run there, and
how that changes down the page (lifted paper is seen smaller).  Nothing is detected first, so text and rules serve
alike, as for skew and perspective.
"""

from __future__ import annotations

from itertools import product

import numpy as np
from numpy.typing import NDArray

from extractor.geometry import Bend
from extractor.pages.reduced_ink import ReducedInk

# Strips across, how many before one tell how its rows run; one with less than this share of the mean ink tells nothing.
STRIPS, BEFORE, LEAST_INK = 30, 5, 0.1
# How many pixels lines may fall from strip to strip, and how much their distances may grow (share).
FALLS, STRETCHES = (0.0, -0.75, 0.75, -1.5, 1.5), (0.0, -0.002, 0.002)
# Less of a bend than so many pixels is none; it is believed where it makes the sums of rows sharper by this factor.
LEAST_BEND, CLEARER = 2.0, 1.02
# Rows are blurred so, and strips beside each other agree so.
SMOOTH = (0.25, 0.5, 0.25)

Rows = NDArray[np.float64]


def find_bend(picture: ReducedInk, scale: float) -> Bend | None:
    """How the level lines of a picture (`scale` pixels a point) bend, in points; None where they are straight."""
    ink, ratio = picture
    high, wide = ink.shape
    edges = np.linspace(0, wide, STRIPS + 1).astype(np.intp)
    sums = np.add.reduceat(ink, edges[:-1], axis=1, dtype=np.float64).T / 255
    rows = np.apply_along_axis(np.convolve, 1, sums, SMOOTH, "same")
    falls, stretches = (_smoothed(each) for each in _followed(rows))
    most = np.abs(falls) + np.abs(stretches) * high / 2
    if most.max() < LEAST_BEND or _sharpness(_laid(rows, falls, stretches)) < CLEARER * _sharpness(rows):
        return None
    points = ratio * scale
    centres = (edges[:-1] + edges[1:]) / 2 / points
    return Bend(tuple(centres.tolist()), tuple((falls / points).tolist()), tuple(stretches.tolist()), high / 2 / points)


def _followed(rows: Rows) -> tuple[Rows, Rows]:
    """How far the lines of each strip have fallen from those of the middle one, and how far their distances grew."""
    falls, stretches = np.zeros(len(rows)), np.zeros(len(rows))
    middle = len(rows) // 2
    for way in (range(middle + 1, len(rows)), range(middle - 1, -1, -1)):
        laid = [rows[middle]]
        fall = stretch = 0.0
        for at in way:
            if rows[at].sum() >= LEAST_INK * rows.mean() * rows.shape[1]:
                fall, stretch = _step(np.mean(laid[-BEFORE:], axis=0), rows[at], fall, stretch)
                laid.append(_shifted(rows[at], fall, stretch))
            falls[at], stretches[at] = fall, stretch
    return falls, stretches


def _step(before: Rows, row: Rows, fall: float, stretch: float) -> tuple[float, float]:
    """The fall and stretch that lay a strip's rows best over those before; the square root keeps rules from ruling."""
    base, own = np.sqrt(before), np.sqrt(row)
    steps = [(fall + more, stretch + wider) for more, wider in product(FALLS, STRETCHES)]
    return max(steps, key=lambda step: float(base @ _shifted(own, *step)))


def _shifted(row: Rows, fall: float, stretch: float) -> Rows:
    down = np.arange(len(row)) - len(row) / 2
    return np.interp(down + fall + stretch * down, down, row)


def _laid(rows: Rows, falls: Rows, stretches: Rows) -> Rows:
    return np.stack([_shifted(*each) for each in zip(rows, falls, stretches, strict=True)])


def _sharpness(rows: Rows) -> float:
    """How much the ink's sums over all strips change from line to line."""
    return float(np.square(np.diff(rows.sum(axis=0))).sum())


def _smoothed(values: Rows) -> Rows:
    """The values without strays, each a mean with its neighbours."""
    around = np.pad(values, 1, mode="edge")
    middles = np.median([around[:-2], around[1:-1], around[2:]], axis=0)
    return np.convolve(np.pad(middles, 1, mode="edge"), SMOOTH, "valid")
