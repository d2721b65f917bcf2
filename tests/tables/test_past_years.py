"""Final accounts of 2015 to 2020 in the forms of their years."""

import pytest

from extractor.interpretation import KnownTable, interpret
from tests.building import line, read_grid, read_page


def known(layouts, title, rows, merged=(), lines=("单位：万元",)) -> KnownTable:
    above = [line(text, y=10 + 20 * at) for at, text in enumerate((title, *lines))]
    (table,) = interpret([read_page([read_grid(rows, merged=merged)], 1, above)], layouts).known
    return table


def facts(table: KnownTable) -> dict[tuple[str, str], str]:
    assert not any(value.doubts for value in table.values)
    return {(value.row, value.column): value.value for value in table.values}


def test_all_funds_together_with_one_of_them_told(layouts):
    rows = [
        ["收入", "", "", "支出", "", ""],
        ["项目", "年初预算数", "决算数", "项目", "年初预算数", "决算数"],
        ["一、财政拨款收入", "90.00", "100.00", "一、一般公共服务支出", "", ""],
        ["其中：政府性基金预算财政拨款", "10.00", "20.00", "二、教育支出", "90.00", "105.00"],
        ["二、上级补助收入", "", "5.00", "三、医疗卫生与计划生育支出", "", "1.00"],
        ["本年收入合计", "90.00", "105.00", "本年支出合计", "90.00", "106.00"],
        ["用事业基金弥补收支差额", "", "2.00", "结余分配", "", "1.00"],
        ["年初结转和结余", "", "3.00", "其中：提取职工福利基金", "", "0.40"],
        ["", "", "", "转入事业基金", "", "0.60"],
        ["总计", "90.00", "110.00", "总计", "90.00", "110.00"],
    ]
    table = known(layouts, "收入支出决算总表", rows, [(0, 0, 1, 3), (0, 3, 1, 3)])
    found = facts(table)
    assert table.form.id == "income_expenditure"
    assert {row: value for (row, column), value in found.items() if column == "金额"} == {
        "收入/财政拨款收入": "100.00",
        "收入/财政拨款收入/政府性基金预算财政拨款": "20.00",
        "收入/上级补助收入": "5.00",
        "收入/本年收入合计": "105.00",
        "收入/用事业基金弥补收支差额": "2.00",
        "收入/年初结转和结余": "3.00",
        "收入/总计": "110.00",
        "支出/教育支出": "105.00",
        "支出/医疗卫生与计划生育支出": "1.00",
        "支出/本年支出合计": "106.00",
        "支出/结余分配": "1.00",
        "支出/结余分配/提取职工福利基金": "0.40",
        "支出/结余分配/转入事业基金": "0.60",
        "支出/总计": "110.00",
    }
    assert found["收入/财政拨款收入", "年初预算数"] == "90.00"
    assert found["支出/总计", "年初预算数"] == "90.00"


def test_expenditure_by_purpose_beside_that_by_function(layouts):
    rows = [
        ["收入", "", "支出", "", "", ""],
        ["项目", "决算数", "项目（按功能分类）", "决算数", "项目（按支出性质）", "决算数"],
        ["一、财政拨款收入", "9.00", "一、教育支出", "8.00", "一、基本支出", "6.00"],
        ["二、事业收入", "", "二、住房保障支出", "1.00", "二、项目支出", "3.00"],
        ["本年收入合计", "9.00", "本年支出合计", "9.00", "本年支出合计", "9.00"],
        ["总计", "9.00", "总计", "9.00", "总计", "9.00"],
    ]
    found = facts(known(layouts, "收入支出决算总表", rows, [(0, 0, 1, 2), (0, 2, 1, 4)]))
    assert found["支出用途/基本支出", "金额"] == "6.00"
    assert found["支出用途/项目支出", "金额"] == "3.00"
    assert found["支出/本年支出合计", "金额"] == "9.00"


def test_the_wide_form_of_the_general_budget(layouts):
    groups = ["年初结转和结余", "本年收入", "本年支出", "年末结转和结余"]
    carried = ["合计", "基本支出结转", "项目支出结转和结余"]
    spent = ["合计", "基本支出", "项目支出"]
    figures = ["9.00", "4.00", "5.00", "8.00", "6.00", "2.00", "7.00", "5.00", "2.00", "10.00", "5.00", "5.00"]
    rows = [
        ["科目编码", "科目名称", *(text for group in groups for text in (group, "", ""))],
        ["", "", *carried, *spent, *spent, *carried],
        ["合计", "", *figures],
        ["205", "教育支出", *figures],
    ]
    merged = [(0, 0, 2, 1), (0, 1, 2, 1), *((0, 2 + 3 * at, 1, 3) for at in range(4)), (2, 0, 1, 2)]
    table = known(layouts, "一般公共预算财政拨款收入支出决算表", rows, merged)
    assert table.form.id == "general_budget"
    assert {column: value for (row, column), value in facts(table).items() if row == "205"} == {
        "年初结转和结余": "9.00",
        "年初结转和结余/基本支出结转": "4.00",
        "年初结转和结余/项目支出结转和结余": "5.00",
        "本年收入": "8.00",
        "本年收入/基本支出": "6.00",
        "本年收入/项目支出": "2.00",
        "合计": "7.00",
        "基本支出": "5.00",
        "项目支出": "2.00",
        "年末结转和结余": "10.00",
        "年末结转和结余/基本支出结转": "5.00",
        "年末结转和结余/项目支出结转和结余": "5.00",
    }


def test_basic_expenditure_with_staff_and_running_in_columns(layouts):
    rows = [
        ["科目编码", "科目名称", "合计", "人员经费", "公用经费"],
        ["合计", "", "6.00", "5.00", "1.00"],
        ["301", "工资福利支出", "5.00", "5.00", ""],
        ["30104", "其他社会保障缴费", "5.00", "5.00", ""],
        ["302", "商品和服务支出", "1.00", "", "1.00"],
    ]
    table = known(layouts, "一般公共预算财政拨款基本支出决算表", rows, [(1, 0, 1, 2)])
    assert facts(table)["30104", "决算数"] == "5.00"
    assert facts(table)["合计", "公用经费"] == "1.00"


def test_a_code_of_another_year_is_kept_and_said(layouts):
    rows = [["科目编码", "科目名称", "合计", "人员经费", "公用经费"], ["30104", "其他社会保障缴费", "5.00", "5.00", ""]]
    table = known(layouts, "2019年度一般公共预算财政拨款基本支出决算表", rows)
    assert {value.row for value in table.values} == {"30104"}
    assert not any(value.doubts for value in table.values)
    assert all("2019" in reason for value in table.values for reason in value.reasons)


@pytest.mark.parametrize(
    ("title", "form"),
    [
        ("公共预算财政拨款支出决算表", "general_budget"),
        ("政府性基金收入支出决算表", "government_fund"),
        ("一般公共预算财政拨款“三公”经费支出决算表", "three_public"),
    ],
)
def test_titles_of_those_years(layouts, title, form):
    rows = [
        ["科目编码", "科目名称", "年初结转和结余", "本年收入", "本年支出", "", "", "年末结转和结余"],
        ["", "", "", "", "小计", "基本支出", "项目支出", ""],
        ["212", "城乡社区支出", "1.00", "2.00", "2.00", "", "2.00", "1.00"],
    ]
    if form == "three_public":
        rows = [["项目", "合计", "因公出国（境）费", "公务接待费"], ["决算数", "2.00", "1.00", "1.00"]]
    assert known(layouts, title, rows).form.id == form


def test_the_three_with_meetings_training_and_counts(layouts):
    rows = [
        ["项目", "预算数", "决算数"],
        ["合计", "9.00", "8.00"],
        ["“三公”经费小计", "6.00", "5.00"],
        ["1.因公出国（境）费", "1.00", "1.00"],
        ["2.公务用车购置及运行维护费", "4.00", "3.00"],
        ["（1）公务用车购置费", "", ""],
        ["（2）公务用车运行维护费", "4.00", "3.00"],
        ["3.公务接待费", "1.00", "1.00"],
        ["会议费", "2.00", "2.00"],
        ["培训费", "1.00", "1.00"],
        ["因公出国（境）团组数（个）", "", "1"],
        ["因公出国（境）人次数（人）", "", "3"],
        ["公务用车保有量（辆）", "", "2"],
        ["国内公务接待批次（个）", "", "12"],
        ["国内公务接待人次（人）", "", "96"],
    ]
    table = known(layouts, "一般公共预算财政拨款“三公”经费、会议费、培训费支出决算表", rows)
    found = facts(table)
    assert {column: value for (row, column), value in found.items() if row == "决算数"} == {
        "总计": "8.00",
        "合计": "5.00",
        "因公出国（境）费": "1.00",
        "公务用车购置及运行维护费/小计": "3.00",
        "公务用车购置及运行维护费/公务用车运行维护费": "3.00",
        "公务接待费": "1.00",
        "会议费": "2.00",
        "培训费": "1.00",
        "因公出国（境）团组数": "1",
        "因公出国（境）人次数": "3",
        "公务用车保有量": "2",
        "国内公务接待批次": "12",
        "国内公务接待人次": "96",
    }
    assert {value.column: value.unit for value in table.values}["国内公务接待批次"] == "批次"
