"""Budgets in the shapes that provinces print: the common form (部门公开表1–9, 一体化), Jiangsu's, Shanghai's."""

from collections.abc import Sequence

import pytest

from extractor.interpretation import KnownTable, interpret
from extractor.tables.values import Value
from tests.building import line, read_grid, read_page

Facts = dict[tuple[str, str], str]


def table(layouts, title: str, rows: Sequence[Sequence[str]], merged=(), lines=("单位：万元",)) -> KnownTable:
    """The only table of a page, recognised."""
    above = [line(text, y=10 + 20 * at) for at, text in enumerate((title, *lines))]
    found = interpret([read_page([read_grid(rows, merged=merged)], 1, above)], layouts)
    (known,) = found.known
    assert found.others == []
    return known


def as_dict(values: Sequence[Value]) -> Facts:
    assert not any(value.doubts for value in values)
    return {(value.row, value.column): value.value for value in values}


def facts(layouts, form: str, title: str, rows, merged=()) -> Facts:
    known = table(layouts, title, rows, merged)
    assert known.form.name == form
    return as_dict(known.values)


def test_income_beside_expenditure_in_the_common_form(layouts):
    rows = [
        ["收入", "", "支出", ""],
        ["项目", "预算数", "项目", "预算数"],
        ["一、一般公共预算拨款收入", "60.00", "一、一般公共服务支出", ""],
        ["二、政府性基金预算拨款收入", "", "二、外交支出", ""],
        ["三、国有资本经营预算拨款收入", "", "三、教育支出", "95.00"],
        ["四、财政专户管理资金收入", "5.00", "四、卫生健康支出", "4.00"],
        ["五、事业收入", "20.00", "", ""],
        ["六、事业单位经营收入", "1.00", "", ""],
        ["七、上级补助收入", "2.00", "", ""],
        ["八、附属单位上缴收入", "3.00", "", ""],
        ["九、其他收入", "4.00", "", ""],
        ["本年收入合计", "95.00", "本年支出合计", "99.00"],
        ["使用非财政拨款结余", "2.00", "结转下年", "1.00"],
        ["上年结转", "3.00", "", ""],
        ["收 入 总 计", "100.00", "支 出 总 计", "100.00"],
    ]
    assert facts(layouts, "budget_income_expenditure", "部门收支总表", rows, [(0, 0, 1, 2), (0, 2, 1, 2)]) == {
        ("收入/一般公共预算财政拨款收入", "金额"): "60.00",
        ("收入/财政专户管理资金收入", "金额"): "5.00",
        ("收入/事业收入", "金额"): "20.00",
        ("收入/经营收入", "金额"): "1.00",
        ("收入/上级补助收入", "金额"): "2.00",
        ("收入/附属单位上缴收入", "金额"): "3.00",
        ("收入/其他收入", "金额"): "4.00",
        ("收入/本年收入合计", "金额"): "95.00",
        ("收入/使用非财政拨款结余", "金额"): "2.00",
        ("收入/上年结转", "金额"): "3.00",
        ("收入/总计", "金额"): "100.00",
        ("支出/教育支出", "金额"): "95.00",
        ("支出/卫生健康支出", "金额"): "4.00",
        ("支出/本年支出合计", "金额"): "99.00",
        ("支出/结转下年", "金额"): "1.00",
        ("支出/总计", "金额"): "100.00",
    }


def test_three_blocks_with_one_subtotal_for_two_of_them(layouts):
    rows = [
        ["收入", "", "支出", "", "", ""],
        ["项目名称", "金额", "功能科目名称", "金额", "项目名称", "金额"],
        ["一、财政拨款", "9.00", "一、一般公共服务支出", "", "一、基本支出", "6.00"],
        ["1.一般公共预算", "9.00", "二、教育支出", "8.00", "二、项目支出", "3.00"],
        ["三、其他资金", "", "三、住房保障支出", "1.00", "三、单位预留机动经费", ""],
        ["当年收入小计", "9.00", "当年支出小计", "", "", "9.00"],
        ["收入合计", "9.00", "支出合计", "", "", "9.00"],
    ]
    merged = [(0, 0, 1, 2), (0, 2, 1, 4), (5, 2, 1, 3), (6, 2, 1, 3)]
    assert facts(layouts, "budget_income_expenditure", "收支预算总表", rows, merged) == {
        ("收入/财政拨款收入", "金额"): "9.00",
        ("收入/一般公共预算财政拨款收入", "金额"): "9.00",
        ("收入/本年收入合计", "金额"): "9.00",
        ("收入/总计", "金额"): "9.00",
        ("支出/教育支出", "金额"): "8.00",
        ("支出/住房保障支出", "金额"): "1.00",
        ("支出用途/基本支出", "金额"): "6.00",
        ("支出用途/项目支出", "金额"): "3.00",
        ("支出/本年支出合计", "金额"): "9.00",
        ("支出/总计", "金额"): "9.00",
    }


def test_the_long_form_parts_expenditure_into_columns(layouts):
    rows = [
        ["本年收入", "", "本年支出", "", "", "", ""],
        ["项目", "预算数", "项目", "预算数", "", "", ""],
        ["", "", "", "合计", "基本支出", "", "项目支出"],
        ["", "", "", "", "人员经费", "公用经费", ""],
        ["一、财政拨款收入", "9", "一、教育支出", "8", "5", "1", "2"],
        ["1. 一般公共预算资金", "9", "二、卫生健康支出", "1", "1", "", ""],
        ["二、事业收入", "", "", "", "", "", ""],
        ["收入总计", "9", "支出总计", "9", "6", "1", "2"],
    ]
    merged = [(0, 0, 1, 2), (0, 2, 1, 5), (1, 0, 3, 1), (1, 1, 3, 1), (1, 2, 3, 1), (1, 3, 1, 4)]
    merged += [(2, 3, 2, 1), (2, 4, 1, 2), (2, 6, 2, 1)]
    found = facts(layouts, "budget_income_expenditure", "2025年单位财务收支预算总表", rows, merged)
    assert {column: found[row, column] for row, column in found if row == "支出/教育支出"} == {
        "金额": "8",
        "基本支出/人员经费": "5",
        "基本支出/公用经费": "1",
        "项目支出": "2",
    }
    assert found["支出/总计", "项目支出"] == "2"


def test_income_by_source_with_groups_beside_their_lines(layouts):
    rows = [
        ["项目名称", "", "金额"],
        ["收入总计", "", "10.00"],
        ["一般公共预算资金", "小计", "7.00"],
        ["", "公共财政拨款（补助）资金", "7.00"],
        ["政府性基金", "小计", ""],
        ["财政转专户管理资金", "小计", "2.00"],
        ["", "专户管理教育收费", "2.00"],
        ["其他资金", "小计", "1.00"],
        ["", "其他收入", "1.00"],
        ["上年结转和结余资金", "小计", ""],
        ["", "其中：动用上年结转和结余资金", ""],
    ]
    merged = [(0, 0, 1, 2), (1, 0, 1, 2), (2, 0, 2, 1), (5, 0, 2, 1), (7, 0, 2, 1), (9, 0, 2, 1)]
    assert facts(layouts, "budget_income", "收入预算总表", rows, merged) == {
        ("总计", "金额"): "10.00",
        ("一般公共预算资金/小计", "金额"): "7.00",
        ("一般公共预算资金/公共财政拨款（补助）资金", "金额"): "7.00",
        ("财政专户管理资金/小计", "金额"): "2.00",
        ("财政专户管理资金/专户管理教育收费", "金额"): "2.00",
        ("其他资金/小计", "金额"): "1.00",
        ("其他资金/其他收入", "金额"): "1.00",
    }


def test_income_by_code_with_the_funds_apart(layouts):
    funds = ["一般公共预算拨款收入", "政府性基金预算拨款收入"]
    rows = [
        ["科目编码", "科目名称", "合计", "上年结转", *funds, "事业收入", "", "事业单位经营收入", "下级单位上缴收入"],
        ["", "", "", "", "", "", "金额", "其中：教育收费", "", ""],
        ["合计", "", "9.00", "1.00", "4.00", "1.00", "2.00", "1.50", "0.50", "0.50"],
        ["205", "教育支出", "9.00", "1.00", "4.00", "1.00", "2.00", "1.50", "0.50", "0.50"],
    ]
    merged = [(0, c, 2, 1) for c in (0, 1, 2, 3, 4, 5, 8, 9)] + [(0, 6, 1, 2), (2, 0, 1, 2)]
    found = facts(layouts, "budget_income", "部门收入总表", rows, merged)
    assert {column: value for (row, column), value in found.items() if row == "205"} == {
        "合计": "9.00",
        "上年结转": "1.00",
        "一般公共预算财政拨款收入": "4.00",
        "政府性基金预算财政拨款收入": "1.00",
        "事业收入": "2.00",
        "事业收入/教育收费": "1.50",
        "经营收入": "0.50",
        "附属单位上缴收入": "0.50",
    }


def test_income_by_unit(layouts):
    rows = [
        ["部门（单位）代码", "部门（单位）名称", "合计", "本年收入", "", "", "上年结转结余", ""],
        ["", "", "", "小计", "一般公共预算", "单位资金", "小计", "一般公共预算"],
        ["合计", "", "9.00", "8.00", "6.00", "2.00", "1.00", "1.00"],
        ["205", "某某市教育局", "9.00", "8.00", "6.00", "2.00", "1.00", "1.00"],
        ["205001", "某某市教育局本级", "9.00", "8.00", "6.00", "2.00", "1.00", "1.00"],
    ]
    merged = [(0, 0, 2, 1), (0, 1, 2, 1), (0, 2, 2, 1), (0, 3, 1, 3), (0, 6, 1, 2), (2, 0, 1, 2)]
    found = facts(layouts, "budget_income", "部门收入总体情况表", rows, merged)
    assert {row for row, _ in found} == {"合计", "单位/205", "单位/205001"}
    assert {column: value for (row, column), value in found.items() if row == "单位/205001"} == {
        "合计": "9.00",
        "本年收入合计": "8.00",
        "一般公共预算财政拨款收入": "6.00",
        "单位资金收入": "2.00",
        "上年结转": "1.00",
        "上年结转/一般公共预算财政拨款收入": "1.00",
    }


EXPENDITURE = ["类", "款", "项", "单位代码", "单位名称（科目）", "合计", "基本支出", "项目支出"]


@pytest.mark.parametrize("units", [1, 2])
def test_codes_below_their_units_have_the_unit_s_code_where_there_are_several(layouts, units):
    rows = [EXPENDITURE, ["", "", "", "", "合计", "9.00", "9.00", ""]]
    for number in range(1, units + 1):
        unit = f"30100{number}"
        rows += [
            ["", "", "", unit, f"某某局第{number}中心", "4.00", "4.00", ""],
            ["205", "02", "1", unit, "学前教育", "4.00", "4.00", ""],
        ]
    found = facts(layouts, "budget_expenditure", "部门支出总表", rows)
    codes = {"2050201"} if units == 1 else {"301001/2050201", "301002/2050201"}
    assert {row for row, _ in found} == {"合计", *codes, *(f"单位/30100{n}" for n in range(1, units + 1))}


def test_a_unit_s_line_among_the_codes_is_told_by_its_name(layouts):
    rows = [
        ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
        ["205", "某某市教育局", "9.00", "9.00", ""],
        ["205", "教育支出", "9.00", "9.00", ""],
        ["20405", "法院", "1.00", "1.00", ""],
    ]
    found = facts(layouts, "budget_expenditure", "部门支出总表", rows)
    assert [row for row, column in found if column == "合计"] == ["单位/205", "205", "20405"]


def test_one_line_of_figures_without_a_label(layouts):
    rows = [
        ["合计", "基本支出", "项目支出", "单位预留机动经费", "结转下年资金"],
        ["18,330.37", "9,312.90", "6,459.58", "2,557.89", ""],
    ]
    assert facts(layouts, "budget_expenditure", "支出预算总表", rows) == {
        ("合计", "合计"): "18330.37",
        ("合计", "基本支出"): "9312.90",
        ("合计", "项目支出"): "6459.58",
        ("合计", "单位预留机动经费"): "2557.89",
    }


def test_appropriations_with_what_is_left_of_the_year_before(layouts):
    rows = [
        ["收入", "", "支出", "", "", ""],
        ["项目", "预算数", "项目", "合计", "一般公共预算", "政府性基金预算"],
        ["一、本年收入", "8.00", "一、本年支出", "9.00", "7.00", "2.00"],
        ["（一）一般公共预算拨款", "6.00", "（一）教育支出", "7.00", "7.00", ""],
        ["（二）政府性基金预算拨款", "2.00", "（二）城乡社区支出", "2.00", "", "2.00"],
        ["二、上年结转", "1.00", "二、结转下年", "", "", ""],
        ["（一）一般公共预算拨款", "1.00", "", "", "", ""],
        ["收入总计", "9.00", "支出总计", "9.00", "7.00", "2.00"],
    ]
    found = facts(layouts, "budget_appropriation", "财政拨款收支总表（预算）", rows, [(0, 0, 1, 2), (0, 2, 1, 4)])
    assert found["收入/本年收入合计", "金额"] == "8.00"
    assert found["收入/一般公共预算财政拨款", "金额"] == "6.00"
    assert found["收入/上年结转/一般公共预算财政拨款", "金额"] == "1.00"
    assert found["支出/本年支出合计", "政府性基金预算财政拨款"] == "2.00"
    assert found["支出/城乡社区支出", "合计"] == "2.00"
    assert found["支出/总计", "一般公共预算财政拨款"] == "7.00"


def test_the_year_in_a_heading_is_said_by_the_table_s_latest(layouts):
    rows = [
        ["功能分类科目", "", "2019年执行数", "2020年预算数", "", "", "2020年预算数比2019年执行数", ""],
        ["科目编码", "科目名称", "", "小计", "基本支出", "项目支出", "增减额", "增减%"],
        ["202", "外交支出", "8.00", "9.00", "5.00", "4.00", "1.00", "12.50"],
        ["合计", "", "8.00", "9.00", "5.00", "4.00", "1.00", "12.50"],
    ]
    merged = [(0, 0, 1, 2), (0, 2, 2, 1), (0, 3, 1, 3), (0, 6, 1, 2), (3, 0, 1, 2)]
    known = table(layouts, "一般公共预算支出表", rows, merged, lines=("部门公开表5", "单位：万元"))
    assert known.form.id == "budget_general"
    assert {value.column: (value.value, value.unit) for value in known.values if value.row == "202"} == {
        "上年执行数": ("8.00", "万元"),
        "合计": ("9.00", "万元"),
        "基本支出": ("5.00", "万元"),
        "项目支出": ("4.00", "万元"),
        "增减额": ("1.00", "万元"),
        "增减率": ("12.50", "%"),
    }


def test_basic_expenditure_in_columns_of_staff_and_running(layouts):
    rows = [
        ["部门预算支出经济分类科目", "", "2020年一般公共预算基本支出", "", ""],
        ["科目编码", "科目名称", "合计", "人员经费", "公用经费"],
        ["301", "工资福利支出", "5.00", "5.00", ""],
        ["30101", "基本工资", "5.00", "5.00", ""],
        ["302", "商品和服务支出", "1.00", "", "1.00"],
        ["合计", "", "6.00", "5.00", "1.00"],
    ]
    merged = [(0, 0, 1, 2), (0, 2, 1, 3), (5, 0, 1, 2)]
    found = facts(layouts, "budget_general_basic", "一般公共预算基本支出表", rows, merged)
    assert {row for row, _ in found} == {"301", "30101", "302", "合计"}
    assert found["合计", "公用经费"] == "1.00"


@pytest.mark.parametrize("printed", ["1", "01"])
def test_class_and_section_of_economic_codes_in_two_columns(layouts, printed):
    rows = [
        ["类", "款", "经济分类科目名称", "合计", "人员经费", "公用经费"],
        ["301", "", "工资福利支出", "5.00", "5.00", ""],
        ["301", printed, "基本工资", "5.00", "5.00", ""],
        ["合计", "", "", "5.00", "5.00", ""],
    ]
    title = "一般公共预算基本支出部门预算经济分类预算表"
    found = facts(layouts, "budget_general_basic", title, rows, [(3, 0, 1, 3)])
    assert [row for row, column in found if column == "合计"] == ["301", "30101", "合计"]


def test_halves_of_basic_expenditure_are_one_list(layouts):
    rows = [
        ["人员经费", "", "", "公用经费", "", ""],
        ["科目编码", "科目名称", "金额", "科目编码", "科目名称", "金额"],
        ["301", "工资福利支出", "5.00", "302", "商品和服务支出", "1.00"],
        ["30101", "基本工资", "5.00", "30201", "办公费", "1.00"],
    ]
    found = facts(layouts, "budget_general_basic", "一般公共预算基本支出表", rows, [(0, 0, 1, 3), (0, 3, 1, 3)])
    assert found == {(code, "合计"): "5.00" if code < "302" else "1.00" for code in ("301", "302", "30101", "30201")}


THREE_PUBLIC = [
    ["合计", "“三公”经费", "", "", "", "", "", "会议费", "培训费"],
    ["", "小计", "因公出国（境）费", "公务用车购置及运行维护费", "", "", "公务接待费", "", ""],
    ["", "", "", "小计", "公务用车购置费", "公务用车运行维护费", "", "", ""],
    ["9.00", "6.00", "1.00", "4.00", "1.00", "3.00", "1.00", "2.00", "1.00"],
]
THREE_PUBLIC_SPANS = [(0, 0, 3, 1), (0, 1, 1, 6), (0, 7, 3, 1), (0, 8, 3, 1), (1, 1, 2, 1), (1, 2, 2, 1), (1, 3, 1, 3)]
THREE_PUBLIC_SPANS += [(1, 6, 2, 1)]


def test_a_total_with_meetings_and_training_is_not_that_of_the_three(layouts):
    found = facts(
        layouts, "budget_three_public", "“三公”经费、会议费、培训费支出预算表", THREE_PUBLIC, THREE_PUBLIC_SPANS
    )
    assert found == {
        ("预算数", "总计"): "9.00",
        ("预算数", "合计"): "6.00",
        ("预算数", "因公出国（境）费"): "1.00",
        ("预算数", "公务用车购置及运行维护费/小计"): "4.00",
        ("预算数", "公务用车购置及运行维护费/公务用车购置费"): "1.00",
        ("预算数", "公务用车购置及运行维护费/公务用车运行维护费"): "3.00",
        ("预算数", "公务接待费"): "1.00",
        ("预算数", "会议费"): "2.00",
        ("预算数", "培训费"): "1.00",
    }


def test_two_years_of_the_three_side_by_side(layouts):
    names = ["合计", "因公出国（境）费", "公务用车购置及运行费", "", "", "公务接待费"]
    rows = [
        ["2024年预算数", *[""] * 5, "2025年预算数", *[""] * 5],
        names * 2,
        [*["", "", "小计", "公务用车购置费", "公务用车运行费", ""] * 2],
        ["7.00", "1.00", "5.00", "2.00", "3.00", "1.00", "6.00", "1.00", "4.00", "1.00", "3.00", "1.00"],
    ]
    merged = [(0, 0, 1, 6), (0, 6, 1, 6)]
    for left in (0, 6):
        merged += [(1, left, 2, 1), (1, left + 1, 2, 1), (1, left + 2, 1, 3), (1, left + 5, 2, 1)]
    found = facts(layouts, "budget_three_public", "财政拨款“三公”经费支出表", rows, merged)
    assert found["上年预算数", "合计"] == "7.00"
    assert found["预算数", "合计"] == "6.00"
    assert found["预算数", "公务用车购置及运行维护费/小计"] == "4.00"
    assert len(found) == 12


def test_procurement_is_keyed_by_category_project_account_and_item(layouts):
    rows = [
        ["采购品目大类", "专项名称", "经济科目", "采购物品名称", "采购组织形式", "总计"],
        ["合计", "", "", "", "", "13.00"],
        ["一、货物A", "", "", "", "", "9.00"],
        ["", "设备/网络费", "办公设备购置", "", "", "9.00"],
        ["", "", "", "台式计算机（20万以下）", "分散自行组织", "4.00"],
        ["", "", "", "", "政府集中采购", "5.00"],
        ["三、服务C", "", "", "", "", "4.00"],
        ["", "物业费", "物业管理费", "", "", "3.00"],
        ["", "", "印刷费", "", "", "1.00"],
    ]
    known = table(layouts, "2019年政府采购预算表", rows)
    group = "货物/设备／网络费/办公设备购置"
    assert as_dict(known.values) == {
        ("合计", "合计"): "13.00",
        ("货物", "合计"): "9.00",
        (group, "合计"): "9.00",
        (f"{group}/台式计算机（20万以下）", "采购组织形式"): "分散自行组织",
        (f"{group}/台式计算机（20万以下）", "合计"): "4.00",
        (f"{group}/台式计算机（20万以下）#2", "采购组织形式"): "政府集中采购",
        (f"{group}/台式计算机（20万以下）#2", "合计"): "5.00",
        ("服务", "合计"): "4.00",
        ("服务/物业费/物业管理费", "合计"): "3.00",
        ("服务/物业费/印刷费", "合计"): "1.00",
    }


def test_projects_with_their_kinds(layouts):
    rows = [
        ["类型", "项目名称", "项目单位", "合计", "本年拨款", ""],
        ["", "", "", "", "一般公共预算", "政府性基金预算"],
        ["合计", "", "", "9.00", "6.00", "3.00"],
        ["特定目标类", "校舍维修", "某某局", "6.00", "6.00", ""],
        ["", "土地整治", "某某局", "3.00", "", "3.00"],
    ]
    merged = [(0, 0, 2, 1), (0, 1, 2, 1), (0, 2, 2, 1), (0, 3, 2, 1), (0, 4, 1, 2), (3, 0, 2, 1)]
    found = facts(layouts, "budget_projects", "项目支出表", rows, merged)
    assert {row for row, _ in found} == {"合计", "特定目标类/校舍维修", "特定目标类/土地整治"}
    assert found["特定目标类/土地整治", "政府性基金预算财政拨款"] == "3.00"
    assert found["特定目标类/土地整治", "项目单位"] == "某某局"


def test_an_empty_table_is_known_and_has_no_facts(layouts):
    rows = [["科目编码", "科目名称", "合计", "基本支出", "项目支出"], ["合计", "", "", "", ""]]
    assert facts(layouts, "budget_government_fund", "政府性基金预算支出表", rows, [(1, 0, 1, 2)]) == {}


def test_a_code_that_no_book_has_stays_as_printed_and_is_doubted(layouts):
    rows = [
        ["类", "款", "项", "科目名称", "合计", "基本支出", "项目支出"],
        ["7", "11", "02", "事业单位医疗", "9.00", "9.00", ""],
    ]
    known = table(layouts, "一般公共预算支出功能分类预算表", rows)
    assert {value.row for value in known.values} == {"71102"}
    assert all(value.doubts for value in known.values)


def test_a_unit_line_that_is_wrapped_names_the_unit(layouts):
    rows = [["科目编码", "科目名称", "金额"], ["合计", "", "0"]]
    lines = ("单位：万", "部门名称：某某市教育局", "元")
    known = table(layouts, "政府性基金预算财政拨款支出预算表", rows, lines=lines)
    assert [(value.value, value.unit) for value in known.values] == [("0", "万元")]


def test_a_title_broken_into_two_lines(layouts):
    rows = [
        ["类", "款", "经济分类科目名称", "合计", "人员经费", "公用经费"],
        ["301", "01", "基本工资", "5.00", "5.00", ""],
    ]
    lines = ("经济分类预算表", "编制部门：某某街道办事处", "单位：元")
    known = table(layouts, "2025年部门一般公共预算基本支出部门预算", rows, lines=lines)
    assert (known.form.id, known.unit) == ("budget_general_basic", "元")


def test_a_table_by_other_codes_under_the_same_title_is_no_table_of_the_form(layouts):
    rows = [["科目编码", "科目名称", "合计", "基本支出", "项目支出"]]
    rows += [
        [code, name, "1.00", "1.00", ""]
        for code, name in (("301", "工资福利支出"), ("30101", "基本工资"), ("302", "商品和服务支出"))
    ]
    above = [line("一般公共预算支出明细表"), line("单位：万元", y=40)]
    found = interpret([read_page([read_grid(rows)], 1, above), read_page([], 2, [line("2025年部门预算")])], layouts)
    assert found.known == []
    assert [reason for _, reason in found.refused] == ["form-not-known"]


@pytest.mark.parametrize("title", ["政府性基金收支总表", "一般公共预算收支总表", "财政专户管理资金收支总表"])
def test_a_fund_before_a_known_title_makes_it_another_table_s(layouts, title):
    rows = [
        ["项目", "预算数", "项目", "预算数"],
        ["一、土地出让收入", "60.00", "一、城乡社区支出", "60.00"],
        ["收入总计", "60.00", "支出总计", "60.00"],
    ]
    found = interpret([read_page([read_grid(rows)], 1, [line(title)])], layouts)
    assert found.known == []


def test_what_is_left_of_the_year_before_is_told_by_its_funds(layouts):
    rows = [
        ["项目", "预算数", "项目", "预算数"],
        ["一、一般公共预算拨款收入", "6.00", "一、教育支出", "7.00"],
        ["本年收入合计", "6.00", "本年支出合计", "7.00"],
        ["上年结转结余", "1.00", "", ""],
        ["（一）一般公共预算拨款", "1.00", "", ""],
        ["收入总计", "7.00", "支出总计", "7.00"],
    ]
    found = facts(layouts, "budget_income_expenditure", "部门收支总表", rows)
    assert found["收入/上年结转/一般公共预算财政拨款收入", "金额"] == "1.00"
    assert found["收入/一般公共预算财政拨款收入", "金额"] == "6.00"
