"""A table's values under the names of the contract, before any check."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from extractor.amounts import parse_amount
from extractor.model import Flag, Reading
from extractor.tables.doubts import find_doubts, hardly_seen
from extractor.tables.table import TableCell

# What is left of a rule reads as such signs alone; among so many amounts of which this share has decimals it is none.
_STROKES = re.compile(r"[1IilL|!¦]{1,2}")
_DECIMAL = re.compile(r"\d\.\d")
LEAST_AMOUNTS, DECIMALS = 3, 0.9
# Nor is what was hardly seen, as below a seal, with fewer digits than this.
MOST_HARDLY_SEEN = 3
# A text of at most N characters without a digit is no amount if its confidence is low or it has one of these flags:
# below a seal, and on a poor page, it may not be print.
MOST_SPECK = 2
SPECK_FLAGS = frozenset({Flag.HIDDEN, Flag.POOR_PAGE})
MISREAD_HEADING = "the column's heading was not read as it is printed"


@dataclass(slots=True)
class Value:
    """One printed value with its place in the form.

    `doubts` say why a person should look; `reading_doubts` concern the digits alone, so that a sum may settle
    them.  `distance` (0 … 100) is how unlike the row's printed name is to the known one. `reasons`
    say why a value is other than read where it was `corrected`.  Where what names its row is `unread`, it is no fact.
    `digits` are those of the number in a text, as 92 in ≥92%, which no sum covers.  `over` are the further columns
    that the cell covers where OCR read it: it may hold what is theirs.
    """

    row: str
    column: str
    value: str
    unit: str | None
    label: str | None
    cell: TableCell
    doubts: list[str] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    reading_doubts: list[str] = field(default_factory=list)
    distance: float = 0.0
    corrected: bool = False
    unread: bool = False
    digits: str = ""
    over: tuple[str, ...] = ()

    @property
    def is_number(self) -> bool:
        """Whether the value is a plain decimal."""
        return parse_amount(self.value).kind == "number"


@dataclass(slots=True)
class RowKey:
    """A row's key and label, with what was noticed while matching it; `unread` where OCR read too little of them."""

    key: str
    label: str | None
    unit: str | None = None
    distance: float = 0.0
    doubts: list[str] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    unread: bool = False


def _is_speck(reading: Reading) -> bool:
    """Whether an engine saw nothing but marks, or, unsurely, one or two signs without a digit: what is left of a
    rule, dirt.
    """
    if reading.exact:
        return False
    unsure = bool(find_doubts(reading, flags=SPECK_FLAGS)) and len(reading.text) <= MOST_SPECK
    return not any(map(str.isalnum, reading.text)) or (unsure and not reading.has_digits)


def doubt_spanning(value: Value, columns: Mapping[int, str]) -> None:
    """Doubt an amount that OCR read in a cell over several columns with keys: sums cannot tell whose it is."""
    cell = value.cell
    over = {columns[c] for c in range(cell.column, cell.column + cell.column_span) if c in columns}
    doubt_covered(value, sorted(over - {value.column}))


def doubt_covered(value: Value, over: Sequence[str]) -> None:
    """Doubt an amount that OCR read in a cell that covers these further columns, too."""
    if over and not value.cell.reading.exact:
        value.doubts.append(f"the cell covers {', '.join([value.column, *over])}")
        value.over = tuple(over)


def value_of(cell: TableCell, row: RowKey, column: str, unit: str | None) -> Value | None:
    """The cell's amount as a value; None where it is blank or a dash, or may as well stand in the next column."""
    if Flag.UNSURE_COLUMN in cell.reading.flags:
        return None
    amount = parse_amount(cell.reading.text)
    if amount.kind in ("blank", "dash") or (amount.kind == "unreadable" and _is_speck(cell.reading)):
        return None
    own = amount.unit or row.unit or unit
    value = Value(row.key, column, amount.text or cell.text, own, row.label, cell, distance=row.distance)
    value.unread = row.unread
    value.doubts += row.doubts
    value.reasons += row.reasons
    if amount.kind == "unreadable":
        value.reading_doubts.append("the text is no amount")
    if amount.mended:
        value.reading_doubts.append("separators or digits were mended")
    value.reading_doubts += find_doubts(cell.reading)
    return value


def without_strokes(values: Sequence[Value]) -> list[Value]:
    """A table's values without what OCR made of strokes, of a rule or a seal: those that a unit printed with decimals
    does not have, and a 1 behind all decimals.
    """
    strokes = [_may_be_strokes(value.cell) for value in values]
    sure = [
        value
        for value, stroke in zip(values, strokes, strict=True)
        if value.is_number and not (stroke or hardly_seen(value.cell.reading))
    ]
    kept = []
    for value, stroke in zip(values, strokes, strict=True):
        others = [other.value for other in sure if other.unit == value.unit] if stroke else []
        decimals = sum("." in other for other in others)
        if not (len(others) >= LEAST_AMOUNTS and decimals >= DECIMALS * len(others)):
            kept.append(value)
    _drop_last_strokes(kept)
    return kept


def _drop_last_strokes(values: Sequence[Value]) -> None:
    """Drop a 1 that OCR read behind all the decimals that the other amounts of its unit have: a line is beside it."""
    numbers = [value for value in values if value.is_number]
    ones = [value for value in numbers if value.value.endswith("1") and not value.cell.reading.exact]
    places = {id(value): _places(value) for value in numbers}
    longer = []
    for value in ones:
        alike = {id(other) for other in ones if places[id(other)] == places[id(value)]}
        others = [places[id(other)] for other in numbers if id(other) not in alike and other.unit == value.unit]
        usual = others.count(places[id(value)] - 1)
        if places[id(value)] > 1 and usual >= max(LEAST_AMOUNTS, DECIMALS * len(others)):
            longer.append(value)
    for value in longer:
        value.value = value.value[:-1]
        value.reading_doubts.append("a stroke behind all decimals was read as 1")


def _places(value: Value) -> int:
    """The decimals of a number."""
    return len(value.value.partition(".")[2])


def _may_be_strokes(cell: TableCell) -> bool:
    """Whether OCR read what strokes look like, or hardly saw a few digits and no decimal point."""
    text = cell.text.strip()
    few = not _DECIMAL.search(text) and sum(map(str.isdigit, text)) < MOST_HARDLY_SEEN
    strokes = not cell.reading.exact and bool(_STROKES.fullmatch(text))
    return strokes or (few and hardly_seen(cell.reading))


def with_rows_numbered(values: Sequence[Value]) -> list[Value]:
    """The values; a second row with the same key gets `#2`, a third `#3` (contract of budgets)."""
    rows: dict[str, list[int]] = {}
    for value in values:
        places = rows.setdefault(value.row, [])
        if value.cell.row not in places:
            places.append(value.cell.row)
        number = places.index(value.cell.row) + 1
        value.row += f"#{number}" if number > 1 else ""
    return list(values)
