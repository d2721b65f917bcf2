"""The document's values by table, row and column, whatever kind of table they stand in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from extractor.amounts import parse_amount
from extractor.tables.values import Value

# The sheet of the explanation's figures: rows are their numbers, columns their measures.
NARRATIVE = "narrative"


class Key(NamedTuple):
    """A place in the normalised form."""

    table: str
    row: str
    column: str


class Figure(NamedTuple):
    """A printed amount: `places` decimals are printed, `scale` is what its unit is worth (None: no money)."""

    amount: Decimal
    places: int
    unit: str | None
    scale: Decimal | None

    @property
    def worth(self) -> Decimal:
        """The amount in the smallest unit of money, or as it is."""
        return self.amount * (self.scale or 1)


@dataclass(slots=True)
class Sheet:
    """One table's rows and columns in printed order; `blank_is_zero` tells what its form leaves blank."""

    blank_is_zero: bool
    rows: dict[str, None] = field(default_factory=dict)
    columns: dict[str, None] = field(default_factory=dict)


class Ledger:
    """Values by place, with the amounts that they print."""

    def __init__(self, scales: Mapping[str, Decimal]) -> None:
        self._scales = scales
        self.sheets: dict[str, Sheet] = {}
        self.values: dict[Key, Value] = {}
        self.figures: dict[Key, Figure] = {}

    def add(self, table: str, values: Iterable[Value], *, blank_is_zero: bool) -> None:
        """Enter a table's values."""
        sheet = self.sheets.setdefault(table, Sheet(blank_is_zero))
        for value in values:
            key = Key(table, value.row, value.column)
            sheet.rows[value.row] = None
            sheet.columns[value.column] = None
            self.values[key] = value
            figure = self.figure(value.value, value.unit)
            if figure is not None:
                self.figures[key] = figure

    def figure(self, text: str, unit: str | None) -> Figure | None:
        """The amount that a text is, or None."""
        amount = parse_amount(text).value
        if amount is None:
            return None
        exponent = amount.as_tuple().exponent
        assert isinstance(exponent, int)
        return Figure(amount, max(-exponent, 0), unit, self._scales.get(unit or ""))

    def emptied(self) -> Ledger:
        """A ledger without values that knows the same units."""
        return Ledger(self._scales)

    def table(self, table: str) -> list[Value]:
        """A table's values in their order."""
        return [value for key, value in self.values.items() if key.table == table]

    def unread(self, key: Key) -> bool:
        """Whether something is printed there that is no amount."""
        return key in self.values and key not in self.figures

    def means_zero(self, key: Key) -> bool:
        """Whether a blank at this place stands for zero."""
        sheet = self.sheets.get(key.table)
        return sheet is not None and sheet.blank_is_zero and not self.unread(key)
