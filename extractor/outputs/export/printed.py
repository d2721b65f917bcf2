"""A document's tables as sheets like the printed ones: merged cells, number formats, colours of the status."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from extractor.document import BBox, Document, Fact, GridCell, OtherTable, Place, ScorecardRecord, TableRecord
from extractor.document.html import STATUS_FILLS, remark_on, worst_status
from extractor.outputs.export.styles import NUMBER_DIGITS, Styles, number_format
from extractor.outputs.export.sums import CellKey, sums_of
from extractor.outputs.files import safe_name

# Rows above the grid: the title, then pages and unit.
ABOVE = 2
LONGEST_SHEET_NAME = 31
# Points of a printed page that a character of a sheet's column stands for; its columns are no narrower or wider.
POINTS_A_CHARACTER, LEAST_WIDTH, MOST_WIDTH = 5.3, 5.0, 60.0
_Record = TableRecord | ScorecardRecord | OtherTable
_NOT_IN_SHEET_NAMES = str.maketrans("[]'", "（）_")


class _Printed(NamedTuple):
    """A table as it stands on its pages."""

    title: str
    unit: str | None
    places: Sequence[Place]
    cells: Sequence[GridCell]
    facts: Sequence[Fact]


def add_printed(book: xlsxwriter.Workbook, styles: Styles, document: Document) -> None:
    """Add a sheet for every table, scorecard and table of no known form."""
    sums = sums_of(document)
    records: Sequence[_Record] = (*document.tables, *document.scorecards, *document.other_tables)
    for number, printed in enumerate(map(_printed, records), 1):
        sheet = book.add_worksheet(_sheet_name(number, printed.title))
        _Sheet(sheet, styles, printed, sums).fill(document.source.file)


def _printed(record: _Record) -> _Printed:
    unit = record.unit if isinstance(record, TableRecord) else None
    return _Printed(record.title, unit, record.places, record.cells, record.facts)


def _sheet_name(number: int, title: str) -> str:
    """A name that a sheet may have; the number tells sheets apart whose names are cut."""
    return f"{number:02d} {safe_name(title).translate(_NOT_IN_SHEET_NAMES)}"[:LONGEST_SHEET_NAME].strip()


class _Sheet:
    """One table's sheet."""

    def __init__(
        self, sheet: Worksheet, styles: Styles, printed: _Printed, sums: Mapping[CellKey, Sequence[CellKey]]
    ) -> None:
        self._sheet, self._styles, self._printed, self._sums = sheet, styles, printed, sums
        self._facts: dict[tuple[int, BBox], list[Fact]] = defaultdict(list)
        for fact in printed.facts:
            self._facts[fact.page, fact.bbox].append(fact)
        self._addresses = {
            CellKey(fact.table, fact.row, fact.column): xl_rowcol_to_cell(cell.row + ABOVE, cell.column)
            for cell in printed.cells
            for fact in self._facts.get((cell.page, cell.bbox), ())
        }

    def fill(self, file: str) -> None:
        """Write title, pages, and all cells."""
        last = max((cell.column + cell.column_span - 1 for cell in self._printed.cells), default=0)
        self._merged(0, 0, 0, last, self._printed.title, self._styles.of(bold=True, size=14, align="center"))
        for column, page in enumerate(dict.fromkeys(place.page for place in self._printed.places)):
            self._sheet.write_url(1, column, f"external:{file}#page={page}", string=f"第{page}页", tip=file)
        if self._printed.unit and last > len(self._printed.places):
            self._sheet.write_string(1, last, f"单位：{self._printed.unit}", self._styles.of(align="right"))
        for column, width in _widths(self._printed.cells).items():
            self._sheet.set_column(column, column, width)
        for cell in self._printed.cells:
            self._write(cell)

    def _write(self, cell: GridCell) -> None:
        facts = self._facts.get((cell.page, cell.bbox), [])
        row, column = cell.row + ABOVE, cell.column
        amount = _amount(facts)
        look = self._look(facts, amount)
        self._merged(row, column, row + cell.row_span - 1, column + cell.column_span - 1, cell.text, look)
        if amount is not None:
            formula = self._formula(facts[0], amount)
            if formula:
                self._sheet.write_formula(row, column, formula, look, float(amount))
            else:
                self._sheet.write_number(row, column, float(amount), look)
        if remark := remark_on(facts):
            self._sheet.write_comment(row, column, remark)

    def _merged(self, top: int, left: int, bottom: int, right: int, text: str, look: xlsxwriter.format.Format) -> None:
        if (top, left) == (bottom, right):
            self._sheet.write_string(top, left, text, look)
        else:
            self._sheet.merge_range(top, left, bottom, right, "", look)
            self._sheet.write_string(top, left, text, look)

    def _look(self, facts: Sequence[Fact], amount: Decimal | None) -> xlsxwriter.format.Format:
        fill = STATUS_FILLS[worst_status(facts)] if facts else None
        if amount is None:
            return self._styles.of(border=True, wrap=True, fill=fill)
        return self._styles.of(border=True, fill=fill, align="right", number=number_format(amount, grouped=True))

    def _formula(self, fact: Fact, amount: Decimal) -> str | None:
        """The sum that the figure is, of cells of this sheet; rounded, since a spreadsheet's numbers are floats."""
        parts = self._sums.get(CellKey(fact.table, fact.row, fact.column), ())
        if not parts or any(part not in self._addresses for part in parts):
            return None
        exponent = amount.as_tuple().exponent
        assert isinstance(exponent, int)
        return f"=ROUND(SUM({','.join(self._addresses[part] for part in parts)}),{-exponent})"


def _amount(facts: Sequence[Fact]) -> Decimal | None:
    """The number that a cell holds, where it holds one that a spreadsheet can."""
    values = {fact.value for fact in facts}
    number = facts[0].number if len(values) == 1 else None
    return number if number is not None and len(number.as_tuple().digits) <= NUMBER_DIGITS else None


def _widths(cells: Sequence[GridCell]) -> dict[int, float]:
    """The width of each column that a cell has for itself, as printed."""
    widths: dict[int, float] = {}
    for cell in cells:
        if cell.column_span == 1:
            width = (cell.bbox[2] - cell.bbox[0]) / POINTS_A_CHARACTER
            widths[cell.column] = max(widths.get(cell.column, LEAST_WIDTH), min(width, MOST_WIDTH))
    return widths
