from dataclasses import dataclass, field

import pytest

from extractor.geometry import Box
from extractor.layouts import Form
from extractor.narrative.figures import read_figures
from extractor.narrative.links import Link, Links
from extractor.tables.values import Value
from tests.building import reading
from tests.narrative.writing import explanation


@dataclass
class Known:
    form: Form
    values: list[Value] = field(default_factory=list)


def known(layouts, form: str, *values: tuple[str, str, str]) -> Known:
    return Known(
        layouts.forms[form],
        [
            Value(row, column, "1.00", "万元", label, (0, 0, 1, 1, "", reading("1.00"), 1, Box(0, 0, 1, 1)))
            for row, column, label in values
        ],
    )


@pytest.fixture
def links(layouts) -> Links:
    codes = [("201", "一般公共服务支出"), ("20103", "政府办公厅（室）及相关机构事务"), ("2010301", "行政运行")]
    codes += [("20131", "党委办公厅（室）及相关机构事务"), ("2013101", "行政运行"), ("2210201", "住房公积金")]
    return Links(
        [
            known(layouts, "income_expenditure"),
            known(layouts, "income"),
            known(layouts, "expenditure"),
            known(layouts, "general_budget", *((code, "合计", name) for code, name in codes)),
            known(layouts, "three_public"),
            known(layouts, "statistics", ("机关运行经费/行政单位", "统计数", "行政单位")),
        ],
        layouts,
    )


@pytest.mark.parametrize(
    ("item", "table", "row", "column"),
    [
        ("收入总计", "income_expenditure", "收入/总计", "金额"),
        ("收入支出总计", "income_expenditure", "收入/总计", "金额"),
        ("其他收入", "income", "合计", "其他收入"),
        ("财政拨款收入", "income", "合计", "财政拨款收入"),
        ("项目支出", "expenditure", "合计", "项目支出"),
        ("一般公共预算财政拨款支出", "general_budget", "合计", "合计"),
        ("一般公共服务支出（类）", "general_budget", "201", "合计"),
        (
            "一般公共服务支出（类）政府办公厅（室）及相关机构事务（款）行政运行（项）",
            "general_budget",
            "2010301",
            "合计",
        ),
        (
            "一般公共服务支出（类）党委办公厅（室）及相关机构事务（款）行政运行（项）",
            "general_budget",
            "2013101",
            "合计",
        ),
        ("住房公积金支出", "general_budget", "2210201", "合计"),
        ("因公出国（境）费支出", "three_public", "决算数", "因公出国（境）费"),
        ("“三公”经费财政拨款支出", "three_public", "决算数", "合计"),
        ("机关运行经费支出", "statistics", "机关运行经费/行政单位", "统计数"),
        ("政府采购货物支出", "statistics", "政府采购/货物", "统计数"),
    ],
)
def test_an_item_names_a_cell(links, item, table, row, column):
    assert links.cell(item, [table]) == Link(table, row, column)


@pytest.mark.parametrize(
    ("item", "table"),
    [
        ("行政运行", "general_budget"),
        ("一般公共服务支出（类）财政事务（款）行政运行（项）", "general_budget"),
        ("国内接待费", "three_public"),
        ("财政拨款支出", "income"),
        ("授予中小企业合同金额", "statistics"),
        ("收入总计", "appropriation"),
    ],
)
def test_an_item_that_names_no_cell_or_several_has_none(links, item, table):
    assert links.cell(item, [table]) is None


def test_a_budget_is_in_the_row_of_budgets(links):
    assert links.cell("公务接待费", ["three_public"], "年初预算") == Link("three_public", "预算数", "公务接待费")


def test_counts_and_amounts_do_not_name_each_other_s_cells(links):
    assert links.cell("车辆", ["statistics"]) is None
    assert links.cell("车辆", ["statistics"], counted=True) == Link("statistics", "国有资产占用/车辆数合计", "统计数")
    assert links.cell("公务接待费", ["three_public"], counted=True) is None


def test_a_share_s_whole(links):
    assert links.whole("本年支出合计", ["general_budget"]) == Link("expenditure", "合计", "本年支出合计")


def test_shares_in_a_list_are_of_what_opened_it(layouts):
    tables = [known(layouts, "income")]
    for texts in (
        ["收入合计9万元，其中：财政拨款收入8万元，占比89%；其他收入1万元，占比11%。"],
        ["收入合计9万元，其中：", "财政拨款收入8万元，占比89%；", "其他收入1万元，占比11%。"],
    ):
        found = read_figures(explanation("二、收入决算情况说明", *texts), tables, layouts, "", None)
        assert [f.of for f in found if f.measure == "占比"] == [Link("income", "合计", "本年收入合计")] * 2


def test_a_list_inside_a_list_ends_with_its_clause(layouts):
    tables = [known(layouts, "general_budget"), known(layouts, "general_budget_basic")]
    text = "一般公共预算财政拨款基本支出9万元，其中：人员经费8万元，主要包括：基本工资、奖金；公用经费1万元，占11%。"
    found = read_figures(explanation("六、一般公共预算财政拨款基本支出决算情况说明", text), tables, layouts, "", None)
    assert found[-1].of == Link("general_budget", "合计", "基本支出")
