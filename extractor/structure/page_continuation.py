"""Where the borders of a table that goes on from the page before stand on a scan: no two sheets lie alike."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from extractor.geometry import runs
from extractor.model import Page

# A sheet lies so far (points) aside of the one before at most; offsets are tried in such steps.
FARTHEST, STEP = 18.0, 0.5
# A point aside weighs as much as this part of a text that a border crosses.
ASIDE = 0.02
# Text crosses a border that lies so far (points) inside of it.
INSIDE = 1.0


def align_borders(columns: Sequence[float], page: Page) -> tuple[float, ...]:
    """The borders moved to where they cross the fewest words of the page."""
    if not columns or not page.words:
        return tuple(columns)
    left = np.array([word.box.x0 for word in page.words]) + INSIDE
    right = np.array([word.box.x1 for word in page.words]) - INSIDE
    offsets = np.arange(-FARTHEST, FARTHEST + STEP / 2, STEP)
    borders = np.array(columns)[None, :, None] + offsets[:, None, None]
    crossed = ((left < borders) & (borders < right)).sum(axis=(1, 2))
    costs = crossed + ASIDE * np.abs(offsets)
    # Of the offsets around the best that are as good, the middle one.
    cheapest = int(costs.argmin())
    good = crossed == crossed[cheapest]
    first, end = next((first, end) for first, end in runs(good) if first <= cheapest < end)
    best = 0.0 if good[len(good) // 2] else float(offsets[first] + offsets[end - 1]) / 2
    return tuple(float(column + best) for column in columns)
