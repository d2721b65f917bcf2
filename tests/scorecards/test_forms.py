"""Forms of evaluation and of targets, typeset and extracted: every value under its name, nothing left over."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from extractor import Document, extract
from tests.drawing import Merged
from tests.typesetting import Book

pytestmark = pytest.mark.slow

LEVELS = ["一级指标", "二级指标", "三级指标"]


class Card:
    """Rows of cells, each (text, columns) or a text alone; `down` merges cells below each other."""

    def __init__(self, wide: int) -> None:
        self.wide, self.rows, self.merged = wide, [], []

    def row(self, *cells: str | tuple[str, int]) -> int:
        texts: list[str] = []
        for cell in cells:
            text, span = cell if isinstance(cell, tuple) else (cell, 1)
            if span > 1:
                self.merged.append((len(self.rows), len(texts), 1, span))
            texts += [text, *[""] * (span - 1)]
        assert len(texts) == self.wide, texts
        self.rows.append(texts)
        return len(self.rows) - 1

    def down(self, row: int, column: int, rows: int, columns: int = 1) -> None:
        kept: list[Merged] = []
        for each in self.merged:
            if not (row <= each[0] < row + rows and each[1] == column):
                kept.append(each)
        self.merged = [*kept, (row, column, rows, columns)]


def extracted(path: Path, title: str, card: Card, cover: str = "某某局2024年度部门决算", **options) -> Document:
    book = Book()
    book.cover(cover)
    book.page()
    book.line(60, title, 14)
    book.line(80, "（2024年度）")
    book.table(card.rows, merged=card.merged, top=95, height=26, size=7)
    book.write(path)
    return extract(path, **options)


def facts(document: Document, table: str) -> dict[tuple[str, str], str]:
    record = document.table(table)
    assert {fact.status for fact in record.facts} <= {"read", "verified"}
    assert document.unplaced == ()
    return {(fact.row, fact.column): fact.value for fact in record.facts}


def indicators(found: dict[tuple[str, str], str], number: int, columns: Sequence[str]) -> list[str | None]:
    return [found.get((f"indicator/{number}", column)) for column in columns]


def test_the_central_form_of_self_evaluation(tmp_path):
    card = Card(9)
    card.row(("项目名称", 2), ("某某项目", 7))
    card.row(("主管部门", 2), ("某某部", 3), "实施单位", ("某某中心", 3))
    first = card.row("项目资金（万元）", ("", 2), "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
    card.row("", ("年度资金总额", 2), "100.00", "120.00", "108.00", "10", "90.00%", "9.00")
    card.row("", ("其中：当年财政拨款", 2), "100.00", "100.00", "98.00", "—", "98.00%", "—")
    card.row("", ("上年结转资金", 2), "", "20.00", "10.00", "—", "50.00%", "—")
    card.row("", ("其他资金", 2), "", "", "", "—", "", "—")
    card.down(first, 0, 5)
    first = card.row("年度总体目标", ("预期目标", 4), ("实际完成情况", 4))
    card.row("", ("完成全部建设。", 4), ("已完成全部建设。", 4))
    card.down(first, 0, 2)
    first = card.row("绩效指标", *LEVELS, "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施")
    card.row("", "产出指标", "数量指标", "建设数量", "≥5个", "6个", "30", "30", "")
    card.row("", "", "质量指标", "验收合格率", "=100%", "100%", "20", "20", "")
    card.row("", "效益指标", "社会效益指标", "服务人数", "≥100人", "90人", "30", "27", "人数不足")
    card.row("", "满意度指标", "服务对象满意度指标", "群众满意度", "≥90%", "95%", "10", "10", "")
    card.down(first, 0, 5)
    card.down(first + 1, 1, 2)
    card.row(("总分", 6), "100", "96.00", "")
    document = extracted(tmp_path / "card.pdf", "项目支出绩效自评表", card)
    found = facts(document, "scorecard/1")
    assert found["head", "预算单位"] == "某某中心"
    line = ["年初预算数/预算编制数", "全年预算数", "全年执行数", "分值", "执行率", "得分"]
    assert [found["funds/资金总额", key] for key in line] == ["100.00", "120.00", "108.00", "10", "90.00", "9.00"]
    assert found["funds/上年结转资金", "全年执行数"] == "10.00"
    assert ("funds/其他资金", "全年预算数") not in found
    assert (found["goal", "年度目标"], found["goal", "实际完成情况"]) == ("完成全部建设。", "已完成全部建设。")
    assert indicators(found, 2, [*LEVELS, "年初指标值", "实际完成值", "分值", "得分"]) == [
        "产出指标", "质量指标", "验收合格率", "=100%", "100%", "20", "20",
    ]  # fmt: skip
    assert found["indicator/3", "偏差原因分析及改进措施"] == "人数不足"
    assert [found["total", key] for key in ("分值", "得分")] == ["100", "96.00"]


def test_sichuan_s_form_with_relation_and_unit_in_columns(tmp_path):
    card = Card(11)
    card.row(("项目名称", 2), ("51000023T0001-信息化建设", 9))
    card.row(("主管部门", 2), ("333-某某厅", 4), "实施单位", ("某某中心", 4))
    first = card.row(
        "预算执行情况（10分）",
        ("", 2),
        "年初预算",
        "调整后预算数",
        ("预算执行数", 2),
        "预算执行率",
        "权重",
        "得分",
        "原因",
    )
    card.row("", ("总额", 2), "80.00", "75.00", ("60.00", 2), "80.00%", "10", "8.00", "合同未到期")
    card.row("", ("其中：财政资金", 2), "80.00", "70.00", ("56.00", 2), "80.00%", "/", "/", "")
    card.row("", ("单位资金", 2), "", "5.00", ("4.00", 2), "80.00%", "/", "/", "")
    card.down(first, 0, 4)
    first = card.row("年度总体目标", ("预期目标", 5), ("实际完成情况", 5))
    card.row("", ("建成平台。", 5), ("平台已上线。", 5))
    card.down(first, 0, 2)
    first = card.row(
        "绩效指标（90分）", *LEVELS, "指标性质", "指标值", "度量单位", "完成值", "权重", "得分", "未完成原因分析"
    )
    card.row("", "产出指标", "数量指标", "接入单位数", "≥", "30", "家", "28", "50", "46.00", "两家未接入")
    card.row("", "", "时效指标", "按期完成率", "＝", "100", "%", "100", "20", "20.00", "")
    card.row("", "满意度指标", "服务对象满意度指标", "用户满意度", "≥", "90", "%", "95", "20", "20.00", "")
    card.down(first, 0, 4)
    card.down(first + 1, 1, 2)
    card.row(("合计", 8), "100", "94.00", "")
    card.row(("评价结论", 2), ("基本完成年度目标。", 9))
    card.row(("存在问题", 2), ("接入进度偏慢。", 9))
    card.row(("改进措施", 2), ("加快接入。", 9))
    document = extracted(tmp_path / "card.pdf", "部门预算项目支出绩效自评表", card)
    assert [each.form for each in document.scorecards] == ["sichuan_self_evaluation"]
    found = facts(document, "scorecard/1")
    assert (found["head", "主管部门代码"], found["head", "主管部门"]) == ("333", "某某厅")
    line = ["年初预算数/预算编制数", "全年预算数", "全年执行数", "执行率", "分值", "得分", "偏差原因"]
    assert [found["funds/资金总额", key] for key in line] == [
        "80.00", "75.00", "60.00", "80.00", "10", "8.00", "合同未到期",
    ]  # fmt: skip
    assert found["funds/单位资金", "全年执行数"] == "4.00"
    columns = [*LEVELS, "指标性质", "年初指标值", "度量单位", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"]
    assert indicators(found, 1, columns) == [
        "产出指标", "数量指标", "接入单位数", "≥", "30", "家", "28", "50", "46.00", "两家未接入",
    ]  # fmt: skip
    assert indicators(found, 2, columns[:6]) == ["产出指标", "时效指标", "按期完成率", "=", "100", "%"]
    assert (found["total", "分值"], found["total", "得分"]) == ("100", "94.00")
    assert found["analysis", "改进措施"] == "加快接入。"


def overall() -> Card:
    card = Card(9)
    card.row(("部门（单位）名称", 2), ("某某局", 7))
    first = card.row(
        "部门预算资金（万元）", ("", 2), "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"
    )
    card.row("", ("年度资金总额", 2), "1,200.00", "1,250.00", "1,187.50", "10", "95.00%", "9.50")
    card.row("", ("其中：基本支出", 2), "800.00", "800.00", "800.00", "—", "100.00%", "—")
    card.row("", ("项目支出", 2), "400.00", "450.00", "387.50", "—", "86.11%", "—")
    card.down(first, 0, 4)
    first = card.row("年度总体目标", ("预期目标", 4), ("实际完成情况", 4))
    card.row("", ("依法履行职责。", 4), ("职责全面履行。", 4))
    card.down(first, 0, 2)
    first = card.row("绩效指标", *LEVELS, "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施")
    card.row("", "产出指标", "数量指标", "审批件数", "≥3000件", "3200件", "50", "50", "")
    card.row("", "效益指标", "社会效益指标", "企业满意率", "≥90%", "85%", "40", "37", "窗口不足")
    card.down(first, 0, 3)
    card.row(("总分", 6), "100", "96.50", "")
    return card


def test_a_department_s_whole_budget(tmp_path):
    document = extracted(tmp_path / "card.pdf", "部门（单位）整体支出绩效自评表", overall())
    found = facts(document, "overall_scorecard/1")
    assert found["head", "部门（单位）名称"] == "某某局"
    line = ["年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"]
    assert [found["funds/资金总额", key] for key in line] == ["1200.00", "1250.00", "1187.50", "10", "95.00", "9.50"]
    assert found["funds/项目支出", "执行率"] == "86.11"
    assert indicators(found, 2, [*LEVELS, "年初指标值", "实际完成值", "分值", "得分"]) == [
        "效益指标", "社会效益指标", "企业满意率", "≥90%", "85%", "40", "37",
    ]  # fmt: skip
    assert (found["total", "分值"], found["total", "得分"]) == ("100", "96.50")


def test_the_target_form_that_departments_hand_in(tmp_path):
    card = Card(8)
    card.row("项目名称", ("校舍维修", 7))
    card.row("主管部门及代码", ("[104]某某部", 3), "实施单位", ("某某学校", 3))
    card.row("项目属性", ("延续项目", 3), "项目期", ("3年", 3))
    first = card.row("项目资金（万元）", ("中期资金总额：", 2), "150.00", ("年度资金总额：", 3), "50.00")
    card.row("", ("其中：财政拨款", 2), "135.00", ("其中：财政拨款", 3), "45.00")
    card.row("", ("其他资金", 2), "15.00", ("其他资金", 3), "5.00")
    card.down(first, 0, 3)
    first = card.row("总体目标", ("中期目标", 3), ("年度目标", 4))
    card.row("", ("修好全部校舍。", 3), ("修好三栋。", 4))
    card.down(first, 0, 2)
    first = card.row("绩效指标", *LEVELS, "指标性质", "指标值", "度量单位", "权重")
    card.row("", "产出指标", "数量指标", "维修校舍", "≥", "12", "栋", "50")
    card.row("", "效益指标", "社会效益指标", "安全事故", "=", "0", "起", "40")
    card.down(first, 0, 3)
    document = extracted(tmp_path / "card.pdf", "项目支出绩效目标申报表", card, "某某部2024年部门预算")
    found = facts(document, "budget_targets/1")
    assert (found["head", "主管部门代码"], found["head", "项目期"]) == ("104", "3年")
    amounts = {row: found[row, "金额"] for row, column in found if column == "金额"}
    assert amounts == {
        "funds/中期资金总额": "150.00",
        "funds/中期资金总额/财政拨款": "135.00",
        "funds/中期资金总额/其他资金": "15.00",
        "funds/年度资金总额": "50.00",
        "funds/年度资金总额/财政拨款": "45.00",
        "funds/年度资金总额/其他资金": "5.00",
    }
    assert (found["goal", "项目总目标"], found["goal", "年度总体目标"]) == ("修好全部校舍。", "修好三栋。")
    assert indicators(found, 2, [*LEVELS, "指标性质", "指标值", "度量单位", "权重"]) == [
        "效益指标", "社会效益指标", "安全事故", "=", "0", "起", "40",
    ]  # fmt: skip


MINE = """
id: policy_evaluation
like: project_self_evaluation
table: policy_scorecard
title: 财政政策绩效评价表
titles: [财政政策绩效评价表]
head:
  - {key: 政策名称, names: [政策名称]}
  - {key: 实施单位, names: [实施单位]}
indicators:
  columns:
    - {key: 维度, names: [评价维度], merged: true}
    - {key: 内容, names: [评价内容], own: true}
    - {key: 标准, names: [评价标准], target: true, own: true}
    - {key: 结果, names: [评价结果], own: true}
    - {key: 得分, names: [得分], unit: 分, own: true}
total: {labels: [总分], numbers: [得分], grade: 等级, grades: [优, 良, 中, 差]}
analysis: []
"""


def test_a_user_s_own_layout_beside_the_shipped(tmp_path):
    own = tmp_path / "mine" / "scorecards"
    own.mkdir(parents=True)
    (own / "policy_evaluation.yaml").write_text(MINE, encoding="utf-8")
    card = Card(6)
    card.row("政策名称", ("稳岗补贴", 2), "实施单位", ("某某局", 2))
    first = card.row("绩效指标", "评价维度", "评价内容", "评价标准", "评价结果", "得分")
    card.row("", "效果", "补贴企业数", "≥200家", "达到", "60")
    card.row("", "", "稳定就业率", "≥90%", "未达到", "30")
    card.down(first, 0, 3)
    card.down(first + 1, 1, 2)
    card.row(("总分", 5), "90")
    document = extracted(tmp_path / "card.pdf", "财政政策绩效评价表", card, layouts=tmp_path / "mine")
    found = facts(document, "policy_scorecard/1")
    assert found == {
        ("head", "政策名称"): "稳岗补贴",
        ("head", "实施单位"): "某某局",
        ("indicator/1", "维度"): "效果",
        ("indicator/1", "内容"): "补贴企业数",
        ("indicator/1", "标准"): "≥200家",
        ("indicator/1", "结果"): "达到",
        ("indicator/1", "得分"): "60",
        ("indicator/2", "维度"): "效果",
        ("indicator/2", "内容"): "稳定就业率",
        ("indicator/2", "标准"): "≥90%",
        ("indicator/2", "结果"): "未达到",
        ("indicator/2", "得分"): "30",
        ("total", "得分"): "90",
    }
