"""Where vertical borders may be."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from extractor.geometry import Box, clusters
from extractor.structure.evidence import Counts, Evidence, Flags, Floats
from extractor.structure.line_segments import merge_segments

# Lengths are in letters of the page where nothing else is said.
# Vertical lines, and the ends of texts, so near are one border.
SAME_BORDER, SAME_END = 0.18, 0.2
# Texts with more blank between may be in two columns; a border keeps so clear of them.
LEAST_GUTTER, ROOM = 0.25, 0.12
# An end of text near a line says no more than the line; one near others counts for them.
NEAR_LINE, NEAR_END = 0.25, 0.3
# A place so near (points) to a border of the page before is that border.
SAME_PLACE = 0.01
# Places that part the texts of this share of all strips with several texts alike are one gutter.
ALIKE = 0.9
# The ends of horizontal lines longer than N letters may be borders of columns.
LONG_END = 2.0


def find_places(page: Evidence, strip: NDArray[np.intp], before: Sequence[float], centred: Sequence[float]) -> Floats:
    """Vertical lines, the sides of gutters between texts, borders of the page before and those that `centred` headings
    tell, from left to right; the first and last are the page's sides.
    """
    lines = merge_segments(page.vertical, SAME_BORDER * page.em)
    told = [sum(group) / len(group) for group in clusters(centred, SAME_END * page.em)]
    gutters = np.array([*_gutters(page, strip), *line_ends(page), *told, *before])
    free = gutters[~near(gutters, lines, NEAR_LINE * page.em)]
    inner = np.sort(np.concatenate([lines, free]))
    inner = inner[(inner > 0) & (inner < page.width)]
    return _without_repeats(page, strip, np.concatenate([[0.0], inner, [page.width]]), before)


def line_ends(page: Evidence) -> list[float]:
    """Where horizontal lines begin and end."""
    long = [stroke for stroke in page.horizontal if stroke.end - stroke.start > LONG_END * page.em]
    groups = clusters((end for stroke in long for end in stroke[1:]), SAME_END * page.em)
    return [sum(group) / len(group) for group in groups]


def _without_repeats(page: Evidence, strip: NDArray[np.intp], x: Floats, before: Sequence[float]) -> Floats:
    """The places without gutters that part the texts as a border of the page before does."""
    own = near(x, before, SAME_PLACE)
    lined = near(x, [stroke.at for stroke in page.vertical], NEAR_LINE * page.em)
    if not own.any():
        return x
    boxes, shape = page.boxes, (int(strip.max()) + 1, len(x))
    begun, ended = sum_by_strip(strip, boxes[:, [0]] < x, shape), sum_by_strip(strip, boxes[:, [2]] < x, shape)
    several = ended[:, -1] > 1
    same = [counts[several][:, :, None] == counts[several][:, None, own] for counts in (begun, ended)]
    alike = np.mean(same[0] & same[1], axis=0) >= ALIKE if several.any() else np.zeros((len(x), 1), bool)
    kept = own | lined | ~alike.any(axis=1)
    kept[0] = kept[-1] = True
    return x[kept]


def _gutters(page: Evidence, strip: NDArray[np.intp]) -> list[float]:
    """Where texts of a strip end before a blank without a line, and begin after it, and where its last text ends and
    its first begins: a heading of two lines may stand in strips of its own.  Of places that
    part the page's texts alike, the commonest.
    """
    ends: list[float] = []
    before: dict[int, Box] = {}
    for run, at in zip(page.runs, strip.tolist(), strict=True):  # from left to right
        box, left = run.box, before.get(at)
        if left is not None and box.x0 - left.x1 > LEAST_GUTTER * run.em:
            blank = Box(left.x1, min(left.y0, box.y0), box.x0, max(left.y1, box.y1))
            ends += [] if page.lines.parts(blank) else [left.x1 + ROOM * page.em, box.x0 - ROOM * page.em]
        elif left is None:
            ends.append(box.x0 - ROOM * page.em)
        if left is None or box.x1 > left.x1:
            before[at] = box
    ends += [box.x1 + ROOM * page.em for box in before.values()]
    places = [sum(group) / len(group) for group in clusters(ends, SAME_END * page.em)]
    every = np.array(ends)
    support = {place: np.count_nonzero(np.abs(every - place) < NEAR_END * page.em) for place in places}
    boxes = page.boxes
    commonest: dict[tuple[int, ...], float] = {}
    for place in sorted(places, key=lambda place: -support[place]):
        parted = np.count_nonzero(boxes[:, [0, 2]] < place, axis=0)
        commonest.setdefault(tuple(parted.tolist()), place)
    return list(commonest.values())


def near(places: Floats, others: Sequence[float], reach: float) -> Flags:
    """Whether each place is within reach of any of the others."""
    apart = np.abs(places[:, None] - np.array(others).reshape(1, -1))
    return np.asarray((apart < reach).any(axis=1))


def sum_by_strip(strip: NDArray[np.intp], flags: Flags, shape: tuple[int, int]) -> Counts:
    """How many runs of each strip have a flag."""
    sums = np.zeros(shape, np.int32)
    np.add.at(sums, strip, flags.astype(np.int32))
    return sums
