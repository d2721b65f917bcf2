"""Rows as Arrow's record batches, which Parquet and DuckDB take: the same types in both."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import pyarrow as pa

from extractor.outputs.export.columns import ExportTable, Kind
from extractor.outputs.export.rows import DECIMALS, DIGITS
from extractor.outputs.export.values import Row

# Rows that are held back before they are written.
ROWS = 20_000
_TYPES: Mapping[Kind, pa.DataType] = {
    "text": pa.string(),
    "integer": pa.int64(),
    "float": pa.float64(),
    "decimal": pa.decimal128(DIGITS, DECIMALS),
    "boolean": pa.bool_(),
}


def schema_of(table: ExportTable) -> pa.Schema:
    """The columns of a table, each with its meaning."""
    return pa.schema(
        pa.field(each.name, _TYPES[each.kind], nullable=each.nullable, metadata={"description": each.meaning})
        for each in table.columns
    )


class Batches:
    """Gathers a table's rows and hands them on in record batches of many."""

    def __init__(self, table: ExportTable, take: Callable[[pa.RecordBatch], object]) -> None:
        self._schema = schema_of(table)
        self._take = take
        self._rows: list[Row] = []

    def add(self, rows: Iterable[Row]) -> None:
        """More rows."""
        self._rows += rows
        if len(self._rows) >= ROWS:
            self.flush()

    def flush(self) -> None:
        """Hand on what is gathered."""
        if self._rows:
            columns: Sequence[Sequence[object]] = list(zip(*self._rows, strict=True))
            arrays = [pa.array(cells, field.type) for cells, field in zip(columns, self._schema, strict=True)]
            self._take(pa.RecordBatch.from_arrays(arrays, schema=self._schema))
            self._rows.clear()
