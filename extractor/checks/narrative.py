"""The figures of the explanation: entered into the ledger, and what they have to do with the tables' cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractor.checks.ledger import NARRATIVE, Key, Ledger
from extractor.checks.relations import Growth, Linear, Ratio, Relation, Term
from extractor.layouts import Layouts
from extractor.layouts.identities import Prose
from extractor.narrative.figures import ToldFigure
from extractor.tables.table import TableCell
from extractor.tables.values import Value

ONE, PERCENT = Decimal(1), Decimal(100)
# A plan or a change belongs to a rate that follows it by no more figures than this.
NEAR = 6


def narrative_key(number: int, figure: ToldFigure) -> Key:
    """The place of the n-th figure of the prose."""
    return Key(NARRATIVE, str(number), figure.measure)


def narrative_relations(
    figures: Sequence[ToldFigure], ledger: Ledger, layouts: Layouts
) -> list[tuple[str, list[Relation]]]:
    """Enter the figures; for every kind of declared relation its name and its relations."""
    if not figures:
        return []
    ledger.add(NARRATIVE, [_value(number, figure) for number, figure in enumerate(figures, 1)], blank_is_zero=False)
    kinds = {"cell": _cells, "share": _shares, "completion": _completions, "growth": _growths}
    return [
        (f"{NARRATIVE}.{name}", list(make(f"{NARRATIVE}.{name}", figures, ledger, layouts.prose)))
        for name, make in kinds.items()
    ]


def _value(number: int, figure: ToldFigure) -> Value:
    cell = TableCell(number, 0, 1, 1, figure.raw, figure.reading, figure.page, figure.bbox)
    return Value(str(number), figure.measure, figure.value, figure.unit, figure.item, cell)


def _cells(name: str, figures: Sequence[ToldFigure], ledger: Ledger, prose: Prose) -> Iterator[Relation]:
    """The figure says what its cell says."""
    for number, figure in enumerate(figures, 1):
        cell = _cell(figure)
        own = figure.measure in prose.cell or (figure.table or "") in prose.cell_in.get(figure.measure, ())
        if own and cell in ledger.figures:
            terms = (_term(number, figure), Term(-ONE, cell, name=_words(cell)))
            yield Linear(name, _where(number, figure), prose.level, None, terms)


def _shares(name: str, figures: Sequence[ToldFigure], ledger: Ledger, prose: Prose) -> Iterator[Relation]:
    """The figure is its cell's percentage of the whole."""
    for number, figure in enumerate(figures, 1):
        cell, whole = _cell(figure), Key(*figure.of) if figure.of else None
        if figure.measure == prose.share and cell in ledger.figures and whole in ledger.figures:
            terms = (_term(number, figure), _of(cell), _of(whole))
            yield Ratio(name, _where(number, figure), prose.level, None, terms, PERCENT)


def _completions(name: str, figures: Sequence[ToldFigure], ledger: Ledger, prose: Prose) -> Iterator[Relation]:
    """The figure is its cell's percentage of the plan that was told before."""
    for number, figure in enumerate(figures, 1):
        cell = _cell(figure)
        if figure.measure == prose.completion and cell in ledger.figures:
            for before, plan in _before(number, figures, prose.planned):
                terms = (_term(number, figure), _of(cell), _term(before, plan))
                yield Ratio(name, _where(number, figure), prose.level, None, terms, PERCENT)


def _growths(name: str, figures: Sequence[ToldFigure], ledger: Ledger, prose: Prose) -> Iterator[Relation]:
    """The figure is the percentage that the change told before it is of what there was."""
    for number, figure in enumerate(figures, 1):
        cell = _cell(figure)
        if figure.measure == prose.growth and cell in ledger.figures:
            for before, change in _before(number, figures, prose.change):
                terms = (_term(number, figure), _term(before, change), _of(cell))
                yield Growth(name, _where(number, figure), prose.level, None, terms)


def _before(number: int, figures: Sequence[ToldFigure], measure: str) -> Iterator[tuple[int, ToldFigure]]:
    """The nearest figure of a measure shortly before, of the same item and column; none where there is none."""
    own = figures[number - 1]
    for before in range(number - 1, max(number - NEAR, 1) - 1, -1):
        other = figures[before - 1]
        if other.measure == measure and (other.item, other.table, other.column) == (own.item, own.table, own.column):
            yield before, other
            return


def _cell(figure: ToldFigure) -> Key | None:
    if figure.table is None or figure.row is None or figure.column is None:
        return None
    return Key(figure.table, figure.row, figure.column)


def _term(number: int, figure: ToldFigure) -> Term:
    return Term(ONE, narrative_key(number, figure), name=f"{figure.item} {figure.measure}")


def _of(cell: Key) -> Term:
    return Term(ONE, cell, name=_words(cell))


def _words(cell: Key) -> str:
    return " ".join(cell)


def _where(number: int, figure: ToldFigure) -> str:
    return f"{number} {figure.item}"
