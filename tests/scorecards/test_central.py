"""The central form of 项目支出绩效自评表: budget and execution beside 10 points, indicators of 50, 30 and 10."""

from extractor.scorecards.find import find_scorecards
from extractor.tables.recognise import read_context
from tests.building import table_of

WIDE = 9


def row(*texts: str) -> list[str]:
    return [*texts, *[""] * (WIDE - len(texts))]


ROWS = [
    row("项目名称", "", "某某项目"),
    row("主管部门", "", "某某部", "", "", "", "实施单位", "某某中心"),
    row("项目资金（万元）", "", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"),
    row("", "年度资金总额", "", "100.00", "100.00", "98.00", "10", "98.00%", "9.8"),
    row("", "其中：当年财政拨款", "", "100.00", "100.00", "98.00", "—", "98.00%", "—"),
    row("", "上年结转资金", "", "", "", "", "—", "", "—"),
    row("年度总体目标", "预期目标", "", "", "", "实际完成情况"),
    row("", "完成建设。", "", "", "", "已完成。"),
    row(
        "绩效指标",
        "一级指标",
        "二级指标",
        "三级指标",
        "年度指标值",
        "实际完成值",
        "分值",
        "得分",
        "偏差原因分析及改进措施",
    ),
    row("", "产出指标", "数量指标", "建设数量", "≥5个", "5个", "50", "50", ""),
    row("", "效益指标", "社会效益指标", "服务人数", "≥100人", "90人", "30", "27", "人数不足"),
    row("", "满意度指标", "服务对象满意度指标", "满意度", "≥90%", "95%", "10", "10", ""),
    row("总分", "", "", "", "", "", "100", "96.8", ""),
]
SPANS = [(0, 0, 1, 2), (0, 2, 1, 7), (1, 0, 1, 2), (1, 2, 1, 4), (1, 7, 1, 2), (2, 0, 4, 1), (2, 1, 1, 2)]
SPANS += [*((r, 1, 1, 2) for r in (3, 4, 5)), (6, 0, 2, 1), *((r, c, 1, 4) for r in (6, 7) for c in (1, 5))]
SPANS += [(8, 0, 4, 1), (12, 0, 1, 6)]


def test_the_central_form(layouts):
    table = table_of(ROWS, merged=SPANS, above=["项目支出绩效自评表", "（2022年度）"])
    table.borders = tuple(range(WIDE + 1))
    (card,) = find_scorecards([(table, read_context(table, layouts))], layouts, "final").cards
    found = {(value.row, value.column): value.value for value in card.values}
    assert card.left == []
    assert found["head", "预算单位"] == "某某中心"
    assert found["funds/资金总额", "年初预算数/预算编制数"] == "100.00"
    assert (found["funds/资金总额", "分值"], found["funds/资金总额", "执行率"]) == ("10", "98.00")
    assert found["funds/当年财政拨款", "全年执行数"] == "98.00"
    assert found["goal", "实际完成情况"] == "已完成。"
    assert found["indicator/2", "偏差原因分析及改进措施"] == "人数不足"
    assert (found["total", "分值"], found["total", "得分"]) == ("100", "96.8")
