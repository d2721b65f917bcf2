"""The columns of a table that OCR read, aligned with the form's where their headings alone do not name them.

Both run from left to right.  The alignment that explains most of the headings and column numbers (栏次) is found by
dynamic programming (Needleman & Wunsch 1970).  Scores are in units of one lost heading: a column of the form that the
table lacks, or a heading of the table that the form lacks, costs 1.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from rapidfuzz import fuzz

from extractor.amounts import has_amount
from extractor.layouts import ColumnSpec, Layouts
from extractor.tables.headers import find_header_cells, is_numbering, read_header_paths
from extractor.tables.matching import own_name, runs_together
from extractor.tables.table import Table, TableCell
from extractor.text import has_words, key_text

# What a column of the form costs that only some editions have, and a column without a heading that no form knows.
OPTIONAL, BARE = 0.3, 0.3
# The same words say so much for a column, other words that were surely read so much against it.
ALIKE, UNLIKE = 2.0, 6.0
# A heading that is so much like a name (0 … 1) says nothing: the less surely it was read, the less like it may be.
LEAST_LIKE, SURELY_LIKE = 0.3, 0.8
# What the column's own number says.
NUMBERED = 1.0
# A column is known if the best alignment without it scores so much less.
LEAST_MARGIN = 1.0
# Forbids a pair.
_NEVER = -1e6


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above a column that holds amounts.

    `texts` are the ways to read its own words: those of each of its lines, and of all together.  `outer` are the words
    above them, `confidence` (0 … 1) says how surely the own ones were read, `number` is the column's, if printed.
    """

    column: int
    texts: tuple[str, ...] = ()
    outer: tuple[str, ...] = ()
    confidence: float = 0.0
    number: int | None = None


def align(headings: Sequence[Heading], specs: Sequence[ColumnSpec], found: Mapping[int, str]) -> dict[int, str]:
    """Column index → key of the columns that are not in `found`, as far as the alignment is sure."""
    order = {spec.key: index for index, spec in enumerate(specs)}
    known = [order[key] for _, key in sorted(found.items())]
    if any(after < before for before, after in pairwise(known)):
        return {}
    ordered = sorted(headings, key=lambda heading: heading.column)
    scores = _pair_scores(ordered, specs, found, _first_number(ordered, order, found))
    skips = np.array([1.0 if heading.texts else BARE for heading in ordered])
    lacks = np.array([OPTIONAL if spec.optional else 1.0 for spec in specs])
    best, pairs = _best(scores, skips, lacks)
    named = {}
    for at, index in pairs:
        without = scores.copy()
        without[at, index] = _NEVER
        if ordered[at].column not in found and best - _best(without, skips, lacks)[0] >= LEAST_MARGIN:
            named[ordered[at].column] = specs[index].key
    return named


def find_headings(
    table: Table, within: Iterable[int], start: int, specs: Sequence[ColumnSpec], layouts: Layouts
) -> list[Heading]:
    """The headings of these columns that have words, a number, or amounts below.

    Of columns below one cell that with most amounts has the heading.
    """
    paths = read_header_paths(table, start, layouts)
    numbers = _column_numbers(table, start, layouts)
    amounts = Counter(cell.column for cell in table.cells if cell.row >= start and has_amount(cell.text))
    groups: dict[tuple[int, ...], list[Heading]] = {}
    for column in sorted(within):
        cells = _own_cells(table, column, start)
        own = [text for cell in cells for text in paths[column] if text in key_text(cell.text)]
        heading = Heading(
            column,
            tuple(dict.fromkeys([*own, "".join(own)])) if own else (),
            tuple(text for text in paths[column] if text not in own),
            cells[-1].reading.confidence if own else 0.0,
            numbers.get(column),
        )
        if own or heading.number or amounts[column]:
            place = (cells[-1].row, cells[-1].column) if own else (column,)
            groups.setdefault(place, []).append(heading)
    return [max(group, key=lambda heading: amounts[heading.column]) for group in groups.values()]


def _own_cells(table: Table, column: int, start: int) -> list[TableCell]:
    """The innermost cell with words above a column, and those above it that are as wide, uppermost first."""
    above = [c for c in find_header_cells(table, start) if c.column <= column < c.column + c.column_span]
    words = sorted((cell for cell in above if has_words(cell.text)), key=lambda cell: cell.row)
    wide = [(cell.column, cell.column_span) for cell in words]
    return [cell for cell, place in zip(words, wide, strict=True) if place == wide[-1]]


def _column_numbers(table: Table, start: int, layouts: Layouts) -> dict[int, int]:
    """The numbers of columns (栏次) that the header prints; the word before them may be misread."""
    found: dict[int, int] = {}
    for row, cells in table.by_row():
        texts = [text for cell in cells if not has_words(text := key_text(cell.text)) or text in layouts.numbering]
        if row < start and is_numbering(texts, layouts):
            found |= {cell.column: int(text) for cell in cells if (text := key_text(cell.text)).isdecimal()}
    return found


def _first_number(headings: Sequence[Heading], order: Mapping[str, int], found: Mapping[int, str]) -> int:
    """The number of the form's first column, by the columns that are known; 1 where they say nothing."""
    first = [h.number - order[found[h.column]] for h in headings if h.number is not None and h.column in found]
    return max(set(first), key=first.count, default=1)


def _pair_scores(
    headings: Sequence[Heading], specs: Sequence[ColumnSpec], found: Mapping[int, str], first: int
) -> np.ndarray:
    """How well each heading (row) fits each of the form's columns."""
    scores = np.full((len(headings), len(specs)), _NEVER)
    taken = set(found.values())
    for at, heading in enumerate(headings):
        for index, spec in enumerate(specs):
            if heading.column in found:
                if found[heading.column] == spec.key:
                    scores[at, index] = ALIKE
            elif spec.key not in taken:
                numbered = heading.number is not None and heading.number == first + index
                scores[at, index] = _likeness(heading, spec, specs) + NUMBERED * numbered
    return scores


def _likeness(heading: Heading, spec: ColumnSpec, specs: Sequence[ColumnSpec]) -> float:
    """What a heading's words say for a column."""
    if not heading.texts:
        return 0.0
    several = [text for text in heading.texts if runs_together([text], specs)]
    if several:
        return ALIKE / 2 if any(own_name(name) in several[0] for name in spec.names) else -ALIKE
    return max(_name_likeness(heading, name) for name in spec.names)


def _name_likeness(heading: Heading, name: str) -> float:
    """What a heading's words say for a name, that of its group included."""
    expected = LEAST_LIKE + (SURELY_LIKE - LEAST_LIKE) * heading.confidence**2
    like = max(fuzz.ratio(text, own_name(name)) for text in heading.texts) / 100 - expected
    group = [max((fuzz.ratio(t, key_text(part)) for t in heading.outer), default=0.0) for part in name.split("/")[:-1]]
    own = ALIKE * like / (1 - expected) if like > 0 else UNLIKE * like * heading.confidence
    return own - sum(1 - like / 100 for like in group)


def _best(scores: np.ndarray, skips: np.ndarray, lacks: np.ndarray) -> tuple[float, list[tuple[int, int]]]:
    """The best score of an alignment, and its pairs of heading and column."""
    high, wide = scores.shape
    total = np.zeros((high + 1, wide + 1))
    total[1:, 0] = -np.cumsum(skips)
    total[0, 1:] = -np.cumsum(lacks)
    for i in range(1, high + 1):
        for j in range(1, wide + 1):
            total[i, j] = max(
                total[i - 1, j - 1] + scores[i - 1, j - 1],
                total[i - 1, j] - skips[i - 1],
                total[i, j - 1] - lacks[j - 1],
            )
    pairs, i, j = [], high, wide
    while i and j:
        if total[i, j] == total[i - 1, j - 1] + scores[i - 1, j - 1]:
            i, j = i - 1, j - 1
            pairs.append((i, j))
        elif total[i, j] == total[i - 1, j] - skips[i - 1]:
            i -= 1
        else:
            j -= 1
    return float(total[high, wide]), pairs[::-1]
