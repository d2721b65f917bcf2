import pytest

from extractor.tables.label_rows import read_label_rows
from extractor.tables.values import Value
from tests.building import table_of


def values(layouts, form: str, rows, **more) -> list[Value]:
    return read_label_rows(table_of(rows, **more), layouts.forms[form], layouts, "万元")


def as_dict(found: list[Value]) -> dict[tuple[str, str], str]:
    return {(value.row, value.column): value.value for value in found}


INCOME_EXPENDITURE = [
    ["收入", "", "", "支出", "", ""],
    ["项目", "行次", "金额", "项目", "行次", "金额"],
    ["栏次", "", "1", "栏次", "", "2"],
    ["一、一般公共预算财政拨款收入", "1", "584.54", "一、一般公共服务支出", "32", "514.54"],
    ["八、其他收入", "8", "0.29", "八、社会保障和就业支出", "39", ""],
    ["本年收入合计", "27", "584.83", "本年支出合计", "58", "514.54"],
    ["总计", "31", "584.83", "总计", "62", "584.83"],
]


def test_two_blocks_side_by_side(layouts):
    found = values(layouts, "income_expenditure", INCOME_EXPENDITURE, merged=[(0, 0, 1, 3), (0, 3, 1, 3)])
    assert as_dict(found) == {
        ("收入/一般公共预算财政拨款收入", "金额"): "584.54",
        ("收入/其他收入", "金额"): "0.29",
        ("收入/本年收入合计", "金额"): "584.83",
        ("收入/总计", "金额"): "584.83",
        ("支出/一般公共服务支出", "金额"): "514.54",
        ("支出/本年支出合计", "金额"): "514.54",
        ("支出/总计", "金额"): "584.83",
    }
    assert not any(value.doubts for value in found)
    assert found[0].label is not None


@pytest.mark.parametrize(
    "label", ["T、教育支出", "五、11教育支出", "五：教育支出", "B.教育支出", "一）教育支出", "十五教育支出"]
)
def test_an_ordinal_that_ocr_misread_does_not_hide_the_label(layouts, label):
    rows = [list(row) for row in INCOME_EXPENDITURE]
    rows[4][3], rows[4][5] = label, "7.00"
    merged = [(0, 0, 1, 3), (0, 3, 1, 3)]
    read = as_dict(values(layouts, "income_expenditure", rows, merged=merged, engine="rapidocr"))
    assert read["支出/教育支出", "金额"] == "7.00"
    printed = as_dict(values(layouts, "income_expenditure", rows, merged=merged))
    assert ("支出/教育支出", "金额") not in printed


def test_a_label_that_a_stray_rule_cuts_is_one(layouts):
    rows = [[*row[:3], "", *row[3:]] for row in INCOME_EXPENDITURE]
    rows[0][3], rows[6][3:5] = "支出", ["总", "计"]
    merged = [(0, 0, 1, 3), (0, 3, 1, 4)]
    read = as_dict(values(layouts, "income_expenditure", rows, merged=merged, engine="rapidocr"))
    assert read["支出/总计", "金额"] == "584.83"
    assert not any(row == "支出/计" for row, _ in read)


def test_a_stray_rule_through_the_blank_left_of_a_label_does_not_hide_it(layouts):
    rows = [[*row[:3], row[3], "", *row[4:]] for row in INCOME_EXPENDITURE]
    rows[4][3:5] = "", "八、社会保障和就业支出"
    rows[4][6] = "7.00"
    merged = [(0, 0, 1, 3), (0, 3, 1, 4), *((i, 3, 1, 2) for i in (1, 2, 3, 5, 6))]
    read = as_dict(values(layouts, "income_expenditure", rows, merged=merged, engine="rapidocr"))
    assert read["支出/社会保障和就业支出", "金额"] == "7.00"
    assert read["支出/本年支出合计", "金额"] == "514.54"


@pytest.mark.parametrize(("label", "known"), [("返本年支出各计", True), ("以事力", False)])
def test_a_label_hardly_seen_is_the_one_it_is_clearly_most_like_or_none(layouts, label, known):
    rows = [list(row) for row in INCOME_EXPENDITURE]
    rows[5][3] = label
    table = table_of(rows, merged=[(0, 0, 1, 3), (0, 3, 1, 3)], engine="rapidocr", confidence=0.5)
    found = read_label_rows(table, layouts.forms["income_expenditure"], layouts, "万元")
    (value,) = [value for value in found if value.cell.row == 5 and value.cell.column == 5]
    assert value.unread is not known
    assert (value.row == "支出/本年支出合计") is known
    assert bool(value.doubts) is known


@pytest.mark.parametrize(("label", "engine"), [("和结金", "rapidocr"), ("和结金", "text-layer")])
def test_an_unknown_label_names_no_row(layouts, label, engine):
    rows = [list(row) for row in INCOME_EXPENDITURE]
    rows[5][3] = label
    table = table_of(rows, merged=[(0, 0, 1, 3), (0, 3, 1, 3)], engine=engine)
    found = read_label_rows(table, layouts.forms["income_expenditure"], layouts, "万元")
    (value,) = [value for value in found if value.cell.row == 5 and value.cell.column == 5]
    assert value.unread


@pytest.mark.parametrize("label", ["514.54八、社会保障和就业支出", "八、社会保障和就业支出1,514.54"])
def test_a_figure_run_into_a_label_does_not_hide_it_but_is_a_doubt(layouts, label):
    rows = [list(row) for row in INCOME_EXPENDITURE]
    rows[4][3], rows[4][5] = label, "7.00"
    table = table_of(rows, merged=[(0, 0, 1, 3), (0, 3, 1, 3)], engine="rapidocr")
    found = read_label_rows(table, layouts.forms["income_expenditure"], layouts, "万元")
    (value,) = [value for value in found if value.row == "支出/社会保障和就业支出"]
    assert value.doubts


@pytest.mark.parametrize("label", ["一、--般公共服务支出", "...般公共服务支出"])
def test_a_worn_character_that_ocr_read_as_dashes_does_not_hide_the_label(layouts, label):
    rows = [list(row) for row in INCOME_EXPENDITURE]
    rows[4][3], rows[4][5] = label, "7.00"
    merged = [(0, 0, 1, 3), (0, 3, 1, 3)]
    read = as_dict(values(layouts, "income_expenditure", rows, merged=merged, engine="rapidocr"))
    assert read["支出/一般公共服务支出", "金额"] == "7.00"


@pytest.mark.parametrize(
    ("cut", "rest"), [("八、", "社会保障和就业支出"), ("-", "、社会保障和就业支出"), ("八、社会保", "障和就业支出")]
)
def test_a_label_that_a_stray_rule_cuts_is_whole_again(layouts, cut, rest):
    rows = [[*row[:3], row[3], "", *row[4:]] for row in INCOME_EXPENDITURE]
    rows[4][3:5] = cut, rest
    rows[4][6] = "7.00"
    merged = [(0, 0, 1, 3), (0, 3, 1, 4), *((i, 3, 1, 2) for i in (1, 2, 3, 5, 6))]
    read = as_dict(values(layouts, "income_expenditure", rows, merged=merged, engine="rapidocr"))
    assert read["支出/社会保障和就业支出", "金额"] == "7.00"
    assert not [row for row, _ in read if row.endswith(cut)]


def test_line_numbers_are_not_facts(layouts):
    found = values(layouts, "income_expenditure", INCOME_EXPENDITURE, merged=[(0, 0, 1, 3), (0, 3, 1, 3)])
    assert {"1", "27", "31", "32"}.isdisjoint(value.value for value in found)


def test_the_same_label_below_another_is_another_row(layouts):
    rows = [
        ["项目", "金额", "项目", "合计", "一般公共预算财政拨款"],
        ["一、一般公共预算财政拨款", "5.00", "一、一般公共服务支出", "5.00", "5.00"],
        ["二、政府性基金预算财政拨款", "", "二、外交支出", "", ""],
        ["本年收入合计", "5.00", "本年支出合计", "5.00", "5.00"],
        ["年初财政拨款结转和结余", "1.00", "年末财政拨款结转和结余", "1.00", "1.00"],
        ["一般公共预算财政拨款", "1.00", "", "", ""],
        ["总计", "6.00", "总计", "6.00", "6.00"],
    ]
    found = as_dict(values(layouts, "appropriation", rows))
    assert found["收入/一般公共预算财政拨款", "金额"] == "5.00"
    assert found["收入/年初财政拨款结转和结余/一般公共预算财政拨款", "金额"] == "1.00"
    assert found["支出/总计", "一般公共预算财政拨款"] == "6.00"


def test_a_misread_label_is_known(layouts):
    rows = [row[:] for row in INCOME_EXPENDITURE]
    rows[3][0] = "一、一般公共预算财政拔款收入"
    found = as_dict(values(layouts, "income_expenditure", rows, merged=[(0, 0, 1, 3), (0, 3, 1, 3)]))
    assert found["收入/一般公共预算财政拨款收入", "金额"] == "584.54"


def test_sections_and_units_of_their_own(layouts):
    rows = [
        ["项目", "统计数"],
        ["一、政府采购情况", ""],
        ["（一）合计", "12.00"],
        ["1.货物", "2.00"],
        ["2.服务", "10.00"],
        ["二、国有资产占用情况", ""],
        ["（一）车辆数合计（辆）", "3"],
        ["1.机要通信用车", "3"],
    ]
    found = values(layouts, "statistics", rows)
    assert {(value.row, value.value, value.unit) for value in found} == {
        ("政府采购/合计", "12.00", "万元"),
        ("政府采购/货物", "2.00", "万元"),
        ("政府采购/服务", "10.00", "万元"),
        ("国有资产占用/车辆数合计", "3", "辆"),
        ("国有资产占用/机要通信用车", "3", "辆"),
    }


def test_a_line_of_the_unit_in_the_grid_does_not_name_the_columns_of_sections(layouts):
    rows = [
        ["公开部门：临河市林业和草原局2024年度", "", "金额单位：万元"],
        ["一、政府采购情况", "", ""],
        ["项目", "行次", "统计数"],
        ["合计", "1", "125.16"],
    ]
    found = values(layouts, "statistics", rows, merged=[(0, 0, 1, 2)], engine="rapidocr", confidence=0.9)
    assert as_dict(found) == {("政府采购/合计", "统计数"): "125.16"}


def test_a_column_s_heading_is_known_beside_dirt_that_ocr_read_in_its_header(layouts):
    rows = [
        ["项目", "行次", "金额"],
        ["栏次", "", "r"],
        ["一、一般公共预算财政拨款", "1", "70.00"],
        ["本年收入合计", "27", "70.00"],
    ]
    found = values(layouts, "appropriation", rows, engine="rapidocr", confidence=0.9)
    assert {value.column for value in found} == {"金额"}


def test_dirt_is_no_label(layouts):
    rows = [*INCOME_EXPENDITURE[:-1], ["2", "", "4", "S", "", "1"], INCOME_EXPENDITURE[-1]]
    found = values(layouts, "income_expenditure", rows, merged=[(0, 0, 1, 3), (0, 3, 1, 3)], engine="rapidocr")
    assert {"收入/2", "支出/S"}.isdisjoint(value.row for value in found)


def test_a_figure_that_ran_into_a_label_does_not_hide_it_but_is_doubted(layouts):
    rows = [list(row) for row in INCOME_EXPENDITURE]
    rows[4][3], rows[4][5] = "五、教育支出--933.46", "7.00"
    found = values(layouts, "income_expenditure", rows, merged=[(0, 0, 1, 3), (0, 3, 1, 3)], engine="rapidocr")
    (value,) = [value for value in found if value.row == "支出/教育支出"]
    assert value.cell.text == "7.00"
    assert value.doubts


@pytest.mark.parametrize(
    ("heading", "engine", "found"),
    [
        ("预算财政世事拔款", "rapidocr", True),
        ("预算财政世事拔款", "text-layer", False),
        ("", "rapidocr", True),
        ("", "text-layer", False),
    ],
)
def test_a_heading_that_ocr_could_not_read_is_the_one_between_its_neighbours(layouts, heading, engine, found):
    rows = [
        ["项目", "行次", "金额", "项目", "行次", "合计", heading, "政府性基金预算财政拨款", "国有资本经营预算财政拨款"],
        ["一、一般公共预算财政拨款", "1", "9", "一、一般公共服务支出", "13", "450.57", "450.57", "", ""],
        ["二、政府性基金预算财政拨款", "2", "", "六、科学技术支出", "14", "227.26", "227.26", "", ""],
        ["总计", "12", "9", "总计", "24", "677.83", "677.83", "", ""],
    ]
    got = values(layouts, "appropriation", rows, engine=engine, confidence=0.6)
    between = [value for value in got if value.column == "一般公共预算财政拨款"]
    assert bool(between) is found
    assert all(value.doubts for value in between)
    assert not any(value.doubts for value in got if value.column == "合计")


def test_the_numbers_of_rows_are_no_values_where_a_later_heading_runs_over_them(layouts):
    rows = [
        ["一、政府采购情况", "", ""],
        ["项目", "行次", "统计数"],
        ["合计", "1", "0.66"],
        ["货物", "2", "0.66"],
        ["二、机关运行经费", "", ""],
        ["项目", "统计数", ""],
        ["（一）行政单位", "5", "12.37"],
        ["（二）参照公务员法管理事业单位", "6", ""],
    ]
    merged = [(0, 0, 1, 3), (4, 0, 1, 3), (5, 1, 1, 2)]
    found = as_dict(values(layouts, "statistics", rows, merged=merged, engine="rapidocr", confidence=0.99))
    assert set(found.values()) == {"0.66", "12.37"}
