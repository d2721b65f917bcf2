"""Every declared identity: one document where it holds, and one where a changed figure makes it fail."""

from functools import cache

import pytest

from extractor.checks.expansion import expand_identities
from extractor.checks.ledger import Key, Ledger
from extractor.checks.proof import evaluate
from extractor.checks.relations import Linear, Relation
from extractor.layouts import Layouts, load_layouts
from extractor.tables.values import Value
from tests.checks.building import example, ledger_with, printed, sheets

LAYOUTS = load_layouts()
DECLARED = [f"{form.name}.{identity.id}" for form in LAYOUTS.forms.values() for identity in form.identities] + [
    f"{identity.table.replace('*', '1') or 'between'}.{identity.id}" for identity in LAYOUTS.between
]


def figures(name: str, changes: dict[Key, str | None] | None = None) -> dict[str, list[Value]]:
    """An example that prints what the identity is of; where all money is appropriated by the general budget, 03 says
    what 05 says.
    """
    tables = example(number=next((number for number, names in enumerate(concerned()) if name in names), 0))
    if name == "between.all-general":
        tables["expenditure"] = [
            printed(v.row, "本年支出合计" if v.column == "合计" else v.column, v.value, v.unit)
            for v in tables["general_budget"]
        ]
    for table, values in tables.items():
        for index, value in enumerate(values):
            text = (changes or {}).get(Key(table, value.row, value.column))
            if text is not None:
                values[index] = printed(value.row, value.column, text, value.unit)
    return tables


@cache
def concerned() -> list[set[str]]:
    """For each example the identities that it prints something of."""
    ledgers = [ledger_with(example(number=number), LAYOUTS) for number in range(len(sheets()))]
    return [{name for name, found in expand_identities(ledger, LAYOUTS) if found} for ledger in ledgers]


def made(name: str, ledger: Ledger, layouts: Layouts) -> list[Relation]:
    return dict(expand_identities(ledger, layouts)).get(name, [])


def spoiled(relation: Relation, ledger: Ledger) -> tuple[Key, str]:
    """A figure of the relation so changed that it must fail."""
    key = relation.keys[0]
    figure = ledger.figures.get(key)
    if figure is None:
        return key, "优"
    # What may be less must become more, and a rounded figure by more than its rounding.
    return key, str(figure.amount * 2 + (100 if isinstance(relation, Linear) and relation.bound else 1))


@pytest.mark.parametrize("name", DECLARED)
def test_it_holds_where_the_figures_agree(name, layouts):
    ledger = ledger_with(figures(name), layouts)
    found = evaluate(ledger, made(name, ledger, layouts))
    assert found, "the example has no figures for it"
    assert {outcome.result for _, outcome in found} == {"holds"}


@pytest.mark.parametrize("name", DECLARED)
def test_it_fails_where_a_figure_is_another(name, layouts):
    ledger = ledger_with(figures(name), layouts)
    for relation in made(name, ledger, layouts):
        if relation.keys[0] not in ledger.values:
            continue
        key, text = spoiled(relation, ledger)
        wrong = ledger_with(figures(name, {key: text}), layouts)
        outcome = relation.outcome(wrong.figures, wrong)
        assert outcome.result == "fails", relation.id


def test_lines_and_codes_of_other_tables_are_left_out_where_the_table_is_missing(layouts):
    tables = example()
    del tables["expenditure"]
    ledger = ledger_with(tables, layouts)
    assert made("between.expenditure-lines", ledger, layouts) == []
    assert made("between.expenditure-total", ledger, layouts) == []


def test_the_parts_count_where_less_than_all_money_is_appropriated(layouts):
    """03 has more than 05: nothing is said about single rows."""
    tables = example({Key("expenditure", "合计", "本年支出合计"): "135.00"})
    ledger = ledger_with(tables, layouts)
    assert made("between.all-general", ledger, layouts) == []
