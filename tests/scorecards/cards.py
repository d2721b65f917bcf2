"""Scorecards built from plain rows, as the model disclosure prints them."""

from collections.abc import Sequence

from extractor.tables.recognise import TableContext
from extractor.tables.table import Table
from tests.building import table_of
from tests.drawing import Merged

NOWHERE = TableContext("", "", None, "", None)
FUNDS = ["目标申报数", "预算编制数", "全年预算数", "全年执行数", "资金结（转）余", "执行率", "得分", "偏差原因"]
NAMES = [
    "一级指标",
    "二级指标",
    "三级指标",
    "年初指标值",
    "调整后指标值",
    "实际完成值",
    "定性值情况说明",
    "分值",
    "得分",
    "偏差原因分析及改进措施",
]
HEAD = [
    ["项目名称", "", "J律师顾问费", *[""] * 8],
    [
        "主管部门及代码",
        "",
        "032-大同市行政审批服务管理局[部门]",
        "",
        "",
        "预算单位",
        "032003-大同市公共资源交易中心",
        *[""] * 4,
    ],
]
MONEY = [
    ["项目资金预算安排及执行进度（万元）", "", "", "年初预算数", "", *FUNDS[2:]],
    ["", "", "", *FUNDS[:2], *[""] * 6],
    ["", "资金总额：", "", "0", "5", "5", "4.5", "0.5", "90", "9", ""],
    ["", "市县区财政资金", "", "0", "5", "5", "4.5", "0.5", "90.00", "9.00", "按合同支付"],
]
GOAL = [
    ["项目年度绩效目标", "年度目标", *[""] * 4, "实际完成情况", *[""] * 4],
    ["", "依法行政。", *[""] * 4, "起到了积极的作用。", *[""] * 4],
]
INDICATORS = [
    ["绩效指标", *NAMES],
    ["", "产出指标", "数量指标", "聘请律师人数", "≤人", "≤13人", "≤12人", "", "20", "20", ""],
    ["", "", "质量指标", "律师工作能力", "", "胜任", "达成预期指标", "", "10", "10", ""],
    ["", "满意度指标", "服务对象满意度", "服务对象满意度", "≥%", "≥95%", "≥95%", "", "10", "10", ""],
]
TOTAL = [["总分", *[""] * 7, "", "99", "优"]]
ANALYSIS = [
    ["项目绩效分析", "自评结果分析", "项目实施和预算执行情况及分析", "", "全面完成。", *[""] * 6],
    ["", "", "产出情况", "", "规范有序。", *[""] * 6],
    ["", "主要经验做法", "", "", "无", *[""] * 6],
]
ROWS = [*HEAD, *MONEY, *GOAL, *INDICATORS, *TOTAL, *ANALYSIS]
MERGED: list[Merged] = [
    (0, 0, 1, 2), (0, 2, 1, 9), (1, 0, 1, 2), (1, 2, 1, 3), (1, 6, 1, 5),
    (2, 0, 4, 1), (2, 1, 2, 2), (2, 3, 1, 2), *((2, column, 2, 1) for column in range(5, 11)),
    (4, 1, 1, 2), (5, 1, 1, 2),
    (6, 0, 2, 1), (6, 1, 1, 5), (6, 6, 1, 5), (7, 1, 1, 5), (7, 6, 1, 5),
    (8, 0, 4, 1), (9, 1, 2, 1), (12, 0, 1, 8),
    (13, 0, 3, 1), (13, 1, 2, 1), (13, 2, 1, 2), (13, 4, 1, 7), (14, 2, 1, 2), (14, 4, 1, 7),
    (15, 1, 1, 3), (15, 4, 1, 7),
]  # fmt: skip
TITLE = "J律师顾问费项目支出绩效自评表"


def card(
    above: Sequence[str] = (TITLE, "（2024年度）"), rows=ROWS, merged=MERGED, engine="text-layer", confidence=1.0
) -> Table:
    """A whole card as a table."""
    table = table_of(rows, merged=merged, above=above, engine=engine, confidence=confidence)
    table.borders = tuple(column / table.columns for column in range(table.columns + 1))
    return table


def cut(table: Table, row: int) -> tuple[Table, Table]:
    """The two pieces of a card that a page's end divides before a row; merged cells go on blank."""
    upper = [c._replace(row_span=min(c.row_span, row - c.row)) for c in table.cells if c.row < row]
    lower = [c._replace(row=c.row - row, page=2) for c in table.cells if c.row >= row]
    lower += [
        c._replace(
            row=0,
            row_span=c.row + c.row_span - row,
            page=2,
            text="",
            reading=c.reading.__class__("", 1.0, "text-layer"),
        )
        for c in table.cells
        if c.row < row < c.row + c.row_span
    ]
    first = Table(table.columns, upper, row, table.above, [], [(1, table.places[0][1])], table.source, table.borders)
    second = Table(
        table.columns, lower, table.rows - row, [], [], [(2, table.places[0][1])], table.source, table.borders
    )
    return first, second
