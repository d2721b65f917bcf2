"""The cells of a known table that were read as blank, by the place that a figure there would have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from extractor.checks.ledger import Key
from extractor.tables.table import TableCell
from extractor.tables.values import Value


def blank_cells(table: str, values: Iterable[Value], cells: Iterable[TableCell]) -> dict[Key, TableCell]:
    """Blank cells in rows and columns that hold figures elsewhere, where row and column name one cell.

    Columns go by the part of the table as well (`收入/`, `支出/`), since parts repeat their names.
    """
    rows: dict[str, set[int]] = defaultdict(set)
    columns: dict[tuple[str, str], set[int]] = defaultdict(set)
    taken = set()
    for value in values:
        rows[value.row].add(value.cell.row)
        columns[_part(value.row), value.column].add(value.cell.column)
        taken.add((value.row, value.column))
    at = {(cell.row, cell.column): cell for cell in cells if not cell.text}
    found = {}
    for row, lines in rows.items():
        for (part, column), places in columns.items():
            if part == _part(row) and (row, column) not in taken and len(lines) == len(places) == 1:
                cell = at.get((min(lines), min(places)))
                if cell is not None:
                    found[Key(table, row, column)] = cell
    return found


def _part(row: str) -> str:
    return row.partition("/")[0] if "/" in row else ""
