"""Where the blocks of a scorecard lie: headers found by their words, never by their place."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import Hamming

from extractor.amounts import parse_amount
from extractor.layouts.scorecards import CardColumn, CardLabel, ScorecardForm
from extractor.scorecards.labelled_amounts import AmountPlace, find_amounts
from extractor.tables.doubts import hardly_seen
from extractor.tables.matching import between
from extractor.tables.table import Table, TableCell
from extractor.text import has_words, key_text, without_ordinal, without_strokes

# Of 100.  A word of a header is taken for the name it is most like, one name a word; words of two or three
# characters must be exact.
ALIKE, SHORT = 70.0, 3
# A header's word that no other name is taken for, by OCR.
LEFT_ALIKE = 55.0
# Several names in one cell.
BOTH_ALIKE = 85.0
# So many headings that OCR read as one are not told apart.
MOST_TOGETHER = 4
# What OCR reads of a border between two headings.
_STROKES = re.compile("[!-~]+")
# The label of a total has no more characters.
LONGEST_TOTAL = 6
# So many columns must be named in one row for it to be a block's header.
LEAST_NAMED = {"funds": 3, "goal": 2, "indicators": 4}


class Header(NamedTuple):
    """A block's header: its first row, the row after it, and the grid columns (first, end) of each key; `by_place`
    are those whose words OCR could not read, or not whole.
    """

    start: int
    end: int
    columns: dict[str, tuple[int, int]]
    by_place: frozenset[str] = frozenset()

    @property
    def first(self) -> int:
        """The leftmost grid column that has a key."""
        return min(start for start, _ in self.columns.values())


@dataclass(frozen=True, slots=True)
class Blocks:
    """A scorecard's blocks; None or empty where the card has no such block."""

    head: dict[str, TableCell]
    funds: Header | None
    goal: Header | None
    indicators: Header | None
    total: TableCell | None
    analysis: dict[str, TableCell]
    rows: int
    amounts: tuple[AmountPlace, ...] = ()
    goal_labels: dict[str, TableCell] = field(default_factory=dict)

    def body(self, header: Header) -> range:
        """The rows below a header up to the next block."""
        starts = [h.start for h in (self.funds, self.goal, self.indicators) if h is not None]
        starts += [cell.row for cell in (self.total, *self.analysis.values()) if cell is not None]
        return range(header.end, min((s for s in starts if s >= header.end), default=self.rows))


def find_blocks(table: Table, form: ScorecardForm) -> Blocks:
    """All blocks of a card; searched from the indicators, whose header has the most words."""
    everything = range(table.rows)
    indicators = find_header(table, form.indicators.columns, everything, form, LEAST_NAMED["indicators"])
    top = range(indicators.start if indicators else table.rows)
    funds = find_header(table, form.funds.columns, top, form, LEAST_NAMED["funds"])
    below = range(funds.end if funds else 0, top.stop)
    goal = find_header(table, form.goal.columns, below, form, LEAST_NAMED["goal"])
    amounts = find_amounts(table, form, top)
    goal_labels = find_labels(table, form.goal.columns, top) if goal is None and indicators else {}
    starts = [*([funds.start] if funds else []), *(place.cell.row for place in amounts)]
    above = range(min(starts, default=top.stop))
    end = range(indicators.end if indicators else 0, table.rows)
    total = _total(table, form, indicators, end) if indicators else None
    after = range(total.row + 1 if total else end.start, table.rows)
    analysis = find_labels(table, form.analysis, after) if indicators else {}
    head = find_labels(table, form.head, above)
    return Blocks(head, funds, goal, indicators, total, analysis, table.rows, amounts, goal_labels)


def likeness(text: str, names: Iterable[str], least: float = ALIKE) -> float:
    """How like (0 … 100) a printed word is to the nearest of the names; 0 where it is less than `least`."""
    ways = {text, without_ordinal(text), without_strokes(text)}
    best = 0.0
    for name in names:
        score = max(fuzz.ratio(way, name) for way in ways)
        if score >= (100.0 if len(name) <= SHORT else least):
            best = max(best, score)
    return best


def match_header(cells: Sequence[TableCell], labels: Sequence[CardLabel], least: float = ALIKE) -> dict[str, TableCell]:
    """Key → cell: one cell a key and one key a cell, the most alike first; of those as alike, the first of both.

    A cell that is as like a free key leaves its own to one that is like no other.
    """
    likely = [[likeness(key_text(cell.text), label.texts, least) for label in labels] for cell in cells]
    best = sorted((-score, c, k) for c, scores in enumerate(likely) for k, score in enumerate(scores) if score)
    of_label: dict[int, int] = {}
    for _, cell, label in best:
        if label not in of_label and cell not in of_label.values():
            of_label[label] = cell
    for _, cell, label in best:
        if label in of_label and cell not in of_label.values():
            holder = of_label[label]
            free = [k for k in range(len(labels)) if k not in of_label and likely[holder][k] == likely[holder][label]]
            if free:
                of_label[free[0]], of_label[label] = holder, cell
    return {labels[label].key: cells[cell] for label, cell in of_label.items()}


def find_labels(table: Table, labels: Sequence[CardLabel], rows: range) -> dict[str, TableCell]:
    """The labels printed in some rows; a label is followed by a cell to its right."""
    cells = [cell for cell in table.cells if cell.row in rows and cell.text]
    cells += [part for row in rows for part in _cut_in_two([c for c in cells if c.row == row])]
    return match_header([c for c in cells if c.column + c.column_span < table.columns], labels)


def _cut_in_two(cells: Sequence[TableCell]) -> Iterator[TableCell]:
    """What cells side by side of one row are together: a stroke that was taken for a border cuts a label in two."""
    for left, right in itertools.pairwise(sorted(cells, key=lambda cell: cell.column)):
        beside = left.column + left.column_span == right.column and left.row_span == right.row_span
        if beside and not left.reading.exact:
            span = left.column_span + right.column_span
            yield left._replace(column_span=span, text=left.text + right.text)


def find_header(
    table: Table, columns: Sequence[CardColumn], rows: range, form: ScorecardForm, least: int
) -> Header | None:
    """The header of a block: the row that names most of its columns, with rows above and below that hold
    nothing but words of the header.
    """
    by_row = _by_row(table, [name for column in columns for name in column.texts])
    named = {row: _count_named([c for c in by_row[row] if c.text], columns, form) for row in rows}
    main = max(named, key=lambda row: (named[row], -row), default=None)
    if main is None or named[main] < least:
        return None
    start, end = main, main + 1
    while start - 1 in rows and _only_header_words(by_row[start - 1], columns, form):
        start -= 1
    while end in rows and _only_header_words(by_row[end], columns, form):
        end += 1
    leaves = _leaves([cell for row in range(start, end) for cell in by_row[row] if cell.text])
    leaves = [_without_body(cell, columns, end) for cell in leaves]
    both = _run_together(leaves, columns, by_row.get(end, []), form)
    leaves = [cell for cell in leaves if cell not in both]
    parted = dict(itertools.chain.from_iterable(both.values()))
    found = match_header(leaves, [column for column in columns if column.key not in parted])
    # Of words and names that are left, OCR may have misread more.
    left = [cell for cell in leaves if cell not in found.values() and not cell.reading.exact]
    left = [cell for cell in left if not _is_rather_heading(cell, columns, form)]
    found |= match_header(left, [c for c in columns if c.key not in found and c.key not in parted], LEFT_ALIKE)
    unread = {cell.column: cell for cell in left if cell not in found.values()}
    known = {key: cell.column for key, cell in found.items()}
    by_place = {key: unread[at] for key, at in between([column.key for column in columns], known, unread).items()}
    others = [column for column in columns if column.key not in {*found, *by_place, *parted}]
    by_place |= _misread([cell for cell in unread.values() if cell not in by_place.values()], others)
    by_place |= _in_order(found | by_place, columns)
    places = {key: _beside_label(cell, by_row.get(end, [])) for key, cell in (found | by_place).items()}
    return Header(start, end, places | parted, frozenset(by_place))


def _by_row(table: Table, names: Sequence[str]) -> dict[int, list[TableCell]]:
    """Each row with its cells; a name that OCR read in two, one below the other, is one cell of the upper row."""
    by_row = dict(table.by_row())
    for cells in by_row.values():
        for k, upper in enumerate(cells):
            below = by_row.get(upper.row + upper.row_span, [])
            lower = next((c for c in below if (c.column, c.column_span) == (upper.column, upper.column_span)), None)
            if lower is not None and not upper.reading.exact and upper.text and lower.text:
                joined = upper._replace(row_span=upper.row_span + lower.row_span, text=upper.text + lower.text)
                if likeness(key_text(joined.text), names, BOTH_ALIKE) > likeness(key_text(upper.text), names):
                    cells[k] = joined
                    below.remove(lower)
    return by_row


def _count_named(cells: Sequence[TableCell], columns: Sequence[CardColumn], form: ScorecardForm) -> int:
    """How many columns a row names; beside one that is, OCR may have misread more of another."""
    surely = match_header(cells, columns)
    if not surely or any(cell.reading.exact for cell in cells):
        return len(surely)
    return len(match_header([c for c in cells if not _is_rather_heading(c, columns, form)], columns, LEFT_ALIKE))


def _is_rather_heading(cell: TableCell, columns: Sequence[CardColumn], form: ScorecardForm) -> bool:
    """Whether a word is more like a block's or a group's heading than like any column's name."""
    text, names = key_text(cell.text), (name for column in columns for name in column.texts)
    return likeness(text, map(key_text, form.headings), LEFT_ALIKE) > likeness(text, names, LEFT_ALIKE)


def _without_body(cell: TableCell, columns: Sequence[CardColumn], end: int) -> TableCell:
    """A heading without what OCR read below it in one cell, the line between header and body lost."""
    text = key_text(cell.text)
    if cell.reading.exact or cell.row + cell.row_span <= end:
        return cell
    names = [name for column in columns for name in column.texts if text.startswith(name)]
    return cell._replace(text=max(names, key=len)) if names else cell


def _in_order(found: dict[str, TableCell], columns: Sequence[CardColumn]) -> dict[str, TableCell]:
    """Key → its heading, of headings that differ in their first character alone, where what OCR read of that is not
    the order in which the form has them.
    """
    moved: dict[str, TableCell] = {}
    alike = sorted((column.key for column in columns if column.key in found), key=lambda key: key[1:])
    for _, group in itertools.groupby(alike, lambda key: key[1:]):
        keys = list(group)
        cells = sorted((found[key] for key in keys), key=lambda cell: cell.column)
        if not any(cell.reading.exact for cell in cells):
            moved |= {key: cell for key, cell in zip(keys, cells, strict=True) if found[key] is not cell}
    return moved


def _misread(cells: Sequence[TableCell], columns: Sequence[CardColumn]) -> dict[str, TableCell]:
    """Key → the short word that OCR read with one wrong character of a name of it, and of no other's."""
    found: dict[str, TableCell] = {}
    for cell in cells:
        text = key_text(cell.text)
        near = [
            c.key
            for c in columns
            if any(len(n) == len(text) == SHORT and Hamming.distance(n, text) == 1 for n in c.texts)
        ]
        if len(near) == 1:
            found[near[0]] = cell
    return found


def _beside_label(cell: TableCell, below: Sequence[TableCell]) -> tuple[int, int]:
    """The columns of a heading: without those of the lines' labels, into which it reaches where the border between
    them is lost in the header.
    """
    first, end = cell.column, cell.column + cell.column_span
    inside = sorted((c for c in below if first <= c.column < end), key=lambda c: c.column)
    if cell.reading.exact or len(inside) < 2 or parse_amount(inside[-1].text).kind != "number":
        return first, end
    labels = list(itertools.takewhile(lambda c: parse_amount(c.text).kind != "number", inside))
    return (inside[len(labels)].column if any(has_words(c.text) for c in labels) else first), end


def _run_together(
    cells: Sequence[TableCell], columns: Sequence[CardColumn], below: Sequence[TableCell], form: ScorecardForm
) -> dict[TableCell, list[tuple[str, tuple[int, int]]]]:
    """Headings that OCR read as one, the borders between them lost, perhaps with that of their group: cell → the places
    of the columns, which part where the cells of the row below do.
    """
    names = [name for column in columns for name in column.texts]
    groups = ["", *map(key_text, form.headings)]
    parted = {}
    for cell in cells:
        end = cell.column + cell.column_span
        borders = sorted(c.column for c in below if cell.column < c.column < end)
        if cell.reading.exact or not 0 < len(borders) < MOST_TOGETHER:
            continue
        text = _STROKES.sub("", key_text(cell.text))
        rows = [columns[k : k + len(borders) + 1] for k in range(len(columns) - len(borders))]
        ways = [
            (likeness(text, map("".join, itertools.product(groups, *(c.texts for c in row))), BOTH_ALIKE), -k, row)
            for k, row in enumerate(rows)
        ]
        score, _, row = max(ways, key=lambda way: way[:2], default=(0.0, 0, ()))
        if score > likeness(text, names):
            places = itertools.pairwise([cell.column, *borders, end])
            parted[cell] = [(column.key, place) for column, place in zip(row, places, strict=True)]
    return parted


def _only_header_words(cells: Sequence[TableCell], columns: Sequence[CardColumn], form: ScorecardForm) -> bool:
    names = [name for column in columns for name in column.texts]

    def is_word(cell: TableCell) -> bool:
        text, least = key_text(cell.text), ALIKE if cell.reading.exact else LEFT_ALIKE
        return bool(likeness(text, names, least)) or is_heading(text, form)

    # What OCR hardly saw beside words of the header is one of them; what it read without words is left of a line.
    printed = [cell for cell in cells if cell.text and not hardly_seen(cell.reading)]
    printed = [cell for cell in printed if cell.reading.exact or any(map(str.isalnum, cell.text))]
    cut = [cell for cell in _cut_in_two(printed) if is_word(cell)]
    return bool(printed) and all(
        is_word(cell) or any(c.column <= cell.column < c.column + c.column_span for c in cut) for cell in printed
    )


def _leaves(cells: Sequence[TableCell]) -> list[TableCell]:
    """The cells with no other cell of the header below them, but for what OCR hardly saw, as where a stray rule cuts
    one in two.
    """
    whole = [
        c
        for c in cells
        if not hardly_seen(c.reading)
        or not any(o.row < c.row and (o.column, o.column_span) == (c.column, c.column_span) for o in cells)
    ]
    return [
        c for c in whole if not any(o.row > c.row and c.column <= o.column < c.column + c.column_span for o in whole)
    ]


def is_heading(text: str, form: ScorecardForm) -> bool:
    """Whether a text heads a block or a group of columns."""
    return bool(likeness(text, map(key_text, form.headings)))


def _total(table: Table, form: ScorecardForm, header: Header, rows: range) -> TableCell | None:
    """The total's label: one of its words or, where OCR misread it, what stands in the columns of the targets in a row
    with a grade, or alone spans them.
    """
    names = [key_text(label) for label in form.total.labels]
    if not names:
        return None
    cells = [cell for cell in table.cells if cell.row in rows and cell.text]
    named = next((cell for cell in cells if likeness(key_text(cell.text), names)), None)
    targets = [
        header.columns[column.key]
        for column in form.indicators.columns
        if column.key in header.columns and column.target
    ]
    if named is not None or not targets:
        return named
    first, end = targets[0][0], targets[-1][1]
    # The total stands above what is said of it.
    below = min((label.row for label in find_labels(table, form.analysis, rows).values()), default=rows.stop)
    rows = range(rows.start, below)
    unsure = [cell for cell in cells if cell.row in rows and not cell.reading.exact and len(cell.text) <= LONGEST_TOTAL]
    spanning = [cell for cell in unsure if cell.column < first and cell.column + cell.column_span >= end]
    return _beside_grade(table, rows, form, first) or next(iter(spanning), None)


def _beside_grade(table: Table, rows: range, form: ScorecardForm, first: int) -> TableCell | None:
    """What OCR read, in the columns of the targets, of the total's label, or the blank where it saw none: the row ends
    with a grade and no indicator stands in it.
    """
    by_row = dict(table.by_row())
    for row in rows:
        grade = next((c for c in by_row[row] if c.text in form.total.grades and not c.reading.exact), None)
        before = [cell for cell in by_row[row] if grade is not None and cell.column < grade.column]
        words = [cell for cell in before if cell.text and parse_amount(cell.text).kind != "number"]
        if before and all(cell.column >= first and len(cell.text) <= LONGEST_TOTAL for cell in words):
            return (words or before)[0]
    return None
