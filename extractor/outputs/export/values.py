"""The values that rows of an export consist of."""

from __future__ import annotations

from decimal import Decimal

Cell = str | int | float | bool | Decimal | None
Row = tuple[Cell, ...]
