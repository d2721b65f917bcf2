"""Print that is none, by its depth: the other side's shining through, watermarks, blotches.

What is printed may fade, but never to so little of the usual depth.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from extractor.model import Image

# What is paler than this share of the usual depth is a ghost.
BLEED_THROUGH = 0.35


def measure_depth(grey: Image, ink: Image) -> float:
    """By how many grey levels the ink of a part of a page is darker than what is between it, at its darkest third.

    `ink` is the mask of the part's ink; 255 where a part is without ink, or all ink.
    """
    dark = grey[ink > 0]
    if not dark.size or dark.size == grey.size:
        return 255.0
    third = dark.size // 3
    paper = (float(grey.sum(dtype=np.int64)) - float(dark.sum(dtype=np.int64))) / (grey.size - dark.size)
    return paper - float(np.partition(dark, third)[: third + 1].mean())


def find_least_depth(depths: Sequence[float], inked: Sequence[int]) -> float:
    """The depth from which on parts are print, from the depth and the number of inked pixels of each part.

    Half of the ink exceeds the usual depth: ghosts may outnumber the print, but are small.
    """
    if not depths:
        return 0.0
    order = np.argsort(depths)
    half = np.searchsorted(np.cumsum(np.asarray(inked)[order]), sum(inked) / 2)
    return BLEED_THROUGH * float(np.asarray(depths)[order][half])
