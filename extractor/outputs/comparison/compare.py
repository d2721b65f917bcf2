"""Two documents of one unit compared: what each rule says of their amounts."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractor.outputs.comparison.figures import ComparedFigure, FigureKey, Figures
from extractor.outputs.comparison.records import Comparison
from extractor.outputs.comparison.rules import EACH, CellRule, ComparisonRules, SayingRule


def compare_figures(earlier: Figures, later: Figures, rules: ComparisonRules) -> Iterator[Comparison]:
    """Every comparison that both documents have the figures for."""
    kinds = (earlier.document.kind, later.document.kind)
    years = _years(later) - _years(earlier)
    for rule in rules.cells:
        if (rule.earlier.kind, rule.later.kind, rule.years) == (*kinds, years):
            yield from _cells(rule, earlier, later)
    for saying in rules.sayings:
        if (saying.kinds, saying.years) == (kinds, years):
            yield from _sayings(saying, earlier, later)
    for change in rules.changes:
        if (change.kinds, change.years) == (kinds, years):
            yield from _changes(change, earlier, later)


def _years(figures: Figures) -> int:
    year = figures.document.year
    assert year is not None
    return year


def _cells(rule: CellRule, earlier: Figures, later: Figures) -> Iterator[Comparison]:
    """The cell of each document, or each row's of a column."""
    rows = [rule.earlier.row]
    if rule.earlier.row == EACH:
        rows = [key.row for key in earlier.of_tables if (key.table, key.column) == _column(rule)]
    for row in rows:
        left = earlier.of_tables.get(FigureKey(rule.earlier.table, row, rule.earlier.column))
        other = row if rule.later.row == EACH else rule.later.row
        right = later.of_tables.get(FigureKey(rule.later.table, other, rule.later.column))
        if left is not None and right is not None:
            name = f"{rule.id}[{row}]" if rule.earlier.row == EACH else rule.id
            yield _comparison(name, later, f"{left} = {right}", left.yuan - right.yuan, (left, right))


def _column(rule: CellRule) -> tuple[str, str]:
    return rule.earlier.table, rule.earlier.column


def _sayings(rule: SayingRule, earlier: Figures, later: Figures) -> Iterator[Comparison]:
    """Each figure of the later text with the earlier document's cell."""
    for key, said in _said(rule, later):
        left = earlier.of_tables.get(key)
        if left is not None:
            name = f"{rule.id}[{key.row} / {key.column}]"
            yield _comparison(name, later, f"{left} = {said}", left.yuan - said.yuan, (left, said))


def _changes(rule: SayingRule, earlier: Figures, later: Figures) -> Iterator[Comparison]:
    """Each change that the later text tells with the difference of the two documents' cells."""
    for key, said in _said(rule, later):
        before, now = earlier.of_tables.get(key), later.of_tables.get(key)
        if before is not None and now is not None:
            name = f"{rule.id}[{key.row} / {key.column}]"
            difference = now.yuan - before.yuan - said.yuan
            yield _comparison(name, later, f"{now} − {before} = {said}", difference, (before, now, said))


def _said(rule: SayingRule, later: Figures) -> Iterator[tuple[FigureKey, ComparedFigure]]:
    """The figures of the text that a rule speaks of, each with the cell of the earlier document that it names."""
    for figure, said in later.of_text:
        table = rule.tables.get(said.cell.table) if rule.tables else said.cell.table
        if figure.measure == rule.measure and table is not None and rule.words_pattern.search(figure.words):
            yield FigureKey(table, said.cell.row, said.cell.column), said


def _comparison(
    name: str, later: Figures, formula: str, difference: Decimal, figures: tuple[ComparedFigure, ...]
) -> Comparison:
    tolerance = sum((figure.half for figure in figures), Decimal(0))
    return Comparison(
        id=name,
        result="holds" if abs(difference) <= tolerance else "fails",
        unit_name=later.document.unit_name or "",
        formula=formula,
        difference=_plain(difference),
        tolerance=_plain(tolerance),
        cells=tuple(figure.cell for figure in figures),
    )


def _plain(number: Decimal) -> str:
    return format(number.normalize() if number else Decimal(0), "f")
