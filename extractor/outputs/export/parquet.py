"""Parquet: a file a table, texts as strings, amounts as decimals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow.parquet as pq

from extractor.outputs.export.arrow import Batches, schema_of
from extractor.outputs.export.columns import ExportTable
from extractor.outputs.export.rows import Named
from extractor.outputs.export.values import Row


class ParquetFile:
    """One table in one file."""

    def __init__(self, target: Path, table: ExportTable) -> None:
        self._table = table
        self._writer = pq.ParquetWriter(target, schema_of(table), compression="zstd")
        self._batches = Batches(table, self._writer.write_batch)

    def add(self, named: Named | None, rows: Mapping[str, Sequence[Row]]) -> None:
        """See `Writer`."""
        self._batches.add(rows[self._table.name])

    def close(self) -> None:
        """See `Writer`."""
        self._batches.flush()
        self._writer.close()
