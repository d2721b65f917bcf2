"""Tables of no known form: figures and texts under the paths of the labels beside them and of the headings above."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from extractor.amounts import parse_amount
from extractor.layouts import Layouts
from extractor.tables.doubts import find_doubts
from extractor.tables.headers import find_body, is_numbering
from extractor.tables.recognise import TableContext
from extractor.tables.table import Table, TableCell
from extractor.tables.values import Value, with_rows_numbered
from extractor.text import has_words, key_text, normalise, without_ordinal

# This share of a column's filled cells must be figures for it to be a column of figures, words for one of labels.
MOSTLY = 0.6
# Codes of accounts and units stand before a name.
_DIGITS = re.compile(r"\d+")
_SLASH = str.maketrans("/", "／")


def read_generic(table: Table, context: TableContext, layouts: Layouts) -> list[Value]:
    """The values of a table that has headings, labels and at least one figure; none of any other."""
    start = _start(table, layouts)
    headings = _headings(table, start, layouts)
    blocks = _blocks(table, start, headings)
    values = [value for block in blocks for value in _block_values(table, start, block, headings, context, layouts)]
    if not headings or not any(value.is_number for value in values):
        return []
    values.sort(key=lambda value: (value.cell.row, value.cell.column))
    return _numbered(values)


def _start(table: Table, layouts: Layouts) -> int:
    """The first row of the body: that of a code, a total or an amount, or of a figure beside the first column."""
    start = find_body(table, layouts)
    for row, cells in table.by_row():
        numbering = is_numbering([key_text(cell.text) for cell in cells], layouts)
        if row >= start or (not numbering and any(_is_figure(cell) and cell.column > 0 for cell in cells)):
            return row
    return start


def _headings(table: Table, start: int, layouts: Layouts) -> dict[int, list[str]]:
    """Column → the texts above it, outermost first, without titles over the whole table and numbers of columns."""
    above = sorted((c for c in table.cells if c.row < start and c.text), key=lambda cell: (cell.row, cell.column))
    paths: dict[int, list[str]] = {}
    for cell in above:
        text = key_text(cell.text)
        title = cell.column_span == table.columns
        if title or not any(map(str.isalpha, text)) or text in layouts.numbering:
            continue
        for column in range(cell.column, cell.column + cell.column_span):
            if text not in paths.setdefault(column, []):
                paths[column].append(text)
    return paths


def _blocks(table: Table, start: int, headings: dict[int, list[str]]) -> list[tuple[range, range]]:
    """Columns of labels and those of their values, of each of the parts that stand side by side: they repeat the
    heading of the first column.
    """
    kinds: list[str] = []
    for column in range(table.columns):
        kinds.append(_kind(table, start, column, may_be_codes=all(kind == "codes" for kind in kinds)))
    width = next((column for column, kind in enumerate(kinds) if kind == "figures"), table.columns)
    if width == table.columns or "words" not in kinds[:width]:
        return []
    own = headings.get(0, [""])[-1]
    later = range(width + 1, table.columns - width)
    starts = [0, *(column for column in later if own and headings.get(column, [""])[-1] == own)]
    ends = [*starts[1:], table.columns]
    return [(range(at, at + width), range(at + width, end)) for at, end in zip(starts, ends, strict=True)]


def _kind(table: Table, start: int, column: int, *, may_be_codes: bool) -> str:
    """What most filled cells of a column's body are: `words`, `figures`, or `codes`: digits before names."""
    cells = [cell for cell in table.cells if cell.column == column and cell.row >= start and cell.text]
    figures = [cell for cell in cells if _is_figure(cell)]
    if len(figures) < MOSTLY * len(cells) or not cells:
        return "words" if cells else "figures"
    beside = [c for c in table.cells if c.row >= start and c.text and c.column == column + 1]
    named = bool(beside) and sum(has_words(cell.text) for cell in beside) >= MOSTLY * len(beside)
    digits = all(_DIGITS.fullmatch(key_text(cell.text)) for cell in cells)
    return "codes" if may_be_codes and digits and (named or _counts(cells)) else "figures"


def _counts(cells: Sequence[TableCell]) -> bool:
    """Whether a column numbers the rows."""
    numbers = [int(key_text(cell.text)) for cell in cells]
    return len(numbers) > 1 and all(b - a == 1 for a, b in pairwise(numbers))


def _is_figure(cell: TableCell) -> bool:
    return parse_amount(cell.text.strip().rstrip("%％")).kind == "number"


def _block_values(
    table: Table,
    start: int,
    block: tuple[range, range],
    headings: dict[int, list[str]],
    context: TableContext,
    layouts: Layouts,
) -> Iterator[Value]:
    labels, columns = block
    figures = {column for column in columns if _kind(table, start, column, may_be_codes=False) == "figures"}
    for row, cells in table.by_row():
        beside = _labels(table, row, labels)
        if row < start or not beside or is_numbering([key_text(cell.text) for cell in cells], layouts):
            continue
        path = "/".join(without_ordinal(key_text(text)).translate(_SLASH) for text in beside)
        for cell in cells:
            if cell.column in columns and cell.column in headings:
                for value in _value(cell, path, beside[-1], headings[cell.column], context, layouts):
                    if cell.column in figures and not (value.is_number or cell.reading.exact):
                        value.doubts.append("no figure was read in a column of figures")
                    yield value


def _labels(table: Table, row: int, columns: range) -> list[str]:
    """The labels of a row, left to right; those of merged cells count for every row."""
    covering = [c for c in table.cells if c.row <= row < c.row + c.row_span and c.column in columns and c.text]
    return [normalise(cell.text) for cell in sorted(covering, key=lambda cell: cell.column)]


def _value(
    cell: TableCell, path: str, label: str, headings: Sequence[str], context: TableContext, layouts: Layouts
) -> Iterator[Value]:
    """A cell's value: a figure in the unit that its heading, its label or the table names, or its text."""
    pattern = layouts.common.heading_unit_pattern
    column = "/".join(re.sub(pattern, "", text).translate(_SLASH) for text in headings)
    text = cell.text.strip()
    amount = parse_amount(text.rstrip("%％"))
    if parse_amount(text).kind in ("blank", "dash"):
        return
    value = Value(path, column, normalise(text), None, label, cell, reading_doubts=find_doubts(cell.reading))
    if amount.kind == "number":
        named = [m["unit"] for words in (*headings, label) if (m := re.search(pattern, key_text(words)))]
        value.value = amount.text
        value.unit = "%" if text[-1] in "%％" else amount.unit or (named[-1] if named else context.unit)
        value.reading_doubts += ["separators or digits were mended"] if amount.mended else []
    yield value


def _numbered(values: Sequence[Value]) -> list[Value]:
    """The values; of rows with one path the second gets `#2`, of columns likewise."""
    found = with_rows_numbered(values)
    for _, group in groupby(found, key=lambda value: value.row):
        seen: Counter[str] = Counter()
        for value in group:
            seen[value.column] += 1
            value.column += f"#{seen[value.column]}" if seen[value.column] > 1 else ""
    return found
