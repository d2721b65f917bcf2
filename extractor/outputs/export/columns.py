"""What the export's tables are made of: columns with types and meanings, and those that several tables have."""

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
