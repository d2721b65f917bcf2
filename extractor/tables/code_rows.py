"""Tables whose rows are codes of accounts: code columns, a name column, value columns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from rapidfuzz.distance import LCSseq, Levenshtein

from extractor.layouts import Form, Layouts, labels_of
from extractor.layouts.codes import SAME_NAME, UNREAD, CodeBook, is_whole, without_specks
from extractor.model import Reading
from extractor.tables.alignment import align, find_headings
from extractor.tables.headers import find_body, is_numbering, read_header_paths
from extractor.tables.matching import assign, find_best
from extractor.tables.merged_code_cells import split_code_cells
from extractor.tables.organisation_rows import Units
from extractor.tables.table import Table, TableCell
from extractor.tables.values import MISREAD_HEADING, RowKey, Value, doubt_spanning, value_of
from extractor.text import has_words, key_text

_CJK = re.compile("[\u4e00-\u9fff]")
_CODE_AND_NAME = re.compile(r"[\[【（〔]?(\d{3,7})[\]】）〕]?(?=\D)")
_PIECE_AND_NAME = re.compile(r"(\d\d)[\W_]*([\u4e00-\u9fff].*)")
# What OCR reads of a rule or of a column's number has fewer digits than a code's first piece, or 款 and 项.
_SHORTEST, _LONGEST = 2, 7
# A code's piece in a column of its own that was read as something else; 类, of which a digit was.
_NO_PIECE = re.compile(r"[^\W_\u4e00-\u9fff].?")
_CLASS = re.compile(r"(?=.*\d)(?=.*\D)[^\u4e00-\u9fff]{3,5}")
_DIGITS_OF_CLASS = 3
# The digits of 类, 款 and 项 in one column, in two or in three.
_PRINTED = frozenset({(3,), (5,), (7,), (3, 2), (3, 2, 2), (5, 2)})
# OCR misread a code that the book does not have, unless it read all of it with so much confidence (on scans of drawn
# disclosures none of 22 such codes that were read otherwise was printed).
SURE_CODE = 0.95


def read_code_rows(table: Table, form: Form, layouts: Layouts, unit: str | None, year: int | None) -> list[Value]:
    """The values of a table keyed by codes of the form's classification."""
    start = find_body(table, layouts)
    columns = find_value_columns(table, form, layouts, start)
    misread = _misread_columns(table, form, layouts, start, columns)
    columns |= misread
    if not columns:
        return []
    left = min(columns)
    rows = split_code_cells(table, start, range(left))
    blank = set(range(left)) - {cell.column for _, cells in rows for cell in cells if cell.text}
    rows = [(row, [cell for cell in cells if cell.column not in blank]) for row, cells in rows]
    units = Units(table, start, left, form, layouts)
    keys = _row_keys(rows, left, form, units, layouts, year)
    of_columns = {spec.key: spec.unit for spec in form.columns}
    values = []
    for (_, cells), key in zip(rows, keys, strict=True):
        if key is None:
            continue
        for cell in cells:
            if cell.column in columns:
                value = value_of(cell, key, columns[cell.column], of_columns[columns[cell.column]] or unit)
                # A row without a code may be a repeated header: only its numbers are values.
                if value is not None and (key.key.isdigit() or key.key in layouts.totals or value.is_number):
                    doubt_spanning(value, columns)
                    if cell.column in misread:
                        value.doubts.append(MISREAD_HEADING)
                    values.append(value)
    return values


def find_value_columns(table: Table, form: Form, layouts: Layouts, start: int) -> dict[int, str]:
    """Column index → key, from the header."""
    return assign(read_header_paths(table, start, layouts), form.columns)


def _misread_columns(table: Table, form: Form, layouts: Layouts, start: int, found: dict[int, str]) -> dict[int, str]:
    """Column index → key for headings that OCR misread."""
    if table.exact:
        return {}
    left = min(found, default=table.columns)
    words = Counter(
        cell.column for cell in table.cells if cell.row >= start and cell.column < left and has_words(cell.text)
    )
    names = max(words, key=lambda column: words[column], default=left - 1)
    return align(
        find_headings(table, range(names + 1, table.columns), start, form.columns, layouts), form.columns, found
    )


def _row_keys(
    rows: list[tuple[int, list[TableCell]]],
    left: int,
    form: Form,
    units: Units,
    layouts: Layouts,
    year: int | None,
) -> list[RowKey | None]:
    """A key for every body row; code and name support each other."""
    book = layouts.economic if form.rows == "economic" else layouts.functional
    totals = labels_of(form)
    keys: list[RowKey | None] = []
    above: list[str] = []
    for _, cells in rows:
        heads = [cell for cell in cells if cell.column < left]
        own = units.row(heads)
        keys.append(own or _row_key(units.without(heads), cells, above, form, layouts))
    fixed = {id(key) for key in keys if key is not None and (key.key in layouts.totals or units.has(key))}
    known = {key.key for key in keys if key is not None}
    found = [(key, cells) for key, (_, cells) in zip(keys, rows, strict=True) if key is not None]
    for key, cells in found:
        if _is_code(key.key):
            _checked_code(key, cells, left, known, book, year)
            known.add(key.key)
    for key, cells in found:
        if not (_is_code(key.key) or id(key) in fixed):
            label = find_best(key_text(key.key), totals)
            if label is not None:
                key.key = totals[label.choice]
            elif all(cell.reading.exact for cell in cells):
                key.unread = True
            else:
                _code_by_name(key, known, book, year)
    units.prefix(keys, [cells for _, cells in rows])
    return keys


def _is_code(key: str) -> bool:
    """Whether a row's key is a code, whole or with digits UNREAD."""
    return key.replace(UNREAD, "0").isdigit()


def _code_by_name(key: RowKey, known: set[str], book: CodeBook, year: int | None) -> None:
    """The code of a row of which OCR read the name alone, among others with codes; unread where the book tells none."""
    code = book.named(key.key, known, year)
    if code is None:
        key.unread = True
        return
    key.doubts = [f"the code was not read, {code} by its name and its parent row"]
    key.key = code
    known.add(code)


def _row_key(
    heads: list[TableCell], cells: list[TableCell], above: list[str], form: Form, layouts: Layouts
) -> RowKey | None:
    texts = [text for cell in heads for text in _texts_in(cell)]
    if is_numbering([key_text(cell.text) for cell in cells], layouts):
        return None
    if form.unlabelled and not heads:
        return RowKey(form.unlabelled, None)
    total = next((text for text in texts if text in layouts.totals), None)
    if total is not None:
        return RowKey(layouts.common.total_labels[0], total)
    exact = all(cell.reading.exact for cell in heads)
    parts = _padded(_pieces(texts)) if exact else _pieces(texts)
    book = layouts.economic if form.rows == "economic" else layouts.functional
    misread = [text for text in texts if not parts and any(_is_misread(text, label) for label in layouts.totals)]
    misread = [text for text in misread if not book.is_name(text)]
    if misread and not any(cell.reading.exact for cell in heads):
        return RowKey(layouts.common.total_labels[0], misread[0], doubts=[f"the row's label was read {misread[0]}"])
    names = [text for text in texts if _CJK.search(text)]
    if not parts and names and (match := _CODE_AND_NAME.match(names[0])):
        parts, names = [match[1]], [names[0][match.end() :]]
    name = names[-1] if names else None
    if parts and (exact or sum(map(len, parts)) >= _SHORTEST):
        skipped = _skips_section(texts)
        code = _joined_code(texts, _with_section(parts, above) if skipped else parts, above)
        unread = exact and UNREAD in code
        doubts = ["the section of the code was not read"] if skipped and not exact else []
        doubts += ["the code has more digits than one"] if len(above[-1]) > _LONGEST and not exact else []
        return RowKey(code, name, doubts=doubts, unread=unread)
    if name is None:
        return None
    return RowKey(name, name)


def _is_misread(text: str, label: str) -> bool:
    """Whether OCR may have read a label so: some of its characters in their order, hardly any more (合it for 合计)."""
    return LCSseq.similarity(text, label) > 0 and 0 < Levenshtein.distance(text, label) <= len(label) >= len(text) - 1


def _texts_in(cell: TableCell) -> list[str]:
    """A cell's text; two, where OCR read a code's last piece and the name as one, the border between them lost."""
    text = without_specks(key_text(cell.text))
    may_be_two = cell.column_span > 1 and not cell.reading.exact
    both = _PIECE_AND_NAME.fullmatch(text) if may_be_two else None
    return [both[1], both[2]] if both else [text]


def _pieces(texts: list[str]) -> list[str]:
    """The pieces of a row's code; UNREAD digits for one that was read as something else, beside others that are."""
    if not any(text.isdigit() for text in texts):
        return []
    misread = _CLASS.fullmatch(texts[0])
    whole = misread and len(texts[0]) == _DIGITS_OF_CLASS
    first = [re.sub(r"\D", UNREAD, texts[0]) if whole else _DIGITS_OF_CLASS * UNREAD] if misread else []
    others = texts[len(first) :]
    return first + [t if t.isdigit() else 2 * UNREAD for t in others if t.isdigit() or _NO_PIECE.fullmatch(t)]


def _padded(pieces: list[str]) -> list[str]:
    """The pieces of a printed code, 款 and 项 with two digits, whether the leading zero is printed or not."""
    return [*pieces[:1], *(piece.zfill(2) for piece in pieces[1:])]


def _skips_section(texts: list[str]) -> bool:
    """Whether the second of three columns of a code is blank, and the third is not."""
    return len(texts) > 2 and texts[0].isdigit() and texts[1] == "" and texts[2].isdigit()


def _with_section(parts: list[str], above: list[str]) -> list[str]:
    """The pieces with the row's above for a blank 款, if that is of the same 类."""
    same = bool(above) and above[-1].startswith(parts[0]) and len(above[-1]) > len(parts[0])
    return [parts[0], above[-1][3:5] if same else 2 * UNREAD, *parts[1:]]


def _joined_code(texts: list[str], parts: list[str], above: list[str]) -> str:
    """类, 款 and 项 as one code; a blank 类 or 款 is the row's above.

    OCR may read two pieces as one where the border between them is lost; a whole code has an odd number of digits.
    """
    whole = max(parts, key=len)
    if len(whole) >= 3 and (len(parts) == 1 or (len(whole) > 3 and len(whole) % 2)):
        code = whole
    else:
        code = "".join(parts)
        if len(parts[0]) == 2 and above:
            section = len(parts) > 1 or len(texts) < 2 or (texts[0] == "" and texts[1])
            level = 3 if section else 5
            code = above[-1][:level] + code
    above.append(code)
    return code[:_LONGEST]


def _is_surely_read(readings: Sequence[Reading]) -> bool:
    """Whether a code was read without doubt, whole or in pieces as 类, 款 and 项 are printed."""
    pieces = tuple(len(key_text(reading.text)) for reading in readings)
    return pieces in _PRINTED and min(reading.confidence for reading in readings) >= SURE_CODE


def _checked_code(
    key: RowKey, cells: list[TableCell], left: int, known: set[str], book: CodeBook, year: int | None
) -> None:
    """Repair a misread code from its name and hierarchy, or mark one that the book does not have."""
    read = [cell.reading for cell in cells if cell.column < left and key_text(cell.text).isdigit()]
    exact = all(reading.exact for reading in read)
    name = key.label or ""
    in_book = key.key in book
    named = in_book and book.likeness(key.key, name, year) >= SAME_NAME
    if not (exact or in_book) and (repaired := book.repaired(key.key, name, known, year)):
        key.reasons.append(f"code {key.key} read, {repaired} by its name and its parent row")
        key.key = repaired
    elif not (exact or named) and (other := book.misread(key.key, name, known, year)):
        key.doubts.append(f"code {key.key} read, {other} by its name and its parent row")
        key.key = other
    elif in_book:
        key.distance = round(100 - book.likeness(key.key, name, year), 1)
        if not (exact or named) and book.is_name(name, year):
            key.doubts.append(f"code {key.key} read beside the name of another")
        if not book.valid(key.key, year):
            key.reasons.append(f"code {key.key} is of other years than {year}")
    else:
        key.doubts.append(f"code {key.key} is not in the book")
        # A code whose class the book does not have was read in part.
        sure = is_whole(key.key) and key.key[:3] in book and _is_surely_read(read)
        key.unread = not (exact or sure)
    if not exact and min(reading.confidence for reading in read) < 0.5:
        key.doubts.append("the code was read with little confidence")
