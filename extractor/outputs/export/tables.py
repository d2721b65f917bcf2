"""The tables that every export has: names, types and meanings of their columns, in the order of their rows' values."""

from __future__ import annotations

from typing import Literal, NamedTuple

Kind = Literal["text", "integer", "float", "decimal", "boolean"]


class Column(NamedTuple):
    """A column; `meaning` in English, `chinese` its name for Chinese readers.

    A `decimal` is exact: a decimal type where the format has one, else a text of digits.
    """

    name: str
    kind: Kind
    chinese: str
    meaning: str
    nullable: bool = False


class ExportTable(NamedTuple):
    """A table of the export; the columns of `key` together name a row."""

    name: str
    chinese: str
    meaning: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)


# Every row of every table names its document.
DOCUMENT = Column("document", "text", "文件夹", "name of the result's folder, unique in an export")
PAGE = Column("page", "integer", "页码", "page, from 1")
BOX = (
    Column("x0", "float", "左", "left side of the box in points, origin top left, of the page as displayed"),
    Column("y0", "float", "上", "upper side of the box"),
    Column("x1", "float", "右", "right side of the box"),
    Column("y1", "float", "下", "lower side of the box"),
)
NOTES = Column("notes", "text", "说明", "why the status is what it is, parts divided by '; '")
AMOUNT_YUAN = Column(
    "amount_yuan", "decimal", "金额（元）", "value in 元, exact; null where the value is no money", nullable=True
)
# The keys of facts.jsonl (docs/facts.md), the box as four columns.
FACT = (
    Column("table", "text", "表", "table id, scorecard/N or other/N"),
    Column("row", "text", "行", "row key: a code, a total, or prefix/label"),
    Column("column", "text", "列", "column key"),
    Column("value", "text", "值", "normalised value, with the printed decimals, in the printed unit"),
    Column("raw", "text", "原文", "what was read, before any normalisation or correction"),
    Column("unit", "text", "单位", "printed unit; null for text", nullable=True),
    Column("label", "text", "行名", "the row's label as printed", nullable=True),
    PAGE,
    *BOX,
    Column("confidence", "float", "置信度", "0 … 1"),
    Column("status", "text", "状态", "verified, read, corrected, suspect, confirmed or corrected-by-hand"),
)
ORIGIN = (
    Column("file", "text", "源文件", "name of the source file"),
    Column("sha256", "text", "源文件校验和", "sha256 of the source file"),
    Column("unit_name", "text", "单位名称", "name of the unit as printed", nullable=True),
    Column("year", "integer", "年度", "year that the figures are for", nullable=True),
    Column("kind", "text", "文件类型", "final, budget or unknown"),
    Column("scope", "text", "公开范围", "部门 (with its units) or 单位 (one unit), by the titles", nullable=True),
)
UNIT_CODE = Column(
    "unit_code",
    "text",
    "单位编码",
    "code of the unit, where all scorecards of the document print the same; else null",
    nullable=True,
)
FISCAL = (
    Column("direction", "text", "收支方向", "revenue or expenditure: the side that an amount stands on", nullable=True),
    Column("phase", "text", "预算阶段", "approved, adjusted or executed, of an amount", nullable=True),
)
CLASSIFICATION = (
    Column("function_class_code", "text", "功能分类类编码", "类 of a functional code: three digits", nullable=True),
    Column("function_class_name", "text", "功能分类类名称", "its printed name, else the code book's", nullable=True),
    Column("function_section_code", "text", "功能分类款编码", "款 of a functional code: five digits", nullable=True),
    Column("function_section_name", "text", "功能分类款名称", "its printed name, else the code book's", nullable=True),
    Column("function_item_code", "text", "功能分类项编码", "项 of a functional code: seven digits", nullable=True),
    Column("function_item_name", "text", "功能分类项名称", "its printed name, else the code book's", nullable=True),
    Column("economic_class_code", "text", "经济分类类编码", "类 of an economic code: three digits", nullable=True),
    Column("economic_class_name", "text", "经济分类类名称", "its printed name, else the code book's", nullable=True),
    Column("economic_section_code", "text", "经济分类款编码", "款 of an economic code: five digits", nullable=True),
    Column("economic_section_name", "text", "经济分类款名称", "its printed name, else the code book's", nullable=True),
)

DOCUMENTS = ExportTable(
    "documents",
    "文件",
    "one row a result",
    ("document",),
    (
        DOCUMENT,
        *ORIGIN,
        Column("bytes", "integer", "字节数", "size of the source file"),
        Column("state", "text", "状态", "complete, incomplete or nothing-found"),
        Column("pages", "integer", "页数", "pages of the source file"),
        Column("pages_failed", "integer", "失败页数", "pages from which no fact was taken"),
        Column("tables", "integer", "表数", "tables of a known form"),
        Column("scorecards", "integer", "自评表数", "scorecards"),
        Column("other_tables", "integer", "其他表数", "tables of no known form"),
        Column("facts", "integer", "数据数", "facts"),
        Column("verified", "integer", "已验证数", "facts of this status"),
        Column("suspects", "integer", "存疑数", "facts that a person should look at"),
        Column("unplaced", "integer", "未归位数", "printed figures and texts that are no facts"),
        Column("missing_tables", "text", "缺表", "ids of tables that the contents page names, divided by a blank"),
        Column("failing_checks", "integer", "不成立检查数", "checks of level error that fail"),
        UNIT_CODE,
    ),
)
FACTS = ExportTable(
    "facts",
    "数据",
    "one row a fact, with its document: the one long table",
    ("document", "fact"),
    (
        DOCUMENT,
        Column("fact", "integer", "序号", "number of the fact in its document, from 1"),
        *ORIGIN,
        *FACT,
        NOTES,
        Column("number", "decimal", "数值", "value as a number, exact; null for text", nullable=True),
        AMOUNT_YUAN,
        *FISCAL,
        *CLASSIFICATION,
        UNIT_CODE,
    ),
)
TABLES = ExportTable(
    "tables",
    "表",
    "one row a table of a known form",
    ("document", "number"),
    (
        DOCUMENT,
        Column("number", "integer", "序号", "number of the table in its document, from 1"),
        Column("table", "text", "表", "table id"),
        Column("title", "text", "标题", "title as printed, or the form's"),
        Column("form_number", "text", "表号", "printed form number, or empty"),
        Column("unit", "text", "单位", "printed unit", nullable=True),
        Column("first_page", "integer", "首页", "first page"),
        Column("last_page", "integer", "末页", "last page"),
        Column("facts", "integer", "数据数", "facts of the table"),
        Column("grid_source", "text", "网格来源", "how the grid was found: structure"),
    ),
)
CHECKS = ExportTable(
    "checks",
    "检查",
    "one row a check of the figures",
    ("document", "number"),
    (
        DOCUMENT,
        Column("number", "integer", "序号", "number of the check in its document, from 1"),
        Column("check", "text", "检查", "name of the identity and of the row or column"),
        Column("level", "text", "级别", "error or warning"),
        Column("result", "text", "结果", "holds, fails, not applicable or not evaluable"),
        Column("formula", "text", "算式", "the identity with the figures filled in"),
        Column("difference", "decimal", "差额", "left side less right side, in the unit", nullable=True),
        Column("tolerance", "decimal", "容差", "how far rounding may move the sides apart", nullable=True),
        Column("unit", "text", "单位", "unit of the difference", nullable=True),
        Column("printed", "boolean", "原文如此", "fails in print: the figures were read as they stand there"),
        Column("why", "text", "原因", "why it is not evaluable or not applicable"),
    ),
)
SCORECARDS = ExportTable(
    "scorecards",
    "自评表",
    "one row a scorecard",
    ("document", "scorecard"),
    (
        DOCUMENT,
        Column("scorecard", "integer", "序号", "N of scorecard/N"),
        Column("title", "text", "标题", "title as printed"),
        Column("project", "text", "项目名称", "name of the project"),
        Column("department_code", "text", "主管部门代码", "code of the department", nullable=True),
        Column("department", "text", "主管部门", "department", nullable=True),
        Column("unit_code", "text", "预算单位代码", "code of the unit", nullable=True),
        Column("unit", "text", "预算单位", "unit", nullable=True),
        Column("points", "text", "总分值", "points that can be reached", nullable=True),
        Column("score", "text", "总得分", "points that were reached", nullable=True),
        Column("grade", "text", "等级", "grade", nullable=True),
        Column("first_page", "integer", "首页", "first page"),
    ),
)
INDICATORS = ExportTable(
    "indicators",
    "绩效指标",
    "one row an indicator of a scorecard, values as in facts",
    ("document", "scorecard", "indicator"),
    (
        DOCUMENT,
        Column("scorecard", "integer", "自评表序号", "N of scorecard/N"),
        Column("indicator", "integer", "序号", "N of indicator/N"),
        Column("level_1", "text", "一级指标", "first level", nullable=True),
        Column("level_2", "text", "二级指标", "second level", nullable=True),
        Column("level_3", "text", "三级指标", "third level", nullable=True),
        Column("first_target", "text", "年初指标值", "target of the year's beginning", nullable=True),
        Column("adjusted_target", "text", "调整后指标值", "adjusted target", nullable=True),
        Column("result", "text", "实际完成值", "what was reached", nullable=True),
        Column("explanation", "text", "定性指标情况说明", "how a qualitative target was met", nullable=True),
        Column("points", "text", "分值", "points that can be reached", nullable=True),
        Column("score", "text", "得分", "points that were reached", nullable=True),
        Column("deviation", "text", "偏差原因分析及改进措施", "why it deviates, and what will be done", nullable=True),
    ),
)
NARRATIVE = ExportTable(
    "narrative",
    "文字数据",
    "one row a figure of the explanation (narrative.jsonl)",
    ("document", "figure"),
    (
        DOCUMENT,
        Column("figure", "integer", "序号", "number of the figure in its document, from 1"),
        Column("item", "text", "事项", "what the number is of"),
        Column("measure", "text", "口径", "what it says of the item"),
        Column("value", "text", "值", "plain decimal, negative for a fall"),
        Column("raw", "text", "原文", "the number as read"),
        Column("unit", "text", "单位", "printed unit", nullable=True),
        AMOUNT_YUAN,
        Column("words", "text", "用语", "printed words that say the measure"),
        Column("table", "text", "表", "table of the cell that the item names", nullable=True),
        Column("row", "text", "行", "row of that cell", nullable=True),
        Column("column", "text", "列", "column of that cell", nullable=True),
        Column("of_table", "text", "总体表", "table of the whole of a share", nullable=True),
        Column("of_row", "text", "总体行", "row of the whole", nullable=True),
        Column("of_column", "text", "总体列", "column of the whole", nullable=True),
        Column("sentence", "text", "句子", "the sentence"),
        PAGE,
        *BOX,
        Column("confidence", "float", "置信度", "0 … 1"),
        Column("status", "text", "状态", "verified, read, corrected, suspect, confirmed or corrected-by-hand"),
        NOTES,
    ),
)
MESSAGES = ExportTable(
    "messages",
    "消息",
    "one row a message on the document",
    ("document", "number"),
    (
        DOCUMENT,
        Column("number", "integer", "序号", "number of the message in its document, from 1"),
        Column("level", "text", "级别", "info, warning or error"),
        Column("code", "text", "代码", "stable code (docs/command-line.md)"),
        Column("text", "text", "内容", "what a person should know"),
        Column("page", "integer", "页码", "page, from 1", nullable=True),
    ),
)
UNPLACED = ExportTable(
    "unplaced",
    "未归位",
    "one row a printed figure or text that is no fact",
    ("document", "number"),
    (
        DOCUMENT,
        Column("number", "integer", "序号", "number of the item in its document, from 1"),
        PAGE,
        *BOX,
        Column("text", "text", "原文", "as read; empty where ink was seen and not read"),
        Column("table", "text", "表", "table that it stands in", nullable=True),
        Column("reason", "text", "原因", "why it is no fact (docs/facts.md)"),
    ),
)

DECISIONS = ExportTable(
    "decisions",
    "审核记录",
    "one row a decision of a person about the document (docs/review.md), also those that were taken back",
    ("document", "number"),
    (
        DOCUMENT,
        Column("number", "integer", "序号", "number of the decision in the document's history, from 1"),
        Column(
            "decision",
            "text",
            "决定",
            "confirm, correct, as-printed, illegible, undo, sign and others",
        ),
        Column("table", "text", "表", "table of the value; empty where it is none's"),
        Column("row", "text", "行", "row of the value, or what it is of"),
        Column("column", "text", "列", "column of the value, or its measure"),
        Column("page", "integer", "页码", "page, from 1", nullable=True),
        *(column._replace(nullable=True) for column in BOX),
        Column("raw", "text", "原文", "what was read there"),
        Column("before", "text", "原值", "value before", nullable=True),
        Column("before_status", "text", "原状态", "status before", nullable=True),
        Column("after", "text", "新值", "value after; null where it is illegible", nullable=True),
        Column("after_status", "text", "新状态", "status after", nullable=True),
        Column("who", "text", "审核人", "name of the person"),
        Column("when", "text", "时间", "when, in UTC"),
        Column("why", "text", "理由", "reason, in the person's words"),
        Column("held_before", "text", "原成立检查", "checks of the value that held before, divided by a blank"),
        Column("held_after", "text", "现成立检查", "checks of the value that hold after, divided by a blank"),
    ),
)

COMPARISONS = ExportTable(
    "comparisons",
    "跨文件检查",
    "one row a comparison of two documents of one unit (docs/compare.md), of the later one",
    ("document", "number"),
    (
        DOCUMENT,
        Column("number", "integer", "序号", "number of the comparison in the export, from 1"),
        Column("comparison", "text", "检查", "names the comparison and the cell"),
        Column("level", "text", "级别", "warning: either document may be right"),
        Column("result", "text", "结果", "holds or fails"),
        Column("unit_name", "text", "单位名称", "name of the unit"),
        Column("formula", "text", "算式", "what is compared, with the figures filled in"),
        Column("difference", "decimal", "差额（元）", "left side less right side, in 元", nullable=True),
        Column("tolerance", "decimal", "容差（元）", "how far rounding may move the sides apart, in 元", nullable=True),
        Column("kind", "text", "文件类型", "final or budget"),
        Column("year", "integer", "年度", "year that the figures are for"),
        PAGE,
        Column("earlier", "text", "较早文件", "name of the earlier document's result"),
        Column("earlier_kind", "text", "较早文件类型", "final or budget"),
        Column("earlier_year", "integer", "较早文件年度", "year that its figures are for"),
        Column("earlier_page", "integer", "较早文件页码", "page of its figure, from 1"),
    ),
)

ALL = (
    DOCUMENTS,
    FACTS,
    TABLES,
    CHECKS,
    SCORECARDS,
    INDICATORS,
    NARRATIVE,
    MESSAGES,
    UNPLACED,
    DECISIONS,
    COMPARISONS,
)
