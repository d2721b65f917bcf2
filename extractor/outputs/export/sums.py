"""Which printed figures are the sums of others in their own table, by the checks that hold exactly."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from extractor.document import Check, CheckedCell, Document
from extractor.outputs.export.rows import number_of

# No more than a spreadsheet's SUM takes.
MOST_PARTS = 255
# A check's formula that is no plain sum has one of them.
_NO_SUM = ("≤", "←", "×", "/", "−")


class CellKey(NamedTuple):
    """A fact's place in its document."""

    table: str
    row: str
    column: str


def sums_of(document: Document) -> dict[CellKey, tuple[CellKey, ...]]:
    """Each sum with its parts, where the printed parts add up to the printed sum without any rounding."""
    found: dict[CellKey, tuple[CellKey, ...]] = {}
    for check in document.checks:
        if check.result == "holds" and check.level == "error" and not any(sign in check.formula for sign in _NO_SUM):
            total, parts = _printed(check)
            if total is not None and _adds_up(total, parts):
                found.setdefault(_key(total), tuple(map(_key, parts)))
    return found


def _printed(check: Check) -> tuple[CheckedCell | None, list[CheckedCell]]:
    """The left side of a check, and what is printed of its right side."""
    first, *others = check.cells or (None,)
    return first, [cell for cell in others if cell is not None and cell.value is not None]


def _adds_up(total: CheckedCell, parts: Sequence[CheckedCell]) -> bool:
    """Whether a cell is the exact sum of two or more others of its table."""
    if not 2 <= len(parts) <= MOST_PARTS or any(part.table != total.table for part in parts):
        return False
    numbers = [number_of(part.value or "") for part in parts]
    return None not in numbers and number_of(total.value or "") == sum(number for number in numbers if number)


def _key(cell: CheckedCell) -> CellKey:
    return CellKey(cell.table, cell.row, cell.column)
