"""Ledgers of the checks room, built from plain figures."""

import json
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path

import yaml

from extractor.checks.ledger import Key, Ledger
from extractor.forms import Layouts
from extractor.forms.table import TableCell
from extractor.forms.text import normalised
from extractor.forms.values import RowKey, Value, value_of
from extractor.geometry import Box
from extractor.model import Reading

EXAMPLE = Path(__file__).with_name("example.yaml")


def printed(
    row: str, column: str, text: str, unit: str | None = "万元", engine: str = "text-layer", confidence: float = 1.0
) -> Value:
    """A value as the forms room makes it from a cell."""
    cell = TableCell(0, 0, 1, 1, normalised(text), Reading(text, confidence, engine), 1, Box(0, 0, 9, 9))
    value = value_of(cell, RowKey(row, row), column, unit)
    assert value is not None
    if "text is no amount" in "".join(value.doubts):
        value.doubts.clear()
    return value


def ledger_with(
    tables: Mapping[str, list[Value]], layouts: Layouts, scales: Mapping[str, Decimal] | None = None
) -> Ledger:
    """A ledger of these tables; blanks are zero where the form says so."""
    ledger = Ledger(scales or layouts.common.amount_units)
    for table, values in tables.items():
        form = layouts.forms.get(table)
        ledger.add(table, values, blank_is_zero=form is not None and form.blank_is_zero)
    return ledger


@cache
def _sheets() -> dict[str, dict]:
    return yaml.safe_load(EXAMPLE.read_text(encoding="utf-8"))


def example(changes: Mapping[Key, str | None] | None = None, engine: str = "text-layer") -> dict[str, list[Value]]:
    """The consistent disclosure of example.yaml with some figures changed (None: blank)."""
    changes = changes or {}
    tables: dict[str, list[Value]] = {}
    for table, sheet in _sheets().items():
        for row, columns in sheet["rows"].items():
            for column, text in columns.items():
                text = changes.get(Key(table, row, column), text)
                if text is not None:
                    tables.setdefault(table, []).append(printed(row, column, text, sheet["unit"], engine))
    return tables


def tables_of_facts(path: Path) -> dict[str, list[Value]]:
    """True facts (JSON Lines) as the values of their tables."""
    tables: dict[str, list[Value]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        fact = json.loads(line)
        value = printed(fact["row"], fact["column"], fact["value"], fact.get("unit"))
        tables.setdefault(fact["table"], []).append(value)
    return tables
