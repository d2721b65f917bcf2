"""Numbered rows of which one may be two: where the rule between them was not seen, those below have wrong numbers."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractor.checks.equations import Linear, Outcome
from extractor.checks.ledger import Key, Ledger
from extractor.checks.verdicts import Checked
from extractor.forms.amounts import parse_amount


def miscounted(ledger: Ledger, checked: Checked) -> dict[Key, list[str]]:
    """Doubts about what OCR read in numbered rows whose sum would hold if one of its figures were two (`1010` 10 and
    10): in that row and all below it.
    """
    doubts: dict[Key, list[str]] = {}
    for relation, outcome in checked:
        if isinstance(relation, Linear) and relation.numbered and outcome.result == "fails":
            two = {key.row for key in _two(relation, outcome, ledger)}
            rows = [key.row for key in relation.keys if key.row.startswith(relation.numbered)]
            below = set(rows[min((rows.index(row) for row in two & set(rows)), default=len(rows)) :])
            for key, value in ledger.values.items():
                if key.table == relation.keys[0].table and key.row in below and not value.cell.reading.exact:
                    doubts[key] = [f"a row may be two: so the check {relation.id} would hold"]
    return doubts


def _two(relation: Linear, outcome: Outcome, ledger: Ledger) -> Iterator[Key]:
    """The places whose figure, read as two, would make a relation hold."""
    for term in relation.terms:
        value = ledger.values.get(term.key) if term.key is not None else None
        if term.key is None or value is None or value.cell.reading.exact or term.key not in ledger.figures:
            continue
        for at in range(1, len(value.value)):
            parts = [parse_amount(part) for part in (value.value[:at], value.value[at:])]
            if all(part.kind == "number" for part in parts):
                both = sum(Decimal(part.text) for part in parts)
                off = (outcome.difference or 0) + term.factor * (both - Decimal(value.value))
                if abs(off) <= (outcome.tolerance or 0):
                    yield term.key
