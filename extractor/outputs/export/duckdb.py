"""DuckDB: a database file with every table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

from extractor.outputs.export import tables
from extractor.outputs.export.arrow import Batches
from extractor.outputs.export.columns import ExportTable, Kind
from extractor.outputs.export.rows import DECIMALS, DIGITS, Named
from extractor.outputs.export.values import Row

MEMORY = "256MB"
_TYPES: Mapping[Kind, str] = {
    "text": "VARCHAR",
    "integer": "BIGINT",
    "float": "DOUBLE",
    "decimal": f"DECIMAL({DIGITS}, {DECIMALS})",
    "boolean": "BOOLEAN",
}


class DuckdbFile:
    """All tables of one database, with comments that say what their columns mean."""

    def __init__(self, target: Path) -> None:
        # What does not fit goes to the file earlier; without a limit most of the memory there is would be taken.
        self._database = duckdb.connect(target, config={"memory_limit": MEMORY, "threads": 1})
        for table in tables.ALL:
            for statement in _statements(table):
                self._database.execute(statement)
        self._batches = {table.name: Batches(table, self._taker(table)) for table in tables.ALL}

    def add(self, named: Named | None, rows: Mapping[str, Sequence[Row]]) -> None:
        """See `Writer`."""
        for name, batches in self._batches.items():
            batches.add(rows[name])

    def close(self) -> None:
        """See `Writer`."""
        for batches in self._batches.values():
            batches.flush()
        self._database.close()

    def _taker(self, table: ExportTable) -> Callable[[pa.RecordBatch], object]:
        def take(batch: pa.RecordBatch) -> None:
            self._database.register("batch", pa.Table.from_batches([batch]))
            self._database.execute(f"INSERT INTO {table.name} SELECT * FROM batch")
            self._database.unregister("batch")

        return take


def _statements(table: ExportTable) -> list[str]:
    """What makes a table.  No keys: DuckDB keeps the index of a key in memory."""
    columns = [f'"{each.name}" {_TYPES[each.kind]}{"" if each.nullable else " NOT NULL"}' for each in table.columns]
    comments = [f"COMMENT ON COLUMN {table.name}.\"{each.name}\" IS '{_text(each.meaning)}'" for each in table.columns]
    about = f"COMMENT ON TABLE {table.name} IS '{_text(table.meaning)}'"
    return [f"CREATE TABLE {table.name} ({', '.join(columns)})", about, *comments]


def _text(meaning: str) -> str:
    return meaning.replace("'", "''")
