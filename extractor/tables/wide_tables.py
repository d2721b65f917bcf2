"""Tables too wide for a page: their right columns stand on later pages, in rows at the same heights.

A spreadsheet prints such a table column by column of pages, with or without the label columns once more.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.layouts import Layouts
from extractor.tables.headers import find_body
from extractor.tables.table import Table, TableCell
from extractor.text import has_words, key_text

# Rows at the same height differ by no more (points).
SAME_HEIGHT = 1.5
# Fewer rows may be at the same heights by chance.
LEAST_ROWS = 4


def append_right_columns(tables: Sequence[Table], layouts: Layouts) -> list[Table]:
    """The tables, those joined that are the left and the right columns of one."""
    found: list[Table] = []
    for table in tables:
        left = (
            None
            if _is_titled(table, layouts)
            else next((other for other in reversed(found) if _continues(table, other, layouts)), None)
        )
        if left is None:
            found.append(table)
        else:
            _append_right(left, table, _repeated_columns(table, left))
    return found


def _is_titled(table: Table, layouts: Layouts) -> bool:
    """Whether a table has a title of its own, above it or in its first rows."""
    texts = [key_text(line.text) for line in table.above]
    texts += [key_text(cell.text) for cell in table.cells if cell.row < find_body(table, layouts)]
    patterns = (layouts.common.inner_title_pattern, layouts.common.title_pattern)
    return any(re.search(pattern, text) for pattern in patterns for text in texts)


def _continues(right: Table, left: Table, layouts: Layouts) -> bool:
    """Whether a table's rows stand on later pages, at the heights of another's, with that one's labels or none."""
    if left.rows != right.rows or left.rows < LEAST_ROWS or right.places[0][0] <= left.places[-1][0]:
        return False
    heights = [(_extent(left, row), _extent(right, row)) for row in range(left.rows)]
    level = all(a and b and max(abs(a[0] - b[0]), abs(a[1] - b[1])) <= SAME_HEIGHT for a, b in heights)
    body = [cell for cell in right.cells if cell.row >= find_body(right, layouts)]
    return level and (_repeated_columns(right, left) > 0 or not any(has_words(cell.text) for cell in body))


def _extent(table: Table, row: int) -> tuple[float, float] | None:
    """The top and the bottom of a row, by its cells of one row."""
    boxes = [cell.box for cell in table.cells if cell.row == row and cell.row_span == 1]
    return (min(box.y0 for box in boxes), max(box.y1 for box in boxes)) if boxes else None


def _repeated_columns(right: Table, left: Table) -> int:
    """How many of the first columns have the same texts in both tables, words among them."""
    count = 0
    while count < min(left.columns, right.columns):
        own, other = _texts(right, count), _texts(left, count)
        if own != other or not own:
            break
        count += 1
    words = any(has_words(text) for column in range(count) for text in _texts(right, column).values())
    return count if words else 0


def _texts(table: Table, column: int) -> dict[int, str]:
    return {cell.row: key_text(cell.text) for cell in table.cells if cell.column == column and cell.text}


def _append_right(left: Table, right: Table, repeated: int) -> None:
    """Add a table's columns, without its first `repeated`, at the right of another's."""
    shift = left.columns - repeated
    left.cells += [_moved(cell, shift) for cell in right.cells if cell.column >= repeated]
    beside = left.borders[-1] - right.borders[repeated]
    left.borders = (*left.borders, *(border + beside for border in right.borders[repeated + 1 :]))
    left.columns += right.columns - repeated
    left.places += right.places
    left.below = right.below


def _moved(cell: TableCell, columns: int) -> TableCell:
    return cell._replace(column=cell.column + columns)
