"""Tables that no form knows: facts under the words that they print."""

import pytest

from extractor.interpretation import interpret
from extractor.tables.values import Value
from tests.building import line, read_grid, read_page


def generic(layouts, title: str, rows, merged=(), unit="单位：万元", **more) -> list[Value]:
    above = [line(title), line(unit, y=40)]
    found = interpret([read_page([read_grid(rows, merged=merged, **more)], 1, above)], layouts)
    assert found.known == []
    (values,) = found.generic
    return values


def facts(*args, **more) -> dict[tuple[str, str], tuple[str, str | None]]:
    return {(value.row, value.column): (value.value, value.unit) for value in generic(*args, **more)}


def test_labels_and_headings_of_two_levels_are_paths(layouts):
    rows = [
        ["科研项目", "", "经费", "", "人数"],
        ["类别", "名称", "上年", "本年", ""],
        ["纵向", "基础研究", "1,200.50", "1,300.00", "12"],
        ["", "应用研究", "80.00", "—", "3"],
        ["横向", "技术服务", "15%", "20%", "4"],
    ]
    merged = [(0, 0, 1, 2), (0, 2, 1, 2), (0, 4, 2, 1), (2, 0, 2, 1)]
    assert facts(layouts, "学校科研情况", rows, merged) == {
        ("纵向/基础研究", "经费/上年"): ("1200.50", "万元"),
        ("纵向/基础研究", "经费/本年"): ("1300.00", "万元"),
        ("纵向/基础研究", "人数"): ("12", "万元"),
        ("纵向/应用研究", "经费/上年"): ("80.00", "万元"),
        ("纵向/应用研究", "人数"): ("3", "万元"),
        ("横向/技术服务", "经费/上年"): ("15", "%"),
        ("横向/技术服务", "经费/本年"): ("20", "%"),
        ("横向/技术服务", "人数"): ("4", "万元"),
    }


def test_parts_side_by_side_have_labels_of_their_own(layouts):
    rows = [
        ["流入", "", "流出", ""],
        ["项目", "金额（元）", "项目", "金额（元）"],
        ["一、学费", "10", "一、教学", "7"],
        ["二、捐赠/利息", "2", "二、后勤", "5"],
    ]
    assert facts(layouts, "学校现金情况", rows, [(0, 0, 1, 2), (0, 2, 1, 2)]) == {
        ("学费", "流入/金额"): ("10", "元"),
        ("教学", "流出/金额"): ("7", "元"),
        ("捐赠／利息", "流入/金额"): ("2", "元"),
        ("后勤", "流出/金额"): ("5", "元"),
    }


def test_words_among_the_figures_and_rows_of_one_label(layouts):
    rows = [
        ["序号", "资产", "数量", "备注"],
        ["1", "车辆", "3", "在用"],
        ["2", "车辆", "1", ""],
        ["3", "房屋", "2", "出租"],
    ]
    found = facts(layouts, "资产清单", rows)
    assert found["1/车辆", "数量"] == ("3", "万元")
    assert found["3/房屋", "备注"] == ("出租", None)


def test_a_second_row_of_one_label_has_a_number(layouts):
    rows = [["资产", "数量"], ["车辆", "3"], ["车辆", "1"]]
    assert [value.row for value in generic(layouts, "资产清单", rows)] == ["车辆", "车辆#2"]


@pytest.mark.parametrize(
    ("title", "rows"),
    [
        ("单位名单", [["序号", "单位名称"], ["1", "某局"], ["2", "某中心"]]),
        ("绩效评价情况表", [["项目", "得分"], ["甲", "90.00"]]),
    ],
)
def test_lists_and_evaluations_have_no_such_facts(layouts, title, rows):
    assert generic(layouts, title, rows) == []


def test_a_table_that_may_be_a_known_form_s_is_doubted(layouts):
    rows = [["资产", "年末数"], ["车辆", "3.00"], ["房屋", "1.00"]]
    assert all(value.doubts for value in generic(layouts, "资产决算表", rows))
    assert not any(value.doubts for value in generic(layouts, "资产情况表", rows))
