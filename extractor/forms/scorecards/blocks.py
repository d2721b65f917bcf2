"""Where the blocks of a scorecard lie: headers found by their words, never by their place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz import fuzz

from extractor.forms.scorecards.layout import CardColumn, CardLabel, ScorecardForm
from extractor.forms.table import Table, TableCell
from extractor.forms.text import key_text, without_ordinal

# Of 100.  A word of a header is taken for the name it is most like, one name a word; words of two or three
# characters must be exact.
ALIKE, SHORT = 70.0, 3
# A header's word that no other name is taken for, by OCR.
LEFT_ALIKE = 55.0
# So many columns must be named in one row for it to be a block's header.
LEAST_NAMED = {"funds": 3, "goal": 2, "indicators": 4}


class Header(NamedTuple):
    """A block's header: its first row, the row after it, and the grid columns (first, end) of each key."""

    start: int
    end: int
    columns: dict[str, tuple[int, int]]

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

    def body(self, header: Header) -> range:
        """The rows below a header up to the next block."""
        starts = [h.start for h in (self.funds, self.goal, self.indicators) if h is not None]
        starts += [cell.row for cell in (self.total, *self.analysis.values()) if cell is not None]
        return range(header.end, min((s for s in starts if s >= header.end), default=self.rows))


def blocks_of(table: Table, form: ScorecardForm) -> Blocks:
    """All blocks of a card; searched from the indicators, whose header has the most words."""
    everything = range(table.rows)
    indicators = header_in(table, form.indicators.columns, everything, form, LEAST_NAMED["indicators"])
    top = range(indicators.start if indicators else table.rows)
    funds = header_in(table, form.funds.columns, top, form, LEAST_NAMED["funds"])
    below = range(funds.end if funds else 0, top.stop)
    goal = header_in(table, form.goal.columns, below, form, LEAST_NAMED["goal"])
    above = range(funds.start if funds else top.stop)
    end = range(indicators.end if indicators else 0, table.rows)
    total = _total(table, form, end) if indicators else None
    after = range(total.row + 1 if total else end.start, table.rows)
    analysis = labels_in(table, form.analysis, after) if indicators else {}
    return Blocks(labels_in(table, form.head, above), funds, goal, indicators, total, analysis, table.rows)


def likeness(text: str, names: Iterable[str], least: float = ALIKE) -> float:
    """How like (0 … 100) a printed word is to the nearest of the names; 0 where it is less than `least`."""
    # A worn 一 may be read as dashes.
    ways = {text, without_ordinal(text), text.lstrip("-–—_.")}
    best = 0.0
    for name in names:
        score = max(fuzz.ratio(way, name) for way in ways)
        if score >= (100.0 if len(name) <= SHORT else least):
            best = max(best, score)
    return best


def matched(cells: Sequence[TableCell], labels: Sequence[CardLabel], least: float = ALIKE) -> dict[str, TableCell]:
    """Key → cell: one cell a key and one key a cell, the most alike first; of those as alike, the first of both."""
    scored = [
        (likeness(key_text(cell.text), label.texts, least), -index, -order)
        for index, cell in enumerate(cells)
        for order, label in enumerate(labels)
    ]
    found: dict[str, TableCell] = {}
    taken: set[int] = set()
    for score, index, order in sorted(scored, reverse=True):
        key = labels[-order].key
        if score and key not in found and index not in taken:
            found[key] = cells[-index]
            taken.add(index)
    return found


def labels_in(table: Table, labels: Sequence[CardLabel], rows: range) -> dict[str, TableCell]:
    """The labels printed in some rows; a label is followed by a cell to its right."""
    cells = [cell for cell in table.cells if cell.row in rows and cell.text]
    return matched([c for c in cells if c.column + c.column_span < table.columns], labels)


def header_in(
    table: Table, columns: Sequence[CardColumn], rows: range, form: ScorecardForm, least: int
) -> Header | None:
    """The header of a block: the row that names most of its columns, with rows above and below that hold
    nothing but words of the header.
    """
    by_row = dict(table.by_row())
    named = {row: len(matched([c for c in by_row[row] if c.text], columns)) for row in rows}
    main = max(named, key=lambda row: (named[row], -row), default=None)
    if main is None or named[main] < least:
        return None
    start, end = main, main + 1
    while start - 1 in rows and _only_header_words(by_row[start - 1], columns, form):
        start -= 1
    while end in rows and _only_header_words(by_row[end], columns, form):
        end += 1
    leaves = _leaves([cell for row in range(start, end) for cell in by_row[row] if cell.text])
    found = matched(leaves, columns)
    # Of words and names that are left, OCR may have misread more.
    left = [cell for cell in leaves if cell not in found.values() and not cell.reading.exact]
    found |= matched(left, [column for column in columns if column.key not in found], LEFT_ALIKE)
    places = {key: (cell.column, cell.column + cell.column_span) for key, cell in found.items()}
    return Header(start, end, places)


def _only_header_words(cells: Sequence[TableCell], columns: Sequence[CardColumn], form: ScorecardForm) -> bool:
    texts = [(key_text(cell.text), ALIKE if cell.reading.exact else LEFT_ALIKE) for cell in cells if cell.text]
    names = [name for column in columns for name in column.texts]
    return bool(texts) and all(likeness(text, names, least) or is_heading(text, form) for text, least in texts)


def _leaves(cells: Sequence[TableCell]) -> list[TableCell]:
    """The cells with no other cell of the header below them."""
    return [
        c for c in cells if not any(o.row > c.row and c.column <= o.column < c.column + c.column_span for o in cells)
    ]


def is_heading(text: str, form: ScorecardForm) -> bool:
    """Whether a text heads a block or a group of columns."""
    return bool(likeness(text, map(key_text, form.headings)))


def _total(table: Table, form: ScorecardForm, rows: range) -> TableCell | None:
    names = [key_text(label) for label in form.total.labels]
    return next((c for c in table.cells if c.row in rows and likeness(key_text(c.text), names)), None)
