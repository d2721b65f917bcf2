"""Ledgers of the checks, built from plain figures."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import yaml

from benchmarks.truth import ledger_of as ledger_with
from extractor.checks.ledger import Key
from extractor.geometry import Box
from extractor.model import Flag, Reading
from extractor.tables.table import TableCell
from extractor.tables.values import RowKey, Value, value_of
from extractor.text import normalise

__all__ = ["example", "ledger_with", "printed", "sheets"]

EXAMPLE = Path(__file__).with_name("example.yaml")
OTHERS = Path(__file__).with_name("others.yaml")


def printed(
    row: str,
    column: str,
    text: str,
    unit: str | None = "万元",
    engine: str = "text-layer",
    confidence: float = 1.0,
    flags: Iterable[Flag] = (),
) -> Value:
    """A value as the tables' readers make it from a cell."""
    reading = Reading(text, confidence, engine, flags=frozenset(flags))
    cell = TableCell(0, 0, 1, 1, normalise(text), reading, 1, Box(0, 0, 9, 9))
    if text.isalpha():
        return Value(row, column, text, None, row, cell)
    value = value_of(cell, RowKey(row, row), column, unit)
    assert value is not None
    return value


@cache
def sheets() -> list[dict[str, dict]]:
    """The consistent disclosures: example.yaml, then the others."""
    return [yaml.safe_load(EXAMPLE.read_text(encoding="utf-8")), *yaml.safe_load(OTHERS.read_text(encoding="utf-8"))]


def example(
    changes: Mapping[Key, str | None] | None = None, engine: str = "text-layer", number: int = 0
) -> dict[str, list[Value]]:
    """A consistent disclosure (the first: example.yaml) with some figures changed (None: blank)."""
    changes = changes or {}
    tables: dict[str, list[Value]] = {}
    for table, sheet in sheets()[number].items():
        for row, columns in sheet["rows"].items():
            for column, text in columns.items():
                text = changes.get(Key(table, row, column), text)
                if text is not None:
                    tables.setdefault(table, []).append(printed(row, column, text, sheet["unit"], engine))
    return tables
