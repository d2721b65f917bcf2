"""A file a table, in one folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from extractor.outputs.export import tables
from extractor.outputs.export.columns import ExportTable
from extractor.outputs.export.rows import Named
from extractor.outputs.export.values import Row
from extractor.outputs.export.writer import Writer


class TableFiles:
    """All tables, each written by a writer of its own."""

    def __init__(self, folder: Path, suffix: str, writer: Callable[[Path, ExportTable], Writer]) -> None:
        self._files = [writer(folder / f"{table.name}{suffix}", table) for table in tables.ALL]

    def add(self, named: Named | None, rows: Mapping[str, Sequence[Row]]) -> None:
        """See `Writer`."""
        for file in self._files:
            file.add(named, rows)

    def close(self) -> None:
        """See `Writer`."""
        for file in self._files:
            file.close()
