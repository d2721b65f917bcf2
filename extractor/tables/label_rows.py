"""Tables whose rows are fixed labels, in one block or in two side by side."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz

from extractor.layouts import BlockSpec, Form, Layouts, RowSpec
from extractor.tables.alignment import align, find_headings
from extractor.tables.doubts import hardly_seen
from extractor.tables.headers import find_body, is_numbering, read_header_paths
from extractor.tables.matching import SAME_WORDS, assign, find_guess
from extractor.tables.table import Table, TableCell, as_one
from extractor.tables.values import MISREAD_HEADING, RowKey, Value, doubt_spanning, value_of
from extractor.text import has_words, key_text, normalise, without_chinese_ordinal, without_ordinal

# An ordinal that OCR misread (`i、` for 五、): a few signs before the mark that ends it, which may be misread, too.
_MISREAD_ORDINAL = re.compile(r"[^、：）]{0,3}[、：）]")
# Signs that are no part of a label: another ordinal, or what is left of a worn character.
_SIGNS = re.compile(r"[!-~]{1,2}(?=[\u4e00-\u9fff])")
# An ordinal whose mark was not seen.
_BARE_ORDINAL = re.compile("[一二三四五六七八九十]+(?=[\u4e00-\u9fff])")
# A worn 一 may be read as dashes or dots.
_WORN_ONE = re.compile("[-–—_.·]+(?=[\u4e00-\u9fff])")
# A figure that ran into the label before or after it, the border between them lost.
_RUN_IN = re.compile(r"^\d[\d,]*\.\d+|[-—.·:]*\d[\d,.]*$", re.ASCII)


class Known(NamedTuple):
    """One way a fixed row may be printed."""

    text: str
    spec: RowSpec
    label: str


def read_label_rows(table: Table, form: Form, layouts: Layouts, unit: str | None) -> list[Value]:
    """The values of every block of a table of fixed labels."""
    start = find_body(table, layouts)
    paths = read_header_paths(table, start, layouts)
    columns = find_label_columns(table, form, layouts)
    values: list[Value] = []
    ends: list[int] = []
    for index, block in enumerate(form.blocks):
        column = columns[index]
        if column is None:
            continue
        later = [other for other in columns[index + 1 :] if other is not None and other > column]
        end = min(later, default=table.columns)
        within = _value_columns(table, range(column + 1, end), layouts)
        found = assign({c: paths[c] for c in within}, block.columns)
        found = found or assign(_inner_headings(table, within, block), block.columns)
        misread = (
            {}
            if table.exact
            else align(find_headings(table, within, start, block.columns, layouts), block.columns, found)
        )
        left = max((place for place in ends if place <= column), default=0)
        for value in _block_values(table, block, left, column, found | misread, layouts, unit):
            if value.column in misread.values():
                value.doubts.append(MISREAD_HEADING)
            values.append(value)
        ends += [1 + max(found | misread, default=column)]
    return values


def _value_columns(table: Table, within: range, layouts: Layouts) -> list[int]:
    """The columns that may hold values: none that a cell of its own names a numbering (行次), whatever heading else OCR
    read over it, the line between two headings lost.
    """
    named = {c.column for c in table.cells if c.column_span == 1 and key_text(c.text) in layouts.numbering}
    return [column for column in within if column not in named]


def _inner_headings(table: Table, within: Collection[int], block: BlockSpec) -> dict[int, list[str]]:
    """The words in columns that only name themselves below a first section's heading, or not alone above their body:
    each column's first that the block knows.
    """
    words = [(cell.column, [key_text(cell.text)]) for cell in table.cells if cell.column in within and cell.text]
    return {column: word for column, word in reversed(words) if assign({column: word}, block.columns)}


def find_label_columns(table: Table, form: Form, layouts: Layouts) -> list[int | None]:
    """For each block the column whose cells are most often its labels."""
    found: list[int | None] = []
    for block in form.blocks:
        texts = {known.text for known in vocabulary(block, layouts)}
        count = [0] * table.columns
        for cell in table.cells:
            if without_ordinal(key_text(cell.text)) in texts:
                count[cell.column] += 1
        taken = {column for column in found if column is not None}
        best = max((c for c in range(table.columns) if c not in taken), key=lambda c: count[c], default=None)
        found.append(best if best is not None and count[best] >= 2 else None)
    return found


@lru_cache(maxsize=64)
def vocabulary(block: BlockSpec, layouts: Layouts) -> tuple[Known, ...]:
    """Every printed form of every row of a block."""
    known = []
    for spec in block.rows:
        if spec.codes:
            book = layouts.functional if spec.codes == "functional" else layouts.economic
            known += [Known(key_text(name), spec, name) for name in book.level(spec.level)]
        else:
            known += [Known(without_ordinal(key_text(n)), spec, spec.label) for n in (spec.label, *spec.aliases)]
    return tuple(known)


def _block_values(
    table: Table, block: BlockSpec, left: int, column: int, columns: dict[int, str], layouts: Layouts, unit: str | None
) -> list[Value]:
    """The values of a block whose labels stand in `column`, and whose first column is `left`."""
    known = vocabulary(block, layouts)
    sections = {spec.after for spec in block.rows if spec.after}
    section = ""
    values: list[Value] = []
    for _, cells in table.by_row():
        if group := _group(cells, left, column, known, sections):
            section = group
        heads = _heads(cells, column, min(columns, default=table.columns))
        if not heads or is_numbering([key_text(heads[0].text)], layouts):
            continue
        found = [_matched(head, known, section, block.prefix) for head in heads]
        row, spec = next((match for match in found if match[1]), found[-1])
        if spec is not None and spec.label in sections:
            section = spec.label
        if spec is not None and spec.heading:
            continue
        for cell in cells:
            if cell.column in columns:
                value = value_of(cell, row, columns[cell.column], unit)
                if value is not None and (spec is not None or value.is_number):
                    doubt_spanning(value, columns)
                    values.append(value)
    return values


def _group(
    cells: Sequence[TableCell], left: int, column: int, known: Sequence[Known], sections: Collection[str]
) -> str:
    """The heading of a section that stands left of the labels of its rows; empty where none does."""
    texts = [
        without_ordinal(key_text(c.text)) for c in cells if left <= c.column and c.column + c.column_span <= column
    ]
    labels = [entry.spec.label for entry in known if entry.text in texts and entry.spec.label in sections]
    return labels[0] if labels else ""


def _heads(cells: Sequence[TableCell], column: int, values: int) -> list[TableCell]:
    """What a row's label may be: what stands in the label column, and with that what stands right before it and between
    it and the values, where a stray rule cuts through the label or the blank before it.
    """
    label = [c for c in cells if c.column <= column < c.column + c.column_span and key_text(c.text)]
    words = [c for c in cells if not c.reading.exact and has_words(c.text)]
    before = [c for c in words if c.column + c.column_span == column]
    parts = [*label, *(c for c in words if column < c.column < values)]
    if not parts or parts[0].reading.exact:
        return parts[:1]
    # Every label has words; what has none is dirt.
    return [
        head for head in dict.fromkeys([parts[0], as_one(parts), as_one([*before, *parts])]) if has_words(head.text)
    ]


def _matched(cell: TableCell, known: Sequence[Known], section: str, prefix: str) -> tuple[RowKey, RowSpec | None]:
    """The row that a printed label means; inside a section its own rows come first."""
    printed = normalise(cell.text)
    hardly = hardly_seen(cell.reading)
    run_in = None if cell.reading.exact else _RUN_IN.search(printed)
    texts = _ways(printed, run_in, exact=cell.reading.exact)
    within = [entry for entry in known if entry.spec.after in ("", section)]
    best: tuple[float, bool, Known] | None = None
    for entry in within:
        score = max(fuzz.ratio(text, entry.text, score_cutoff=SAME_WORDS) for text in texts)
        if score and (best is None or (score, bool(entry.spec.after)) > best[:2]):
            best = (score, bool(entry.spec.after), entry)
    if best is None and hardly and (guess := find_guess(texts[0], [entry.text for entry in within])):
        best = 100 - guess.distance, False, next(entry for entry in within if entry.text == guess.choice)
    if best is None:
        return RowKey(prefix + without_chinese_ordinal(printed), printed, unread=True), None
    entry = best[2]
    # A class has the name that its year gives it: as printed, where that was not read by an engine.
    label = without_ordinal(printed) if entry.spec.codes and cell.reading.exact else entry.label
    key = RowKey(entry.spec.row(prefix, label), printed, entry.spec.unit, round(100 - best[0], 1))
    if run_in:
        key.doubts.append(f"a figure was read in the row's label {printed}")
    if hardly:
        key.doubts.append(f"the row's label was hardly seen: {printed}")
    return key, entry.spec


def _ways(printed: str, run_in: re.Match[str] | None, *, exact: bool) -> list[str]:
    """What a label may say: as it is printed, without what OCR misread of it, without a figure that ran into it."""
    texts = [without_ordinal(key_text(printed))]
    if not exact:
        if misread := _MISREAD_ORDINAL.match(printed):
            texts.append(key_text(printed[misread.end() :]))
        if bare := _BARE_ORDINAL.match(printed):
            texts.append(key_text(printed[bare.end() :]))
        texts += [text[signs.end() :] for text in texts if (signs := _SIGNS.match(text))]
        texts += [_WORN_ONE.sub("一", text) for text in texts]
    if run_in:
        texts.append(without_ordinal(key_text(printed[: run_in.start()] + printed[run_in.end() :])))
    return texts
