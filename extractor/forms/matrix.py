"""Tables of two axes that provinces turn either way: whose figure (rows) and of what (columns)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from extractor.forms.amounts import parse_amount
from extractor.forms.header import is_numbering
from extractor.forms.layouts import ColumnSpec, Form, Layouts
from extractor.forms.match import column_likeness, same
from extractor.forms.table import Table, TableCell
from extractor.forms.text import key_text
from extractor.forms.values import RowKey, Value, value_of

_WORDS = re.compile("[\u4e00-\u9fff]")


def matrix_values(table: Table, form: Form, layouts: Layouts, unit: str | None) -> list[Value]:
    """Every amount whose words above and beside it name one key of each axis."""
    values = []
    numbering = {index for index, cells in table.by_row() if is_numbering([key_text(c.text) for c in cells], layouts)}
    for cell in table.cells:
        if cell.row in numbering or _WORDS.search(cell.text) or parse_amount(cell.text).kind != "number":
            continue
        words = _above(cell, table) + _beside(cell, table)
        if any(word in layouts.numbering for word in words):
            continue
        row = _key(words, form.rows_axis)
        column = _column([word for word in words if not _key([word], form.rows_axis)], form.columns)
        if row and column:
            label = _beside(cell, table)
            value = value_of(cell, RowKey(row, label[-1] if label else row), column, unit)
            if value is not None:
                values.append(value)
    return values


def _above(cell: TableCell, table: Table) -> list[str]:
    """The words above a cell, outermost first."""
    return _unique(
        other
        for other in table.cells
        if other.row < cell.row and other.column <= cell.column < other.column + other.column_span
    )


def _beside(cell: TableCell, table: Table) -> list[str]:
    """The words left of a cell in its row."""
    return _unique(
        other
        for other in table.cells
        if other.column < cell.column and other.row <= cell.row < other.row + other.row_span
    )


def _unique(cells: Iterable[TableCell]) -> list[str]:
    words = (key_text(cell.text) for cell in cells)
    return list(dict.fromkeys(word for word in words if _WORDS.search(word)))


def _key(words: list[str], specs: tuple[ColumnSpec, ...]) -> str | None:
    """The axis key that any of the words names."""
    scored = [(same(word, name), spec.key) for word in words for spec in specs for name in spec.names]
    best = max(scored, default=(0.0, ""))
    return best[1] if best[0] else None


def _column(words: list[str], specs: tuple[ColumnSpec, ...]) -> str | None:
    scored = [(column_likeness(words, spec), -index, spec.key) for index, spec in enumerate(specs)]
    best = max(scored, default=(0.0, 0, ""))
    return best[2] if best[0] else None
