"""The weights of the structure model: log-odds of what is seen on a page, if a structure is the true one.

Set by hand on drawn documents (typeset, and made by office programs); all of them moved by a third at random lost none
of 1 990 figures there.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ColumnWeights:
    """For and against the border between two columns, strip by strip of a table.

    In a ruled table lines tell, in an open one the texts; `line` and `text` weights of a mixed one count half.
    """

    line: float = 3.5  # for a border with a line
    line_under_text: float = -2.5  # more, where text runs over that line
    no_line: float = -0.6  # ruled: neither line nor text there
    no_line_text_across: float = -0.3  # ruled: a merged cell
    no_line_amount_across: float = -1.5  # ruled: an amount is in no merged cell
    no_vertical_line: float = -2.0  # ruled: a strip that no vertical line touches
    text_across: float = -2.2  # open: text runs over the border
    text_at: float = -0.02  # open: text is close to the border; of two borders that part texts alike one is in a blank
    filled_cell: float = 1.0  # open: a further cell of the strip with text
    single_number: float = 0.5  # open: more, where that is one number
    two_numbers: float = -4.0  # for each number beyond the first in one cell
    two_texts: float = -1.5  # open: for each text beside another in one cell
    two_headings: float = -3.0  # the same in a strip without numbers
    column: float = -2.0  # prior of a border
    table: float = -4.0  # prior of a table
    next_table: float = -8.0  # more, where it begins at the end of another
    other_part: float = -3.0  # instead, at a long line where one of them is ruled: of one frame
    prose_between_lines: float = -3.0  # for a low strip of text between two long lines that is no part of a table
    edge_line: float = 1.5  # for a long horizontal line at the top, or bottom, of a table
    missing_at_most: float = -4.0  # ruled: all strips together in which the line of a border is missing
    line_end: float = 2.0  # for a border where a horizontal line begins or ends
    centred_heading: float = 2.0  # for a border beside headings that stand in the middle of their columns
    empty_column: float = -3.0  # for a column without text that neither lines nor the page before show
    as_before: float = 3.0  # for a border where a table that goes on had one; an empty column keeps its place


@dataclass(frozen=True, slots=True)
class RowWeights:
    """For and against the border between two rows, cell by cell."""

    line: float = 1.0  # a cell's side has a line
    no_line: float = -0.05  # ruled: a cell's side without; a line along one cell of twenty is a border
    no_line_number_across: float = -0.6  # ruled: a number is in few merged cells
    text_across: float = -1.0  # text runs over the border, ruled: over its line
    wide_blank: float = 1.0  # open: for a blank as wide as between rows, against one as narrow as between lines
    unruled: float = -4.0  # ruled: a border without any line
    worn_line: float = 5.0  # ruled, on a scan: more, where texts are as far apart as those that lines part
    line_in_open: float = -1.5  # open: a border with lines, which are rare there
    two_numbers: float = -4.0  # for each number beyond the first in one cell, or in a column that a text runs over


COLUMN = ColumnWeights()
ROW = RowWeights()
# How much of a table's columns is told by its texts, the rest by its lines.
STYLES = {"ruled": 0.0, "mixed": 0.5, "open": 1.0}
# Of a cell's side inked: a line is there, none is there; between the two it is not known.
LINE_THERE, LINE_ABSENT = 0.55, 0.15
