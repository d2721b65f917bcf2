"""The room's recipe: values → relations → outcomes → verdicts and report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from extractor.checks.equations import Outcome, Relation
from extractor.checks.expand import relations
from extractor.checks.ledger import Key, Ledger
from extractor.checks.report import reported
from extractor.checks.verdicts import Checked, Verdict, evidence_of, verdicts
from extractor.document import Check
from extractor.forms import Interpretation, Layouts


class Proof(NamedTuple):
    """A verdict for every value, and the report of every identity."""

    verdicts: Mapping[Key, Verdict]
    checks: tuple[Check, ...]


def proved(found: Interpretation, layouts: Layouts) -> Proof:
    """Evaluate every declared identity on what was found."""
    ledger = ledger_of(found, layouts)
    expanded = relations(ledger, layouts)
    checked = outcomes(ledger, [relation for _, made in expanded for relation in made])
    printed = _in_print(ledger, checked)
    evidence = evidence_of(ledger, checked, printed, {})
    idle = [name for name, made in expanded if not made]
    return Proof(verdicts(ledger, evidence), reported(ledger, checked, printed, idle))


def ledger_of(found: Interpretation, layouts: Layouts) -> Ledger:
    """The values of all known tables."""
    ledger = Ledger(layouts.common.amount_units)
    for known in found.known:
        ledger.add(known.form.id, known.values, blank_is_zero=known.form.blank_is_zero)
    return ledger


def outcomes(ledger: Ledger, made: list[Relation]) -> list[tuple[Relation, Outcome]]:
    """Every relation evaluated on the figures as read."""
    return [(relation, relation.outcome(ledger.figures, ledger)) for relation in made]


def _in_print(ledger: Ledger, checked: Checked) -> frozenset[str]:
    """The failing relations whose figures the document itself gives: no reading can be wrong."""
    return frozenset(
        relation.id
        for relation, outcome in checked
        if outcome.result == "fails"
        and all(ledger.values[key].cell.reading.exact for key in relation.keys if key in ledger.values)
    )
