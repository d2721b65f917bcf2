"""Tables whose rows are paths of labels: a column of labels a level, a blank cell for the label above."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.amounts import parse_amount
from extractor.layouts import ColumnSpec, Form, Layouts, LevelSpec
from extractor.tables.headers import find_body, is_numbering, read_header_paths
from extractor.tables.matching import assign, find_best
from extractor.tables.table import Table, TableCell
from extractor.tables.values import RowKey, Value, value_of
from extractor.text import key_text, normalise, without_ordinal

# A `/` inside a label is told from those between labels.
_SLASH = str.maketrans("/", "／")


def read_path_rows(table: Table, form: Form, layouts: Layouts, unit: str | None) -> list[Value]:
    """The values of every row, keyed by its labels and those above it that it leaves blank."""
    start = find_body(table, layouts)
    paths = read_header_paths(table, start, layouts)
    levels = _level_columns(paths, form)
    columns = {column: key for column, key in assign(paths, form.columns).items() if column not in levels}
    specs = {spec.key: spec for spec in form.columns}
    labels = [""] * len(form.levels)
    values: list[Value] = []
    for row, cells in table.by_row():
        if row < start or is_numbering([key_text(cell.text) for cell in cells], layouts):
            continue
        key = _row_key([cell for cell in cells if cell.column in levels and cell.text], levels, labels, form, layouts)
        for cell in cells:
            if cell.column in columns:
                values += _value(cell, key, specs[columns[cell.column]], unit)
    return values


def _level_columns(paths: dict[int, list[str]], form: Form) -> dict[int, int]:
    """Column index → level, from the header."""
    specs = [ColumnSpec(key=str(number), names=level.names) for number, level in enumerate(form.levels)]
    return {column: int(key) for column, key in assign(paths, specs).items()}


def _row_key(
    cells: Sequence[TableCell], levels: dict[int, int], labels: list[str], form: Form, layouts: Layouts
) -> RowKey:
    """The row's path; `labels` are those above it, one a level, and become its own."""
    if any(key_text(cell.text) in layouts.totals for cell in cells):
        return RowKey(layouts.common.total_labels[0], normalise(cells[0].text))
    for cell in cells:
        level = levels[cell.column]
        labels[level:] = [_label(cell, form.levels[level]), *[""] * (len(labels) - level - 1)]
    last = max((levels[cell.column] for cell in cells), default=len(labels) - 1)
    printed = "/".join(normalise(cell.text) for cell in cells[-1:] if last == len(labels) - 1)
    printed = printed or "/".join(normalise(cell.text) for cell in cells)
    path = [label for label in labels[: last + 1] if label]
    return RowKey("/".join(path), printed or None, unread=not path)


def _label(cell: TableCell, level: LevelSpec) -> str:
    """A label as keys have it: a known one of its level, or as it is printed."""
    known = {key_text(name): row.label for row in level.labels for name in (row.label, *row.aliases)}
    match = find_best(without_ordinal(key_text(cell.text)), known)
    return known[match.choice] if match else normalise(cell.text).translate(_SLASH)


def _value(cell: TableCell, key: RowKey, spec: ColumnSpec, unit: str | None) -> Iterator[Value]:
    """The value of a cell; none where it is blank or a dash."""
    if spec.text:
        if parse_amount(cell.text).kind not in ("blank", "dash"):
            yield Value(key.key, spec.key, normalise(cell.text), None, key.label, cell, unread=key.unread)
        return
    value = value_of(cell, key, spec.key, spec.unit or unit)
    if value is not None:
        yield value
