"""Two pages side by side on one sheet: a book laid open on the glass, two pages copied onto one.

A page wrongly torn is worse than a sheet left whole.  A sheet is divided only where it has the shape of two upright
pages, and the widest stripe without print runs through its middle over the full height, about as wide as the outer
margins together; both sides are filled with print.  The shadow or dark line of a binding may run down the stripe.
A title, a page number or a rule that crosses it keeps the sheet whole.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.model import Image, Page
from extractor.pages.sheet import sheet_alone
from extractor.picture import chosen, grey_of, local_ink, shrunk

# Width over height of two upright pages beside each other: √2 of A4, 1.55 of US letter.
LEAST_WIDE, MOST_WIDE = 1.2, 1.65
# Width in pixels of the picture that is searched, about so many of them a point; ink's depth in grey levels.
SEARCH_WIDTH, SEARCH_SCALE, INK_DEPTH = 900, 0.75, 20
# Ink no larger than so many pixels both ways is dust; so much of the height at its ends is the sheet's edge, so much
# where a binding's shadow ends there.
DUST, EDGE, BOUND_EDGE = 2, 0.03, 0.1
# The gutter leans by at most so much (tangent), and lies aside from the sheet's middle by so much of its width.
MOST_LEAN, ROUGH_STEP, LEAN_STEP, MOST_ASIDE = 0.18, 0.01, 0.0025, 0.05
# Its least width, blank and with a binding's shadow in it: shares of the outer margins together, of the sheet's width,
# of the next stripe (what stands in columns has many).
LEAST_BLANK, LEAST_BOUND = (0.75, 0.03, 3.0), (0.5, 0.015, 1.0)
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
    """A stripe without print, from `start` to `end` at half the height (pixels), `lean` is its tangent.

    `margins` are both outer ones together, `other` is the width of the next stripe.
    """

    start: int
    end: int
    lean: float
    margins: int
    other: int

    @property
    def width(self) -> int:
        """Its extent across."""
        return self.end - self.start


class Gutter(NamedTuple):
    """The stripe between two pages, from `start` to `end` at half the height, and where in it the pages part (pixels).

    `lean` is its tangent.
    """

    start: float
    end: float
    parting: float
    lean: float


def pages_on(sheet: Page) -> list[Page]:
    """The page itself, or the two pages that it shows side by side, the left one first."""
    gutter = gutter_of(sheet.image)
    if gutter is None:
        return [sheet]
    return [_half(sheet, gutter, "left"), _half(sheet, gutter, "right")]


def gutter_of(image: Image) -> Gutter | None:
    """The stripe between two pages on one sheet; None where the picture is of one page."""
    high, wide = image.shape[:2]
    if not LEAST_WIDE <= wide / high <= MOST_WIDE:
        return None
    ratio = min(1.0, SEARCH_WIDTH / wide)
    grey = shrunk(grey_of(image), ratio)
    ink = _without_dust(local_ink(grey, SEARCH_SCALE, INK_DEPTH))
    lean = _lean(ink)
    gutter = _parting(grey, _widest(ink, lean, EDGE)) or _parting(grey, _widest(ink, lean, BOUND_EDGE), bound=True)
    return gutter and Gutter(gutter.start / ratio, gutter.end / ratio, gutter.parting / ratio, lean)


def _parting(grey: Image, stripe: Stripe | None, *, bound: bool = False) -> Gutter | None:
    """The gutter that a stripe is, by its width and its place; a binding's only, where it must be bound."""
    if stripe is None:
        return None
    binding = _binding(grey, stripe)
    if bound and binding is None:
        return None
    least = LEAST_BLANK if binding is None else LEAST_BOUND
    middle, quarter = grey.shape[1] / 2, stripe.width / 4
    parting = min(max(middle, stripe.start + quarter), stripe.end - quarter) if binding is None else binding
    narrow = stripe.width < max(np.multiply(least, (stripe.margins, grey.shape[1], stripe.other)))
    if narrow or abs(parting - middle) > MOST_ASIDE * grey.shape[1]:
        return None
    return Gutter(stripe.start, stripe.end, parting, stripe.lean)


def _lean(ink: Image) -> float:
    """The tangent by which the print's columns lean: that makes the sums of ink along its rows sharpest."""
    y, x = np.nonzero(ink)
    lean = 0.0
    for reach, step in ((MOST_LEAN, ROUGH_STEP), (ROUGH_STEP, LEAN_STEP)):
        near: list[float] = np.arange(lean - reach, lean + reach + step / 2, step).round(4).tolist()
        lean = max(near, key=lambda each: (_sharpness(y + each * x), -abs(each)))
    return lean


def _widest(ink: Image, lean: float, edge: float) -> Stripe | None:
    """The widest stripe between two sides that are full of print; `edge` is what is left out at both ends."""
    high, wide = ink.shape
    first = round(edge * high)
    y, x = np.nonzero(ink[first : high - first])
    y += first - high // 2
    columns = np.bincount(np.rint(x - lean * y).astype(np.intp).clip(0, wide - 1), minlength=wide) / (high - 2 * first)
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
    return Stripe(start, end, lean, margins, other) if filled else None


def _sharpness(down: Coordinates) -> float:
    """How much the ink's sums change from line to line."""
    sums = np.bincount(np.rint(down - down.min()).astype(np.intp)) if len(down) else np.zeros(1)
    return float(np.square(np.diff(sums)).sum())


def _without_dust(ink: Image) -> Image:
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    keep = (stats[:, cv2.CC_STAT_WIDTH] > DUST) | (stats[:, cv2.CC_STAT_HEIGHT] > DUST)
    keep[0] = False
    return chosen(keep, labels)


def _binding(grey: Image, blank: Stripe) -> float | None:
    """Where in the stripe the paper is darkest; None where it is hardly darker there than on both sides."""
    high, wide = grey.shape
    if blank.width <= 2 * BLUR:
        return None
    rows = np.arange(high)[:, None]
    reach = round(BESIDE * wide)
    places = np.arange(blank.start - reach, blank.end + reach) + np.rint(blank.lean * (rows - high / 2)).astype(np.intp)
    across = grey[rows, places.clip(0, wide - 1)].astype(np.float32)
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
    leaning = gutter.lean * (rows - high / 2)
    cut = np.rint(gutter.parting + leaning).astype(np.intp).clip(1, wide - 1)
    first, end = (0, int(cut.max())) if half == "left" else (int(cut.min()), wide)
    inner = ((gutter.start if half == "left" else gutter.end) + gutter.parting) / 2
    probes = np.rint(inner + leaning + np.arange(-PROBED, PROBED + 1)).astype(np.intp).clip(0, wide - 1)
    shade = np.median(sheet.image[rows, probes], axis=1, keepdims=True).astype(np.uint8)
    columns = np.arange(first, end)
    binding = columns >= inner + leaning if half == "left" else columns < inner + leaning
    image = sheet.image[:, first:end].copy()
    image[binding] = np.repeat(shade, end - first, axis=1)[binding]
    back = np.array([[1.0, 0, first / sheet.scale], [0, 1, 0], [0, 0, 1]])
    return replace(
        sheet,
        width=(end - first) / sheet.scale,
        image=sheet_alone(image),
        turn=sheet.turn @ back,
        half=half,
        sheet=(sheet.width, sheet.height),
    )
