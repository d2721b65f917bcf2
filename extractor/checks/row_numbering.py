"""Numbered rows of which one may be two: where the rule between them was not seen, those below have wrong numbers."""

from __future__ import annotations

from decimal import Decimal

from extractor.amounts import parse_amount
from extractor.checks.ledger import Key, Ledger
from extractor.checks.relations import Evaluation, Linear
from extractor.checks.verdicts import Checked
from extractor.tables.values import Value


def find_miscounted(ledger: Ledger, checked: Checked) -> dict[Key, list[str]]:
    """Doubts about what OCR read in numbered rows whose sum would hold if one of its figures were two (`1010` 10 and
    10): in that row and all below it.
    """
    doubts: dict[Key, list[str]] = {}
    for relation, outcome in checked:
        if isinstance(relation, Linear) and relation.numbered and outcome.result == "fails":
            for key in _below(relation, outcome, ledger):
                doubts[key] = [f"a row may be two: so the check {relation.id} would hold"]
    return doubts


def _below(relation: Linear, outcome: Evaluation, ledger: Ledger) -> list[Key]:
    """What OCR read in the first row that may be two, and below it."""
    counted = [(term, term.key) for term in relation.terms if term.key and term.key.row.startswith(relation.numbered)]
    two = [_may_be_two(term.factor, ledger.values.get(key), outcome) for term, key in counted]
    if True not in two:
        return []
    places = {(key.table, key.row) for _, key in counted[two.index(True) :]}
    return [key for key, value in ledger.values.items() if key[:2] in places and not value.cell.reading.exact]


def _may_be_two(factor: Decimal, value: Value | None, outcome: Evaluation) -> bool:
    """Whether a figure that OCR read, as two, would make its relation hold."""
    if value is None or value.cell.reading.exact or not value.is_number:
        return False
    for at in range(1, len(value.value)):
        first, second = (parse_amount(part).value for part in (value.value[:at], value.value[at:]))
        if first is None or second is None:
            continue
        off = (outcome.difference or 0) + factor * (first + second - Decimal(value.value))
        if abs(off) <= (outcome.tolerance or 0):
            return True
    return False
