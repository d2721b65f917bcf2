"""What budgets say in prose: planned figures, and the cells that they name."""

from extractor.interpretation import interpret
from tests.building import line, read_grid, read_page
from tests.narrative.writing import page_of, wrapped

TABLE = [
    ["项目", "预算数", "项目", "预算数"],
    ["一、财政拨款收入", "10.00", "一、教育支出", "10.00"],
    ["1.一般公共预算", "10.00", "二、卫生健康支出", ""],
    ["收入总计", "10.00", "支出总计", "10.00"],
]


def test_planned_figures_with_their_cells(layouts):
    table = read_page([read_grid(TABLE)], 1, [line("收支预算总表"), line("单位：万元", y=40)])
    prose = page_of(
        [
            "|第三部分 2019年度部门预算情况说明",
            "  一、收支预算总体情况说明",
            *wrapped("2019年度收入预算总计10.00万元，与上年相比增加2.00万元，增长25%。上年预算8.00万元。"),
        ],
        2,
    )
    found = interpret([table, prose], layouts)
    assert found.kind == "budget"
    told = [(figure.measure, figure.value, figure.row) for figure in found.narrative]
    assert told[:3] == [
        ("本年预算", "10.00", "收入/总计"),
        ("增减额", "2.00", "收入/总计"),
        ("增减率", "25", "收入/总计"),
    ]
    assert {figure.measure for figure in found.narrative} <= {"本年预算", "上年预算", "增减额", "增减率"}
