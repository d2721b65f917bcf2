"""The small picture of a sheet's ink in which its lines are sought, for skew, perspective and bends alike."""

from __future__ import annotations

from typing import NamedTuple

from extractor.imaging import grey_of, local_ink, roughly_shrunk
from extractor.model import Image

# Its width in pixels, about so many of them a point; ink's depth in grey levels.
WIDTH, SCALE, INK_DEPTH = 900, 1.8, 20


class Searched(NamedTuple):
    """The ink (0 or 255) of a picture made small, and how many of its pixels one of the picture's is."""

    ink: Image
    ratio: float


def searched(image: Image) -> Searched:
    """What is searched of a picture."""
    grey = grey_of(image)
    ratio = min(1.0, WIDTH / grey.shape[1])
    return Searched(local_ink(roughly_shrunk(grey, ratio), SCALE, INK_DEPTH), ratio)
