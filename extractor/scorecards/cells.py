"""A scorecard's cells as its blocks need them: by row and column, each told whether it was used."""

from __future__ import annotations

from collections.abc import Iterable

from extractor.layouts.scorecards import CardColumn
from extractor.model import Flag
from extractor.scorecards.blocks import Header
from extractor.tables.table import Table, TableCell, as_one
from extractor.text import key_text

# A cell belongs to the column that it covers by at least this share of the narrower of the two.
LEAST_COVER = 0.5
# Of a row cut off so many texts are those of the row above; a name or a score alone may be another row's.
LEAST_SHARED = 2


Row = dict[str, list[TableCell]]
"""Key → the cells of one row below its header."""


class Cells:
    """The cells of one card; `used` remembers those whose text went somewhere."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.used: set[tuple[int, int]] = set()
        self._covering: list[list[TableCell]] = [[] for _ in range(table.rows)]
        for cell in table.cells:
            for row in range(cell.row, min(cell.row + cell.row_span, table.rows)):
                self._covering[row].append(cell)

    def use(self, cells: Iterable[TableCell]) -> None:
        """Remember that these cells' texts went into a value or were words of the form."""
        self.used.update((cell.row, cell.column) for cell in cells)

    def left_over(self) -> list[TableCell]:
        """Cells with a text that was not used."""
        return [cell for cell in self.table.cells if cell.text and (cell.row, cell.column) not in self.used]

    def covering(self, row: int) -> list[TableCell]:
        """The cells that cover a row, left to right."""
        return sorted(self._covering[row], key=lambda cell: cell.column)

    def under(self, label: TableCell) -> list[TableCell]:
        """The cells that a label is made of: itself, or the parts that it was cut into."""
        end = label.column + label.column_span
        return [cell for cell in self._covering[label.row] if label.column <= cell.column < end]

    def right_of(self, label: TableCell, stops: Iterable[TableCell] = ()) -> list[TableCell]:
        """The cells that start beside a label, up to the next label of the row."""
        rows = range(label.row, label.row + label.row_span)
        first = label.column + label.column_span
        end = min((s.column for s in stops if s.row in rows and s.column >= first), default=self.table.columns)
        return [cell for cell in self.table.cells if cell.row in rows and first <= cell.column < end]

    def page_starts(self, row: int) -> bool:
        """Whether a row is the first of a page, going on from the page before."""
        if row == 0 or row >= self.table.rows:
            return False
        here, before = (next((c.on for c in self._covering[r] if c.row == r), None) for r in (row, row - 1))
        return here is not None and before is not None and here != before


def by_column(cells: Iterable[TableCell], header: Header, borders: tuple[float, ...]) -> Row:
    """Key → the cells below its header, by the width that they share with it."""
    found: Row = {}
    for cell in cells:
        left, right = borders[cell.column], borders[cell.column + cell.column_span]
        shares = []
        for key, (first, end) in header.columns.items():
            a, b = borders[first], borders[end]
            common = min(right, b) - max(left, a)
            narrower = min(right - left, b - a) or 1.0
            if common >= LEAST_COVER * narrower:
                shares.append((common, -first, key))
        if shares:
            found.setdefault(max(shares)[2], []).append(cell)
    return found


def join_over_page(rows: list[Row], column: CardColumn) -> None:
    """Make one cell of a merged cell that a page's end divides; its text may stand in either part, or in both."""
    key, here, before = column.key, rows[-1].get(column.key, []), rows[-2].get(column.key, [])
    page = max((c.on for group in rows[-1].values() for c in group), default=None)
    upper_page = max((c.on for group in rows[-2].values() for c in group), default=None)
    if page == upper_page or any(c.on == upper_page for c in here):
        return
    upper, lower = whole(before), whole(here)
    if upper is not None and lower is not None:
        known = set(map(key_text, column.words))
        both = key_text(upper.text + lower.text)
        if both not in known or {key_text(upper.text), key_text(lower.text)} <= known:
            return
    parts = [*before, *here]
    for row in reversed(rows[:-1]):
        if row.get(key, []) != before:
            break
        row[key] = parts
    rows[-1][key] = parts


def is_cut_off(row: int, found: Row, own: Iterable[str]) -> bool:
    """Whether a row is what a stray rule cuts off a text of the row above: all else that a row has of its own (by
    `own` keys) is in cells that begin there.
    """
    filled = [cells for key in own if (cells := [c for c in found.get(key, []) if c.text])]
    begin = [cells for cells in filled if cells[0].row == row]
    exact = any(cell.reading.exact for cells in filled for cell in cells)
    return not exact and len(begin) == 1 and len(filled) > LEAST_SHARED


def join_below(above: Row, found: Row) -> None:
    """Put what stands in a row's cells below those of the row above, cells over both once."""
    for key, cells in found.items():
        above[key] = list(dict.fromkeys([*above.get(key, []), *cells]))


def spanned(cell: TableCell, header: Header) -> list[str]:
    """The keys that a cell covers from edge to edge."""
    end = cell.column + cell.column_span
    return [key for key, (a, b) in header.columns.items() if cell.column <= a and b <= end]


def whole(cells: Iterable[TableCell]) -> TableCell | None:
    """Several cells' texts as one cell, placed where the first is; None where none has a text.

    Where a stray rule cuts a text in two, a sign may be lost with it: what OCR read side by side is flagged.
    """
    filled = [cell for cell in cells if cell.text]
    if len(filled) < 2:
        return filled[0] if filled else None
    one = as_one(filled)
    if one.reading.exact or len({cell.row for cell in filled}) == len(filled):
        return one
    return one._replace(reading=one.reading.flagged(Flag.CUT))
