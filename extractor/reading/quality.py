"""How well a scanned page can be read, and what to do where it cannot.

Measured on the picture (resolution, contrast, width of edges, specks) and on what the reader made of it (the
share of cells that it was not sure of).
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from extractor.imaging import percentile, to_grey
from extractor.model import Flag, Image, Page, Quality, Reading

# A reading less confident than this, or with one of these flags, is unsure; a page of so many cells with this share of
# them is poor.
UNSURE, LEAST_CELLS, MOST_UNSURE = 0.8, 8, 0.2
UNSURE_FLAGS = frozenset({Flag.HIDDEN, Flag.LOST_END})
# Fewer dots an inch leave a figure of 9 points too few pixels to tell a 3 from an 8.
LEAST_RESOLUTION = 120.0
# Ink is darker than paper by this share of black at least; its edges are at most so many points wide.
LEAST_CONTRAST, MOST_BLUR = 0.25, 1.6
# Every so many pixels one serves; the share of pixels that is surely ink on a page with print.
SAMPLED, INKED = 4, 0.005
ADVICE = "Scan it again at 300 dpi, in grey or colour, flat on the glass"


def assess_quality(page: Page, ink: Image, readings: Sequence[Reading]) -> Quality:
    """The report on a scanned page; `ink` is its mask of text (0 or 1), `readings` are those of its cells."""
    contrast, blur = _contrast(page, ink)
    printed = [reading for reading in readings if reading.text]
    unsure = sum(map(_is_unsure, printed)) / len(printed) if printed else 0.0
    why = []
    if page.resolution and page.resolution < LEAST_RESOLUTION:
        why.append(f"{page.resolution:.0f} dots an inch")
    if page.noisy:
        why.append("specks all over")
    if contrast is not None and contrast < LEAST_CONTRAST:
        why.append(f"pale print (contrast {contrast:.2f})")
    if blur is not None and blur > MOST_BLUR:
        why.append(f"blurred (edges {blur:.1f} points wide)")
    if len(printed) >= LEAST_CELLS and unsure > MOST_UNSURE:
        why.append(f"{unsure:.0%} of the cells read without certainty")
    return Quality(
        "poor" if why else "good",
        tuple(why),
        ADVICE if why else "",
        round(page.resolution, 1),
        None if contrast is None else round(contrast, 2),
        None if blur is None else round(blur, 2),
        round(unsure, 3),
    )


def _is_unsure(reading: Reading) -> bool:
    return reading.confidence < UNSURE or bool(reading.flags & UNSURE_FLAGS)


def assess_sheet(halves: Sequence[Quality]) -> Quality:
    """The report on a sheet of two pages: the worse of both in everything."""
    why = tuple(dict.fromkeys(each for half in halves for each in half.why))
    return Quality(
        "poor" if why else "good",
        why,
        ADVICE if why else "",
        min(half.resolution for half in halves),
        min((half.contrast for half in halves if half.contrast is not None), default=None),
        max((half.blur for half in halves if half.blur is not None), default=None),
        max(half.unsure for half in halves),
    )


def _contrast(page: Page, ink: Image) -> tuple[float | None, float | None]:
    """(share of black between paper and ink, width of edges in points); None where hardly anything is printed."""
    grey = to_grey(page.image)[::SAMPLED]
    mask = np.ascontiguousarray(ink[::SAMPLED])
    if np.count_nonzero(mask) < INKED * mask.size:
        return None, None
    paper, dark = percentile(grey, 50, 1 - mask), percentile(grey, 20, mask)
    contrast = max(paper - dark, 0.0)
    slope = np.abs(cv2.Sobel(grey, cv2.CV_16S, 1, 0)[mask > 0]) / 8
    steepest = float(np.percentile(slope, 95))
    return contrast / 255, contrast / max(steepest, 0.5) / page.scale
