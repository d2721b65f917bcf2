import pytest

from extractor.checks.expansion import expand_identities
from extractor.checks.ledger import Ledger
from extractor.checks.proof import build_case, evaluate, settle
from extractor.checks.row_numbering import find_miscounted
from extractor.checks.second_reader import nobody
from extractor.tables.values import Value
from tests.checks.building import ledger_with, printed


def card(layouts, weights: list[str], engine: str) -> Ledger:
    """Indicators with a weight and a name."""
    values = []
    for number, weight in enumerate(weights, 1):
        value = printed(f"indicator/{number}", "分值", weight, "分", engine)
        values += [value, Value(value.row, "三级指标", "培训人次", None, None, value.cell)]
    return ledger_with({"scorecard/1": values}, layouts)


def doubted(layouts, weights: list[str], engine: str) -> set[str]:
    """The rows that are doubted, both values of each."""
    ledger = card(layouts, weights, engine)
    checked = evaluate(ledger, [relation for _, made in expand_identities(ledger, layouts) for relation in made])
    found = find_miscounted(ledger, checked)
    rows = {key.row for key in found}
    assert len(found) == 2 * len(rows)
    return rows


@pytest.mark.parametrize(
    ("weights", "engine", "rows"),
    [
        (["20", "1010", "50"], "rapidocr", {"indicator/2", "indicator/3"}),
        (["20", "10", "55", "50"], "rapidocr", {"indicator/3", "indicator/4"}),
        (["20", "1010", "50"], "text-layer", set()),
        # No figure that is two would make the sum right.
        (["20", "1010", "60"], "rapidocr", set()),
        (["20", "20", "50"], "rapidocr", set()),
    ],
)
def test_where_a_figure_that_is_two_makes_the_sum_hold_rows_may_be_miscounted(layouts, weights, engine, rows):
    assert doubted(layouts, weights, engine) == rows


def test_what_may_be_another_row_s_is_suspect(layouts):
    found = settle(build_case(card(layouts, ["20", "1010", "50"], "rapidocr"), {}, layouts), nobody)
    statuses = {key.row: verdict.status for key, verdict in found.verdicts.items() if key.column == "三级指标"}
    assert statuses == {"indicator/1": "read", "indicator/2": "suspect", "indicator/3": "suspect"}
