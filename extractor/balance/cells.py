"""Where the texts of a table's cells ended."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from extractor.amounts import has_amount, is_dash, parse_amount
from extractor.balance.figures import (
    has_digits,
    in_sequence,
    is_figure,
    is_integer,
    is_name,
    is_sentence,
    may_hold_figure,
    split_figures,
)
from extractor.balance.items import Item, Place, Reason, Spot
from extractor.geometry import Box
from extractor.interpretation import KnownTable
from extractor.layouts import Layouts
from extractor.layouts.scorecards import ScorecardForm
from extractor.model import Flag
from extractor.reading.reader import blank
from extractor.scorecards.blocks import is_heading, likeness
from extractor.scorecards.find import Scorecard
from extractor.tables.headers import find_body, is_numbering
from extractor.tables.table import Table, TableCell
from extractor.tables.values import Value
from extractor.text import key_text

# The rows of a scorecard's indicators are named so, and by their number.
INDICATOR = "indicator/"
# Digits of a code or of a piece of one.
_CODE_LENGTHS = (2, 3, 5, 7)


def spot_of(cell: TableCell) -> Spot:
    """The cell's name in the balance."""
    return Spot(cell.page, cell.half, cell.box)


def place_table_cells(known: KnownTable, layouts: Layouts) -> Iterator[Item]:
    """The cells of a table of a known form.  A figure that is no fact, code or row number is unplaced."""
    return _KnownCells(known, layouts).items()


class _KnownCells:
    """Classifies the cells of one known table."""

    def __init__(self, known: KnownTable, layouts: Layouts) -> None:
        self._table, self._form, self._layouts = known.table, known.form, layouts
        self._units = units_of(layouts)
        self._facts = {spot_of(value.cell): value for value in known.values}
        self._start = find_body(known.table, layouts)
        self._keys: dict[int, set[str]] = defaultdict(set)
        for value in known.values:
            self._keys[value.cell.row].add(value.row)
        self._fact_columns = {value.cell.column for value in known.values}
        self._numbering = set(_numbering_rows(known.table, self._start, layouts))
        self._ordinals = self._ordinal_columns()
        self._disordered = {c for column in self._ordinals for c in _find_disordered(self._integers()[column])}
        self._codes = self._code_columns()

    def items(self) -> Iterator[Item]:
        """An item a cell with text, or with ink that was not read."""
        for cell in self._table.cells:
            if spot_of(cell) in self._facts:
                yield _fact_item(self._facts[spot_of(cell)], self._form.name)
            elif cell.text or cell.reading.pieces:
                place, reason = self._place(cell)
                yield Item(spot_of(cell), cell.reading, place, self._form.name, reason)

    def _place(self, cell: TableCell) -> tuple[Place, Reason | None]:
        text = key_text(cell.text)
        if not text:
            return "unplaced", "not-read"
        if parse_amount(cell.text).kind == "dash":
            return "dash", None
        if cell.row >= self._start and _read_with_figure(cell):
            return "unplaced", self._reason(cell)
        if self._stands_for_value(cell):
            return "unplaced", "not-read"
        if not has_digits(text) or is_sentence(text):
            return self._words(cell), None
        if cell.row in self._numbering:
            return "ordinal", None
        if is_integer(text) and cell.column in self._codes:
            return "code", None
        if is_integer(text) and cell.column in self._ordinals and cell not in self._disordered:
            return "ordinal", None
        if is_name(text) and not is_figure(text, self._units):
            return self._words(cell), None
        if cell.row < self._start and not has_amount(text) and not is_figure(text, self._units):
            return "heading", None
        return "unplaced", self._reason(cell)

    def _stands_for_value(self, cell: TableCell) -> bool:
        """Whether an engine read other than a figure where the form has one: a known row, a column of amounts."""
        held = self._keys.get(cell.row) and cell.column in self._fact_columns
        return bool(held) and not cell.reading.exact and any(map(str.isalnum, cell.text))

    def _words(self, cell: TableCell) -> Place:
        if cell.column_span == self._table.columns:
            return "title" if cell.row < self._start else "note"
        return "heading" if cell.row < self._start else "label"

    def _reason(self, cell: TableCell) -> Reason:
        if cell.row < self._start:
            return "in-header"
        if Flag.UNSURE_COLUMN in cell.reading.flags:
            return "unsure-column"
        if not self._keys.get(cell.row) and cell.column in self._fact_columns:
            return "row-not-known"
        return "column-not-known"

    def _code_columns(self) -> set[int]:
        """The columns of which most digits stand before a name, as codes and their pieces do."""
        if self._form.rows not in ("functional", "economic"):
            return set()
        before_name = {cell.column: 0 for cells in self._integers().values() for cell in cells}
        for _, cells in self._table.by_row():
            named = False
            for cell in sorted(cells, key=lambda cell: -cell.column):
                text = key_text(cell.text)
                if is_integer(text):
                    if named and len(text) in _CODE_LENGTHS and cell.column in before_name:
                        before_name[cell.column] += 1
                elif text:
                    named = is_name(text)
        return {
            column
            for column, cells in self._integers().items()
            if 2 * before_name[column] > len(cells) and column not in self._fact_columns
        }

    def _ordinal_columns(self) -> set[int]:
        """The columns that number the rows: headed so, or counting up by one."""
        headed = {
            column
            for cell in self._table.cells
            if cell.row < self._start and key_text(cell.text) in self._layouts.numbering
            for column in range(cell.column, cell.column + cell.column_span)
        }
        counting = {
            column
            for column, cells in self._integers().items()
            if in_sequence(int(key_text(cell.text)) for cell in cells)
        }
        return (headed & self._integers().keys() | counting) - self._fact_columns

    def _integers(self) -> dict[int, list[TableCell]]:
        """The cells of the body that hold digits alone, by column."""
        found: dict[int, list[TableCell]] = defaultdict(list)
        for cell in self._table.cells:
            if cell.row >= self._start and cell.row not in self._numbering and is_integer(cell.text):
                found[cell.column].append(cell)
        return found


def _find_disordered(cells: Sequence[TableCell]) -> Iterator[TableCell]:
    """The cells of a column that numbers rows whose number is no further one, nor the first of a new count: what an
    engine read there may be a figure of another column.
    """
    last = 0
    for cell in sorted(cells, key=lambda cell: cell.row):
        number = int(key_text(cell.text))
        if last < number or number == 1:
            last = number
        else:
            yield cell


def _fact_item(value: Value, table: str) -> Item:
    """The item of a fact; in a cell where figures ran together the others are no facts."""
    spot, reading = spot_of(value.cell), value.cell.reading
    parts = split_figures(reading.text) if value.unit is not None and not value.is_number else []
    # Digits that an exported page sets apart are one figure.
    several = len(parts) > 1 and (not reading.exact or all(map(has_amount, parts)))
    return Item(spot, reading, "unplaced", table, "several-figures") if several else Item(spot, reading, "fact", table)


def _read_with_figure(cell: TableCell) -> bool:
    """Whether an engine may have read a figure in a cell of words."""
    text = key_text(cell.text)
    return not cell.reading.exact and not is_sentence(text) and not is_integer(text) and may_hold_figure(text)


def _numbering_rows(table: Table, start: int, layouts: Layouts) -> Iterator[int]:
    """The rows that number the columns; above the body, also those in which other words stand beside the numbers."""
    for row, cells in table.by_row():
        texts = [key_text(cell.text) for cell in cells]
        counting = row < start and in_sequence(int(text) for text in texts if is_integer(text))
        if counting or is_numbering(texts, layouts):
            yield row


def place_card_cells(card: Scorecard) -> Iterator[Item]:
    """The cells of a scorecard: facts, words of the form, and what is in neither."""
    name = card.name
    facts = {spot_of(value.cell): value for value in card.values}
    taken = [key_text(value.cell.text) for value in card.values]
    left = {spot_of(cell) for cell in card.left}
    for cell in card.table.cells:
        text = key_text(cell.text)
        if spot_of(cell) in facts:
            yield _fact_item(facts[spot_of(cell)], name)
        elif not text and cell.reading.pieces:
            yield Item(spot_of(cell), cell.reading, "unplaced", name, "not-read")
        elif not text:
            continue
        elif is_dash(cell.text, exact=cell.reading.exact):
            yield Item(spot_of(cell), cell.reading, "dash", name)
        elif not cell.reading.exact and _has_more_than_word(text, card.form):
            yield Item(spot_of(cell), cell.reading, "unplaced", name, "scorecard-cell")
        elif is_card_word(text, card.form):
            yield Item(spot_of(cell), cell.reading, "heading", name)
        elif spot_of(cell) in left:
            yield Item(spot_of(cell), cell.reading, "unplaced", name, "scorecard-cell")
        elif any(text in other for other in taken):
            yield Item(spot_of(cell), cell.reading, "fact", name)
        elif cell.column_span == card.table.columns:
            yield Item(spot_of(cell), cell.reading, "title", name)
        else:
            yield Item(spot_of(cell), cell.reading, "unplaced", name, "not-taken")


def blank_labels(card: Scorecard) -> Iterator[Item]:
    """The places beside the indicators of a card that an engine read where their group's name was not read: the form
    prints it for every indicator, so a cell over several rows lost some of them.
    """
    if card.table.exact:
        return
    found = {(value.row, value.column): value.cell for value in card.values}
    for column in card.form.indicators.columns:
        beside = [cell for (_, key), cell in found.items() if key == column.key]
        if not column.merged or not beside:
            continue
        for row in dict.fromkeys(row for row, _ in found if row.startswith(INDICATOR)):
            if (row, column.key) not in found:
                own = max((cell for (key, _), cell in found.items() if key == row), key=lambda cell: cell.row)
                box = Box(beside[0].box.x0, own.box.y0, beside[0].box.x1, own.box.y1)
                reading = blank(own.reading.engine)
                yield Item(Spot(own.page, own.half, box), reading, "unplaced", card.name, "not-read")


def covered_columns(values: Sequence[Value], table: str) -> Iterator[Item]:
    """The places of further columns below cells that an engine read as one: where the border between was not seen, what
    is printed there is in the cell's text, or was not read.
    """
    found = {(value.row, value.column) for value in values}
    for value in values:
        columns = [column for column in value.over if (value.row, column) not in found]
        x0, y0, x1, y1 = value.cell.box
        for k, _ in enumerate(columns, 1):
            box = Box(x0 + (x1 - x0) * k / (len(columns) + 1), y0, x0 + (x1 - x0) * (k + 1) / (len(columns) + 1), y1)
            spot = Spot(value.cell.page, value.cell.half, box)
            yield Item(spot, blank(value.cell.reading.engine), "unplaced", table, "not-read")


def _has_more_than_word(text: str, form: ScorecardForm) -> bool:
    """Whether a text is a word of the form with more behind it: its value, where the border between was lost."""
    if text in form.words or is_heading(text, form):
        return False
    word = max((word for word in form.words if text.startswith(word)), key=len, default=text)
    return any(map(str.isalnum, text.removeprefix(word)))


def is_card_word(text: str, form: ScorecardForm) -> bool:
    """Whether a text is a heading or a label of the form."""
    return text in form.words or bool(likeness(text, form.words)) or is_heading(text, form)


def place_unknown_cells(table: Table, refused: Reason | None, layouts: Layouts) -> Iterator[Item]:
    """The cells of a table of no form; where it may be a form's (`refused` says why it is not), its figures and, of a
    scorecard, its texts are unplaced.
    """
    units = units_of(layouts)
    card = refused == "scorecard-not-understood"
    numbering = set(_numbering_rows(table, find_body(table, layouts), layouts))
    for cell in table.cells:
        text = key_text(cell.text)
        if not text and not cell.reading.pieces:
            continue
        figure = is_figure(text, units) or has_amount(text) or _read_with_figure(cell)
        lost = bool(refused) and (card or (figure and cell.row not in numbering)) and not _is_dash(cell)
        if lost or not text:
            yield Item(spot_of(cell), cell.reading, "unplaced", None, refused or "not-read")
        else:
            yield Item(spot_of(cell), cell.reading, "other-table")


def _is_dash(cell: TableCell) -> bool:
    return parse_amount(cell.text).kind == "dash"


def units_of(layouts: Layouts) -> frozenset[str]:
    """The units that may stand behind a figure, as keys compare."""
    return frozenset(map(key_text, (*layouts.common.amount_units, *layouts.common.count_units)))
