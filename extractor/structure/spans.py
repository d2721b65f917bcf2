"""The cells of a table: pieces between its borders, joined where no line parts them and text goes on across."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extractor.geometry import around
from extractor.model import Cell
from extractor.structure.cell_joins import join_across
from extractor.structure.cells import merge_cells
from extractor.structure.centred import Between, divide_by_middles, widest_around
from extractor.structure.columns import Columns
from extractor.structure.cover import vertical_cover
from extractor.structure.evidence import Evidence
from extractor.structure.headings import is_over_pair
from extractor.structure.pieces import Held, Pieces
from extractor.structure.rows import Rows
from extractor.structure.runs import NEXT_LINE, Run, on_one_line
from extractor.structure.weights import LINE_ABSENT, LINE_THERE

# A text stands so near (letters) to the middle of its cell.
OFF_MIDDLE = 1.0
# A text that leaves less room (letters) on its line may go on below.
FULL = 1.0
# A line is below a row, and ends at a border, that is so near (letters).
NEAR_LINE = 0.5
# A number is in the middle of its row when it is so near (letters), and its row's line further from it.
OFF_ROW = 0.6
# Lines part the texts of a column where they do so at more than this share of all other borders between two texts.
MOST_LINES = 0.5


class _Stretch(NamedTuple):
    """Rows first..end-1 of a column without lines between, and their texts, each with its first row and the row after
    its last.
    """

    first: int
    end: int
    texts: list[tuple[int, int, list[Run]]]


def build_cells(page: Evidence, table: Columns, rows: Rows) -> list[Cell]:
    """The cells of a table in reading order."""
    ys, xs = table.edges[list(rows.edges)], table.at
    high, wide = len(ys) - 1, len(xs) - 1
    held = _held(table, rows)
    numbers = np.array([[sum(run.number for run in held.get((i, j), ())) for j in range(wide)] for i in range(high)])
    pieces = Pieces(numbers.reshape(high, wide).astype(np.int32))
    join_across(page, table, rows, held, pieces)
    _join_over_lines(page, table, ys, held, pieces)
    if table.style != "ruled":
        _join_under_heads(table, high, held, pieces)
    _join_over_pairs(page, table, ys, held, pieces)
    _join_down(page, table, rows, held, pieces)
    roots = np.array([[pieces.root((i, j)) for j in range(wide)] for i in range(high)])
    return merge_cells(ys.tolist(), xs.tolist(), roots[:-1] != roots[1:], roots[:, :-1] != roots[:, 1:])


def _held(table: Columns, rows: Rows) -> Held:
    """The texts in each piece."""
    row = np.searchsorted(rows.edges, table.strip, side="right") - 1
    held: Held = {}
    for run, i, j in zip(table.runs, row.tolist(), table.column.tolist(), strict=True):
        held.setdefault((i, j), []).append(run)
    return held


def _join_over_lines(page: Evidence, table: Columns, ys: NDArray[np.float64], held: Held, pieces: Pieces) -> None:
    """Join what stands over a line below several columns, but not all: a heading of those columns."""
    near = NEAR_LINE * page.em
    xs = table.at
    parted = vertical_cover(page, xs, ys) >= LINE_ABSENT
    for line in page.horizontal:
        over = np.flatnonzero((xs[:-1] > line.start - near) & (xs[1:] < line.end + near))
        below = np.flatnonzero(np.abs(ys[1:-1] - line.at) < near)
        if len(below) and 1 < len(over) < len(xs) - 1:
            row = int(below[0])
            texts = [held[row, j] for j in over.tolist() if (row, j) in held]
            heads = len(texts) == 1 and not any(run.number for run in texts[0])
            if heads and not parted[row, over[1:]].any():
                for j in over[1:].tolist():
                    pieces.join((row, j - 1), (row, j))


def _join_under_heads(table: Columns, high: int, held: Held, pieces: Pieces) -> None:
    """Join what stands in the middle of the columns below it, where such headings share a row above all figures of
    which no line tells.
    """
    wide = len(table.at) - 1
    gutters = _gutters(table)
    for i in range(high):
        texts = {j: held[i, j] for j in range(wide) if (i, j) in held}
        if any(run.number for runs in texts.values() for run in runs):
            return
        free = len({pieces.root((i, j)) for j in range(wide)}) == wide
        for first, end in _shared(table, gutters, texts) if free else ():
            for j in range(first + 1, end):
                pieces.join((i, j - 1), (i, j))


def _join_over_pairs(page: Evidence, table: Columns, ys: NDArray[np.float64], held: Held, pieces: Pieces) -> None:
    """Join what stands in the middle over two headings beside each other, where no line is between."""
    wide = len(table.at) - 1
    numbered = (i for (i, _), runs in held.items() if any(run.number for run in runs))
    heads = range(min(numbered, default=len(ys) - 1))
    parted = vertical_cover(page, table.at, ys) >= LINE_ABSENT
    for i in heads:
        for j in range(1, wide):
            texts = held.get((i, j - 1), []) + held.get((i, j), [])
            below = ((held.get((k, j - 1), []), held.get((k, j), [])) for k in heads if k > i)
            if (
                len(texts) == 1
                and not parted[i, j]
                and any(
                    len(left) == len(right) == 1 and is_over_pair(texts[0], left[0], right[0]) for left, right in below
                )
            ):
                pieces.join((i, j - 1), (i, j))


def _gutters(table: Columns) -> NDArray[np.float64]:
    """Between which places (2 × borders) each border may lie: in the blank between the texts on both sides of it."""
    gutters = np.stack([table.at, table.at])
    left, right = (np.array([run.box[side] for run in table.runs]) for side in (0, 2))
    for k in range(1, len(table.at) - 1):
        ends = right[(table.column == k - 1) & (right <= table.at[k])]
        starts = left[(table.column == k) & (left >= table.at[k])]
        gutters[:, k] = max(ends, default=table.at[k]), min(starts, default=table.at[k])
    return gutters


def _shared(table: Columns, gutters: NDArray[np.float64], texts: dict[int, list[Run]]) -> list[tuple[int, int]]:
    """The columns, first and end, that the headings of a row share out among them, each in the middle of its own; none
    where they do not, or each has one.
    """
    found: list[tuple[int, int]] = []
    first, last = 0, len(table.at) - 1
    if not 1 < len(texts) < last:
        return []
    for column, runs in texts.items():
        middle = (min(run.box.x0 for run in runs) + max(run.box.x1 for run in runs)) / 2
        ends = np.arange(max(first, column) + 1, last + 1)
        if not len(ends):
            return []
        left, right = (gutters[:, [first]] + gutters[:, ends]) / 2
        beyond = np.maximum(0.0, np.maximum(left - middle, middle - right))
        best = int(np.lexsort((np.abs((table.at[first] + table.at[ends]) / 2 - middle), beyond))[0])
        if beyond[best] > OFF_MIDDLE * runs[0].em:
            return []
        found.append((first, int(ends[best])))
        first = found[-1][1]
    return found if first == last else []


def _join_down(page: Evidence, table: Columns, rows: Rows, held: Held, pieces: Pieces) -> None:
    """Join neighbours in a column: text goes on over their border, or others of the row have a line there and the two
    neither stand over other columns nor name rows of figures; words do not name rows in a column where lines part them.
    On a scan a line may be worn away: texts at the pitch of rows stay apart, and so do a number in its own row, a
    number of the first of figures below words, and what is not around the middle of a text in rows of figures.
    """
    high, wide = len(rows.edges) - 1, len(table.at) - 1
    lined = [_parts_texts(rows, held, j) for j in range(wide)]
    numbers = [[run for j in range(wide) for run in held.get((i, j), ()) if run.number] for i in range(high)]
    beside = [_beside_each(i, wide, held, pieces) for i in range(high)]
    ys = table.edges[list(rows.edges)].tolist()
    stretches = [[] if page.exact else list(_unlined(rows, held, j)) for j in range(wide)]
    cuts = [{i for stretch in stretches[j] for i in _cuts(stretch, ys)} for j in range(wide)]
    beyond = [{i for stretch in stretches[j] for i in _beyond_lone(stretch, ys)} for j in range(wide)]
    for i in range(1, high):
        in_header = not any(map(len, numbers[: i + 1]))
        some_line = (rows.lined or in_header) and bool((rows.line[i] >= LINE_THERE).any())
        for j in range(wide):
            upper, lower = held.get((i - 1, j), []), held.get((i, j), [])
            full = any(table.at[j + 1] - run.box.x1 < FULL * run.em for run in _last_line(upper))
            free = not (full or (page.exact and lined[j] and _are_words(upper + lower)))
            named = free and _beside(upper, numbers[i - 1]) and _beside(lower, numbers[i])
            over, under = beside[i - 1][j], beside[i][j]
            worn = rows.worn[i, over].any() if over and under else rows.worn[i, j]
            apart = named or bool(over and under and over != under) or bool(worn)
            apart = apart or not (page.exact or (upper and lower) or _may_reach(upper + lower, ys[i - 1 : i + 2]))
            apart = apart or (not (page.exact or numbers[i - 1]) and _under_words(upper, lower, numbers[i]))
            apart = apart or i in cuts[j] or bool(numbers[i - 1] and numbers[i] and i in beyond[j])
            if rows.line[i, j] < LINE_ABSENT and ((some_line and not apart) or rows.crossed[i, j]):
                pieces.join((i - 1, j), (i, j))


def _are_far(upper: Sequence[Run], lower: Sequence[Run]) -> bool:
    """Whether two texts are further apart than the lines of one; the letters of a word that is spread down may be."""
    if not upper or not lower or any(run.spaced for run in (*upper, *lower)):
        return False
    above, below = max(run.box.centre[1] for run in upper), min(run.box.centre[1] for run in lower)
    return below - above > NEXT_LINE * max(run.em for run in (*upper, *lower))


def _under_words(upper: Sequence[Run], lower: Sequence[Run], numbers: Sequence[Run]) -> bool:
    """Whether one of several numbers beside each other stands below words."""
    number = len(lower) == 1 and lower[0].number and len(numbers) > 1
    return number and bool(upper) and not any(run.number for run in upper)


def _unlined(rows: Rows, held: Held, column: int) -> Iterator[_Stretch]:
    """The stretches of a column without lines, with their texts: those close below each other are one."""
    high = rows.line.shape[0] - 1
    lined = [True, *(rows.line[i, column] >= LINE_ABSENT for i in range(1, high)), True]
    for first, end in pairwise(np.flatnonzero(lined).tolist()):
        texts: list[tuple[int, int, list[Run]]] = []
        for i in (i for i in range(first, end) if (i, column) in held):
            if texts and not _are_far(texts[-1][2], held[i, column]):
                top, _, above = texts.pop()
                texts.append((top, i + 1, [*above, *held[i, column]]))
            else:
                texts.append((i, i + 1, held[i, column]))
        yield _Stretch(first, end, texts)


def _between(texts: Iterable[tuple[int, int, list[Run]]]) -> list[Between]:
    """The texts of a stretch between its edges."""
    return [Between(top, below, around(run.box for run in runs).centre[1]) for top, below, runs in texts]


def _cuts(stretch: _Stretch, ys: Sequence[float]) -> list[int]:
    """The borders of rows that divide a stretch so that each of its texts is nearest to the middle of its cell."""
    return divide_by_middles(ys, _between(stretch.texts), stretch.first, stretch.end)


def _beyond_lone(stretch: _Stretch, ys: Sequence[float]) -> Iterator[int]:
    """The borders of rows of a stretch beyond the cell of its only text: the largest that has it in the middle."""
    if len(stretch.texts) != 1:
        return
    first, end = stretch.first, stretch.end
    near = OFF_MIDDLE * stretch.texts[0][2][0].em
    start, stop = widest_around(ys, _between(stretch.texts)[0], first, end, near)
    yield from (i for i in range(first + 1, end) if not start < i < stop)


def _may_reach(texts: Sequence[Run], edges: Sequence[float]) -> bool:
    """Whether what stands in one of two rows (three `edges`) may be printed in a cell of both: no number in the middle
    of its own row.
    """
    top, border, bottom = edges
    if len(texts) != 1 or not texts[0].number:
        return True
    at, em = texts[0].box.centre[1], texts[0].em
    own = min(abs(at - (top + border) / 2), abs(at - (border + bottom) / 2))
    return own > OFF_ROW * em or abs(at - (top + bottom) / 2) < own + OFF_ROW * em


def _last_line(texts: Sequence[Run]) -> list[Run]:
    """The texts on the lowest line of some."""
    lowest = max(texts, key=lambda run: run.box.centre[1], default=None)
    return [run for run in texts if lowest is not None and on_one_line(run, lowest)]


def _are_words(texts: list[Run]) -> bool:
    """Whether no text holds a digit, as codes do."""
    return not any(character.isdigit() for run in texts for character in run.text)


def _parts_texts(rows: Rows, held: Held, column: int) -> bool:
    """Whether lines part most texts one below the other in a column: two of them that none parts are one."""
    texts = [i for i in range(1, len(rows.edges) - 1) if (i - 1, column) in held and (i, column) in held]
    lined = int((rows.line[texts, column] >= LINE_THERE).sum())
    return lined > MOST_LINES * (len(texts) - 1)


def _beside_each(i: int, wide: int, held: Held, pieces: Pieces) -> list[list[int]]:
    """For each piece of a row the columns of all that are joined with it; none where they hold no text."""
    roots = [pieces.root((i, j)) for j in range(wide)]
    groups = [[k for k in range(wide) if roots[k] == root] for root in roots]
    return [group if any((i, k) in held for k in group) else [] for group in groups]


def _beside(texts: list[Run], numbers: list[Run]) -> bool:
    """Whether a text stands on the line of a number, or one of several lines around it."""
    lines = [run.box.centre[1] for run in texts]
    around = [n for n in numbers if n not in texts and min(lines) < n.box.centre[1] < max(lines)] if texts else []
    return bool(around) or any(on_one_line(run, number) for run in texts for number in numbers if number is not run)
