"""The values of one row of a scorecard, cell by cell, and the doubts that a reader's mistakes leave."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractor.amounts import is_dash, parse_amount
from extractor.layouts.scorecards import CardColumn
from extractor.model import Flag
from extractor.scorecards.blocks import Header
from extractor.scorecards.cells import Cells, Row, spanned, whole
from extractor.scorecards.repeated_words import mend
from extractor.tables.doubts import find_doubts, hardly_seen
from extractor.tables.table import TableCell
from extractor.tables.values import MOST_SPECK, Value
from extractor.text import has_words

# A text that is no word of the form has no other witness than its reader, who tells what was not read.  Measured on
# faxes: of what is wrong in all that was read nothing is surer than 0.989 (、 for ，).
LEAST_TEXT_CONFIDENCE = 0.99
# The amount unit of a column stands for the card's own.
AMOUNT = "amount"


def read_row(
    row: str,
    found: Row,
    columns: Sequence[CardColumn],
    header: Header,
    cells: Cells,
    unit: str | None = None,
    label: str | None = None,
) -> Iterator[Value]:
    """The values of one row in the order of the columns."""
    for column in columns:
        held = found.get(column.key, [])
        of = unit if column.unit == AMOUNT else column.unit
        cell = whole(held)
        if cell is not None and _is_stray_figure(cell, column) and _lacks_number(column, columns, found):
            continue
        cells.use(held)
        if cell is not None and _is_strokes(cell, column):
            continue
        text = _without_blanks(cell) if column.target else None
        for value in read_cell(cell, row, column.key, of, label, text, column.words):
            if not column.target and _is_strange(value, column.words):
                value.doubts.append("none of the form's own words")
            over = spanned(value.cell, header)
            if len(over) > 1:
                value.doubts.append(f"the cell covers {', '.join(over)}")
                value.over = () if value.cell.reading.exact else tuple(key for key in over if key != column.key)
            value.over += _without_heading(held, columns, header)
            if column.target and value.value not in column.words:
                value.digits = "".join(filter(str.isdigit, value.value))
            if column.key in header.by_place:
                value.doubts.append("the column's heading was not read")
            yield value


def _without_heading(held: Sequence[TableCell], columns: Sequence[CardColumn], header: Header) -> tuple[str, ...]:
    """The columns without a heading whose texts OCR may have read in cells side by side below one heading."""
    filled = [cell for cell in held if cell.text and not cell.reading.exact]
    beside = len({cell.column for cell in filled}) - 1
    unheaded = [column.key for column in columns if column.key not in header.columns]
    return tuple(unheaded[: max(beside, 0)])


def _is_stray_figure(cell: TableCell, column: CardColumn) -> bool:
    """Whether OCR read a figure where the column has words: it is of the column beside, whose border was not seen."""
    return is_marks(cell, column) and any(map(str.isdigit, cell.text))


def _lacks_number(column: CardColumn, columns: Sequence[CardColumn], found: Row) -> bool:
    """Whether a column of numbers beside a column is blank in this row."""
    place = columns.index(column)
    beside = [other for other in columns[max(place - 1, 0) : place + 2] if other.unit is not None]
    return any(whole(found.get(other.key, [])) is None for other in beside)


def _is_strokes(cell: TableCell, column: CardColumn) -> bool:
    """Whether OCR hardly saw something, as below a seal, or a sign or two without a digit, that has no words where the
    column's texts have.
    """
    few = len(cell.text) <= MOST_SPECK and not any(map(str.isdigit, cell.text))
    return (few or hardly_seen(cell.reading)) and is_marks(cell, column)


def is_marks(cell: TableCell, column: CardColumn) -> bool:
    """Whether OCR read no words where the column's texts have."""
    return not cell.reading.exact and column.unit is None and not column.target and not has_words(cell.text)


def _is_strange(value: Value, words: Sequence[str]) -> bool:
    """Whether OCR read what its column does not print: a word cut short, or two of cells that ran together."""
    return bool(words) and not value.cell.reading.exact and value.value not in words


def _without_blanks(cell: TableCell | None) -> str | None:
    """A target's text as OCR read it, without the blanks that it puts beside signs; None for a text layer's."""
    if cell is None or cell.reading.engine == "text-layer":
        return None
    return re.sub(r"\s+", "", cell.text)


def read_cell(
    cell: TableCell | None,
    row: str,
    column: str,
    unit: str | None,
    label: str | None,
    text: str | None = None,
    words: Sequence[str] = (),
) -> Iterator[Value]:
    """A cell as a value: a number where the column has a unit, else text; none where blank or a dash."""
    if cell is None or parse_amount(cell.text).kind in ("blank", "dash"):
        return
    if unit is not None and is_dash(cell.text, exact=cell.reading.exact):
        return
    value = Value(row, column, cell.text if text is None else text, unit, label, cell)
    if unit is not None:
        amount = parse_amount(cell.reading.text.strip().rstrip("%％"))
        if amount.kind == "number":
            value.value = amount.text
        else:
            value.reading_doubts.append("the text is no number")
        if amount.mended:
            value.reading_doubts.append("separators or digits were mended")
    value = mend(value, words)
    has_witness = unit is not None or value.value in words
    value.reading_doubts += (
        find_doubts(cell.reading)
        if has_witness
        else find_doubts(cell.reading, LEAST_TEXT_CONFIDENCE, flags=frozenset(Flag))
    )
    yield value
