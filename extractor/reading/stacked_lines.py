"""Lines of text one below the other in one box: figures of a narrow column that the detector saw as one, or the short
last line of a paragraph that it did not see.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from extractor.geometry import Box, runs
from extractor.model import Image

# A text higher than so many letters may be of several lines; the ink of each is so high (letters) at least: what is
# lower is a printed line between them, or a stroke of a large character (二).
STACKED, LEAST_HIGH = 1.6, 0.5


def split_stacked(boxes: Iterable[Box], ink: Image, scale: float, letter: float) -> list[Box]:
    """The boxes, those over several lines of text as one box a line.

    `ink` (0 or 1) is the page's, `scale` its pixels a point, `letter` the size of the page's letters (points).
    """
    return [part for box in boxes for part in _lines_of(box, ink, scale, letter)]


def _lines_of(box: Box, ink: Image, scale: float, letter: float) -> Iterator[Box]:
    if box.height <= STACKED * letter:
        yield box
        return
    x0, y0, x1, y1 = (max(round(side * scale), 0) for side in box)
    inked = runs(np.asarray(ink[y0:y1, x0:x1].any(axis=1)))
    lines = [(first, end) for first, end in inked if end - first >= LEAST_HIGH * letter * scale]
    if len(lines) < 2:
        yield box
        return
    for first, end in lines:
        yield Box(box.x0, (y0 + first) / scale, box.x1, (y0 + end) / scale)
