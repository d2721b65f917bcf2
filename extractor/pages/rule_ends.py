"""How a sheet's columns lean where only its level rules tell: rules of one table begin, and end, below each other."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.model import Image
from extractor.picture import closed, opened

# Pieces of a rule are as long as this share of the picture's width, apart by no more than that; it wavers by a pixel.
PIECE, GAP, WAVER = 0.02, 0.06, 3
# Rules as long as this share of the longest are the table's; so many tell.
LONG, LEAST_RULES = 0.9, 5
# Their ends are in a line within so many pixels, all but this share of them.
STRAIGHT, ALL_BUT = 1.5, 0.2
# Less of a slant than this (tangent), on both sides, is none.
LEAST_SLANT = 0.004

Ends = NDArray[np.float64]


class Side(NamedTuple):
    """The line through one side's ends: its place at the middle row, its slope."""

    at: float
    slope: float


def columns_by_ends(ink: Image) -> tuple[float, float]:
    """(slope of the middle column, change of that slope a pixel across); nought where the ends do not tell."""
    high, wide = ink.shape
    pieces = opened((ink > 127).astype(np.uint8), (1, round(PIECE * wide)))
    _, _, stats, _ = cv2.connectedComponentsWithStats(closed(pieces, (WAVER, round(GAP * wide))))
    rules = stats[1:][stats[1:, cv2.CC_STAT_WIDTH] >= LONG * stats[1:, cv2.CC_STAT_WIDTH].max(initial=1)]
    if len(rules) < LEAST_RULES:
        return 0.0, 0.0
    down = rules[:, cv2.CC_STAT_TOP] + rules[:, cv2.CC_STAT_HEIGHT] / 2 - high / 2
    left = _line(down, rules[:, cv2.CC_STAT_LEFT] - wide / 2)
    right = _line(down, rules[:, cv2.CC_STAT_LEFT] + rules[:, cv2.CC_STAT_WIDTH] - wide / 2)
    if left is None or right is None or max(abs(left.slope), abs(right.slope)) < LEAST_SLANT:
        return 0.0, 0.0
    apart = (right.slope - left.slope) / (right.at - left.at)
    return left.slope - apart * left.at, apart


def _line(down: Ends, across: Ends) -> Side | None:
    """The line through ends by the median slope between any two (Theil and Sen); None where they are in none."""
    steps, moves = down[:, None] - down[None, :], across[:, None] - across[None, :]
    apart = steps > 0
    if not apart.any():
        return None
    slope = float(np.median(moves[apart] / steps[apart]))
    at = float(np.median(across - slope * down))
    off = np.abs(across - slope * down - at)
    return Side(at, slope) if float(np.quantile(off, 1 - ALL_BUT)) <= STRAIGHT else None
