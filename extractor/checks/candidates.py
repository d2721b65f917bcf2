"""What else a cell may say, each with its evidence in the picture."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from extractor.amounts import parse_amount
from extractor.checks.ledger import Figure, Key, Ledger
from extractor.model import Flag, Reading
from extractor.tables.values import Value

# What taking a candidate costs, by its evidence; a lower sum of costs is a likelier explanation.
BY_SECOND_READER, BY_ALTERNATIVE, BY_POINT, BY_BLANK = 10, 11, 12, 13
# A reading of so few characters may be no writing at all where it has less confidence than this or lies below a seal.
MAYBE_BLANK, MOST_BLOTCH = 0.75, 3
# An engine's runner-up is evidence from this probability on.
LEAST_ALTERNATIVE = 0.02


class Candidate(NamedTuple):
    """Another text for a cell, its figure (None: blank), what it costs and why it is thought of."""

    text: str
    figure: Figure | None
    cost: int
    evidence: str


def find_candidates(key: Key, ledger: Ledger, again: Reading | None, usual: int | None) -> list[Candidate]:
    """Other readings of a printed figure, best first, no two with the same amount.

    `again` is the second reader's; `usual` the number of decimals that the table's amounts have, if they agree.
    """
    value = ledger.values[key]
    best: dict[object, Candidate] = {}
    own = ledger.figures.get(key)
    for candidate in sorted(_all(value, ledger, again, usual), key=lambda c: c.cost):
        amount = candidate.figure.amount if candidate.figure else None
        if own is None or amount != own.amount:
            best.setdefault(amount, candidate)
    return list(best.values())


def fill_blanks(ledger: Ledger, again: Reading | None, unit: str | None) -> list[Candidate]:
    """What a cell that was read as blank may say."""
    text = parse_amount(again.text).text if again is not None else ""
    figure = ledger.figure(text, unit) if text else None
    return [Candidate(text, figure, BY_SECOND_READER, f"the second reader saw {text}")] if figure else []


def _all(value: Value, ledger: Ledger, again: Reading | None, usual: int | None) -> Iterator[Candidate]:
    if value.cell.reading.exact:
        return
    short = len(value.cell.reading.text.strip()) <= MOST_BLOTCH
    if again is not None:
        yield from _candidate(again.text, value, ledger, BY_SECOND_READER, f"the second reader saw {again.text}")
        if not again.text and short:
            yield Candidate("", None, BY_BLANK, "the second reader saw nothing")
    for other in value.cell.reading.alternatives:
        if other.confidence < LEAST_ALTERNATIVE:
            continue
        yield from _candidate(other.text, value, ledger, BY_ALTERNATIVE, f"the engine thought of {other.text}")
    digits = value.value.lstrip("-")
    if usual and "." not in digits and digits.isdigit() and len(digits) > usual:
        text = value.value[:-usual] + "." + value.value[-usual:]
        yield from _candidate(text, value, ledger, BY_POINT, f"a lost point: {text}")
    if short and Flag.HIDDEN in value.cell.reading.flags:
        yield Candidate("", None, BY_BLANK, "read below a seal")
    elif short and value.cell.reading.confidence < MAYBE_BLANK:
        yield Candidate("", None, BY_BLANK, f"read with confidence {value.cell.reading.confidence:.2f} only")


def _candidate(text: str, value: Value, ledger: Ledger, cost: int, why: str) -> Iterator[Candidate]:
    amount = parse_amount(text)
    figure = ledger.figure(amount.text, value.unit) if amount.kind == "number" else None
    if figure is not None:
        yield Candidate(amount.text, figure, cost, why)
