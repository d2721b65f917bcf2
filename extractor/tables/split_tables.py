"""Several tables in one grid: a title, or another header, in the middle begins a table of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from extractor.amounts import parse_amount
from extractor.layouts import Layouts
from extractor.tables.headers import above_figures, find_body
from extractor.tables.table import Table, TableCell, part, without_blank_columns
from extractor.text import key_text

# A row of a title, of units or of names has no more texts.
MOST_IN_TITLE_ROW = 3
# A header names at least N columns.
LEAST_HEADINGS = 2


def split_table(table: Table, layouts: Layouts) -> list[Table]:
    """The tables that a grid holds, top to bottom: cut above each title or other header that stands below figures."""
    rows = dict(table.by_row())
    own = {text for row in range(find_body(table, layouts)) for text in _texts(rows[row])}
    cuts: list[int] = []
    figures = False
    for row, cells in rows.items():
        texts = _texts(cells)
        below = (cell for later in range(row + 1, table.rows) for cell in rows[later])
        if figures and (_is_title(texts, layouts) or _is_other_header(cells, below, own, layouts)):
            cut = row
            while cut - 1 > 0 and _is_leading(rows[cut - 1]):
                cut -= 1
            cuts.append(cut)
            own, figures = set(), False
        if not figures and _has_figures(cells):
            figures = True
        elif not figures:
            own |= set(texts)
    first, *others = (part(table, start, end) for start, end in zip([0, *cuts], [*cuts, table.rows], strict=True))
    return [first, *map(without_blank_columns, others)]


def _texts(cells: Sequence[TableCell]) -> list[str]:
    return [text for cell in cells if (text := key_text(cell.text))]


def _has_figures(cells: Sequence[TableCell]) -> bool:
    """Whether a row holds amounts, not only numbers that count its columns."""
    amounts = [amount.text for cell in cells if (amount := parse_amount(cell.text)).kind == "number"]
    if not all(text.isdigit() for text in amounts):
        return True
    counting = list(range(int(amounts[0]), int(amounts[0]) + len(amounts))) if amounts else []
    return [int(text) for text in amounts] != counting


def _is_title(texts: Sequence[str], layouts: Layouts) -> bool:
    """Whether a row is a table's title, alone or with its unit and the unit's name."""
    pattern = layouts.common.inner_title_pattern
    return 0 < len(texts) <= MOST_IN_TITLE_ROW and any(re.search(pattern, text) for text in texts)


def _is_other_header(cells: Sequence[TableCell], below: Iterable[TableCell], own: set[str], layouts: Layouts) -> bool:
    """Whether a row without figures names columns of figures below it, and others than the table's own header.

    Names of rows may be those of columns (`结余分配`); they do not stand above figures.
    """
    below = list(below)
    if any(parse_amount(cell.text).kind == "number" for cell in cells) or not _has_figures(below):
        return False
    named = set(_texts(above_figures(cells, below))) & layouts.headings
    return len(named) >= LEAST_HEADINGS and not named <= own


def _is_leading(cells: Sequence[TableCell]) -> bool:
    """Whether a row may stand above a header: few texts and no figure."""
    texts = _texts(cells)
    return len(texts) <= MOST_IN_TITLE_ROW and all(parse_amount(text).kind != "number" for text in texts)
