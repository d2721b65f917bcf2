"""The amounts of a card that stand beside their labels, parts below the total that they belong to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from extractor.layouts.scorecards import CardAmount, ScorecardForm
from extractor.tables.table import Table, TableCell
from extractor.text import key_text


class AmountPlace(NamedTuple):
    """The cell of a label, and what it labels."""

    cell: TableCell
    spec: CardAmount


def find_amounts(table: Table, form: ScorecardForm, rows: range) -> tuple[AmountPlace, ...]:
    """Every label of an amount in some rows; a part belongs to the nearest total above it, or left of it."""
    return tuple(_places(table, form, rows)) if form.amounts else ()


def _places(table: Table, form: ScorecardForm, rows: range) -> Iterator[AmountPlace]:
    totals: dict[int, str] = {}
    cells = [cell for cell in table.cells if cell.row in rows and cell.text]
    for cell in sorted(cells, key=lambda cell: (cell.row, cell.column)):
        text = re.sub(form.around_amount_pattern, "", key_text(cell.text))
        specs = [spec for spec in form.amounts if text in spec.texts]
        whole = next((spec for spec in specs if not spec.below), None)
        if whole is not None:
            totals[cell.column] = whole.key
            yield AmountPlace(cell, whole)
            continue
        left = [column for column in totals if column < cell.column + cell.column_span]
        total = totals[max(left)] if left else ""
        yield from (AmountPlace(cell, spec) for spec in specs if spec.below == total)
