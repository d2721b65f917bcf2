"""Where a table's body starts, and what stands above each of its columns."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from rapidfuzz import fuzz

from extractor.amounts import has_amount, is_amount, parse_amount
from extractor.layouts import Layouts
from extractor.tables.table import Table, TableCell
from extractor.text import has_words, key_text, without_strokes

_CHINESE = re.compile("[\u4e00-\u9fff]")
_CODE = re.compile(r"\d{3}(?:\d\d){0,2}")
_ORDINAL_BEHIND = re.compile(r"(?<=[\u4e00-\u9fff）)])\d{1,2}$")
# An amount of which OCR read points for commas, or commas for points.
_MISREAD_AMOUNT = re.compile(r"\d{1,3}(?:[.,]\d{3})+[.,]\d\d")
_LINE_ORDINAL = re.compile(r"[一二三四五六七八九十]+、")
# Of 100: a row whose figures together are this like 1234… numbers its columns, whatever borders were lost between them.
LIKE_ORDINALS, LEAST_ORDINALS = 80.0, 3
# Codes stand in the first columns; further right the same digits are amounts.
CODE_COLUMNS = 4


def find_body(table: Table, layouts: Layouts) -> int:
    """The first row that holds a code, a numbered line, a total or an amount."""
    for index, cells in table.by_row():
        texts = [(cell.column, key_text(cell.text)) for cell in cells]
        if is_numbering([text for _, text in texts], layouts):
            continue
        if any(_starts_body(column, text) for column, text in texts):
            return index
        labels = [text for column, text in texts if column < table.columns / 2]
        if labels and any(text in layouts.totals for text in labels) and not _names_columns(texts, layouts):
            return index
    return table.rows


def _starts_body(column: int, text: str) -> bool:
    if is_amount(text) or _LINE_ORDINAL.match(text) or _MISREAD_AMOUNT.fullmatch(text):
        return True
    return column < CODE_COLUMNS and bool(_CODE.fullmatch(text))


def _names_columns(texts: list[tuple[int, str]], layouts: Layouts) -> bool:
    """Whether a row with 合计 is still header: it names other columns too."""
    named = [text for _, text in texts if has_words(text) and text not in layouts.totals]
    return any(text not in layouts.structural for text in named) or (
        len(named) >= 2 and not any(is_amount(text) for _, text in texts)
    )


def is_numbering(texts: list[str], layouts: Layouts) -> bool:
    """Whether a row numbers the columns (栏次 1 2 3 …)."""
    filled = [text for text in texts if text]
    numbers = [text for text in filled if text not in layouts.numbering]
    if not numbers:
        return bool(filled)
    if len(numbers) < len(filled) and all(text.isdigit() for text in numbers):
        return True
    bare = not any(_CHINESE.search(text) for text in numbers)
    return bare and len(numbers) >= LEAST_ORDINALS and _are_ordinals("".join(numbers))


def _are_ordinals(printed: str) -> bool:
    """Whether a text is ordinals one after another, the first any of 1 to 9."""
    for first in range(1, 10):
        counted, number = "", first
        while len(counted) < len(printed):
            counted += str(number)
            number += 1
        if fuzz.ratio(printed, counted) >= LIKE_ORDINALS:
            return True
    return False


def read_header_paths(table: Table, start: int, layouts: Layouts) -> dict[int, list[str]]:
    """Column index → texts above it from the outermost inwards; column numbers, what OCR read without words, and the
    headings of several columns that it read as one are left out.
    """
    paths: dict[int, list[str]] = {column: [] for column in range(table.columns)}
    cells = find_header_cells(table, start)
    joined = _find_joined(table, cells, start)
    year = latest_year(cells, layouts)
    numbered = _end_in_ordinals(cells)
    for cell in sorted(cells, key=lambda cell: (cell.row, cell.column)):
        text = heading_text(cell, layouts, year)
        if cell in numbered:
            text = _ORDINAL_BEHIND.sub("", text)
        if not cell.reading.exact:
            text = without_strokes(text) if has_words(text) else ""
        if not any(character.isalpha() for character in text) or text in layouts.numbering:
            continue
        for column in _columns_of(cell, table) if cell not in joined else ():
            if text not in paths[column]:
                paths[column].append(text)
    return paths


def _columns_of(cell: TableCell, table: Table) -> range:
    return range(cell.column, min(cell.column + cell.column_span, table.columns))


def _find_joined(table: Table, header: list[TableCell], start: int) -> list[TableCell]:
    """The headings that OCR read as one: no other stands below, and several columns below have a number or amounts."""
    figures = {cell.column for cell in table.cells if cell.row >= start and has_amount(cell.text)}
    figures |= {cell.column for cell in header if key_text(cell.text).isdecimal()}
    words = [cell for cell in header if has_words(cell.text)]
    wide = [cell for cell in words if not cell.reading.exact and len(figures & set(_columns_of(cell, table))) > 1]
    return [
        cell
        for cell in wide
        if not any(
            below.row > cell.row and set(_columns_of(below, table)) & set(_columns_of(cell, table)) for below in words
        )
    ]


def _end_in_ordinals(cells: Iterable[TableCell]) -> list[TableCell]:
    """The headings that end in their columns' numbers, where these count up by one: the row of numbers (栏次 1 2 3 …)
    was taken for their last line.
    """
    ends = [(cell, match) for cell in cells if (match := _ORDINAL_BEHIND.search(key_text(cell.text)))]
    ends.sort(key=lambda end: end[0].column)
    ordinals = [int(match.group()) for _, match in ends]
    counting = all(after == before + 1 for before, after in pairwise(ordinals))
    return [cell for cell, _ in ends] if counting and len(ends) >= LEAST_ORDINALS else []


def heading_text(cell: TableCell, layouts: Layouts, year: int | None) -> str:
    """A heading's words without its unit; of the years in it, the latest in the table says nothing, and one before it
    is the last year (2025年预算数 beside 2024年执行数: 预算数, 上年执行数).
    """
    common = layouts.common
    text = re.sub(common.heading_unit_pattern, "", key_text(cell.text))
    return re.sub(
        common.heading_year_pattern,
        lambda match: "" if year is None or int(match["year"]) >= year else common.last_year,
        text,
    )


def latest_year(cells: Iterable[TableCell], layouts: Layouts) -> int | None:
    """The latest year that headings name; None where they name none."""
    texts = (key_text(cell.text) for cell in cells)
    found = (match for text in texts for match in re.finditer(layouts.common.heading_year_pattern, text))
    return max((int(match["year"]) for match in found), default=None)


def find_header_cells(table: Table, start: int) -> list[TableCell]:
    """The cells above the body."""
    return [cell for cell in table.cells if cell.row < start]


def above_figures(cells: Iterable[TableCell], below: Iterable[TableCell]) -> list[TableCell]:
    """The cells that stand above figures, all where there are none: names of rows stand beside theirs."""
    figures = {cell.column for cell in below if parse_amount(cell.text).kind == "number"}
    return [cell for cell in cells if not figures or figures & set(range(cell.column, cell.column + cell.column_span))]
