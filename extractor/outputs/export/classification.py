"""The functional and economic classification of a table's rows: 类, 款 and 项 with their names."""

from __future__ import annotations

import re

from extractor.document import TableRecord
from extractor.layouts import Layouts
from extractor.outputs.export.columns import CLASSIFICATION
from extractor.outputs.export.values import Cell, Row

NO_LEVELS: Row = (None,) * len(CLASSIFICATION)

_CODE = re.compile(r"\d{3}(?:\d\d){0,2}", re.ASCII)
# Digits of 类, 款 and 项; economic codes have no 项.
_FUNCTION, _ECONOMIC = (3, 5, 7), (3, 5)


class Classification:
    """Of one table, with names as it prints them."""

    def __init__(self, record: TableRecord, layouts: Layouts, year: int | None) -> None:
        kinds = {form.rows for form in layouts.forms.values() if form.name == record.id}
        self._kind = next((kind for kind in ("functional", "economic") if kind in kinds), None)
        self._book = layouts.economic if self._kind == "economic" else layouts.functional
        self._year = year
        self._printed = {fact.row: fact.label for fact in record.facts if fact.label}

    def levels(self, row: str) -> Row:
        """Code and name of each level down to a row's code, in the order of the columns."""
        if self._kind is None or not _CODE.fullmatch(row):
            return NO_LEVELS
        if self._kind == "functional":
            return (*self._named(row, _FUNCTION), *(None,) * (2 * len(_ECONOMIC)))
        return (*(None,) * (2 * len(_FUNCTION)), *self._named(row, _ECONOMIC))

    def _named(self, row: str, digits: tuple[int, ...]) -> list[Cell]:
        cells: list[Cell] = []
        for length in digits:
            code = row[:length] if len(row) >= length else None
            cells += [code, None if code is None else self._name(code)]
        return cells

    def _name(self, code: str) -> str | None:
        return self._printed.get(code) or next(iter(self._book.names(code, self._year)), None)
