"""Cells that hold pieces of the codes of several rows: the rule between the rows was lost."""

from __future__ import annotations

import re
from collections.abc import Container

from extractor.layouts.codes import is_whole
from extractor.tables.table import Table, TableCell
from extractor.text import key_text

# 款 and 项 have so many digits, a whole code at least so many.
DIGITS, CODE = 2, 3


def split_code_cells(table: Table, start: int, columns: Container[int]) -> list[tuple[int, list[TableCell]]]:
    """The body's rows; a cell of the code columns over several rows, in which OCR read a piece for each of them, is
    one in each.
    """
    rows = {index: list(cells) for index, cells in table.by_row() if index >= start}
    for cell in [cell for cells in rows.values() for cell in cells if cell.column in columns and cell.row_span > 1]:
        pieces = _pieces(cell)
        if pieces:
            rows[cell.row].remove(cell)
        for row, piece in enumerate(pieces, cell.row):
            part = cell._replace(row=row, row_span=1, text=piece)
            rows[row] = sorted([*rows[row], part], key=lambda other: other.column)
    return list(rows.items())


def _pieces(cell: TableCell) -> list[str]:
    """The same piece for each row, two digits for each, or a whole code for each; none where it is no such cell."""
    text = key_text(cell.text)
    length, more = divmod(len(text), cell.row_span)
    if cell.reading.exact:
        return []
    codes = re.findall(r"\d+", text)
    if len(codes) == cell.row_span and all(len(code) >= CODE and is_whole(code) for code in codes):
        return codes
    if more or not text.isdigit():
        return []
    pieces = [text[k * length : (k + 1) * length] for k in range(cell.row_span)]
    return pieces if length == DIGITS or len(set(pieces)) == 1 else []
