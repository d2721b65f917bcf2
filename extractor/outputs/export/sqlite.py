"""SQLite: a database file; exact decimals are texts of digits, since SQLite itself has only floats."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from extractor.outputs.export import tables
from extractor.outputs.export.columns import ExportTable, Kind
from extractor.outputs.export.rows import Named
from extractor.outputs.export.values import Cell, Row

_TYPES: Mapping[Kind, str] = {
    "text": "TEXT",
    "integer": "INTEGER",
    "float": "REAL",
    "decimal": "TEXT",
    "boolean": "INTEGER",
}


class SqliteFile:
    """All tables of one database, with their keys; every row's document stands in `documents`."""

    def __init__(self, target: Path) -> None:
        self._database = sqlite3.connect(target)
        self._database.execute("PRAGMA foreign_keys = ON")
        # The file is made beside its place and moved when it is whole.
        self._database.execute("PRAGMA synchronous = OFF")
        for table in tables.ALL:
            self._database.execute(_statement(table))

    def add(self, named: Named | None, rows: Mapping[str, Sequence[Row]]) -> None:
        """See `Writer`."""
        with self._database:
            for table in tables.ALL:
                marks = ", ".join("?" * len(table.columns))
                values = (tuple(map(_stored, row)) for row in rows[table.name])
                self._database.executemany(f"INSERT INTO {table.name} VALUES ({marks})", values)

    def close(self) -> None:
        """See `Writer`."""
        self._database.close()


def _statement(table: ExportTable) -> str:
    columns = [f'"{each.name}" {_TYPES[each.kind]}{"" if each.nullable else " NOT NULL"}' for each in table.columns]
    columns.append(f"PRIMARY KEY ({', '.join(table.key)})")
    if table is not tables.DOCUMENTS:
        columns.append("FOREIGN KEY (document) REFERENCES documents (document)")
    return f"CREATE TABLE {table.name} ({', '.join(columns)}) WITHOUT ROWID"


def _stored(cell: Cell) -> Cell:
    return format(cell, "f") if isinstance(cell, Decimal) else cell
