"""What tells how a sheet's columns lean: upright rules; where there are none, the ends of all that is level.

Level rules of one table begin, and end, below each other; so do the texts of a column, at its left or at its
right edge.  Which ends belong together need not be known: the right lean makes their sums sharpest.
"""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.imaging import close_mask, dilate, open_mask
from extractor.model import Image

# Runs of ink longer than so many pixels are uprights where together they are taller than any character, as a share of
# the picture's width, and have so many pixels.
UPRIGHT_RUN, TALL, LEAST_UPRIGHT = 14, 0.05, 400
# Characters of one text are no further apart than this share of the width; what is no larger than so many pixels both
# ways is dust.
GAP, DUST = 0.012, 3
# So many texts and level rules tell.
LEAST_ENDS = 10

Coordinates = NDArray[np.float64]


class Edge(NamedTuple):
    """Places that lie below each other in columns, about the picture's middle, in pixels."""

    across: Coordinates
    down: Coordinates


def find_uprights(ink: Image) -> Edge | None:
    """The pixels of upright rules in a mask (0 or 1); None where there are none."""
    # A hairline that leans is broken from pixel to pixel.
    runs = open_mask(dilate(ink, (1, 3)), (UPRIGHT_RUN, 1)) & ink
    _, labels, stats, _ = cv2.connectedComponentsWithStats(close_mask(runs, (UPRIGHT_RUN, 1)))
    tall = stats[:, cv2.CC_STAT_HEIGHT] >= TALL * ink.shape[1]
    tall[0] = False
    y, x = np.nonzero(tall[labels] & (runs > 0))
    if len(y) < LEAST_UPRIGHT:
        return None
    return Edge(x - ink.shape[1] / 2, y - ink.shape[0] / 2)


def find_ends(ink: Image) -> tuple[Edge, Edge] | None:
    """Where texts and level rules begin, and where they end; None where too few tell."""
    high, wide = ink.shape
    _, _, stats, _ = cv2.connectedComponentsWithStats(close_mask(ink, (1, round(GAP * wide))))
    left, top, across, down = stats[1:, : cv2.CC_STAT_AREA].T.astype(np.float64)
    kept = (across > DUST) | (down > DUST)
    if kept.sum() < LEAST_ENDS:
        return None
    middle = (top + down / 2 - high / 2)[kept]
    begin = left[kept] - wide / 2
    return Edge(begin, middle), Edge(begin + across[kept], middle)
