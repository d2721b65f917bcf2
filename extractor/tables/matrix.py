"""Tables of two axes that provinces turn either way: whose figure (rows) and of what (columns)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from extractor.amounts import parse_amount
from extractor.layouts import ColumnSpec, Form, Layouts
from extractor.tables.headers import heading_text, is_numbering, latest_year
from extractor.tables.matching import column_likeness, present, runs_together, same
from extractor.tables.table import Table, TableCell
from extractor.tables.values import RowKey, Value, doubt_covered, value_of
from extractor.text import key_text

_WORDS = re.compile("[\u4e00-\u9fff]")


@dataclass(slots=True)
class MatrixPlace:
    """An amount with its key on each axis, as far as the words above and beside it name them.

    `over` are the keys of the further columns that its cell covers.
    """

    cell: TableCell
    row: str | None
    column: str | None
    over: list[tuple[str, str]] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


def read_matrix(table: Table, form: Form, layouts: Layouts, unit: str | None) -> list[Value]:
    """Every amount whose words above and beside it name one key of each axis; where OCR lost some of those words,
    also one whose place is the only one that is left.
    """
    columns = _columns(table, form, layouts)
    places = list(_places(table, form, columns, layouts))
    if not table.exact:
        _complete(places, form.rows_axis, columns)
    if form.unlabelled:
        _name_unlabelled(places, form, table, layouts)
    units = {spec.key: spec.unit for spec in form.columns}
    found = {(place.row, place.column) for place in places}
    values = []
    for place in places:
        if place.row and place.column:
            label = _beside(place.cell, table, layouts)
            key = RowKey(place.row, label[-1] if label else place.row, doubts=place.doubts)
            value = value_of(place.cell, key, place.column, units[place.column] or unit)
            if value is not None:
                doubt_covered(value, [f"{row}/{key}" for row, key in place.over if (row, key) not in found])
                values.append(value)
    return values


def _name_unlabelled(places: Sequence[MatrixPlace], form: Form, table: Table, layouts: Layouts) -> None:
    """Give the only line of figures without a label the form's row, of several that of the total; what OCR lost the
    words of is no such line.
    """
    left = [place for place in places if place.row is None]
    if not table.exact and len(left) < len(places):
        return
    lines = {place.cell.row for place in left}
    totals = {place.cell.row for place in left if layouts.totals & set(_beside(place.cell, table, layouts))}
    if len(lines) == 1 or len(totals) == 1:
        line = (totals or lines).pop()
        for place in left:
            place.row = form.unlabelled if place.cell.row == line else None


def _columns(table: Table, form: Form, layouts: Layouts) -> tuple[ColumnSpec, ...]:
    """The columns that the table may have: the form's usual ones, and those of some editions that it names."""
    plain = [spec for spec in form.columns if not spec.beside]
    named = {key for word in _unique(table.cells, table, layouts) for key in _named(word, plain)}
    return tuple(spec for spec in present(form.columns, named) if not spec.optional or spec.beside or spec.key in named)


def _places(table: Table, form: Form, columns: tuple[ColumnSpec, ...], layouts: Layouts) -> Iterator[MatrixPlace]:
    numbering = {index for index, cells in table.by_row() if is_numbering([key_text(c.text) for c in cells], layouts)}
    for cell in table.cells:
        if cell.row in numbering or _WORDS.search(cell.text) or parse_amount(cell.text).kind != "number":
            continue
        beside = _beside(cell, table, layouts)
        below = [_above(cell.row, at, table, layouts) for at in range(cell.column, cell.column + cell.column_span)]
        if any(word in layouts.numbering for word in below[0] + beside):
            continue
        row, column = _keys(below[0] + beside, form, columns)
        over = [_keys(words + beside, form, columns) for words in below[1:]]
        yield MatrixPlace(
            cell, row, column, [(key, of) for key, of in over if key and of and (key, of) != (row, column)]
        )


def _keys(words: list[str], form: Form, columns: tuple[ColumnSpec, ...]) -> tuple[str | None, str | None]:
    """The key on each axis that the words name."""
    return _key(words, form.rows_axis), _column([word for word in words if not _key([word], form.rows_axis)], columns)


def _complete(
    places: Sequence[MatrixPlace], rows_axis: Sequence[ColumnSpec], columns_axis: Sequence[ColumnSpec]
) -> None:
    """Give a place the key that it lacks where, with the key that it has, only one is left for only one place, or the
    places of all other columns are in one order.
    """
    columns = {key: [place for place in places if place.column == key] for key in {place.column for place in places}}
    order = _order(columns.values(), rows_axis)
    for place in places:
        if place.row is None and place.column is not None:
            alike = columns[place.column]
            rows = [other.row for other in alike]
            fits = len(rows) == len(order) and all(row in (None, key) for row, key in zip(rows, order, strict=True))
            place.row = order[alike.index(place)] if fits else _left(rows, rows_axis)
            place.doubts += ["the heading of the column's group was not read"] if place.row else []
    for place in places:
        if place.column is None and place.row is not None:
            place.column = _left([other.column for other in places if other.row == place.row], columns_axis)
            place.doubts += ["the column's heading was not read"] if place.column else []


def _order(columns: Iterable[Sequence[MatrixPlace]], axis: Sequence[ColumnSpec]) -> tuple[str | None, ...]:
    """The one order in which the places of whole columns have an axis' keys; empty where there is none, or several."""
    found = {tuple(place.row for place in places) for places in columns if len(places) == len(axis)}
    whole = [rows for rows in found if None not in rows]
    return whole[0] if len(whole) == 1 else ()


def _left(taken: Sequence[str | None], axis: Sequence[ColumnSpec]) -> str | None:
    """The only key of an axis that none of as many places has."""
    left = {spec.key for spec in axis} - set(taken)
    return left.pop() if len(taken) == len(axis) and len(left) == 1 else None


def _above(row: int, column: int, table: Table, layouts: Layouts) -> list[str]:
    """The words above a place, outermost first."""
    return _unique(
        (
            other
            for other in table.cells
            if other.row < row and other.column <= column < other.column + other.column_span
        ),
        table,
        layouts,
    )


def _beside(cell: TableCell, table: Table, layouts: Layouts) -> list[str]:
    """The words left of a cell in its row."""
    return _unique(
        (
            other
            for other in table.cells
            if other.column < cell.column and other.row <= cell.row < other.row + other.row_span
        ),
        table,
        layouts,
    )


def _unique(cells: Iterable[TableCell], table: Table, layouts: Layouts) -> list[str]:
    year = latest_year(table.cells, layouts)
    words = (heading_text(cell, layouts, year) for cell in cells)
    return list(dict.fromkeys(word for word in words if _WORDS.search(word)))


def _named(word: str, specs: Iterable[ColumnSpec]) -> set[str]:
    """The keys of the columns whose own words a word is most like."""
    likeness = {spec.key: max(same(word, name.split("/")[-1]) for name in spec.names) for spec in specs}
    best = max(likeness.values())
    return {key for key, score in likeness.items() if score and score == best}


def _key(words: list[str], specs: tuple[ColumnSpec, ...]) -> str | None:
    """The axis key that any of the words names."""
    scored = [(same(word, name), spec.key) for word in words for spec in specs for name in spec.names]
    best = max(scored, default=(0.0, ""))
    return best[1] if best[0] else None


def _column(words: list[str], specs: tuple[ColumnSpec, ...]) -> str | None:
    """The column that the words name; none where the innermost are those of two."""
    if runs_together(words, specs):
        return None
    scored = [(column_likeness(words, spec), -index, spec.key) for index, spec in enumerate(specs)]
    best = max(scored, default=(0.0, 0, ""))
    return best[2] if best[0] else None
