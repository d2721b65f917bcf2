"""Columns of a table without upright rules: the blank stripes between its texts."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from extractor.geometry import Box, clusters, runs

# A blank stripe at least this wide divides columns.
LEAST_GAP = 2.6
# A stripe that few bands (headers over several columns) cross divides columns too.
MOST_CROSSING = 0.15
LEAST_BANDS_BESIDE = 3
# The width (points) in which text is told along a band.
PROFILE_STEP = 0.5
# Parts of a word are no further apart (points), those of a figure whose point was not seen, and what stands on both
# sides of a bracket's blank.
PARTED, POINT, BRACKET = 6.0, 4.5, 6.75
# Two digits are no wider than so much of their height; so many rows tell of decimals, all but so many.
TWO_DIGITS, LEAST_FIGURES, MOST_OTHERS = 2.0, 3, 2


def columns_of(bands: list[list[Box]], left: float, right: float) -> list[float]:
    """Border positions: the middles of stripes that no band crosses, and of stripes that few cross between
    text of many.
    """
    inked = _profile(bands, left, right)
    count = inked.sum(axis=0)
    least = LEAST_GAP / PROFILE_STEP
    blank = [(a, b) for a, b in runs(count == 0) if b - a >= least and a > 0 and b < len(count)]
    few = max(1, int(MOST_CROSSING * len(bands)))
    crossed = []
    for a, b in runs(count <= few):
        if b - a < least or any(a < end and start < b for start, end in blank):
            continue
        before = max((end for _, end in blank if end <= a), default=0)
        after = min((start for start, _ in blank if start >= b), default=len(count))
        # Bands that cross the stripe say nothing for it: only text that keeps to one side does.
        keeping = inked[~inked[:, a:b].any(axis=1)]
        beside = min(int(keeping[:, side].sum(axis=0).max(initial=0)) for side in (slice(before, a), slice(b, after)))
        if beside >= LEAST_BANDS_BESIDE:
            crossed.append((a, b))
    inner = sorted(left + (a + b) / 2 * PROFILE_STEP for a, b in blank + crossed)
    inner = [x for x in inner if left + 3 < x < right - 3]
    return _without_parted_words([left, *(group[0] for group in clusters(inner, LEAST_GAP)), right], bands)


def _without_parted_words(columns: list[float], bands: list[list[Box]]) -> list[float]:
    """The borders but those that run through words or figures: beside a column whose only text goes on across, or
    with text close to both sides wherever there is text on both.
    """
    kept = columns[:1]
    for border, after in pairwise(columns[1:]):
        before = [[blob for blob in band if kept[-1] <= blob.centre[0] < border] for band in bands]
        behind = [[blob for blob in band if border <= blob.centre[0] < after] for band in bands]
        gaps = [
            min(b.x0 for b in right) - max(a.x1 for a in left)
            for left, right in zip(before, behind, strict=True)
            if left and right
        ]
        sparse = min(sum(map(bool, before)), sum(map(bool, behind))) == 1
        parted = sparse and min(gaps, default=PARTED) < PARTED
        close = bool(gaps) and float(np.median(gaps)) < POINT and max(gaps) < BRACKET
        if not (parted or close or _are_decimals(before, behind)):
            kept.append(border)
    return [*kept, columns[-1]]


def _are_decimals(before: list[list[Box]], behind: list[list[Box]]) -> bool:
    """Whether what stands beside a border is figures and their decimals, the points between too small to be seen: two
    digits close by wherever there is text before it, but in the heading and where the column's number stands.
    """
    rows = [(left, right) for left, right in zip(before, behind, strict=True) if left or right]
    decimals = sum(
        bool(left)
        and len(right) == 1
        and right[0].width <= TWO_DIGITS * right[0].height
        and right[0].x0 - max(blob.x1 for blob in left) <= BRACKET
        for left, right in rows
    )
    return decimals >= max(LEAST_FIGURES, len(rows) - MOST_OTHERS)


def _profile(bands: list[list[Box]], left: float, right: float) -> NDArray[np.bool_]:
    """For every band and half point across: whether text is there."""
    inked = np.zeros((len(bands), int((right - left) / PROFILE_STEP) + 1), bool)
    for row, band in zip(inked, bands, strict=True):
        for blob in band:
            start, end = (int((x - left) / PROFILE_STEP) for x in (blob.x0, blob.x1))
            row[max(start, 0) : max(end + 1, 0)] = True
    return inked
