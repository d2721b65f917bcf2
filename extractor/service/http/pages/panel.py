"""What stands beside a place: what was read and why it is doubted, other readings, its checks, who decided what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from extractor.amounts import parse_amount
from extractor.checks import Key
from extractor.document import Check
from extractor.review import Spot
from extractor.review.deciding import table_of
from extractor.review.decisions import Decision, standing
from extractor.review.proposals import Choice, choices_of
from extractor.review.wanted import wanted
from extractor.service.http.pages.views import Seen

# Keys 1 to 9 choose one.
MOST_ALTERNATIVES = 9
# What a reader should see first.
ORDER = ("fails", "not evaluable", "holds", "not applicable")


class Alternative(NamedTuple):
    """Another text; `sums` how many failing sums ask for it, 0 where a reader saw it."""

    text: str
    sums: int


class Panel(NamedTuple):
    """All that is told of a place."""

    spot: Spot
    title: str
    row: str
    label: str | None
    column: str
    value: str
    status: str
    open: bool
    notes: tuple[str, ...]
    alternatives: tuple[Alternative, ...]
    checks: tuple[Check, ...]
    given: tuple[Decision, ...]
    differ: bool
    waits: bool
    more: int
    beside: tuple[Spot, ...]
    choices: tuple[Choice, ...]
    named: str


def panel_of(seen: Seen, spot: Spot) -> Panel:
    """The panel of a place."""
    review, rulings = seen.review, seen.review.rulings
    facts = {Key(fact.table, fact.row, fact.column): fact for fact in review.document.facts}
    fact = next((facts[key] for key in spot.keys if key in facts), None)
    table = table_of(review.document, spot)
    names = {name for key in spot.keys for name in review.books.of(key)}
    checks = sorted(
        (check for check in review.document.checks if check.id in names), key=lambda check: ORDER.index(check.result)
    )
    given = tuple(rulings.shown(spot.id, seen.viewer).values())
    waits = rulings.second and seen.viewer in rulings.of_spot.get(spot.id, {}) and not rulings.done(spot.id)
    return Panel(
        spot,
        _title(seen, spot),
        "" if spot.subject.kind == "unplaced" else spot.subject.row,
        None if fact is None else fact.label,
        spot.subject.column,
        seen.value(spot),
        seen.status(spot),
        seen.open(spot),
        spot.notes if fact is None or seen.ruling(spot) is not None else fact.notes,
        tuple(_alternatives(seen, spot)),
        tuple(checks),
        given,
        rulings.differ(spot.id),
        waits and not rulings.differ(spot.id),
        max(len(spot.keys) - 1, 0),
        tuple(other for other in review.reading.spots.at(spot) if other != spot),
        tuple(choices_of(table, review.document, review.reading.layouts) if table else ()),
        _named(seen, spot),
    )


def _named(seen: Seen, spot: Spot) -> str:
    """What people called the heading or label; empty where nobody did."""
    named = [each for each in standing(list(seen.review.decisions)) if each.kind == "name"]
    return next((each.after or "" for each in reversed(named) if each.subject.bbox == spot.bbox), "")


def _title(seen: Seen, spot: Spot) -> str:
    name = spot.subject.table
    document = seen.review.document
    try:
        return document.table(name).title
    except KeyError:
        return name


def _alternatives(seen: Seen, spot: Spot) -> Iterator[Alternative]:
    """Other readings, then what sums ask for, each once."""
    current = seen.value(spot)
    told: set[str] = set()
    asked = [each for key in spot.keys for each in wanted(seen.review.books, key)]
    given = [Alternative(text, 0) for text in spot.alternatives]
    read = parse_amount(spot.subject.raw).text if spot.unit else spot.value
    if read and read != spot.value:  # it was corrected on evidence
        given.insert(0, Alternative(read, 0))
    for other in (*given, *(Alternative(text, sums) for text, sums in asked)):
        if other.text not in told and other.text != current and len(told) < MOST_ALTERNATIVES:
            told.add(other.text)
            yield other
