"""XLSX: the export's tables as sheets; of a single document also its tables as they are printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from extractor.document.html import STATUS_FILLS
from extractor.errors import OutputError
from extractor.outputs.export import tables
from extractor.outputs.export.columns import ExportTable, Kind
from extractor.outputs.export.printed import add_printed
from extractor.outputs.export.rows import Named
from extractor.outputs.export.styles import NUMBER_DIGITS, Styles
from extractor.outputs.export.values import Cell, Row
from extractor.outputs.files import safe_name

MOST_ROWS, LONGEST_TEXT = 1_048_576, 32_767
_WIDTHS: Mapping[Kind, float] = {"text": 18, "integer": 8, "float": 9, "decimal": 16, "boolean": 8}
# Texts are texts, whatever they look like; with a fixed time of creation equal exports are equal files.
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


class BookFile:
    """One workbook: of one document, its printed tables and all sheets of rows; of several, the sheets of rows.

    The rows of several documents are not kept in memory.
    """

    def __init__(self, target: Path) -> None:
        self._target = target
        self._first: tuple[Named | None, Mapping[str, Sequence[Row]]] | None = None
        self._sheets: _Sheets | None = None

    def add(self, named: Named | None, rows: Mapping[str, Sequence[Row]]) -> None:
        """See `Writer`."""
        if self._sheets is None:
            if self._first is None:
                self._first = named, rows
                return
            self._sheets = _Sheets(xlsxwriter.Workbook(self._target, {**_OPTIONS, "constant_memory": True}))
            self._sheets.add(self._first[1])
        self._sheets.add(rows)

    def close(self) -> None:
        """See `Writer`."""
        if self._sheets is not None:
            self._sheets.close()
        else:
            _write_book(self._target, *(self._first or (None, {})))


class BookFolder:
    """A workbook a document, under the document's name; what several share in one of its table's name."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def add(self, named: Named | None, rows: Mapping[str, Sequence[Row]]) -> None:
        """See `Writer`."""
        place = tables.COMPARISONS.name if named is None else named.name
        *above, name = map(safe_name, place.split("/"))
        target = self._folder.joinpath(*above, f"{name}.xlsx")
        target.parent.mkdir(parents=True, exist_ok=True)
        _write_book(target, named, rows)

    def close(self) -> None:
        """See `Writer`."""


def _write_book(target: Path, named: Named | None, rows: Mapping[str, Sequence[Row]]) -> None:
    book = xlsxwriter.Workbook(target, _OPTIONS)
    if named is not None:
        add_printed(book, Styles(book), named.document)
    sheets = _Sheets(book)
    sheets.add(rows)
    sheets.close()


class _Sheets:
    """A sheet a table; where a table has more rows than a sheet can have, it goes on in another one."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._styles = Styles(book)
        # The long table first: it is what is looked for.
        order = sorted(tables.ALL, key=lambda table: table is not tables.FACTS)
        self._sheets = [_Sheet(book, self._styles, table) for table in order]

    def add(self, rows: Mapping[str, Sequence[Row]]) -> None:
        for sheet in self._sheets:
            for row in rows.get(sheet.table.name, ()):
                sheet.add(row)

    def close(self) -> None:
        for sheet in self._sheets:
            sheet.end()
        self._book.close()


class _Sheet:
    """The sheets of one table."""

    def __init__(self, book: xlsxwriter.Workbook, styles: Styles, table: ExportTable) -> None:
        self.table = table
        self._book, self._styles = book, styles
        self._part = 0
        self._sheet = self._begun()

    def add(self, row: Row) -> None:
        if self._next == MOST_ROWS:
            self.end()
            self._sheet = self._begun()
        for column, cell in enumerate(row):
            self._write(column, cell)
        self._next += 1

    def end(self) -> None:
        """Filters over all rows, colours for the status."""
        last = max(self._next - 1, 1)
        self._sheet.autofilter(0, 0, last, len(self.table.columns) - 1)
        if "status" in self.table.names:
            column = self.table.names.index("status")
            for status, fill in STATUS_FILLS.items():
                rule = {"type": "cell", "criteria": "==", "value": f'"{status}"', "format": self._styles.of(fill=fill)}
                self._sheet.conditional_format(1, column, last, column, rule)

    def _begun(self) -> Worksheet:
        self._part += 1
        name = self.table.name if self._part == 1 else f"{self.table.name}-{self._part}"
        sheet = self._book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for number, column in enumerate(self.table.columns):
            sheet.set_column(number, number, _WIDTHS[column.kind])
            sheet.write_string(0, number, column.name, self._styles.of(bold=True))
        self._next = 1
        return sheet

    def _write(self, column: int, cell: Cell) -> None:
        match cell:
            case None:
                pass
            case bool():
                self._sheet.write_boolean(self._next, column, cell)
            case int() | float():
                self._sheet.write_number(self._next, column, cell)
            case Decimal() if len(cell.as_tuple().digits) <= NUMBER_DIGITS:
                self._sheet.write_number(self._next, column, float(cell), self._styles.number(cell))
            case Decimal():
                self._sheet.write_string(self._next, column, format(cell, "f"))
            case str():
                self._write_text(column, cell)

    def _write_text(self, column: int, text: str) -> None:
        if len(text) > LONGEST_TEXT:
            name = self.table.columns[column].name
            raise OutputError(
                f"a text of {len(text)} characters in the column {name} of {self.table.name} fits into no cell of a "
                "workbook",
                hint="Export to another format, such as csv",
            )
        self._sheet.write_string(self._next, column, text)
