"""Marks values of scorecards suspect that disagree with values printed alike.

Codes are compared over the cards of a document, full stops within a block of one card.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz.distance import Levenshtein

from extractor.layouts.scorecards import ScorecardForm
from extractor.tables.values import Value
from extractor.text import count_ideographs

# Two codes at most N edits apart may be one code, misread once.
NEARLY_SAME = 1
# A text of fewer characters (无) is no sentence.
LEAST_SENTENCE = 6
END = "。"


def doubt_codes(cards: Iterable[Sequence[Value]], form: ScorecardForm) -> None:
    """Doubt the codes in the heads of a document's cards that differ by a character: one of them was misread."""
    heads = {column.code for column in form.head if column.code}
    codes: dict[str, list[Value]] = defaultdict(list)
    for card in cards:
        for value in card:
            if value.column in heads:
                codes[value.column].append(value)
    for values in codes.values():
        for value in values:
            others = {other.value for other in values} - {value.value}
            if not value.cell.reading.exact and any(_nearly_same(value.value, other) for other in others):
                value.doubts.append("another card has nearly the same code")


def _nearly_same(code: str, other: str) -> bool:
    return Levenshtein.distance(code, other, score_cutoff=NEARLY_SAME) <= NEARLY_SAME


def doubt_ends(card: Sequence[Value], form: ScorecardForm) -> None:
    """Doubt the texts of a block without a full stop where another of its texts ends with one."""
    for values in _blocks(card, form):
        ended = any(value.value.endswith(END) for value in values)
        for value in values if ended else ():
            sentence = count_ideographs(value.value) >= LEAST_SENTENCE and not value.value.endswith(END)
            if sentence and not value.cell.reading.exact:
                value.doubts.append("other texts of the block end with a full stop")


def _blocks(card: Sequence[Value], form: ScorecardForm) -> Iterator[list[Value]]:
    """The values of each row that is no indicator's; the names in those end without a mark."""
    indicators = {column.key for column in form.indicators.columns}
    rows: dict[str, list[Value]] = defaultdict(list)
    for value in card:
        if value.column not in indicators:
            rows[value.row].append(value)
    yield from rows.values()
