"""The table of basic expenditure: two to four blocks of economic codes side by side, and labelled totals."""

from __future__ import annotations

import re
from typing import NamedTuple

from extractor.layouts import Form, Layouts, labels_of
from extractor.layouts.codes import is_whole, without_specks
from extractor.tables.headers import find_body, read_header_paths
from extractor.tables.matching import assign, column_likeness, find_best
from extractor.tables.merged_code_cells import split_code_cells
from extractor.tables.table import Table, TableCell
from extractor.tables.values import RowKey, Value, value_of
from extractor.text import key_text

_CODE_PART = re.compile(r"\d{2,5}")
# 类 and 款 have three digits and two.
LONGEST = 5
# This share of a column's filled cells must be codes for it to be a code column.
MOSTLY = 0.6


class EconomicBlock(NamedTuple):
    """Code columns (first, last) and the column of the amounts of one block."""

    first: int
    last: int
    value: int


def read_economic_blocks(table: Table, form: Form, layouts: Layouts, unit: str | None, year: int | None) -> list[Value]:
    """The values of every block, row by row, and of the labelled totals."""
    start = find_body(table, layouts)
    paths = read_header_paths(table, start, layouts)
    column = form.columns[0].key
    blocks = _blocks(table, start, paths, form, layouts)
    values: list[Value] = []
    above: dict[int, str] = {}
    code_columns = {column for block in blocks for column in range(block.first, block.last + 1)}
    for _, cells in split_code_cells(table, start, code_columns):
        at = {cell.column: cell for cell in cells}
        totals = _totals(cells, form)
        for block in blocks:
            key = None if totals else _code_key(at, block, above, layouts, year)
            if key is not None and block.value in at:
                values += _filled(value_of(at[block.value], key, column, unit))
        for cell, row in totals:
            amount = _amount_right_of(cell, cells, totals)
            if amount is not None:
                values += _filled(value_of(amount, row, column, unit))
    return values


def has_one_list(table: Table, form: Form, layouts: Layouts) -> bool:
    """Whether the codes stand in one list with several columns of amounts (合计, 人员经费, 公用经费)."""
    start = find_body(table, layouts)
    paths = read_header_paths(table, start, layouts)
    return len(assign(paths, form.columns)) > 1 and len(_blocks(table, start, paths, form, layouts)) == 1


def _filled(value: Value | None) -> list[Value]:
    return [] if value is None else [value]


def _blocks(table: Table, start: int, paths: dict[int, list[str]], form: Form, layouts: Layouts) -> list[EconomicBlock]:
    codes = [column for column in range(table.columns) if _is_code_column(table, column, start, layouts)]
    groups: list[list[int]] = []
    for column in codes:
        if groups and column == groups[-1][-1] + 1:
            groups[-1].append(column)
        else:
            groups.append([column])
    blocks = []
    ends = [group[0] for group in groups[1:]] + [table.columns]
    for group, end in zip(groups, ends, strict=False):
        within = range(group[-1] + 1, end)
        named = [c for c in within if column_likeness(paths[c], form.columns[0])]
        if named or len(within) >= 2:
            blocks.append(EconomicBlock(group[0], group[-1], named[0] if named else within[1]))
    return blocks


def _is_code_column(table: Table, column: int, start: int, layouts: Layouts) -> bool:
    """Whether most filled cells are codes of the book, or the two digits of a 款.

    Where a page has one column more, the others' codes span two.
    """
    cells = [(cell, key_text(cell.text)) for cell in table.cells if cell.column == column and cell.row >= start]
    filled = [text for cell, text in cells if text and (cell.column_span == 1 or _CODE_PART.fullmatch(text))]
    codes = [t for t in filled if _CODE_PART.fullmatch(t) and (len(t) == 2 or t in layouts.economic)]
    return len(codes) >= max(1.0, MOSTLY * len(filled))


def _code_key(
    at: dict[int, TableCell], block: EconomicBlock, above: dict[int, str], layouts: Layouts, year: int | None
) -> RowKey | None:
    """The row's economic code in a block; 类 and 款 in two columns are joined."""
    heads = [at[c] for c in range(block.first, block.last + 1) if c in at]
    parts = [text for cell in heads if (text := without_specks(key_text(cell.text))).isdigit()]
    beside = at.get(heads[-1].column + heads[-1].column_span) if heads else None
    name = key_text(beside.text) if beside is not None else ""
    if not parts:
        return None
    code = "".join(parts) if len(parts[0]) == 3 else parts[0]
    if len(code) == 2 and block.first in above:
        code = above[block.first][:3] + code
    above[block.first] = code
    key = RowKey(code, name or None)
    book = layouts.economic
    if code in book:
        key.distance = round(100 - book.likeness(code, name, year), 1)
        if not book.valid(code, year):
            key.reasons.append(f"code {code} is of other years than {year}")
        return key
    exact = all(cell.reading.exact for cell in heads)
    known = {entry.code for entry in book.entries if entry.level == 1}
    if not exact and (repaired := book.repaired(code, name, known, year)):
        key.reasons.append(f"code {code} read, {repaired} by its name")
        key.key = repaired
    else:
        key.doubts.append(f"code {code} is not in the book")
        key.unread = not exact and (not is_whole(code) or len(code) > LONGEST)
    return key


def _totals(cells: list[TableCell], form: Form) -> list[tuple[TableCell, RowKey]]:
    """The row's cells that are labelled totals."""
    printed = labels_of(form)
    found = []
    for cell in cells:
        match = find_best(key_text(cell.text), printed)
        if match is not None:
            found.append((cell, RowKey(printed[match.choice], cell.text, distance=match.distance)))
    return found


def _amount_right_of(
    cell: TableCell, cells: list[TableCell], totals: list[tuple[TableCell, RowKey]]
) -> TableCell | None:
    """The first filled cell to the right of a total's label, before the next label."""
    end = min((c.column for c, _ in totals if c.column > cell.column), default=10**6)
    return next((c for c in cells if cell.column < c.column < end and c.text), None)
