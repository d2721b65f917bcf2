"""Seals as dark as the print, as in a bilevel scan: told by their ring alone, a circle of 34 to 63 mm.

The ring and what is too thick for print, as the star, are taken off.  The words of the seal cannot be told from print,
so all that lies within the ring is told as hidden.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.geometry import Box, runs
from extractor.imaging import close_mask, dilate, open_mask, shrink_roughly
from extractor.model import Image
from extractor.pages.seals.grey import paper_level

# A pixel is ink where it is so many of 255 levels darker than the paper.
INK = 90
# Points: the radii of seals.
SMALLEST, LARGEST = 48.0, 90.0
# Rings are looked for on a picture of so many pixels a point; of its circles so many are looked at.
SEARCH_SCALE, MOST_CIRCLES = 0.75, 20
# What OpenCV's search takes for an edge, and the share of a circle's edges it wants: print breaks a ring.
EDGE, VOTES = 120.0, 0.3
# A pixel of that picture is near ink where its mean is so much of 255.
SOME = 60
# Points: a circle may lie so far from where it was found, and is so wide at most.
OFF, WIDE = 2.0, 4.5
# Of all directions this share is on the page; of those a ring is seen in so many, and beside it, so many points away,
# ink in no more than that.
LEAST_ON_PAGE = 0.3
LEAST_SEEN, BESIDE, MOST_BESIDE = 0.8, 4.0, 0.5
ANGLES = np.linspace(0, 2 * np.pi, 360, endpoint=False)
# Points: print has no strokes that a square of so many fits into.  A star reaches so far from the middle to the ring.
THICK, STAR = 5.0, 0.4
# Points: rules run straight for so long; they are led over what was taken off for so much.
RUN, GAP = 12.0, 48.0
# Points: the blur of an edge; the height of the strips in which a seal is told.
BLUR, STRIP = 0.7, 6.0


class Ring(NamedTuple):
    """A circle in pixels: its middle, and the inner and outer radius of its ink."""

    x: float
    y: float
    inner: float
    outer: float


def remove_black_seals(image: Image, grey: Image, scale: float) -> tuple[Image, list[Box]]:
    """The picture without the rings and stars of seals, and where (points) those lie; the same picture without any."""
    ink = np.asarray(grey < paper_level(grey) - INK, np.uint8)
    rings = list(find_rings(ink, scale))
    if not rings:
        return image, []
    off = np.zeros_like(ink)
    for ring in rings:
        off |= _strokes(ink, ring, scale)
    cleaned = image.copy()
    cleaned[(dilate(off, (3, 3)) > 0) & (ink <= off)] = np.median(image[ink == 0], axis=0)
    return cleaned, [strip for ring in rings for strip in _strips(ring, scale)]


def find_rings(ink: Image, scale: float) -> Iterator[Ring]:
    """The rings of seals in a mask of ink (0 or 1), `scale` pixels a point."""
    ratio = SEARCH_SCALE / scale
    # The middle of a seal that is cut lies beyond the page's edge.
    room = round(LARGEST * SEARCH_SCALE)
    small = cv2.copyMakeBorder(shrink_roughly(ink * 255, ratio), room, room, room, room, cv2.BORDER_CONSTANT, value=0)
    least, most = round(SMALLEST * SEARCH_SCALE), round(LARGEST * SEARCH_SCALE)
    method = cv2.HOUGH_GRADIENT_ALT
    circles = cv2.HoughCircles(small, method, 1.5, least, param1=EDGE, param2=VOTES, minRadius=least, maxRadius=most)
    near = dilate((small[room:-room, room:-room] > SOME).astype(np.uint8), (3, 3))
    for x, y, radius in [] if circles is None else circles[0, :MOST_CIRCLES, :3].tolist():
        x, y = x - room, y - room
        if _seen(near, x, y, np.array([radius - 1, radius, radius + 1])).max() >= LEAST_SEEN:
            ring = _ring(ink, x / ratio, y / ratio, radius / ratio, scale)
            if ring is not None:
                yield ring


def _ring(ink: Image, x: float, y: float, radius: float, scale: float) -> Ring | None:
    """The ring near a circle (pixels), if ink runs all around there and not beside it."""
    room = (BESIDE + WIDE + OFF) * scale
    radii = np.arange(radius - room, radius + room)
    for step in (OFF / 2, OFF / 4):
        around = np.array((-2, -1, 0, 1, 2)) * step * scale
        ways = [(x + across, y + down) for across in around for down in around]
        shares = [_seen(ink, *way, radii) for way in ways]
        # Around its own middle a ring is sharpest.
        at = int(np.argmax([np.square(share).sum() for share in shares]))
        (x, y), seen = ways[at], shares[at]
    dark = int(np.argmax(seen))
    first, end = next((a, b) for a, b in runs(seen >= seen[dark] / 2) if a <= dark < b)
    beside = [at for at in (first - round(BESIDE * scale), end - 1 + round(BESIDE * scale)) if 0 <= at < len(seen)]
    if seen[dark] < LEAST_SEEN or end - first > WIDE * scale or max(seen[beside], default=1.0) > MOST_BESIDE:
        return None
    return Ring(float(x), float(y), float(radii[first]), float(radii[end - 1]))


def _seen(ink: Image, x: float, y: float, radii: NDArray[np.float64]) -> NDArray[np.float64]:
    """For each radius the share of directions in which there is ink; of those on the page, if they are enough."""
    across = np.rint(x + radii[:, None] * np.cos(ANGLES)).astype(np.intp)
    down = np.rint(y + radii[:, None] * np.sin(ANGLES)).astype(np.intp)
    high, wide = ink.shape
    inside = (across >= 0) & (across < wide) & (down >= 0) & (down < high)
    inked = ink[down.clip(0, high - 1), across.clip(0, wide - 1)] & inside
    return np.asarray(inked.sum(axis=1) / np.maximum(inside.sum(axis=1), LEAST_ON_PAGE * len(ANGLES)))


def _strokes(ink: Image, ring: Ring, scale: float) -> Image:
    """The ink of a ring and of the star in its middle, but for rules that cross them."""
    blur = BLUR * scale
    band = _disc(ink, ring, ring.outer + blur) & ~_disc(ink, ring, ring.inner - blur)
    off = ink & (band | _star(ink, ring, scale))
    gap, run = round(GAP * scale), round(RUN * scale)
    rest = ink & ~off
    level = close_mask(open_mask(rest, (1, run)), (1, gap))
    upright = close_mask(open_mask(rest, (run, 1)), (gap, 1))
    return np.asarray(off & ~(level | upright), np.uint8)


def _star(ink: Image, ring: Ring, scale: float) -> Image:
    """What hangs together, in the middle of a ring, with what is too thick for print."""
    side = round(THICK * scale)
    inside = ink & _disc(ink, ring, STAR * ring.inner)
    thick = open_mask(inside, (side, side))
    _, labels = cv2.connectedComponents(inside, connectivity=8)
    return np.asarray(inside & np.isin(labels, np.unique(labels[thick > 0])), np.uint8)


def _disc(like: Image, ring: Ring, radius: float) -> Image:
    """A mask (0 or 1) of what is no further from a ring's middle."""
    disc = np.zeros_like(like)
    cv2.circle(disc, (round(ring.x), round(ring.y)), round(radius), 1, -1)
    return disc


def _strips(ring: Ring, scale: float) -> Iterator[Box]:
    """Boxes, in points, that cover what is within a ring."""
    x, y, radius = ring.x / scale, ring.y / scale, ring.outer / scale
    for top in np.arange(-radius, radius, STRIP).tolist():
        half = float(np.sqrt(max(radius**2 - min(abs(top), abs(top + STRIP)) ** 2, 0.0)))
        yield Box(x - half, y + top, x + half, y + top + STRIP)
