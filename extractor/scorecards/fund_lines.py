"""The lines of a scorecard's funds: what their labels are, and whether a row is such a line at all."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.layouts.scorecards import ScorecardForm
from extractor.scorecards.blocks import Header
from extractor.scorecards.cells import Cells
from extractor.scorecards.repeated_words import find_nearest
from extractor.tables.doubts import hardly_seen
from extractor.tables.matching import find_guess
from extractor.tables.table import TableCell
from extractor.tables.values import Value
from extractor.text import has_words

_WORDLESS = re.compile("[^\u4e00-\u9fff（）]")
# The end of a label tells of the whole one if it has so many characters.
LEAST_END = 2


def beside_heading(cells: Cells, header: Header) -> int:
    """The column where the lines' labels start: beside the block's heading, if it has one at its left."""
    first = next(iter(cells.covering(header.start)), None)
    end = first.column + first.column_span if first is not None else 0
    return end if end < header.first else 0


def may_be_label(cell: TableCell) -> bool:
    """Whether a cell left of the columns belongs to the line's label; figures below a heading that OCR did not
    read, and what it read of a rule, have no words.
    """
    return bool(cell.text) and (cell.reading.exact or has_words(cell.text))


def known_line(label: str, form: ScorecardForm, cells: Sequence[TableCell]) -> tuple[str, bool] | None:
    """The line's usual name (of another wording, where OCR read something like it, or only its end), and whether it
    is to be doubted; None where what OCR read may be several of the form's lines.
    """
    for line in form.funds.lines:
        if label in line.texts:
            return line.key, False
    keys = [line.key for line in form.funds.lines]
    ends = [] if cells[0].reading.exact or len(label) < LEAST_END else [key for key in keys if key.endswith(label)]
    if len(ends) == 1:
        return ends[0], True
    near = find_nearest(label, cells[0].reading, keys)
    if len(near) == 1:
        return near[0], False
    # Words before a known label are the rest of the block's heading, where the line between them was lost.
    known = [] if cells[0].reading.exact else [key for key in keys if label.endswith(key)]
    if known:
        return max(known, key=len), True
    # What OCR made of a seal's strokes has no words.
    bare = label if cells[0].reading.exact else _WORDLESS.sub("", label)
    near = [bare] if bare in keys else find_nearest(bare, cells[0].reading, keys)
    if len(near) == 1:
        return near[0], True
    guess = find_guess(bare, keys) if any(hardly_seen(cell.reading) for cell in cells) else None
    if guess is not None:
        return guess.choice, True
    return None if ends or near else (label, False)


def is_line(values: Sequence[Value]) -> bool:
    """Whether a row of values is a line of funds: one that OCR read without a single figure is something else."""
    return any(value.cell.reading.exact or (value.unit is not None and value.is_number) for value in values)
