"""CSV: UTF-8 with a byte-order mark, so that Excel shows Chinese; an empty field is null, `""` is an empty text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from extractor.outputs.export.columns import ExportTable
from extractor.outputs.export.rows import Named
from extractor.outputs.export.values import Cell, Row

_SPECIAL = frozenset(',"\r\n')


class CsvFile:
    """One table in one file."""

    def __init__(self, target: Path, table: ExportTable, encoding: str = "utf-8-sig") -> None:
        self._table = table
        self._stream = target.open("w", encoding=encoding, newline="")
        self._stream.write(_line(table.names))

    def add(self, named: Named | None, rows: Mapping[str, Sequence[Row]]) -> None:
        """See `Writer`."""
        self._stream.writelines(map(_line, rows[self._table.name]))

    def close(self) -> None:
        """See `Writer`."""
        self._stream.close()


def _line(row: Row) -> str:
    return ",".join(map(_field, row)) + "\r\n"


def _field(cell: Cell) -> str:
    """A value as RFC 4180 has it.  The `csv` module of Python 3.11 cannot tell null from an empty text."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, Decimal):
        return format(cell, "f")
    if not isinstance(cell, str):
        return repr(cell)
    quoted = not cell or not _SPECIAL.isdisjoint(cell) or cell != cell.strip()
    return '"' + cell.replace('"', '""') + '"' if quoted else cell
