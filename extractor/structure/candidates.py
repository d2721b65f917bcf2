"""Where borders may be: the strips of a page, places of vertical borders, and what is seen of each in each strip."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extractor.geometry import Box, clusters
from extractor.model import LineSegment
from extractor.structure.edges import SAME_CUT, find_edges
from extractor.structure.evidence import Evidence
from extractor.structure.line_segments import cover_horizontal, cover_vertical, merge_segments
from extractor.structure.runs import Run, gap, of_one_word, on_one_line
from extractor.structure.weights import LINE_THERE

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Counts = NDArray[np.int32]

# Lengths are in letters of the page, so that fine print and large print are alike.
# A horizontal line is longer than a stroke of a character.
SHORTEST_LINE = 1.2
# Vertical lines, and the ends of texts, so near are one border.
SAME_BORDER, SAME_END = 0.18, 0.2
# Texts with more blank between may be in two columns; a border keeps so clear of them.
LEAST_GUTTER, ROOM = 0.25, 0.12
# An end of text near a line says no more than the line; one near others counts for them.
NEAR_LINE, NEAR_END = 0.25, 0.3
# More gutters than these, those that most texts end at, are not examined.
MOST_GUTTERS = 60
# A place so near (points) to a border of the page before is that border.
SAME_PLACE = 0.01
# Places that part the texts of this share of all strips with several texts alike are one gutter.
ALIKE = 0.9
# A table that goes on from the page before has so many lines of text above it at most.
MOST_ABOVE = 1
# A border's line runs within so many points of it, or so many letters.
LEAST_REACH, REACH = 1.0, 0.15
# A line's ends are where it meets another: so much of a cell's height, and width, says nothing at each end.
ENDS_DOWN, ENDS_ACROSS = 0.12, 0.08
# Text crosses a border that lies so far (letters, but this share of the text at most) inside of it.
INSIDE, INSIDE_SHARE = 0.15, 0.3
# Text is close to a border that is so near (letters).
AT_TEXT = 0.2
# Text runs over an edge that lies so far (letters) inside of it.
INSIDE_DOWN = 0.2
# Letters of a spread word are so much further apart than the ones before them at most.
MORE_BLANK = 1.5
# Headings on one level have their middles so near (letters).
SAME_LEVEL = 0.5
# A heading of two columns stands so near (letters) to their middle, and reaches so far beyond their headings at most.
OFF_MIDDLE = 1.0
# A line over so many letters is one along a table.
LONG_LINE = 8.0
# One of this share of the page's longest goes along a whole table.
FULL_LINE = 0.8
# One over so many letters tells of columns by its ends.
LONG_END = 2.0


class Candidates(NamedTuple):
    """The strips of a page and its possible borders, with what is seen of each border in each strip.

    `edges` (n+1) part the page into n strips; `x` (m) are places of borders, the page's sides the first and last.
    `strip` is each run's strip.  `line` (n × m): share of the strip in which the border has a line; `crossed`
    (n × m): whether text runs over it, `touched` whether it is close to text.  `left` and `numbers_left` (n × m): runs,
    and numbers, left of it; `beside_left`: runs, those one above the other in a strip as one; headings on a level are
    in the last strip of it.
    `long_line` (n+1): whether a long line runs along an edge, `full_line` whether one as long as any of the page, or
    nearly.  `over_edge` (n+1): whether a text runs over an edge.  `expected` (n × m): whether a table that begins with
    a strip may go on from the page before and has a border there.  `line_ends` (n+1 × m): whether a horizontal line of
    an edge begins or ends there.
    """

    edges: Floats
    x: Floats
    strip: NDArray[np.intp]
    line: Floats
    crossed: Flags
    touched: Flags
    left: Counts
    numbers_left: Counts
    beside_left: Counts
    long_line: Flags
    full_line: Flags
    over_edge: Flags
    expected: Flags
    line_ends: Flags

    @property
    def text(self) -> Flags:
        """Whether there is text in a strip."""
        return np.asarray(self.left[:, -1] > 0)

    @property
    def inked(self) -> Flags:
        """Whether a border has a line in a strip (n × m)."""
        return np.asarray(self.line >= LINE_THERE)


def find_candidates(page: Evidence, before: Sequence[float]) -> Candidates:
    """The candidates of a page; `before` are the borders and sides of a table that may go on from the page before."""
    lines = [stroke for stroke in page.horizontal if stroke.end - stroke.start > SHORTEST_LINE * page.em]
    edges = find_edges(page, lines)
    boxes, numbers = page.boxes, np.array([run.number for run in page.runs], bool)
    middles = (boxes[:, 1] + boxes[:, 3]) / 2
    strip = np.clip(np.searchsorted(edges, middles) - 1, 0, len(edges) - 2)
    begins = _going_on(strip, numbers, _beside(page.runs, strip), len(edges) - 1)
    level = _levels(page.runs, strip, numbers)
    before = before if begins.any() else ()
    x = _without_repeats(page, strip, _places(page, edges, strip, before), before)
    long_lines = [stroke for stroke in lines if stroke.end - stroke.start > LONG_LINE * page.em]
    full_lines = _full_lines(long_lines, SAME_CUT * page.em)
    centre = (boxes[:, 0] + boxes[:, 2]) / 2
    shape = (len(edges) - 1, len(x))
    is_left = centre[:, None] < x
    return Candidates(
        edges,
        x,
        strip,
        vertical_cover(page, x, edges),
        _sum(strip, crosses(page, _with_spread(page), x) & ~_over_pairs(page, strip, x), shape) > 0,
        _sum(strip, (boxes[:, [0]] - AT_TEXT * page.em < x) & (x < boxes[:, [2]] + AT_TEXT * page.em), shape) > 0,
        _sum(strip, is_left, shape),
        _sum(strip, is_left & numbers[:, None], shape),
        _sum(level, is_left & _beside(page.runs, level)[:, None], shape),
        _near(edges, [stroke.at for stroke in long_lines], SAME_CUT * page.em),
        _near(edges, full_lines, SAME_CUT * page.em),
        np.asarray(runs_over(page.runs, edges).any(axis=0)),
        begins[:, None] & _near(x, before, NEAR_END * page.em),
        _ending(page, lines, edges, x),
    )


def _beside(texts: Sequence[Run], strip: NDArray[np.intp]) -> Flags:
    """Whether each text (from left to right) stands beside all texts before it in its strip, not above or below one,
    and is no further part of a word that is spread.
    """
    last: dict[int, Run] = {}
    beside = np.zeros(len(texts), bool)
    for k, (run, at) in enumerate(zip(texts, strip.tolist(), strict=True)):
        before = last.get(at)
        beside[k] = before is None or (run.box.x0 >= before.box.x1 and not of_one_word(before, run))
        if before is None or run.box.x1 > before.box.x1:
            last[at] = run
    return beside


def _full_lines(lines: Sequence[LineSegment], near: float) -> list[float]:
    """Where a line goes along a whole table, in one piece or, worn, in several on one level."""
    length = {line.at: sum(o.end - o.start for o in lines if abs(o.at - line.at) < near) for line in lines}
    longest = max(length.values(), default=0.0)
    return [at for at, long in length.items() if long >= FULL_LINE * longest]


def _levels(texts: Sequence[Run], strip: NDArray[np.intp], numbers: Flags) -> NDArray[np.intp]:
    """The strip of each text, of headings nearly on one level the last of theirs: a line below some of them, or paper
    that is bent, puts them into several.
    """
    level = strip.copy()
    heads = ~np.isin(strip, strip[numbers])
    group: list[int] = []
    for k in [*sorted(np.flatnonzero(heads).tolist(), key=lambda k: texts[k].box.centre[1]), -1]:
        if group and (k < 0 or _apart(texts[group[-1]], texts[k])):
            level[group] = strip[group].max()
            group = []
        group.append(k)
    return level


def _apart(upper: Run, lower: Run) -> bool:
    return lower.box.centre[1] - upper.box.centre[1] > SAME_LEVEL * max(upper.em, lower.em)


def _with_spread(page: Evidence) -> Floats:
    """The runs' boxes, those of parts of a spread word up to the next part: its letters are equally far apart."""
    boxes = page.boxes
    blank = np.full(len(boxes), np.inf)
    for k, run in enumerate(page.runs):
        after = next((o for o in range(k + 1, len(boxes)) if on_one_line(run, page.runs[o])), k)
        other = page.runs[after]
        apart = other.box.x0 - run.box.x1
        if 0 < apart < MORE_BLANK * blank[k] and of_one_word(run, other) and not page.lines.parts(gap(run, other)):
            boxes[k, 2] = other.box.x0 + INSIDE * run.em
            blank[after] = apart
    return boxes


def _over_pairs(page: Evidence, strip: NDArray[np.intp], x: Floats) -> Flags:
    """Whether each place parts two texts beside each other that each text stands over, in the middle and no wider: a
    heading of two columns.  Both are above the next figures.
    """
    over = np.zeros((len(strip), len(x)), bool)
    rows: dict[int, list[Run]] = {}
    for run, at in zip(page.runs, strip.tolist(), strict=True):  # from left to right
        rows.setdefault(at, []).append(run)
    heads = [at for at in sorted(rows) if not any(run.number for run in rows[at])]
    for k, (run, at) in enumerate(zip(page.runs, strip.tolist(), strict=True)):
        figures = min((other for other in rows if other > at and other not in heads), default=-1)
        below = (rows[other] for other in heads if at < other < figures)
        for left, right in (pair for row in below for pair in pairwise(row)):
            if is_over_pair(run, left, right):
                over[k] |= (left.box.x1 < x) & (x < right.box.x0)
    return over


def is_over_pair(run: Run, left: Run, right: Run) -> bool:
    """Whether a text stands in the middle over two others, and is no wider."""
    box, reach = run.box, OFF_MIDDLE * run.em
    middle = abs(box.x0 + box.x1 - left.box.x0 - right.box.x1) / 2
    return middle < reach and box.x0 > left.box.x0 - reach and box.x1 < right.box.x1 + reach


def _ending(page: Evidence, lines: Sequence[LineSegment], edges: Floats, x: Floats) -> Flags:
    """Whether a line of an edge begins or ends at a place, below headings of several columns."""
    ends = np.zeros((len(edges), len(x)), bool)
    for line in lines:
        edge = np.abs(edges - line.at) < SAME_CUT * page.em
        place = _near(x, (line.start, line.end), NEAR_END * page.em)
        ends |= edge[:, None] & place
    return ends


def _going_on(strip: NDArray[np.intp], numbers: Flags, beside: Flags, strips: int) -> Flags:
    """Whether a table may go on with a strip from the page before: the first row of figures, with hardly anything
    printed above it (a running head).  One that begins has a title or a header.  A text with a count in it (表 02) is
    one.
    """
    texts, figures = (np.bincount(strip[kind], minlength=strips) for kind in (beside, numbers))
    going_on = np.zeros(strips, bool)
    for first in np.flatnonzero((texts > 1) & (figures > 0))[:1]:
        going_on[first] = np.count_nonzero(texts[:first]) <= MOST_ABOVE
    return going_on


def vertical_cover(page: Evidence, x: Floats, edges: Floats) -> Floats:
    """The share of the height between neighbouring edges in which a vertical line runs at x (n × m)."""
    reach = max(LEAST_REACH, REACH * page.em)
    inked = [cover_vertical(page.lines, float(at), reach) for at in x]
    return _shares(inked, edges, page.lines.scale, ENDS_DOWN).T


def horizontal_cover(page: Evidence, edges: Floats, x: Floats) -> Floats:
    """The share of the width between neighbouring x in which a horizontal line runs at each edge (n+1 × m-1)."""
    reach = max(LEAST_REACH, REACH * page.em)
    inked = [cover_horizontal(page.lines, float(at), reach) for at in edges]
    return _shares(inked, x, page.lines.scale, ENDS_ACROSS)


def crosses(page: Evidence, boxes: Floats, x: Floats) -> Flags:
    """Whether each text (by its box) runs over each place."""
    em = np.array([run.em for run in page.runs])
    inside = np.minimum(INSIDE * em, INSIDE_SHARE * (boxes[:, 2] - boxes[:, 0]))
    return np.asarray((boxes[:, [0]] + inside[:, None] < x) & (x < boxes[:, [2]] - inside[:, None]))


def runs_over(texts: Sequence[Run], edges: Floats) -> Flags:
    """Whether each text runs over each edge (texts × edges)."""
    spans = [(run.box.y0 + INSIDE_DOWN * run.em, run.box.y1 - INSIDE_DOWN * run.em) for run in texts]
    inner = np.array(spans).reshape(-1, 2)
    return np.asarray((inner[:, [0]] < edges) & (edges < inner[:, [1]]))


def _shares(inked: Sequence[Flags], places: Floats, scale: float, ends: float) -> Floats:
    """For each row of flags the share of true ones between neighbouring places, without the ends."""
    sums = np.concatenate([np.zeros((len(inked), 1)), np.cumsum(np.array(inked), axis=1)], axis=1)
    sizes = np.diff(places)
    last = sums.shape[1] - 1
    first = np.clip(((places[:-1] + ends * sizes) * scale).astype(int), 0, last - 1)
    after = np.clip(((places[1:] - ends * sizes) * scale).astype(int), first + 1, last)
    return np.asarray((sums[:, after] - sums[:, first]) / (after - first))


def _places(page: Evidence, edges: Floats, strip: NDArray[np.intp], before: Sequence[float]) -> Floats:
    """Vertical lines, the sides of gutters between texts, and borders of the page before."""
    lines = merge_segments(page.vertical, SAME_BORDER * page.em)
    gutters = np.array([*_gutters(page, strip), *line_ends(page), *before])
    free = gutters[~_near(gutters, lines, NEAR_LINE * page.em)]
    inner = np.sort(np.concatenate([lines, free]))
    inner = inner[(inner > 0) & (inner < page.width)]
    return np.concatenate([[0.0], inner, [page.width]])


def line_ends(page: Evidence) -> list[float]:
    """Where horizontal lines begin and end."""
    long = [stroke for stroke in page.horizontal if stroke.end - stroke.start > LONG_END * page.em]
    groups = clusters((end for stroke in long for end in stroke[1:]), SAME_END * page.em)
    return [sum(group) / len(group) for group in groups]


def _without_repeats(page: Evidence, strip: NDArray[np.intp], x: Floats, before: Sequence[float]) -> Floats:
    """The places without gutters that part the texts as a border of the page before does."""
    own = _near(x, before, SAME_PLACE)
    lined = _near(x, [stroke.at for stroke in page.vertical], NEAR_LINE * page.em)
    if not own.any():
        return x
    boxes, shape = page.boxes, (int(strip.max()) + 1, len(x))
    begun, ended = _sum(strip, boxes[:, [0]] < x, shape), _sum(strip, boxes[:, [2]] < x, shape)
    several = ended[:, -1] > 1
    same = [counts[several][:, :, None] == counts[several][:, None, own] for counts in (begun, ended)]
    alike = np.mean(same[0] & same[1], axis=0) >= ALIKE if several.any() else np.zeros((len(x), 1), bool)
    kept = own | lined | ~alike.any(axis=1)
    kept[0] = kept[-1] = True
    return x[kept]


def _gutters(page: Evidence, strip: NDArray[np.intp]) -> list[float]:
    """Where texts of a strip end before a blank without a line, and begin after it, and where its last text ends and
    its first begins: a heading of two lines may stand in strips of its own.  The commonest places.
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
    return sorted(places, key=lambda place: -support[place])[:MOST_GUTTERS]


def _near(places: Floats, others: Sequence[float], reach: float) -> Flags:
    """Whether each place is within reach of any of the others."""
    apart = np.abs(places[:, None] - np.array(others).reshape(1, -1))
    return np.asarray((apart < reach).any(axis=1))


def _sum(strip: NDArray[np.intp], flags: Flags, shape: tuple[int, int]) -> Counts:
    """How many runs of each strip have a flag."""
    sums = np.zeros(shape, np.int32)
    np.add.at(sums, strip, flags.astype(np.int32))
    return sums
