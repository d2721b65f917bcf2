"""Which neighbours in a row are one cell: text goes on over their border, or no line parts them.

A stretch of a row without lines is one cell for each text in it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from extractor.geometry import around
from extractor.structure.centred import Between, divide_by_middles, widest_around
from extractor.structure.columns import Columns
from extractor.structure.cover import vertical_cover
from extractor.structure.evidence import Evidence, Flags, Floats
from extractor.structure.pieces import Held, Pieces
from extractor.structure.rows import Rows
from extractor.structure.runs import FULL_WIDTH, Run, of_one_word, on_one_line
from extractor.structure.weights import LINE_ABSENT, LINE_THERE

# Text goes on over a border that lies so far (letters) inside of it.
INSIDE = 0.3
# A border leaves no room for a letter where it is nearer (letters) than this to a line's end.
ROOM = 1.0
# A border has a line in more than this share of the rows.
MOST_ROWS = 0.5
# A number is placed as in a cell where it is so near (letters) to the middle, or to a side.
PLACED = 0.6

# Texts stand alike in a column where they begin, or have their middles, so near to each other (letters).
ALIKE = 0.3

# An amount ends before, and what follows begins behind, a border that is so near (letters).
AT_BORDER = 0.5
_AMOUNT_AND_MORE = re.compile(r"([-−–—]?(?:(?:\d{1,3}(?:[,，.]\d{3})*|\d+)[.]\d\d|[-−–—]{1,2}))(.{2,})")


def join_across(page: Evidence, table: Columns, rows: Rows, held: Held, pieces: Pieces) -> None:
    """Join the pieces of each row that are one cell."""
    line = vertical_cover(page, table.at, table.edges[list(rows.edges)])
    high = len(line)
    runs = [_texts_of(row, rows, held) for row in range(high)]
    ends = np.zeros(line.shape, bool) if page.exact else np.array([_ends_of_amounts(texts, table) for texts in runs])
    figures = [row for row, texts in enumerate(runs) if any(run.number for found in texts.values() for run in found)]
    heads = 0 if page.exact else min(figures, default=high)
    crossed = np.array([_crossed(texts, table, head=row < heads) for row, texts in enumerate(runs)])
    crossed &= (line < LINE_ABSENT) & ~ends
    joined = ~(_parted(page, table, rows, runs, line, crossed, heads) | ends) if table.style == "ruled" else crossed
    for row in range(high):
        # What text goes over comes first: a cell holds one number.
        for column in sorted((np.flatnonzero(joined[row, 1:-1]) + 1).tolist(), key=lambda k: (not crossed[row, k], k)):
            pieces.join((row, column - 1), (row, column))


def _texts_of(row: int, rows: Rows, held: Held) -> dict[int, list[Run]]:
    """The texts of a row by their columns, with those that go on into it from the row above or below."""
    texts: dict[int, list[Run]] = {}
    for column in range(rows.line.shape[1]):
        over = [row + 1] if rows.crossed[row + 1, column] else []
        over += [row - 1] if rows.crossed[row, column] else []
        found = next((held[other, column] for other in (row, *over) if (other, column) in held), None)
        if found is not None:
            texts[column] = found
    return texts


def _parted(
    page: Evidence,
    table: Columns,
    rows: Rows,
    runs: Sequence[dict[int, list[Run]]],
    line: Floats,
    crossed: Flags,
    heads: int,
) -> Flags:
    """Borders (rows × borders) that part two cells of a ruled table, of which the first rows are `heads`."""
    parted = (line >= LINE_ABSENT) | (_closed(page, line, rows) & ~crossed)
    blank: list[tuple[int, int, int]] = []
    for row, texts in enumerate(runs):
        parted[row] |= [_is_wrapped(texts.get(k - 1, []), float(x)) for k, x in enumerate(table.at)] & ~crossed[row]
        for first, end in _stretches(parted[row]):
            stretch = _texts(texts, first, end, crossed[row])
            parted[row, divide_by_middles(table.at.tolist(), stretch, first, end)] = True
            blank += [] if stretch else [(row, first, end)]
    for row, first, end in blank:
        if (other := _row_of_same_cells(rows, runs, row, first, end)) is not None:
            parted[row, first + 1 : end] = parted[other, first + 1 : end]
    if page.exact:
        return parted
    for row in range(heads):
        parted[row] |= _beyond_centred(table, runs[row], parted[row], crossed[row])
    parted |= (_between(parted) | _beside_numbers(table, runs, line)) & ~crossed
    return parted | (_as_above(runs, parted) & ~crossed)


def _closed(page: Evidence, line: NDArray[np.float64], rows: Rows) -> Flags:
    """Borders (rows × borders) that part two cells without a line: a line above or below ends there; and on a scan the
    line is there above and below, and is worn away between.
    """
    one, other = rows.line[:, :-1], rows.line[:, 1:]
    ending = ((one >= LINE_THERE) & (other < LINE_ABSENT)) | ((other >= LINE_THERE) & (one < LINE_ABSENT))
    closed = np.zeros(line.shape, bool)
    closed[:, 1:-1] = ending[:-1] | ending[1:]
    return closed if page.exact else closed | _between(line >= LINE_THERE)


def _between(borders: Flags) -> Flags:
    """Whether a border is there in the rows above and below."""
    between = np.zeros(borders.shape, bool)
    between[1:-1] = borders[:-2] & borders[2:]
    return between


def _beside_numbers(table: Columns, runs: Sequence[dict[int, list[Run]]], line: NDArray[np.float64]) -> Flags:
    """Borders without a line that part a number from an empty piece: the number is placed as in a cell that ends there,
    and the line is there in most rows, or a row above has a text on both sides, or the number is not placed as in a
    cell of both; it is worn away.
    """
    usual = (line >= LINE_THERE).mean(axis=0) > MOST_ROWS
    beside = np.zeros(line.shape, bool)
    for row, texts in enumerate(runs):
        numbers = [(column, found[0]) for column, found in texts.items() if len(found) == 1 and _is_figure(found[0])]
        for column, number in numbers:
            own = _off(table, column, column + 1, number)
            for border, other in ((column, column - 1), (column + 1, column + 1)):
                if own < PLACED and 0 <= other < len(table.at) - 1 and other not in texts:
                    both = _off(table, min(column, other), max(column, other) + 1, number)
                    beside[row, border] = usual[border] or both > own + PLACED
        usual |= [k in texts and k - 1 in texts for k in range(len(usual))]
    return beside


def _beyond_centred(table: Columns, texts: dict[int, list[Run]], parted: Flags, crossed: Flags) -> Flags:
    """Borders of a row of headings beyond the cell of a text that is alone between two lines: the most columns that
    have it in the middle.  The line is worn away, and so are the texts beyond it, or they were not seen.
    """
    beyond = np.zeros(parted.shape, bool)
    for first, end in _stretches(parted):
        found = _texts(texts, first, end, crossed)
        if len(found) != 1:
            continue
        near = PLACED * texts[found[0].before][0].em
        beyond[list(widest_around(table.at.tolist(), found[0], first, end, near))] = True
    return beyond


def _is_figure(run: Run) -> bool:
    """Whether a text is a number, or most of it is: OCR reads a piece of a worn line beside it as a character."""
    digits = sum(map(str.isdigit, run.text))
    return run.number or (2 * digits > len(run.text) and not any(ord(c) >= FULL_WIDTH for c in run.text))


def _as_above(runs: Sequence[dict[int, list[Run]]], parted: Flags) -> Flags:
    """Borders at the right of a text beside an empty piece that part it as they part the text above it, which stands
    in its column alike: at the same left or in the same middle.  Their line is worn away.
    """
    found = parted.copy()
    for row in range(1, len(runs)):
        for column, own in runs[row].items():
            above = runs[row - 1].get(column)
            if above and column + 1 not in runs[row] and found[row - 1, column + 1] and _stand_alike(own, above):
                found[row, column + 1] = True
    return found


def _stand_alike(own: Sequence[Run], above: Sequence[Run]) -> bool:
    """Whether two texts begin at one place across, or have one middle."""
    one, other = around(run.box for run in own), around(run.box for run in above)
    return min(abs(one.x0 - other.x0), abs(one.centre[0] - other.centre[0])) < ALIKE * own[0].em


def _off(table: Columns, first: int, end: int, number: Run) -> float:
    """How far (letters) a number is from where one stands in a cell of some columns: in the middle, or at a side."""
    left, right = table.at[first], table.at[end]
    middle = abs(left + right - number.box.x0 - number.box.x1) / 2
    return float(min(middle, abs(right - number.box.x1), abs(left - number.box.x0)) / number.em)


def _stretches(parted: Flags) -> list[tuple[int, int]]:
    """Columns of a row, first and end, that nothing parts."""
    borders = [0, *(np.flatnonzero(parted[1:-1]) + 1).tolist(), len(parted) - 1]
    return [(first, end) for first, end in pairwise(borders) if end - first > 1]


def _row_of_same_cells(rows: Rows, runs: Sequence[dict[int, list[Run]]], row: int, first: int, end: int) -> int | None:
    """The nearest row, below or else above, with text in some columns, where no line parts it from a blank `row` there:
    the cells of both are the same.
    """
    unlined: Flags = np.asarray((rows.line[:, first:end] < LINE_ABSENT).all(axis=1))
    for step in (1, -1):
        other = row + step
        while 0 <= other < len(runs) and unlined[max(other, other - step)]:
            if any(first <= column < end for column in runs[other]):
                return other
            other += step
    return None


def _crossed(texts: dict[int, list[Run]], table: Columns, *, head: bool) -> Flags:
    """Whether a text of a row goes on over each border; in a `head`, whether no other line has a text on both sides of
    it: of headings of several lines that stand close OCR may read one text a line.
    """
    runs = [run for found in texts.values() for run in found]
    spans = np.array([(run.box.x0 + INSIDE * run.em, run.box.x1 - INSIDE * run.em) for run in runs]).reshape(-1, 2)
    over = (spans[:, [0]] < table.at) & (table.at < spans[:, [1]])
    for k, run in enumerate(runs if head else ()):
        others = [o for o, other in enumerate(runs) if not on_one_line(run, other)]
        left = (spans[others, 1, None] <= table.at) & (spans[others, 1, None] > np.append(-np.inf, table.at[:-1]))
        right = (spans[others, 0, None] >= table.at) & (spans[others, 0, None] < np.append(table.at[1:], np.inf))
        over[k] &= ~(left.any(axis=0) & right.any(axis=0))
    return np.asarray(over.any(axis=0))


def _ends_of_amounts(texts: dict[int, list[Run]], table: Columns) -> Flags:
    """Whether an amount ends at each border and what follows is the next cell's, read as one text with it."""
    ends = []
    for run in (run for runs in texts.values() for run in runs):
        match = _AMOUNT_AND_MORE.fullmatch(run.text)
        if match:
            before, after = (run.em * sum(map(_width, text)) for text in match.groups())
            between = sorted((run.box.x0 + before, run.box.x1 - after))
            ends.append((between[0] - AT_BORDER * run.em, between[1] + AT_BORDER * run.em))
    return np.array([any(first < x < last for first, last in ends) for x in table.at])


def _width(character: str) -> float:
    """The width of a character in letters, roughly."""
    return 1.0 if ord(character) >= FULL_WIDTH else 0.5 if character.isalnum() else 0.25


def _is_wrapped(runs: Sequence[Run], x: float) -> bool:
    """Whether a text goes on in a further line because a border at x leaves it no room."""
    lines = {round(run.box.centre[1] / run.em) for run in runs}
    return len(lines) > 1 and any(x - run.box.x1 < ROOM * run.em for run in runs)


def _texts(runs: dict[int, list[Run]], first: int, end: int, crossed: Flags) -> list[Between]:
    """The texts of a stretch from left to right; parts of a spread word, and what goes over a border, are one."""
    groups: list[list[int]] = []
    for column in (column for column in range(first, end) if column in runs):
        before = groups[-1][-1] if groups else column
        over = crossed[before + 1 : column + 1].all()
        if groups and (over or _of_one_word(runs[before], runs[column])):
            groups[-1].append(column)
        else:
            groups.append([column])
    return [_text(group, [run for column in group for run in runs[column]]) for group in groups]


def _text(columns: list[int], runs: list[Run]) -> Between:
    middle = (min(run.box.x0 for run in runs) + max(run.box.x1 for run in runs)) / 2
    return Between(columns[0], columns[-1] + 1, middle)


def _of_one_word(left: list[Run], right: list[Run]) -> bool:
    return any(of_one_word(one, other) for one in left for other in right if on_one_line(one, other))
