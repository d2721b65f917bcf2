"""What each format's writer offers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from extractor.outputs.export.rows import Named
from extractor.outputs.export.values import Row


class Writer(Protocol):
    """Takes documents one after the other; holds few rows at a time."""

    def add(self, named: Named | None, rows: Mapping[str, Sequence[Row]]) -> None:
        """Write a document's rows, by table; without a document rows that several of them share."""

    def close(self) -> None:
        """Write what is held back, and end the files."""
