"""The pale ends of lines: on dirty paper only dark ink counts, and of a word that fades it leaves a part.

Paler ink beside a line belongs to it where some of it is dark, as edges go on in their hysteresis (Canny 1986).
"""

from __future__ import annotations

import cv2
import numpy as np

from extractor.geometry import Box, around
from extractor.imaging import find_local_ink, to_grey
from extractor.model import Image, Page

# Darker than the surroundings' mean by so many of 255 grey levels is pale ink; in a piece of it this share is dark, and
# so many pixels.
PALE_DEPTH, DARK_SHARE, LEAST_DARK = 30, 0.1, 2
# Points: what is left of a rule at a cell's edge is thinner.
SLIVER = 0.6
# A piece of a line is no higher than so many usual lines, and no farther from its other pieces than so many; it reaches
# no more points above or below them.
HIGHEST, BESIDE, ABOVE = 1.75, 1.0, 1.0
# Points: a side of a line that gains no more was only blurred.
BLUR = 1.5


def mask_pale_ink(page: Page, dark: Image, speck: float) -> Image:
    """The mask (0 or 1) of ink that may be pale but is dark in part (`dark`, the mask of what is), without pieces
    smaller than a speck (points).
    """
    ink = find_local_ink(to_grey(page.image), page.scale, PALE_DEPTH)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    least = np.maximum(LEAST_DARK, DARK_SHARE * stats[:, cv2.CC_STAT_AREA])
    kept = np.bincount(labels[dark > 0], minlength=count) >= least
    kept &= np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]) > speck * page.scale
    kept[0] = False
    return np.asarray(kept.astype(np.uint8)[labels], np.uint8)


def extend_to_pale_ends(line: Box, room: Box, pale: list[Box], usual: float) -> Box:
    """A line with the pieces of pale ink beside it, one after the other, that lie between the lines above and below.

    `room` is the part of the cell that is the line's own, `usual` the height of a line (points).
    """
    whole = line
    left = [
        box for box in pale if box.height <= HIGHEST * usual and box.y0 >= room.y0 - BLUR and box.y1 <= room.y1 + BLUR
    ]
    while beside := [box for box in left if _is_beside(box, whole, usual)]:
        left = [box for box in left if box not in beside]
        whole = around([whole, *beside])
    return Box(*(new if abs(new - old) > BLUR else old for new, old in zip(whole, line, strict=True)))


def _is_beside(box: Box, line: Box, usual: float) -> bool:
    across = max(box.x0 - line.x1, line.x0 - box.x1)
    down = max(box.y0 - line.y1, line.y0 - box.y1)
    return across <= BESIDE * usual and down <= ABOVE


def find_pieces(page: Page, pale: Image, rows: slice, columns: slice) -> list[Box]:
    """The boxes of the connected pieces of ink in a part of the page, without what is left of rules at its edges."""
    ink = pale[rows, columns]
    if not ink.any():
        return []
    high, wide = ink.shape
    _, _, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(ink), connectivity=8)
    x, y, w, h = (stats[1:, k] for k in range(4))
    at_edge = (x == 0) | (y == 0) | (x + w == wide) | (y + h == high)
    kept = ~(at_edge & (np.minimum(w, h) <= SLIVER * page.scale))
    edges = np.stack([x + columns.start, y + rows.start, x + w + columns.start, y + h + rows.start], axis=1)
    return [Box(*edge) for edge in (edges[kept] / page.scale).tolist()]
