"""The tables of a page, decoded at once: which strips are a table, and which borders its columns have.

A page is a sequence of segments, each prose or a table that keeps one set of borders.  For every segment the best set
is found by dynamic programming over the places across it; the segments by dynamic programming down the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extractor.geometry import runs
from extractor.structure.candidates import Candidates
from extractor.structure.evidence import Counts, Flags
from extractor.structure.viterbi import NEVER, Scores, find_best_path
from extractor.structure.weights import COLUMN, STYLES

# A column is wider than so much of a letter; the price of a narrower one.
NARROWEST, TOO_NARROW = 0.5, -100.0
# Between long lines text is a table's where they are no further apart (letters).
HIGHEST_LINE = 4.0


class Segment(NamedTuple):
    """A table: its strips first..end-1, its style, and its borders' indices in `Candidates.x`, the page's sides too.

    `margins` (one a border) say by how much it beats the best table with that border moved so that a number changes
    its column.
    """

    first: int
    end: int
    style: str
    borders: tuple[int, ...]
    margins: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _Spans:
    """Every span of strips that may be a table, and running sums over strips of what borders and cells score.

    `first`, `end` (P): the spans.  `border[style]`, `stop[style]` (n+1 × m): all strips, and but those in which a
    border's line is missing and no amount tells that there is none.  `cell`, `conflict` (n+1 × m × m): of the column
    up to a border from an earlier one.  `base[style]` (P): whatever the columns.  `prior` (n × m, by the first strip),
    `narrow` (m × m, from a border to a later one).
    `runs` (n+1 × m): texts left of a border.  `shown` (n × m): whether lines or the page before show it.
    """

    first: NDArray[np.intp]
    end: NDArray[np.intp]
    border: dict[str, Scores]
    stop: dict[str, Scores]
    cell: Scores
    conflict: Scores
    base: dict[str, Scores]
    prior: Scores
    narrow: Scores
    runs: Scores
    shown: Flags


def decode(found: Candidates, em: float) -> list[Segment]:
    """The tables of a page from top to bottom; `em` is the size of a letter."""
    spans = _spans(found, em)
    if not len(spans.first):
        return []
    scores = _best_scores(spans)
    chosen = _segments(spans, scores, _prose(found, em), _next_table(found))
    return [_segment(found, spans, index, list(STYLES)[style]) for index, style in chosen]


def _spans(found: Candidates, em: float) -> _Spans:
    """What every span of strips scores."""
    inked, text = found.inked, found.text
    any_line = np.asarray(inked.any(axis=1))
    count = found.left[:, :, None] - found.left[:, None, :]
    numbers = found.numbers_left[:, :, None] - found.numbers_left[:, None, :]
    beside = found.beside_left[:, :, None] - found.beside_left[:, None, :]
    cell = COLUMN.filled_cell * (count > 0) + COLUMN.single_number * ((numbers == 1) & (count == 1))
    first, end = _bounds(found, any_line)
    border, stop, base = {}, {}, {}
    unlined = _summed(COLUMN.no_vertical_line * (~any_line & text))
    one_cell = _summed(-COLUMN.filled_cell * text)
    edges = COLUMN.edge_line * (found.long_line[first].astype(np.float32) + found.long_line[end])
    interrupted = _interrupted(found, any_line, first, end)
    captioned = _captioned(found, any_line, first, end)
    lined, opened = _border_scores(found, any_line)
    line_ends = COLUMN.line_end * np.cumsum(found.line_ends, axis=0, dtype=np.float32)
    line_ends += _summed(COLUMN.centred_heading * found.centred)
    for style, by_text in STYLES.items():
        border[style] = _summed((1 - by_text) * lined + by_text * opened) + line_ends
        told = inked | found.cutting
        stop[style] = _summed((1 - by_text) * np.where(told, lined, 0) + by_text * opened) + line_ends
        rest = by_text * one_cell + (1 - by_text) * unlined
        base[style] = (rest[end] - rest[first] + COLUMN.table + edges).astype(np.float32)
        base[style][captioned] = NEVER
        if by_text < 1:
            base[style][interrupted] = NEVER
    width = found.x[None, :] - found.x[:, None]
    narrow = np.where(width < NARROWEST * em, TOO_NARROW, 0.0).astype(np.float32)
    narrow[0] = narrow[:, -1] = 0.0  # beside a table may be as little room as there is
    prior = (COLUMN.column + COLUMN.as_before * found.expected).astype(np.float32)
    heads = found.numbers_left[:, -1] == 0
    two_texts = np.where(heads, COLUMN.two_headings, COLUMN.two_texts)[:, None, None]
    conflict = _summed(COLUMN.two_numbers * np.maximum(numbers - 1, 0) + two_texts * np.maximum(beside - 1, 0))
    shown = found.expected | inked.any(axis=0)
    runs = _summed(found.left)
    return _Spans(first, end, border, stop, _summed(cell), conflict, base, prior, narrow, runs, shown)


def _bounds(found: Candidates, any_line: NDArray[np.bool_]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Every first and last strip of a table: one with several texts, with a vertical line, or beside a long line."""
    beside = found.long_line[:-1] | found.long_line[1:]
    there = np.flatnonzero((found.left[:, -1] > 1) | any_line | (beside & found.text))
    first, last = np.meshgrid(there, there, indexing="ij")
    kept = first <= last
    return first[kept], last[kept] + 1


def _interrupted(
    found: Candidates, any_line: Flags, first: NDArray[np.intp], end: NDArray[np.intp]
) -> NDArray[np.bool_]:
    """Whether each span goes on over texts between two frames: lines of text without a horizontal line between them,
    nor any vertical line beside them, from a long line where the one ends to a long line where the other begins.
    """
    over = np.zeros(len(first), bool)
    for top, bottom in runs(~any_line):
        texts = np.flatnonzero(found.text[top:bottom])
        bounded = top > 0 and bottom < len(any_line) and found.long_line[top] and found.long_line[bottom]
        if bounded and len(texts) > 1 and not found.long_line[top + 1 : bottom].any():
            over |= (first < top) & (end > bottom)
    return over


def _captioned(found: Candidates, any_line: Flags, first: NDArray[np.intp], end: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Whether each span begins with lines of text above its top line: captions, with no vertical line beside them and
    no figure among them, above the line over its headings, below which there is no figure up to the next line.
    """
    lines = np.flatnonzero(found.full_line)
    figures = (found.numbers_left[:, -1] > 0) & ~found.column_numbers
    caption = np.zeros(len(first), bool)
    for top, below in pairwise(lines.tolist()):
        headed = found.text[top:below].any() and not figures[top:below].any()
        above = np.flatnonzero(any_line[:top] | figures[:top] | found.long_line[:top])
        if headed:
            caption |= (first < top) & (first >= (above[-1] + 1 if len(above) else 0)) & (end > top)
    return caption


def _border_scores(found: Candidates, any_line: NDArray[np.bool_]) -> tuple[Scores, Scores]:
    """What a border scores in each strip, by its lines and by texts (n × m); a line beside all texts
    tells the same in any table.
    """
    inked, crossed = found.inked, found.crossed
    with_line = COLUMN.line + COLUMN.line_under_text * crossed
    across = np.where(found.cutting, COLUMN.no_line_amount_across, COLUMN.no_line_text_across)
    lined = np.where(inked, with_line, np.where(crossed, across, COLUMN.no_line))
    lined[~found.text & ~any_line] = 0.0
    reached = np.where(crossed, COLUMN.text_across, np.where(found.touched, COLUMN.text_at, 0.0))
    opened = np.where(inked, 0.0, reached)
    texts = found.left.sum(axis=0)
    outer = (texts == 0) | (texts == texts[-1])
    opened = np.where(outer & inked, lined, opened)
    return lined.astype(np.float32), opened.astype(np.float32)


def _summed(scores: NDArray[np.generic]) -> Scores:
    """Running sums over strips, from none to all."""
    start = np.zeros((1, *scores.shape[1:]), np.float32)
    return np.concatenate([start, np.cumsum(scores.astype(np.float32), axis=0)])


def _borders(spans: _Spans, style: str, at: NDArray[np.intp]) -> Scores:
    """What each border scores in spans (P × m); the page's sides score nothing."""
    first, end = spans.first[at], spans.end[at]
    whole = spans.border[style][end] - spans.border[style][first]
    least = spans.stop[style][end] - spans.stop[style][first] + (1 - STYLES[style]) * COLUMN.missing_at_most
    scores = np.maximum(whole, least) + spans.prior[first]
    scores[:, 0] = scores[:, -1] = 0.0
    return np.asarray(scores)


def _cells(spans: _Spans, at: NDArray[np.intp], border: int) -> tuple[Scores, Scores]:
    """What the column from each earlier border to this one scores in spans by its texts, and in any case."""
    first, end = spans.first[at], spans.end[at]
    cell = spans.cell[end, border, :border] - spans.cell[first, border, :border]
    conflict = spans.conflict[end, border, :border] - spans.conflict[first, border, :border]
    return cell, conflict + spans.narrow[:border, border] + _empty(spans, first, end, border)


def _empty(spans: _Spans, first: NDArray[np.intp], end: NDArray[np.intp], border: int) -> Scores:
    """The price of a column without text that nothing shows; beside a table all is empty."""
    runs = spans.runs[end, : border + 1] - spans.runs[first, : border + 1]
    shown = spans.shown[first, :border] & spans.shown[first, border, None]
    empty = (runs[:, [border]] == runs[:, :border]) & ~shown
    empty[:, 0] = False
    if border == spans.runs.shape[1] - 1:
        empty[:] = False
    return np.asarray(COLUMN.empty_column * empty, np.float32)


def _best_scores(spans: _Spans) -> Scores:
    """The best score of every span as a table of each style (styles × P)."""
    at = np.arange(len(spans.first))
    borders = np.stack([_borders(spans, style, at) for style in STYLES])
    by_text = np.array(list(STYLES.values()), np.float32)[:, None, None]
    value = np.full(borders.shape, NEVER, np.float32)
    value[:, :, 0] = 0.0
    for border in range(1, borders.shape[2]):
        cell, fixed = _cells(spans, at, border)
        ways = value[:, :, :border] + by_text * cell + fixed
        value[:, :, border] = ways.max(axis=2) + borders[:, :, border]
    return np.asarray(value[:, :, -1] + np.stack([spans.base[style] for style in STYLES]))


def _prose(found: Candidates, em: float) -> Scores:
    """What every strip scores outside of tables (n)."""
    lines = found.edges[found.long_line]
    if len(lines) < 2:
        return np.zeros(len(found.text), np.float32)
    middle = (found.edges[:-1] + found.edges[1:]) / 2
    below = np.clip(np.searchsorted(lines, middle), 1, len(lines) - 1)
    inside = (lines[0] < middle) & (middle < lines[-1])
    between = inside & (lines[below] - lines[below - 1] < HIGHEST_LINE * em)
    return np.asarray(COLUMN.prose_between_lines * (between & found.text), np.float32)


def _segments(spans: _Spans, scores: Scores, outside: Scores, next_table: Scores) -> list[tuple[int, int]]:
    """The spans, and styles, that together are the best page; `outside` is what strips between them score, and
    `next_table` (styles × styles × n+1) what a table at the end of another does.
    """
    strips = len(outside)
    prose, table = np.zeros(strips + 1), np.full((len(STYLES), strips + 1), NEVER)
    # The span of the best table that ends with a strip, and what comes before it: a style, or none for prose.
    last, before = np.zeros(table.shape, np.intp), np.zeros(table.shape, np.intp)
    by_end = {int(end): np.flatnonzero(spans.end == end) for end in np.unique(spans.end)}
    for end in range(1, strips + 1):
        prose[end] = max(prose[end - 1], table[:, end - 1].max()) + outside[end - 1]
        ways = by_end.get(end)
        if ways is None:
            continue
        first = spans.first[ways]
        for style in range(len(STYLES)):
            ahead = np.vstack([table[:, first] + next_table[:, style, first], prose[first]])
            value = ahead.max(axis=0) + np.where(scores[style, ways] > 0, scores[style, ways], NEVER)
            best = int(value.argmax())
            table[style, end], last[style, end] = value[best], ways[best]
            before[style, end] = ahead[:, best].argmax()
    return _traced(spans, prose, table, last, before)


def _next_table(found: Candidates) -> Scores:
    """What it scores that a table of one style is followed by one of another, at every edge: where lines tell of one,
    a long line is the border of two parts of a frame.  No text runs over the edge between two tables.
    """
    ruled = np.array([by_text == 0 for by_text in STYLES.values()])
    either = ruled[:, None] | ruled
    scores = np.where(either[:, :, None] & found.long_line, COLUMN.other_part, COLUMN.next_table)
    return np.where(found.over_edge, NEVER, scores).astype(np.float32)


def _traced(
    spans: _Spans,
    prose: NDArray[np.float64],
    table: NDArray[np.float64],
    last: NDArray[np.intp],
    before: NDArray[np.intp],
) -> list[tuple[int, int]]:
    """The tables' spans and styles from the best end back, from top to bottom."""
    none = len(STYLES)
    best = np.where(table.max(axis=0) > prose, table.argmax(axis=0), none)
    at = len(prose) - 1
    style = int(best[at])
    chosen: list[tuple[int, int]] = []
    while at > 0:
        if style == none:
            at -= 1
            style = int(best[at])
        else:
            span = int(last[style, at])
            chosen.append((span, style))
            style, at = int(before[style, at]), int(spans.first[span])
    return chosen[::-1]


def _segment(found: Candidates, spans: _Spans, index: int, style: str) -> Segment:
    """A span decoded again, with its borders and their margins."""
    first, end = int(spans.first[index]), int(spans.end[index])
    steps, place = _steps(spans, style, index), _borders(spans, style, np.array([index]))[0]
    _, borders = find_best_path(steps, place)
    return Segment(first, end, style, borders, _margins(steps, place, borders, found.numbers_left[first:end]))


def _margins(steps: Scores, place: Scores, borders: Sequence[int], numbers: Counts) -> tuple[float, ...]:
    """By how much the table beats the best one with as many columns in which each border, counted from the left, parts
    the numbers otherwise: with that border moved, or with several moved together.
    """
    best = _score(steps, place, borders)
    ahead, behind = _scores_by_count(steps, place, len(borders))
    margins = [np.inf]
    for k, border in enumerate(borders[1:-1], 1):
        others = (numbers != numbers[:, [border]]).any(axis=0)
        ways = (ahead[k] + behind[len(borders) - 1 - k] - place)[others]
        margins.append(max(0.0, best - float(ways.max(initial=NEVER))))
    return (*margins, np.inf)


def _score(steps: Scores, place: Scores, borders: Sequence[int]) -> float:
    return float(sum(steps[a, b] for a, b in pairwise(borders)) + place[list(borders)].sum())


def _scores_by_count(steps: Scores, place: Scores, counts: int) -> tuple[list[Scores], list[Scores]]:
    """The best way from the first border to each with k before it, and from each to the last with k after it."""
    size = len(place)
    ahead, behind = [np.full(size, NEVER, np.float32)], [np.full(size, NEVER, np.float32)]
    ahead[0][0], behind[0][-1] = place[0], place[-1]
    for _ in range(counts - 1):
        ahead.append((ahead[-1][:, None] + steps).max(axis=0) + place)
        behind.append((steps + behind[-1][None, :]).max(axis=1) + place)
    return ahead, behind


def _steps(spans: _Spans, style: str, index: int) -> Scores:
    """What the column between any two borders scores in a span (m × m); none runs backwards."""
    size = spans.prior.shape[1]
    steps = np.full((size, size), NEVER, np.float32)
    for border in range(1, size):
        cell, fixed = _cells(spans, np.array([index]), border)
        steps[:border, border] = STYLES[style] * cell[0] + fixed[0]
    return steps
