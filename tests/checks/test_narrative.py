from dataclasses import dataclass

import pytest

from extractor.checks.ledger import NARRATIVE, Key
from extractor.checks.proof import build_case, evaluate, settle
from extractor.checks.second_reader import nobody
from extractor.geometry import Box
from extractor.model import Reading
from tests.checks.building import example, ledger_with

GENERAL = ("general_budget", "205", "合计")
WHOLE = ("expenditure", "合计", "本年支出合计")
ABROAD = ("three_public", "预算数", "因公出国（境）费")
BOX = Box(0, 0, 1, 1)


@dataclass
class Figure:
    """As the narrative's reader tells it."""

    measure: str
    value: str
    cell: tuple[str, str, str] | None = GENERAL
    unit: str = "万元"
    of: tuple[str, str, str] | None = None
    item: str = "教育支出"
    engine: str = "text-layer"
    page: int = 1
    bbox: Box = BOX

    @property
    def raw(self) -> str:
        return self.value.lstrip("-")

    @property
    def reading(self) -> Reading:
        return Reading(self.raw, 1.0, self.engine)

    table = property(lambda self: self.cell and self.cell[0])
    row = property(lambda self: self.cell and self.cell[1])
    column = property(lambda self: self.cell and self.cell[2])


def results(layouts, *figures: Figure) -> dict[str, str]:
    case = build_case(ledger_with(example(), layouts), {}, layouts, figures)
    told = [relation for relation in case.made if relation.identity.startswith(NARRATIVE)]
    return {relation.identity: outcome.result for relation, outcome in evaluate(case.ledger, told)}


PLAN, CHANGE = Figure("年初预算", "112.50"), Figure("增减额", "-4.00")


@pytest.mark.parametrize(
    ("figures", "name", "result"),
    [
        ([Figure("本年决算", "101.00")], "cell", "holds"),
        ([Figure("本年决算", "110.00")], "cell", "fails"),
        ([Figure("年初预算", "4.00", ABROAD)], "cell", "holds"),
        ([Figure("年初预算", "5.00", ABROAD)], "cell", "fails"),
        ([Figure("占比", "75.37", unit="%", of=WHOLE)], "share", "holds"),
        ([Figure("占比", "73.57", unit="%", of=WHOLE)], "share", "fails"),
        ([PLAN, Figure("完成率", "89.78", unit="%")], "completion", "holds"),
        ([PLAN, Figure("完成率", "98.78", unit="%")], "completion", "fails"),
        ([CHANGE, Figure("增减率", "-3.81", unit="%")], "growth", "holds"),
        ([CHANGE, Figure("增减率", "3.81", unit="%")], "growth", "fails"),
    ],
)
def test_a_figure_of_the_prose_and_its_cell(layouts, figures, name, result):
    """101.00 of 134.00 (units converted); of 112.50 planned; 4.00 less than 105.00."""
    assert results(layouts, *figures) == {f"{NARRATIVE}.{name}": result}


def test_a_budget_has_no_cell_but_in_the_form_of_budgets(layouts):
    assert results(layouts, PLAN) == {}


def test_a_figure_without_a_cell_is_not_checked(layouts):
    assert results(layouts, Figure("本年决算", "1.00", None)) == {}


def test_a_wrong_figure_of_the_prose_says_nothing_against_the_table(layouts):
    figure = Figure("本年决算", "110.00", engine="rapidocr")
    found = settle(build_case(ledger_with(example(), layouts), {}, layouts, [figure]), nobody)
    assert found.verdicts[Key(*GENERAL)].status == "verified"
    assert found.verdicts[Key(NARRATIVE, "1", "本年决算")].status == "suspect"


def test_what_the_text_layer_says_wrong_is_wrong_in_print(layouts):
    found = settle(build_case(ledger_with(example(), layouts), {}, layouts, [Figure("本年决算", "110.00")]), nobody)
    check = next(check for check in found.checks if check.id.startswith("narrative.cell"))
    assert (check.level, check.printed) == ("warning", True)
    assert found.verdicts[Key(NARRATIVE, "1", "本年决算")].status == "read"
