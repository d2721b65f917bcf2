"""What a figure without a place takes from the values beside it."""

from dataclasses import replace

import pytest

from extractor.balance import Balance, balance_readings
from extractor.checks import prove
from extractor.checks.ledger import Key
from extractor.interpretation import Interpretation, interpret
from extractor.model import Flag
from extractor.scorecards.find import find_scorecards
from tests.building import line, read_grid, read_page
from tests.scorecards.cards import NOWHERE, card

HEAD = ["科目编码", "科目名称", "本年收入合计", "财政拨款收入", "其他收入"]
ROWS = [["合计", "", "30.00", "10.00", "20.00"], ["201", "一般公共服务支出", "30.00", "10.00", "20.00"]]


def proof_of(rows, layouts, *, engine="text-layer"):
    lines = [line(text, y=10 + 20 * i) for i, text in enumerate(["收入决算表", "单位：万元"])]
    pages = [read_page([read_grid(rows, engine=engine)], 1, lines)]
    found = interpret(pages, layouts)
    return prove(found, layouts, balance_readings(pages, found, layouts))


def statuses(proof):
    return {(key.row, key.column): verdict.status for key, verdict in proof.verdicts.items() if key.table == "income"}


def results(proof):
    return {check.id: check.result for check in proof.checks if check.id.startswith("income.row-sum")}


def test_sums_verify_what_nothing_unplaced_stands_beside(layouts):
    assert set(statuses(proof_of([HEAD, *ROWS], layouts)).values()) == {"verified"}


def test_beside_a_figure_without_a_place_nothing_is_verified(layouts):
    rows = [[*HEAD, "某种新收入"], [*ROWS[0], "5.00"], [*ROWS[1], ""]]
    found = statuses(proof_of(rows, layouts))
    assert {status for (row, _), status in found.items() if row == "合计"} == {"read"}
    assert {status for (row, _), status in found.items() if row == "201"} == {"verified"}


@pytest.mark.parametrize("engine", ["text-layer", "rapidocr"])
def test_a_sum_that_lacks_a_figure_cannot_be_evaluated(layouts, engine):
    rows = [[*HEAD, "某种新收入"], *([*row[:2], "35.00", *row[3:], "5.00"] for row in ROWS)]
    proof = proof_of(rows, layouts, engine=engine)
    assert set(results(proof).values()) == {"not evaluable"}
    assert "verified" not in statuses(proof).values()


def test_a_piece_of_a_figure_beside_a_value_makes_it_suspect(layouts):
    rows = [[*HEAD[:3], "十", *HEAD[3:]], *([*row[:2], "30", ".00", *row[3:]] for row in ROWS)]
    found = statuses(proof_of(rows, layouts, engine="rapidocr"))
    assert {status for (_, column), status in found.items() if column == "本年收入合计"} == {"suspect"}


def test_a_column_whose_decimals_were_cut_off_is_not_verified(layouts):
    rows = [HEAD, *([*row[:4], row[4].partition(".")[0]] for row in ROWS)]
    found = statuses(proof_of(rows, layouts))
    assert {status for (_, column), status in found.items() if column == "其他收入"} == {"read"}


def test_amounts_one_column_beside_their_headings_are_not_verified(layouts):
    rows = [[*HEAD, ""], *([*row[:3], "", *row[3:]] for row in ROWS)]
    assert "verified" not in statuses(proof_of(rows, layouts)).values()


@pytest.mark.parametrize(("flags", "status"), [(frozenset(), "verified"), (frozenset({Flag.CUT}), "suspect")])
def test_no_amount_of_a_scorecard_that_a_border_cuts_is_verified(layouts, flags, status):
    table = card(engine="rapidocr", confidence=0.99)
    cells = [
        cell._replace(reading=replace(cell.reading, flags=flags)) if cell.text == "5" else cell for cell in table.cells
    ]
    (found,) = find_scorecards([(replace(table, cells=cells), NOWHERE)], layouts).cards
    proof = prove(Interpretation(scorecards=[found]), layouts, Balance((), {}))
    place = Key(found.name, "funds/市县区财政资金", "全年预算数")
    assert proof.verdicts[place].status == status
