"""Codes that OCR could not read in one table, from the document's other tables.

A disclosure prints its functional codes in every table that has them, in the same order.  What was read of a code, and
the codes above and below it, leave one of them or several.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.layouts.codes import CodeBook, is_slip
from extractor.tables.values import Value


def infer_codes(tables: Sequence[Sequence[Value]], book: CodeBook) -> None:
    """Give rows with an unknown code of each table the only code of the others that it can be; they are doubted."""
    known = [{value.row for value in values if _is_known(value, book)} for values in tables]
    for at, values in enumerate(tables):
        others = set().union(*(codes for k, codes in enumerate(known) if k != at)) - known[at]
        for row in _unknown_rows(values, book):
            above, below = _neighbours(values, row[0].cell.row, book)
            fitting = [
                code for code in others if is_slip(code, row[0].row) and above < code and (not below or code < below)
            ]
            if len(fitting) == 1:
                for value in row:
                    value.doubts.append(f"code {value.row} read, {fitting[0]} stands there in other tables")
                    value.row, value.unread = fitting[0], False


def _is_known(value: Value, book: CodeBook) -> bool:
    return not value.unread and value.row in book


def _unknown_rows(values: Sequence[Value], book: CodeBook) -> Iterator[list[Value]]:
    """The values of each row that OCR read with a code that is none."""
    rows: dict[int, list[Value]] = {}
    for value in values:
        if not value.cell.reading.exact and value.row[:1].isdigit() and not _is_known(value, book):
            rows.setdefault(value.cell.row, []).append(value)
    yield from rows.values()


def _neighbours(values: Sequence[Value], row: int, book: CodeBook) -> tuple[str, str]:
    """The codes above and below a row; blank where there is none."""
    known = sorted((value.cell.row, value.row) for value in values if _is_known(value, book))
    above = [code for at, code in known if at < row]
    below = [code for at, code in known if at > row]
    return (above[-1] if above else ""), (below[0] if below else "")
