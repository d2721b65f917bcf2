"""Target forms of budgets: labels with amounts beside them, goals, indicators."""

import pytest

from extractor.scorecards.find import Scorecard, find_scorecards
from extractor.tables.recognise import read_context
from extractor.tables.table import Table
from tests.building import table_of

WIDE = 8


def spans(rows, *more):
    return [(row, 0, 1, WIDE) for row in rows] + list(more)


def card_of(layouts, table: Table) -> Scorecard:
    table.borders = tuple(range(WIDE + 1))
    found = find_scorecards([(table, read_context(table, layouts))], layouts, "budget")
    assert (found.others, found.failed) == ([], [])
    (card,) = found.cards
    return card


def facts(card: Scorecard) -> dict[tuple[str, str], str]:
    return {(value.row, value.column): value.value for value in card.values}


def row(*texts: str) -> list[str]:
    return [*texts, *[""] * (WIDE - len(texts))]


CITY = [
    row("财政项目支出绩效目标填报表"),
    row("（2023年度）"),
    row("项目名称", "", "社区公共服务中心", "", "项目性质", "阶段性项目", "项目类别", "特定目标类"),
    row("主管部门", "", "某某街道办事处", "", "实施单位", "某某中心"),
    row("计划开始日期", "", "2023-01-01", "", "计划完成日期", "2023-12-31"),
    row("项目资金（元）", "", "项目资金总额", "", "4,100.00", "年度资金申请总额", "", "4,000.00"),
    row("", "", "其中：财政资金", "", "4,000.00", "其中：当年财政拨款", "", "3,900.00"),
    row("", "", "", "", "", "上年结转资金", "", "0.00"),
    row("", "", "其他资金", "", "100.00", "其他资金", "", "100.00"),
    row("项目绩效目标", "项目总目标", "", "", "", "年度总体目标"),
    row("", "建成服务中心。", "", "", "", "开工建设。"),
    row("绩效指标", "一级指标", "二级指标", "三级指标", "", "", "年度（/项目）指标值"),
    row("", "产出指标", "数量指标", "建筑面积", "", "", "≥13459.00（平方米）"),
    row("", "", "质量指标", "验收合格率", "", "", "=100.00（%）"),
    row("", "满意度指标", "服务对象满意度指标", "居民满意度", "", "", "满意率90%"),
]
CITY_SPANS = spans(
    (0, 1),
    *((r, 0, 1, 2) for r in (2, 3, 4)),
    *((r, 2, 1, 2) for r in (2, 3, 4, 5, 8)),
    *((r, 5, 1, 3) for r in (3, 4, 9, 10)),
    (5, 0, 4, 2),
    (6, 2, 2, 2),
    (6, 4, 2, 1),
    *((r, 5, 1, 2) for r in (5, 6, 7, 8)),
    (9, 0, 2, 1),
    *((r, 1, 1, 4) for r in (9, 10)),
    (11, 0, 4, 1),
    *((r, 3, 1, 3) for r in range(11, 15)),
    *((r, 6, 1, 2) for r in range(11, 15)),
    (12, 1, 2, 1),
)


def test_a_city_s_form(layouts):
    card = card_of(layouts, table_of(CITY, merged=CITY_SPANS))
    assert (card.name, card.title, card.left) == ("budget_targets/1", "财政项目支出绩效目标填报表", [])
    assert facts(card) == {
        ("head", "项目名称"): "社区公共服务中心",
        ("head", "项目性质"): "阶段性项目",
        ("head", "项目类别"): "特定目标类",
        ("head", "主管部门"): "某某街道办事处",
        ("head", "实施单位"): "某某中心",
        ("head", "计划开始日期"): "2023-01-01",
        ("head", "计划完成日期"): "2023-12-31",
        ("funds/项目资金总额", "金额"): "4100.00",
        ("funds/项目资金总额/财政资金", "金额"): "4000.00",
        ("funds/项目资金总额/其他资金", "金额"): "100.00",
        ("funds/年度资金申请总额", "金额"): "4000.00",
        ("funds/年度资金申请总额/当年财政拨款", "金额"): "3900.00",
        ("funds/年度资金申请总额/上年结转资金", "金额"): "0.00",
        ("funds/年度资金申请总额/其他资金", "金额"): "100.00",
        ("goal", "项目总目标"): "建成服务中心。",
        ("goal", "年度总体目标"): "开工建设。",
        ("indicator/1", "一级指标"): "产出指标",
        ("indicator/1", "二级指标"): "数量指标",
        ("indicator/1", "三级指标"): "建筑面积",
        ("indicator/1", "指标值"): "≥13459.00（平方米）",
        ("indicator/2", "一级指标"): "产出指标",
        ("indicator/2", "二级指标"): "质量指标",
        ("indicator/2", "三级指标"): "验收合格率",
        ("indicator/2", "指标值"): "=100.00（%）",
        ("indicator/3", "一级指标"): "满意度指标",
        ("indicator/3", "二级指标"): "服务对象满意度指标",
        ("indicator/3", "三级指标"): "居民满意度",
        ("indicator/3", "指标值"): "满意率90%",
    }
    assert {value.unit for value in card.values if value.row.startswith("funds/")} == {"元"}


def test_the_common_form_with_a_goal_beside_its_label(layouts):
    rows = [
        row("项目名称", "校舍维修"),
        row("主管部门及代码", "[104]某某部", "", "", "实施单位", "某某学校"),
        row("项目属性", "延续项目", "", "", "项目期", "3年"),
        row("项目资金（万元）", "年度资金总额：", "", "50.00"),
        row("", "其中：财政拨款", "", "45.00"),
        row("", "其他资金", "", "5.00"),
        row("年度总体目标", "修好全部校舍。"),
        row("绩效指标", "一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "权重"),
        row("", "产出指标", "数量指标", "维修校舍", "≥", "12", "栋", "50"),
        row("", "效益指标", "社会效益指标", "安全事故", "=", "0", "起", "40"),
    ]
    merged = [(0, 1, 1, 7), (1, 1, 1, 3), (1, 5, 1, 3), (2, 1, 1, 3), (2, 5, 1, 3), (3, 0, 3, 1), (6, 1, 1, 7)]
    merged += [*((r, 1, 1, 2) for r in (3, 4, 5)), *((r, 3, 1, 5) for r in (3, 4, 5)), (7, 0, 3, 1)]
    card = card_of(layouts, table_of(rows, merged=merged, above=["项目支出绩效目标表"]))
    found = facts(card)
    assert found["head", "主管部门代码"] == "104"
    assert found["head", "主管部门"] == "某某部"
    assert found["funds/年度资金总额/其他资金", "金额"] == "5.00"
    assert found["goal", "年度总体目标"] == "修好全部校舍。"
    assert (found["indicator/2", "指标性质"], found["indicator/2", "指标值"]) == ("=", "0")
    assert found["indicator/1", "权重"] == "50"
    assert card.left == []


@pytest.mark.parametrize("kind", ["final"])
def test_final_accounts_have_no_target_forms(layouts, kind):
    table = table_of(CITY, merged=CITY_SPANS)
    assert find_scorecards([(table, read_context(table, layouts))], layouts, kind).cards == []
