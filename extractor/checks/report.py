"""The report of every identity, for people and for document.json."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal

from extractor.checks.ledger import Ledger
from extractor.checks.relations import Evaluation, Growth, Linear, Ratio, Relation, Term
from extractor.checks.verdicts import Checked
from extractor.document import Check, CheckedCell

BLANK = "blank"


def report_checks(ledger: Ledger, checked: Checked, printed: Collection[str], idle: Sequence[str]) -> tuple[Check, ...]:
    """One record a relation; `idle` are the declared identities that no figure of the document takes part in."""
    return (
        *(_check(relation, outcome, ledger, relation.id in printed) for relation, outcome in checked),
        *(_idle(name) for name in idle),
    )


def _check(relation: Relation, outcome: Evaluation, ledger: Ledger, printed: bool) -> Check:
    return Check(
        id=relation.id,
        level=relation.level,
        result=outcome.result,
        formula=_formula(relation, ledger),
        difference=_plain(outcome.difference),
        tolerance=_plain(outcome.tolerance),
        unit=outcome.unit,
        printed=printed,
        why=outcome.why,
        cells=tuple(_cell(term, ledger) for term in relation.terms if term.key is not None),
    )


def _idle(name: str) -> Check:
    why = "a table, row or column that it compares is not in the document"
    return Check(
        id=name, level="error", result="not applicable", formula="", difference=None, tolerance=None, unit=None, why=why
    )


def _cell(term: Term, ledger: Ledger) -> CheckedCell:
    assert term.key is not None
    value = ledger.values.get(term.key)
    return CheckedCell(
        table=term.key.table,
        row=term.key.row,
        column=term.key.column,
        value=None if value is None else value.value,
        page=None if value is None else value.cell.page,
        bbox=None if value is None else value.cell.box.rounded(),
    )


def _formula(relation: Relation, ledger: Ledger) -> str:
    """`合计 3.00 = 基本支出 1.00 + 项目支出 2.00`; blank parts are left out."""
    first, *others = relation.terms
    left = _side([(first.factor, first)], ledger)
    if isinstance(relation, Growth):
        change, now = (_side([(Decimal(1), term)], ledger) for term in others)
        return f"{left} = 100 × {change} / ({now} − {change})"
    if isinstance(relation, Ratio):
        below = _side([(Decimal(1), others[1])], ledger)
        return f"{left} = {_side([(relation.times, others[0])], ledger)} / {below}"
    printed = [(-term.factor, term) for term in others if term.key is None or term.key in ledger.values]
    if not isinstance(relation, Linear):
        return f"{left} ← {_side([(Decimal(1), others[0])], ledger)}"
    return f"{left} {'≤' if relation.bound else '='} {_side(printed, ledger) or BLANK}"


def _side(terms: Sequence[tuple[Decimal, Term]], ledger: Ledger) -> str:
    text = ""
    for factor, term in terms:
        sign = "− " if factor < 0 else "+ " if text else ""
        times = "" if abs(factor) == 1 else f"{abs(factor)} × "
        text += f"{' ' if text else ''}{sign}{times}{_figure(term, ledger)}"
    return text


def _figure(term: Term, ledger: Ledger) -> str:
    if term.key is None:
        return str(term.number)
    value = ledger.values.get(term.key)
    return f"{term.name} {BLANK if value is None else value.value}"


def _plain(number: Decimal | None) -> str | None:
    return None if number is None else format(number.normalize() if number else Decimal(0), "f")
