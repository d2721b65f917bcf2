"""The columns of a table that was decoded: where its borders lie, and which text is in which column."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extractor.structure.candidates import Candidates
from extractor.structure.cover import vertical_cover
from extractor.structure.decode import NARROWEST, Segment
from extractor.structure.evidence import Evidence, Flags, Floats
from extractor.structure.places import line_ends
from extractor.structure.runs import BLANK, Run
from extractor.structure.weights import LINE_THERE

# A table's sides keep so clear (points) of its texts and lines.
ROOM = 0.3
# Beyond the last border there is a column where more than this share of the lines go on.
MOST_LINES = 0.5
# Texts end near a border (letters) where its gutter is; what goes on over it is in merged cells.
NEAR_GUTTER = 0.2
# A number leaves no room in its column where less than so much (letters) is free on either side; what follows on the
# next line of the same cell is no further below.
FULL, CLOSE = 1.0, 1.5
# A line of which only a piece is left may be read as one of these; its middle is so near (letters) to its border.
STROKES, ON_BORDER = frozenset("1IilL|!"), 0.2
# Lines of one cell have their middles so near (letters) to each other.
MIDDLE = 0.15


class Columns(NamedTuple):
    """A table's texts with their strips (counted from the table's first) and columns, and the borders between.

    `edges` part its strips, `at` (columns + 1) its columns; `margins` belong to `at`.
    """

    runs: list[Run]
    strip: NDArray[np.intp]
    column: NDArray[np.intp]
    edges: Floats
    at: Floats
    margins: tuple[float, ...]
    style: str


def build_columns(page: Evidence, found: Candidates, segment: Segment) -> Columns:
    """The columns of a segment, without the empty ones between the page's sides and the table's."""
    at = found.x[list(segment.borders)]
    inside = np.flatnonzero((segment.first <= found.strip) & (found.strip < segment.end))
    if not page.exact:
        inside = inside[[not _is_rest(page, page.runs[k], at) for k in inside.tolist()]]
    runs = [page.runs[k] for k in inside.tolist()]
    edges = found.edges[segment.first : segment.end + 1]
    at, margins = _with_sides(page, runs, edges, at, segment.margins)
    column = _columns(runs, at)
    if segment.style != "ruled":
        lined = (vertical_cover(page, at, edges) > LINE_THERE).any(axis=0)
        before = np.isin(at, found.x[found.expected[segment.first]])
        centred = found.x[found.centred[segment.first : segment.end].any(axis=0)]
        at = _in_gutters(page, runs, column, at, lined | before, centred)
    runs = _without_wrapped(page, runs, column, at)
    return Columns(runs, found.strip[inside] - segment.first, column, edges, at, margins, segment.style)


def _is_rest(page: Evidence, run: Run, at: Floats) -> bool:
    """Whether OCR read what is left of a line as a text: a stroke that stands on a border."""
    return run.text in STROKES and bool(np.abs(at - run.box.centre[0]).min() < ON_BORDER * page.em)


def _with_sides(
    page: Evidence, runs: Sequence[Run], edges: Floats, at: Floats, margins: tuple[float, ...]
) -> tuple[Floats, tuple[float, ...]]:
    """The borders with the table's sides instead of the page's: an outer line, or around all texts and lines."""
    lines = [stroke for stroke in page.horizontal if edges[0] - 1 <= stroke.at <= edges[-1] + 1]
    left = min([run.box.x0 for run in runs] + [line.start for line in lines])
    right = max([run.box.x1 for run in runs] + [line.end for line in lines])
    middles = np.array([run.box.centre[0] for run in runs])
    if len(at) > 2 and not (middles < at[1]).any() and not _open([at[1] - line.start for line in lines], page.em):
        at, margins = at[1:], (np.inf, *margins[2:])
    else:
        at[0] = min(left - ROOM, at[1] - 1)
    if len(at) > 2 and not (middles > at[-2]).any() and not _open([line.end - at[-2] for line in lines], page.em):
        at, margins = at[:-1], (*margins[:-2], np.inf)
    else:
        at[-1] = max(right + ROOM, at[-2] + 1)
    if len(at) > 2 and at[1] - at[0] < NARROWEST * page.em:  # a double line
        at, margins = at[1:], (np.inf, *margins[2:])
    if len(at) > 2 and at[-1] - at[-2] < NARROWEST * page.em:
        at, margins = at[:-1], (*margins[:-2], np.inf)
    return at, margins


def _open(beyond: Sequence[float], em: float) -> bool:
    """Whether there is a column without text beyond the last border: most lines that reach it go on beyond it."""
    reaching = [far for far in beyond if far > -em]
    return bool(reaching) and float(np.mean([far > em for far in reaching])) > MOST_LINES


def _columns(runs: Sequence[Run], at: Floats) -> NDArray[np.intp]:
    middles = np.array([run.box.centre[0] for run in runs])
    return np.clip(np.searchsorted(at, middles) - 1, 0, len(at) - 2)


def _without_wrapped(page: Evidence, runs: Sequence[Run], column: NDArray[np.intp], at: Floats) -> list[Run]:
    """The texts, no number where it is the rest of one that fills its column and goes on below."""
    kept = list(runs)
    for k, (run, c) in enumerate(zip(runs, column.tolist(), strict=True)):
        above = (runs[o] for o in np.flatnonzero(column == c).tolist()) if run.number else ()
        if any(_goes_on(page, upper, run, at[c], at[c + 1]) for upper in above):
            kept[k] = run._replace(number=False)
    return kept


def _goes_on(page: Evidence, upper: Run, lower: Run, left: float, right: float) -> bool:
    """Whether a number of digits leaves no room in its column and the lower one begins close below it, or stands below
    its middle in a cell with lines above and below both, and none between.
    """
    room = FULL * upper.em
    full = upper.text.isdigit() and upper.box.x0 - left < room and right - upper.box.x1 < room
    close = 0 < lower.box.y0 - upper.box.y0 < CLOSE * upper.em
    if not full or not close or len(lower.text) >= len(upper.text):
        return False
    middle = upper.box.centre[0]
    if abs(lower.box.x0 - upper.box.x0) < ROOM * 2:
        return True
    over, under = upper.box.centre[1], lower.box.centre[1]
    lines = [line.at for line in page.horizontal if line.start < middle < line.end]
    near = [at for at in lines if over - CLOSE * upper.em < at < under + CLOSE * upper.em]
    parted = any(over < at < under for at in near)
    framed = any(at < over for at in near) and any(at > under for at in near)
    return abs(lower.box.centre[0] - middle) < MIDDLE * upper.em and framed and not parted


def _in_gutters(
    page: Evidence, runs: Sequence[Run], column: NDArray[np.intp], at: Floats, fixed: Flags, centred: Floats
) -> Floats:
    """The borders, those not fixed in the middle of the blank between their columns' texts, or where a line divides
    that: a vertical one of another part of the page, the end of a horizontal one, or what `centred` headings tell.
    """
    moved = at.copy()
    near = NEAR_GUTTER * page.em
    lines = np.array([*(stroke.at for stroke in page.vertical), *line_ends(page), *centred])
    number = np.array([run.number for run in runs], bool)
    left, right = np.array([(run.box.x0, run.box.x1) for run in runs]).T
    for k in np.flatnonzero(~fixed[1:-1]) + 1:
        before, after = column == k - 1, column == k
        ends, starts = right[before], left[after]
        if not len(ends) or not len(starts):
            continue
        if starts.min() - ends.max() < BLANK * page.em:  # some text goes on over the border, and tells nothing of it
            ends = right[before & (number | (right <= at[k] + near))]
            starts = left[after & (number | (left >= at[k] - near))]
        if len(ends) and len(starts) and ends.max() < starts.min():
            middle = (ends.max() + starts.min()) / 2
            dividing = lines[(ends.max() < lines) & (lines < starts.min())]
            moved[k] = dividing[np.abs(dividing - middle).argmin()] if len(dividing) else middle
    return moved
