"""The rows of a table: which of the edges between its strips are borders, decoded like its columns."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from extractor.structure.columns import Columns
from extractor.structure.cover import horizontal_cover, runs_over, vertical_cover
from extractor.structure.evidence import Evidence, Flags, Floats
from extractor.structure.headings import find_column_numbers
from extractor.structure.viterbi import NEVER, Scores, find_best_path, score_without
from extractor.structure.weights import LINE_ABSENT, LINE_THERE, ROW

# A row is higher than so much of a letter; the price of a lower one.
LOWEST, TOO_LOW = 0.5, -100.0
# Text crosses a border between columns that lies so far (letters) inside of it.
INSIDE = 0.2
# Blanks between rows, where no two rows show them, and at least (letters).
USUAL_BLANK, LEAST_BLANK = 0.6, 0.15
# Texts that so many lines part tell how far apart rows are; others are as far apart within this share.
LEAST_PARTED, SAME_PITCH = 3, 0.12
# They tell it where at least this many times as many edges have lines as part texts without.
LEAST_LINED = 0.5
# So many lines that begin at one edge tell that a line was there.
LEAST_TOPS = 2
# Of the usual blank between rows: neither for nor against a border; how steeply more of it tells.
NEUTRAL_BLANK, STEEP = 0.6, 2.0


class Rows(NamedTuple):
    """Which edges of a table are borders of rows (the first and last always), and their margins.

    `lined`: whether rows come from lines.  `line` (rows + 1 × columns): the share of each cell's side with a line;
    `crossed`: whether text runs over it.  `worn`: whether, on a scan, it has lost its line, if it has none: the texts
    above and below it are as far apart as those that lines part, one are the numbers of the columns, or vertical lines
    begin there.
    """

    edges: tuple[int, ...]
    margins: tuple[float, ...]
    lined: bool
    line: Floats
    crossed: Flags
    worn: Flags


def decode_rows(page: Evidence, table: Columns) -> Rows:
    """The rows of a table."""
    line = horizontal_cover(page, table.edges, table.at)
    there = line >= LINE_THERE
    crossed = _crossed(table, np.ones(len(table.runs), bool))
    step = _steps(page, table)
    worn = np.zeros(there.shape, bool)
    if not page.exact:
        worn = _at_pitch(table, there) | (_at_column_numbers(table) | _at_tops(page, table))[:, None]
    numbers = _crossed(table, np.array([run.number for run in table.runs], bool))
    lined = _by_lines(there, crossed, numbers, _at_frame(page, table), worn)
    blanks = _by_blanks(page, table, crossed)
    opened = np.where(there.any(axis=1), np.maximum(lined + ROW.line_in_open, blanks), blanks)
    opened[0] = opened[-1] = 0.0
    (score, edges), other = find_best_path(step, lined), find_best_path(step, opened)
    by_lines = score >= other[0]
    if not by_lines:
        score, edges = other
    inner = [(edge, edge) for edge in edges[1:-1]]
    others = zip(score_without(step, lined, inner), score_without(step, opened, inner), strict=True)
    margins = [max(0.0, score - max(pair)) for pair in others]
    kept = list(edges)
    return Rows(edges, (np.inf, *margins, np.inf), by_lines, line[kept], crossed[kept], worn[kept])


def _crossed(table: Columns, which: Flags) -> Flags:
    """Whether any of some texts runs over each edge in each column (edges × columns)."""
    crossed = np.zeros((len(table.edges), len(table.at) - 1), bool)
    for over, column, counts in zip(runs_over(table.runs, table.edges), table.column, which, strict=True):
        crossed[over, column] |= counts
    return crossed


def _steps(page: Evidence, table: Columns) -> Scores:
    """What a row from one edge to a later one scores: one number a cell, beside no text over several columns, and room
    for a line of text.
    """
    strips, columns = len(table.edges) - 1, len(table.at) - 1
    numbers, over = np.zeros((2, strips + 1, columns), np.int32)
    is_number = np.array([run.number for run in table.runs], np.int32)
    np.add.at(numbers, (table.strip + 1, table.column), is_number)
    for run, strip in zip(table.runs, table.strip.tolist(), strict=True):
        inset = INSIDE * run.em
        crossed = np.flatnonzero((run.box.x0 + inset < table.at[1:-1]) & (table.at[1:-1] < run.box.x1 - inset))
        over[strip + 1, crossed] = over[strip + 1, crossed + 1] = 1
    held, covered = (counts.cumsum(axis=0)[None] - counts.cumsum(axis=0)[:, None] for counts in (numbers, over))
    many = (np.maximum(held - 1, 0) + ((held > 0) & (covered > 0))).sum(axis=2)
    low = table.edges[None, :] - table.edges[:, None] < LOWEST * page.em
    step = ROW.two_numbers * many + TOO_LOW * low
    return np.asarray(np.where(np.triu(np.ones_like(low), 1), step, NEVER), np.float32)


def _at_frame(page: Evidence, table: Columns) -> Flags:
    """Whether an edge of a ruled table is where its vertical lines begin or end, or lies between texts that none
    touches: a title between two frames.
    """
    framed: Flags = np.asarray((vertical_cover(page, table.at, table.edges) >= LINE_THERE).any(axis=1))
    bare: Flags = np.asarray(~framed & np.isin(np.arange(len(table.edges) - 1), table.strip))
    ends = (framed[:-1] != framed[1:]) | (bare[:-1] & bare[1:])
    return np.concatenate([[False], ends & (table.style == "ruled"), [False]])


def _at_pitch(table: Columns, there: Flags) -> Flags:
    """Whether the texts above and below an edge are as far apart, in each column (edges × columns), as those that a
    line parts are; nowhere along an edge that has texts nearer, or further apart, nor where few edges have lines.
    """
    far = np.zeros((len(table.edges), len(table.at) - 1))
    parted: list[float] = []
    middles = np.array([run.box.centre[1] for run in table.runs])
    for column in range(far.shape[1]):
        for above, below in pairwise(np.sort(middles[table.column == column]).tolist()):
            between = np.flatnonzero((above < table.edges) & (table.edges < below))
            if there[between, column].any():
                parted.append(below - above)
            elif len(between) == 1:
                far[between, column] = below - above
    lined = there[1:-1].any(axis=1)
    if len(parted) < LEAST_PARTED or np.count_nonzero(lined) < LEAST_LINED * np.count_nonzero(far.any(axis=1)):
        return np.zeros(far.shape, bool)
    alike = np.abs(far / np.median(parted) - 1) < SAME_PITCH
    return np.asarray(alike & ((far == 0) | alike).all(axis=1, keepdims=True))


def _at_column_numbers(table: Columns) -> Flags:
    """Whether each edge is above or below the numbers of the columns."""
    numbered = find_column_numbers(table.runs, table.strip, len(table.edges) - 1)
    return np.asarray(np.append(False, numbered) | np.append(numbered, False))


def _at_tops(page: Evidence, table: Columns) -> Flags:
    """Whether several vertical lines begin at each edge, and none ends there: below a heading of their columns."""
    cover = vertical_cover(page, table.at[1:-1], table.edges)
    above, below = cover[:-1], cover[1:]
    begins = ((above < LINE_ABSENT) & (below >= LINE_THERE)).sum(axis=1)
    ends = ((above >= LINE_THERE) & (below < LINE_ABSENT)).any(axis=1)
    return np.concatenate([[False], (begins >= LEAST_TOPS) & ~ends, [False]])


def _by_lines(there: Flags, crossed: Flags, numbers: Flags, at_frame: Flags, worn: Flags) -> Scores:
    """What each edge scores as a border where rows come from lines; text is `crossed`, and so are some `numbers`."""
    # Text that goes on where no line is stands in a merged cell; numbers seldom do.
    without = ROW.no_line + ROW.no_line_number_across * numbers
    scores = np.where(there, ROW.line + ROW.text_across * crossed, without).sum(axis=1)
    unlined = ~there.any(axis=1)
    scores[unlined] = ROW.unruled
    scores[unlined & worn.any(axis=1)] += ROW.worn_line
    scores[at_frame] = ROW.line
    scores[0] = scores[-1] = 0.0
    return np.asarray(scores, np.float32)


def _by_blanks(page: Evidence, table: Columns, crossed: Flags) -> Scores:
    """What each edge scores as a border by the blank between rows."""
    blanks = _blanks(table)
    has_number = np.zeros(len(table.edges) - 1, bool)
    has_number[[strip for run, strip in zip(table.runs, table.strip, strict=True) if run.number]] = True
    between = blanks[1:-1][has_number[:-1] & has_number[1:]]
    usual = max(float(np.median(between)) if len(between) else USUAL_BLANK * page.em, LEAST_BLANK * page.em)
    wide = np.clip(STEEP * (blanks / usual - NEUTRAL_BLANK), -1.0, 1.0)
    return np.asarray(ROW.wide_blank * wide + ROW.text_across * crossed.sum(axis=1), np.float32)


def _blanks(table: Columns) -> Floats:
    """The blank between the texts above and below each edge."""
    strips = len(table.edges) - 1
    bottom, top = np.full(strips, -np.inf), np.full(strips, np.inf)
    np.maximum.at(bottom, table.strip, [run.box.y1 for run in table.runs])
    np.minimum.at(top, table.strip, [run.box.y0 for run in table.runs])
    above = np.maximum.accumulate(bottom)[:-1]
    below = np.minimum.accumulate(top[::-1])[::-1][1:]
    blanks = np.zeros(strips + 1)
    between = below - above
    blanks[1:-1] = np.where(np.isfinite(between), between, 0.0)
    return blanks
