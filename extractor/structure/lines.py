"""Where lines are printed on a page: maps of horizontal and of vertical ones, from the page drawn without its text.

A line is a thin stroke darker or lighter than what lies on both sides of it, or the edge of a fill.  Dashes and dots
of one line are joined; what is short is no line.
"""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.geometry import Box
from extractor.model import Image
from extractor.picture import closed, opened

# A stroke is at most so wide (points); a wider one is a fill, and has edges.
WIDEST = 2.0
# Dashes and dots so far apart (points) are one line; what is shorter than so much is no line.
GAP, SHORTEST = 3.5, 6.0
# Grey levels of 255 between a stroke and what lies beside it, and between two fills.  A drawn page has no noise.
STROKE_DEPTH, FILL_DEPTH = 12, 4
# A line divides two texts where it runs beside so much of their height.
MOST_OF_HEIGHT = 0.6

Flags = NDArray[np.bool_]


class Stroke(NamedTuple):
    """A line of a map: where it lies, and from where to where it runs (points)."""

    at: float
    start: float
    end: float


class LineMaps(NamedTuple):
    """Masks (0 or 1) of the pixels on horizontal and vertical lines, `scale` pixels a point."""

    horizontal: Image
    vertical: Image
    scale: float

    def along_horizontal(self, y: float, reach: float) -> Flags:
        """For every pixel across: whether a horizontal line runs within `reach` points of y."""
        first, last = _around(y, reach, self.scale, self.horizontal.shape[0])
        return np.asarray(self.horizontal[first:last].any(axis=0))

    def along_vertical(self, x: float, reach: float) -> Flags:
        """For every pixel down: whether a vertical line runs within `reach` points of x."""
        first, last = _around(x, reach, self.scale, self.vertical.shape[1])
        return np.asarray(self.vertical[:, first:last].any(axis=1))

    def strokes(self) -> tuple[list[Stroke], list[Stroke]]:
        """The connected lines, horizontal and vertical."""
        across = [Stroke((y + h / 2), x, x + w) for x, y, w, h in _pieces(self.horizontal, self.scale)]
        down = [Stroke((x + w / 2), y, y + h) for x, y, w, h in _pieces(self.vertical, self.scale)]
        return across, down

    def any_vertical(self, box: Box) -> bool:
        """Whether any piece of a vertical line lies in a box."""
        return bool(self._vertical_in(box).any())

    def divides(self, box: Box) -> bool:
        """Whether a vertical line runs through most of the height of a narrow box."""
        part = self._vertical_in(box)
        return bool(part.size and part.any(axis=1).mean() > MOST_OF_HEIGHT)

    def _vertical_in(self, box: Box) -> Image:
        y0, y1 = round(box.y0 * self.scale), round(box.y1 * self.scale) + 1
        x0, x1 = int(box.x0 * self.scale), int(box.x1 * self.scale) + 1
        return self.vertical[max(y0, 0) : y1, max(x0, 0) : x1]


def line_maps(bare: Image, scale: float) -> LineMaps:
    """The lines of a page drawn without its text in grey (height × width, `scale` pixels a point)."""
    turned = np.ascontiguousarray(bare.T)
    return LineMaps(np.ascontiguousarray(_vertical(turned, scale).T), _vertical(bare, scale), scale)


def no_lines(width: float, height: float) -> LineMaps:
    """The maps of a page without any line."""
    empty = np.zeros((int(height) + 1, int(width) + 1), np.uint8)
    return LineMaps(empty, empty, 1.0)


def _vertical(grey: Image, scale: float) -> Image:
    """The mask (0 or 1) of vertical lines."""
    mask = _strokes(grey, max(1, round(WIDEST * scale)))
    gap, least = round(GAP * scale), round(SHORTEST * scale)
    return opened(closed(mask, (gap, 1)), (least, 1))


def _strokes(grey: Image, wide: int) -> Image:
    """The mask (0 or 1) of pixels on thin strokes that part left from right, and on the edges of fills."""
    padded = cv2.copyMakeBorder(grey, 0, 0, wide, wide, cv2.BORDER_REPLICATE)
    left, right = padded[:, : -2 * wide], padded[:, 2 * wide :]
    dark = cv2.subtract(cv2.min(left, right), grey)
    light = cv2.subtract(grey, cv2.max(left, right))
    thin = cv2.max(dark, light) > STROKE_DEPTH
    # Left of an edge all is as here, right of it as there.
    step = cv2.absdiff(grey[:, :-1], grey[:, 1:]) > FILL_DEPTH
    edge = np.zeros_like(thin)
    edge[:, :-1] = step & ~(thin[:, :-1] | thin[:, 1:])
    return (thin | edge).astype(np.uint8)


def _pieces(mask: Image, scale: float) -> list[tuple[float, float, float, float]]:
    """Left, top, width and height in points of the connected pieces of a mask."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask)
    return [tuple(row) for row in (stats[1:, :4] / scale).tolist()]


def _around(at: float, reach: float, scale: float, size: int) -> tuple[int, int]:
    first = min(max(int((at - reach) * scale), 0), size - 1)
    return first, max(min(int((at + reach) * scale) + 1, size), first + 1)
