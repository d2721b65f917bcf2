"""Where borders may be: the strips of a page, places of vertical borders, and what is seen of each in each strip."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extractor.model import LineSegment
from extractor.structure.centred import CentredBorder, find_centred_borders
from extractor.structure.cover import crosses, runs_over, vertical_cover
from extractor.structure.edges import SAME_CUT, find_edges
from extractor.structure.evidence import Counts, Evidence, Flags, Floats
from extractor.structure.headings import find_beside, find_column_numbers, find_levels, over_pairs, with_spread
from extractor.structure.places import NEAR_END, find_places, line_ends, near, sum_by_strip
from extractor.structure.weights import LINE_THERE

# Lengths are in letters of the page, so that fine print and large print are alike.
# A horizontal line is longer than a stroke of a character.
SHORTEST_LINE = 1.2
# A table that goes on from the page before has so many lines of text above it at most.
MOST_ABOVE = 1
# Text is close to a border that is so near (letters).
AT_TEXT = 0.2
# A line over so many letters is one along a table.
LONG_LINE = 8.0
# One of this share of the page's longest goes along a whole table; where it is worn no gap is a larger share of it.
FULL_LINE, WIDEST_GAP = 0.8, 0.2


class Candidates(NamedTuple):
    """The strips of a page and its possible borders, with what is seen of each border in each strip.

    `edges` (n+1) part the page into n strips; `x` (m) are places of borders, the page's sides the first and last.
    `strip` is each run's strip.  `line` (n × m): share of the strip in which the border has a line; `crossed`
    (n × m): whether text runs over it, `cutting` whether an amount does, `touched` whether it is close to text.
    `left` and `numbers_left` (n × m): runs, and numbers, left of it; `beside_left`: runs, those one above the other in
    a strip as one; headings on a level are in the last strip of it.  `column_numbers` (n): whether the numbers of a
    strip are those of columns.
    `long_line` (n+1): whether a long line runs along an edge, `full_line` whether one as long as any of the page, or
    nearly.  `over_edge` (n+1): whether a text runs over an edge.  `expected` (n × m): whether a table that begins with
    a strip may go on from the page before and has a border there.  `line_ends` (n+1 × m): whether a horizontal line of
    an edge begins or ends there.  `centred` (n × m): whether headings of a strip that stand in the middle of their
    columns have a border there.
    """

    edges: Floats
    x: Floats
    strip: NDArray[np.intp]
    line: Floats
    crossed: Flags
    cutting: Flags
    touched: Flags
    left: Counts
    numbers_left: Counts
    beside_left: Counts
    column_numbers: Flags
    long_line: Flags
    full_line: Flags
    over_edge: Flags
    expected: Flags
    line_ends: Flags
    centred: Flags

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
    beside = find_beside(page.runs, strip)
    begins = _going_on(strip, numbers, beside, len(edges) - 1)
    level = find_levels(page.runs, strip, numbers)
    before = before if begins.any() else ()
    column_numbers = find_column_numbers(page.runs, strip, len(edges) - 1)
    heads = ~np.isin(strip, strip[numbers]) | column_numbers[strip]
    sides = [*line_ends(page), *(stroke.at for stroke in page.vertical)]
    centred = find_centred_borders(page, strip, beside, heads, sides)
    x = find_places(page, strip, before, [border.x for border in centred])
    long_lines = [stroke for stroke in lines if stroke.end - stroke.start > LONG_LINE * page.em]
    full_lines = _full_lines(lines, SAME_CUT * page.em)
    centre = (boxes[:, 0] + boxes[:, 2]) / 2
    reach = AT_TEXT * page.em
    shape = (len(edges) - 1, len(x))
    is_left = centre[:, None] < x
    amounts = np.array([run.amount for run in page.runs], bool)
    over = crosses(page, with_spread(page), x)
    return Candidates(
        edges,
        x,
        strip,
        vertical_cover(page, x, edges),
        sum_by_strip(strip, over & ~over_pairs(page, strip, x), shape) > 0,
        sum_by_strip(strip, over & amounts[:, None], shape) > 0,
        sum_by_strip(strip, (boxes[:, [0]] - reach < x) & (x < boxes[:, [2]] + reach), shape) > 0,
        sum_by_strip(strip, is_left, shape),
        sum_by_strip(strip, is_left & numbers[:, None], shape),
        sum_by_strip(level, is_left & find_beside(page.runs, level)[:, None], shape),
        column_numbers,
        near(edges, [stroke.at for stroke in long_lines], SAME_CUT * page.em),
        near(edges, full_lines, SAME_CUT * page.em),
        np.asarray(runs_over(page.runs, edges).any(axis=0)),
        begins[:, None] & near(x, before, NEAR_END * page.em),
        _ending(page, lines, edges, x),
        _told(centred, len(edges) - 1, x, NEAR_END * page.em),
    )


def _told(centred: Sequence[CentredBorder], strips: int, x: Floats, reach: float) -> Flags:
    """Whether the headings of each strip tell of a border at each place."""
    told = np.zeros((strips, len(x)), bool)
    for border in centred:
        told[border.strip] |= near(x, [border.x], reach)
    return told


def _full_lines(lines: Sequence[LineSegment], near: float) -> list[float]:
    """Where a line goes along a whole table, in one piece or, worn, in several on one level without a wide gap."""
    extent: dict[float, float] = {}
    by_level = sorted(lines, key=lambda line: line.at)
    levels = [line.at for line in by_level]
    for line in by_level:
        level = by_level[bisect_right(levels, line.at - near) : bisect_left(levels, line.at + near)]
        pieces = sorted(level, key=lambda piece: piece.start)
        reached = np.maximum.accumulate([piece.end for piece in pieces])
        gaps = [piece.start - end for piece, end in zip(pieces[1:], reached, strict=False)]
        long = float(reached[-1]) - pieces[0].start
        extent[line.at] = long if max(gaps, default=0.0) <= WIDEST_GAP * long else line.end - line.start
    longest = max(extent.values(), default=0.0)
    return [at for at, long in extent.items() if long >= FULL_LINE * longest]


def _ending(page: Evidence, lines: Sequence[LineSegment], edges: Floats, x: Floats) -> Flags:
    """Whether a line of an edge begins or ends at a place, below headings of several columns."""
    ends = np.zeros((len(edges), len(x)), bool)
    for line in lines:
        edge = np.abs(edges - line.at) < SAME_CUT * page.em
        place = near(x, (line.start, line.end), NEAR_END * page.em)
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
