"""The cuts that part a page into strips: lines across it, blanks between texts, and what is between two figures."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from extractor.geometry import clusters, runs
from extractor.model import LineSegment
from extractor.structure.evidence import Evidence
from extractor.structure.line_segments import merge_segments

Floats = NDArray[np.float64]

# Horizontal lines so near (letters) are one (a double line).
SAME_CUT = 0.3
# Vertical lines that end so near (letters) to a horizontal one meet it.
FROM_LINE = 0.5
# Texts lie over each other by so much of a letter's height and are still in two bands; numbers by so much in two rows.
OVERLAP, NUMBERS_OVERLAP = 0.08, 0.25
# Numbers one below the other are in two rows up to such a distance (letters).
FAR_BELOW = 4.0
# Bands are sought at so many places a point.
BANDS_A_POINT = 4


def find_edges(page: Evidence, lines: Sequence[LineSegment]) -> Floats:
    """Horizontal lines, blanks between bands of text, and what is between numbers one below the other."""
    at = merge_segments(lines, SAME_CUT * page.em)
    cuts = [*at, *_blanks(page, at)]
    cuts += _between_numbers(page, cuts)
    edges = [0.0]
    for cut in sorted(cuts):
        if cut - edges[-1] > 0.5 and cut < page.height - 0.5:
            edges.append(cut)
    return np.array([*edges, page.height])


def _blanks(page: Evidence, lines: Sequence[float]) -> list[float]:
    """Where vertical lines begin or end in blanks across the page (a row without a line, as at the end of a page), and
    the middles of blanks that hold neither that nor a line.
    """
    busy = np.zeros(int(page.height * BANDS_A_POINT) + 2, bool)
    for run in page.runs:
        inset = OVERLAP * run.box.height
        busy[int((run.box.y0 + inset) * BANDS_A_POINT) : int((run.box.y1 - inset) * BANDS_A_POINT) + 1] = True
    near = 0.2 * page.em
    groups = clusters((end for stroke in page.vertical for end in stroke[1:]), SAME_CUT * page.em)
    places = np.array(lines)
    ends = [sum(group) / len(group) for group in groups if len(group) > 1]
    ends = [at for at in ends if not np.any(np.abs(places - at) < FROM_LINE * page.em)]
    cuts: list[float] = []
    for first, end in runs(~busy):
        top, bottom = first / BANDS_A_POINT, end / BANDS_A_POINT
        inside = [at for at in ends if top <= at <= bottom]
        lined = np.any((places >= top - near) & (places <= bottom + near))
        cuts += inside if inside or lined else [(top + bottom) / 2]
    return cuts


def _between_numbers(page: Evidence, cuts: Sequence[float]) -> list[float]:
    """Between a number and the one below it, where no cut parts them: other texts may reach over two rows."""
    boxes = [run.box for run in page.runs if run.number]
    numbers = np.array(sorted(boxes, key=lambda box: box.y0)).reshape(-1, 4)
    found: list[float] = []
    for x0, y0, x1, y1 in numbers.tolist():
        lower = numbers[:, 1] >= y1 - NUMBERS_OVERLAP * page.em
        below = numbers[lower & (numbers[:, 0] < x1) & (numbers[:, 2] > x0)]
        if not len(below):
            continue
        top, bottom = below[0, 1], below[0, 3]
        middles = (y0 + y1) / 2, (top + bottom) / 2
        if top - y1 < FAR_BELOW * page.em and not any(middles[0] < cut < middles[1] for cut in (*cuts, *found)):
            found.append((y1 + top) / 2)
    return found
