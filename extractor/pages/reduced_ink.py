"""The small picture of a sheet's ink in which its lines are sought, for skew, perspective and bends alike."""

from __future__ import annotations

from typing import NamedTuple

from extractor.imaging import find_local_ink, shrink_roughly, to_grey
from extractor.model import Image

# Its width in pixels, about so many of them a point; ink's depth in grey levels.
WIDTH, SCALE, INK_DEPTH = 900, 1.8, 20


class ReducedInk(NamedTuple):
    """The ink (0 or 255) of a picture made small, and how many of its pixels one of the picture's is."""

    ink: Image
    ratio: float


def reduce_ink(image: Image) -> ReducedInk:
    """What is searched of a picture."""
    grey = to_grey(image)
    ratio = min(1.0, WIDTH / grey.shape[1])
    return ReducedInk(find_local_ink(shrink_roughly(grey, ratio), SCALE, INK_DEPTH), ratio)
