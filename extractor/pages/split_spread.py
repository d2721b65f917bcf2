"""Two pages side by side on one sheet: a book laid open on the glass, two pages copied onto one.

A page wrongly torn is worse than a sheet left whole.  A sheet is divided only where it has the shape of two upright
pages, and the widest stripe without print runs through its middle over the full height, about as wide as the outer
margins together; both sides are filled with print.  The shadow or dark line of a binding may run down the stripe.
A title, a page number or a rule that crosses it keeps the sheet whole.

The stripe is sought on the sheet made straight, and led back as lines to the sheet as it lies: that is what is parted,
so that nothing is drawn anew before each page is made level by itself.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.imaging import find_local_ink, keep_pieces, shrink_roughly, to_grey
from extractor.model import Image, Page
from extractor.pages.crop import crop_sheet
from extractor.pages.perspective import Homography, find_view
from extractor.pages.reduced_ink import reduce_ink

# Width over height of two upright pages beside each other: √2 of A4, 1.55 of US letter.
LEAST_WIDE, MOST_WIDE = 1.2, 1.65
# Width in pixels of the picture that is searched, about so many of them a point; ink's depth in grey levels.
SEARCH_WIDTH, SEARCH_SCALE, INK_DEPTH = 900, 0.75, 20
# Ink no larger than so many pixels both ways is dust; so much of the height at its ends is the sheet's edge, so much
# where a binding's shadow ends there.
DUST, EDGE, BOUND_EDGE = 2, 0.03, 0.1
# The gutter lies aside from the sheet's middle by at most so much of its width; ink that reaches so far to both sides
# of the middle crosses it, however it leans.
MOST_ASIDE, ACROSS = 0.05, 0.13
# The gutter's least width: shares of the outer margins together, of the sheet's width, of the next stripe (what stands
# in columns has many).  Blank; with a binding's shadow in it, where what lies around a sheet may pass for its margins.
LEAST_BLANK = ((0.75, 0.03, 3.0),)
LEAST_BOUND = ((0.5, 0.015, 3.0), (0.15, 0.025, 8.0))
# Ink over this share of the height is the binding's; its shadow makes paper darker by this factor than so far beside.
BINDING, DARKER, BESIDE = 0.9, 1.05, 0.1
# Print beside the stripe is blurred over so many pixels.
BLUR = 2
# Fewer columns with print are of no two pages.
LEAST_PRINTED = 50
# Each side bears this share of the ink, spread over this share of its width.
LEAST_INK, LEAST_SPREAD = 0.02, 0.35

# So many pixels to either side tell the shade of paper; levels of grey between which it is as dark.
PROBED, AS_DARK = 4, 2

Coordinates = NDArray[np.float64]


class Stripe(NamedTuple):
    """An upright stripe without print, from `start` to `end` (pixels).

    `margins` are both outer ones together, `other` is the width of the next stripe.
    """

    start: int
    end: int
    margins: int
    other: int

    @property
    def width(self) -> int:
        """Its extent across."""
        return self.end - self.start


class GutterLine(NamedTuple):
    """A line down a picture: where it is at half the height (pixels), and how it leans (tangent)."""

    middle: float
    lean: float

    def at(self, down: Coordinates) -> Coordinates:
        """How far across it is, so many pixels below half the height."""
        return self.middle + self.lean * down


class Gutter(NamedTuple):
    """The stripe between two pages, from `start` to `end`, and where in it the pages part."""

    start: GutterLine
    parting: GutterLine
    end: GutterLine


def split_spread(sheet: Page) -> list[Page]:
    """The page itself, or the two pages that it shows side by side, the left one first."""
    gutter = find_gutter(sheet.image)
    if gutter is None:
        return [sheet]
    return [_half(sheet, gutter, "left"), _half(sheet, gutter, "right")]


def find_gutter(image: Image) -> Gutter | None:
    """The stripe between two pages on one sheet; None where the picture is of one page."""
    high, wide = image.shape[:2]
    if not LEAST_WIDE <= wide / high <= MOST_WIDE:
        return None
    ratio = min(1.0, SEARCH_WIDTH / wide)
    grey = shrink_roughly(to_grey(image), ratio)
    ink = _ink(grey)
    if _crossed(ink):
        return None
    back = np.diag([1 / ratio, 1 / ratio, 1.0])
    straight = find_view(reduce_ink(grey)).straight
    if straight is not None:
        size = grey.shape[::-1]
        grey = np.asarray(cv2.warpPerspective(grey, straight, size, borderMode=cv2.BORDER_REPLICATE), np.uint8)
        back = back @ np.linalg.inv(straight)
        ink = _ink(grey)
    places = _parting(grey, _widest(ink, BOUND_EDGE), bound=True) or _parting(grey, _widest(ink, EDGE))
    return places and Gutter(*(_line(place, grey.shape[0], back, high) for place in places))


def _ink(grey: Image) -> Image:
    return _without_dust(find_local_ink(grey, SEARCH_SCALE, INK_DEPTH))


def _crossed(ink: Image) -> bool:
    """Whether a piece of ink, as a rule of a table, runs over the middle, the ends of the gutter left out."""
    high, wide = ink.shape
    end = round(BOUND_EDGE * high)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink[end : high - end])
    left = stats[1:, cv2.CC_STAT_LEFT]
    right = left + stats[1:, cv2.CC_STAT_WIDTH]
    return bool(((left < (0.5 - ACROSS) * wide) & (right > (0.5 + ACROSS) * wide)).any())


def _line(across: float, tall: int, back: Homography, high: int) -> GutterLine:
    """An upright line of a picture so many pixels tall in the one, `high` pixels tall, that `back` leads to."""
    ends = np.array([[across, 0.0, 1.0], [across, tall, 1.0]]) @ back.T
    (left, top), (right, bottom) = (ends[:, :2] / ends[:, 2:]).tolist()
    lean = (right - left) / (bottom - top)
    return GutterLine(left + lean * (high / 2 - top), lean)


def _parting(grey: Image, stripe: Stripe | None, *, bound: bool = False) -> tuple[float, float, float] | None:
    """Start, parting and end of the gutter that a stripe is, by its width and its place; a binding's, if so `bound`."""
    if stripe is None:
        return None
    binding = _binding(grey, stripe)
    if bound and binding is None:
        return None
    wide = grey.shape[1]
    quarter = stripe.width / 4
    parting = min(max(wide / 2, stripe.start + quarter), stripe.end - quarter) if binding is None else binding
    looks = LEAST_BLANK if binding is None else LEAST_BOUND
    broad = any(stripe.width >= max(np.multiply(least, (stripe.margins, wide, stripe.other))) for least in looks)
    if not broad or abs(parting - wide / 2) > MOST_ASIDE * wide:
        return None
    return stripe.start, parting, stripe.end


def _widest(ink: Image, edge: float) -> Stripe | None:
    """The widest stripe between two sides that are full of print; `edge` is what is left out at both ends."""
    high, wide = ink.shape
    first = round(edge * high)
    columns = np.count_nonzero(ink[first : high - first], axis=0) / (high - 2 * first)
    shares = np.where(columns < BINDING, columns, 0.0)
    printed = np.flatnonzero(shares)
    if len(printed) < LEAST_PRINTED:
        return None
    gaps = np.diff(printed)
    widest = int(gaps.argmax())
    start, end = int(printed[widest]) + 1, int(printed[widest + 1])
    filled = all(
        side.sum() >= LEAST_INK * shares.sum() and np.ptp(np.flatnonzero(side)) >= LEAST_SPREAD * wide / 2
        for side in (shares[:start], shares[end:])
    )
    margins, other = int(printed[0] + wide - 1 - printed[-1]), int(np.partition(gaps, -2)[-2])
    return Stripe(start, end, margins, other) if filled else None


def _without_dust(ink: Image) -> Image:
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    keep = (stats[:, cv2.CC_STAT_WIDTH] > DUST) | (stats[:, cv2.CC_STAT_HEIGHT] > DUST)
    keep[0] = False
    return keep_pieces(keep, labels)


def _binding(grey: Image, blank: Stripe) -> float | None:
    """Where in the stripe the paper is darkest; None where it is hardly darker there than on both sides."""
    wide = grey.shape[1]
    if blank.width <= 2 * BLUR:
        return None
    reach = round(BESIDE * wide)
    across = grey[:, np.arange(blank.start - reach, blank.end + reach).clip(0, wide - 1)].astype(np.float32)
    stripe = np.median(across[:, reach + BLUR : -reach - BLUR], axis=0)
    beside = min(float(np.percentile(side, 75)) for side in (across[:, :reach], across[:, -reach:]))
    if DARKER * float(stripe.min()) > beside:
        return None
    return blank.start + BLUR + float(np.flatnonzero(stripe <= stripe.min() + AS_DARK).mean())


def _half(sheet: Page, gutter: Gutter, half: Literal["left", "right"]) -> Page:
    """One side of the gutter as a page of its own, its inner margin without the binding and the other page.

    Half of that margin is painted like the paper in its middle, so that no edge is left in a shadow.
    """
    high, wide = sheet.image.shape[:2]
    rows = np.arange(high)[:, None]
    parting = gutter.parting.at(rows - high / 2)
    cut = np.rint(parting).astype(np.intp).clip(1, wide - 1)
    first, end = (0, int(cut.max())) if half == "left" else (int(cut.min()), wide)
    inner = ((gutter.start if half == "left" else gutter.end).at(rows - high / 2) + parting) / 2
    probes = np.rint(inner + np.arange(-PROBED, PROBED + 1)).astype(np.intp).clip(0, wide - 1)
    shade = np.median(sheet.image[rows, probes], axis=1, keepdims=True).astype(np.uint8)
    columns = np.arange(first, end)
    binding = columns >= inner if half == "left" else columns < inner
    image = sheet.image[:, first:end].copy()
    image[binding] = np.repeat(shade, end - first, axis=1)[binding]
    back = np.array([[1.0, 0, first / sheet.scale], [0, 1, 0], [0, 0, 1]])
    return replace(
        sheet,
        width=(end - first) / sheet.scale,
        image=crop_sheet(image),
        turn=sheet.turn @ back,
        half=half,
        sheet=(sheet.width, sheet.height),
    )
