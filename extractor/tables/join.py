"""Grids with readings as tables in document order, each with the lines printed around it; pieces joined.

A table that runs over pages is joined from its pieces.  A piece goes on with the table before it where it cannot stand
by itself (it has no header, or the same again, and no title), or repeats the form's title.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractor.amounts import is_amount, parse_amount
from extractor.geometry import around
from extractor.layouts import Layouts
from extractor.model import Line, ReadGrid, ReadPage
from extractor.tables.headers import above_figures, find_body, find_header_cells
from extractor.tables.matching import find_best
from extractor.tables.running_headers import find_running, is_dirt, is_running
from extractor.tables.split_tables import split_table
from extractor.tables.table import Table, TableCell, append, count_same, fit
from extractor.tables.wide_tables import append_right_columns
from extractor.text import key_text, normalise, without_ordinal

# Lines above a table that can be its title, form number, unit and unit name.
MOST_CONTEXT = 8
# A header has no fewer texts.
LEAST_HEADER = 3
# Of 100: headings this like each other are one, read twice.
SAME_HEADING = 85.0
# Of a repeated header OCR reads so many headings as on the first page.
MOST_READ = 0.75
# Rows of a grid in which its title may stand.
LEADING_ROWS = 4
# Titles this like each other are one title, read twice.
SAME_TITLE = 90.0

# Of the borders of one of two pieces of a table the other has so many; either has at least so many columns.
SHARED, LEAST_COLUMNS = 0.8, 2


@dataclass(slots=True)
class Piece:
    """One grid with the lines above it (to the table before) and below it (to the table after)."""

    page: ReadPage
    table: ReadGrid
    above: list[Line]
    below: list[Line]
    first_on_page: bool
    last_on_page: bool


def join_tables(pages: Sequence[ReadPage], layouts: Layouts) -> list[Table]:
    """All tables of the document in order, pieces joined, grids that hold several divided."""
    tables: list[Table] = []
    before: Piece | None = None
    running = find_running(pages, layouts.common)
    for piece in _pieces(pages):
        first, *others = split_table(_table(piece), layouts)
        if tables and before is not None and _goes_on(before, piece, first, tables[-1], running, layouts):
            append(tables[-1], first)
        else:
            tables.append(first)
        tables += others
        before = piece
    return append_right_columns([table for table in tables if table.cells], layouts)


def _pieces(pages: Sequence[ReadPage]) -> Iterator[Piece]:
    for page in pages:
        for index, table in enumerate(page.tables):
            top = page.tables[index - 1].grid.box.y1 if index else float("-inf")
            bottom = page.tables[index + 1].grid.box.y0 if index + 1 < len(page.tables) else float("inf")
            box = table.grid.box
            above = [line for line in page.lines if top <= line.box.centre[1] < box.y0 + 2]
            below = [line for line in page.lines if box.y1 - 2 < line.box.centre[1] <= bottom]
            yield Piece(page, table, above[-MOST_CONTEXT:], below, index == 0, index + 1 == len(page.tables))


def _goes_on(before: Piece, piece: Piece, own: Table, table: Table, running: Collection[str], layouts: Layouts) -> bool:
    """Whether a piece (as a table: `own`) continues the table before it."""
    common = layouts.common
    texts = [key_text(line.text) for line in piece.above if not is_dirt(line)]
    printed = [text for text in texts if not is_running(text, running, common)]
    header, known = _header(own, layouts), _header(table, layouts)
    titled = [text for text in printed if not re.search(common.unit_pattern, text) and not _is_known(text, known)]
    again = _is_header_again(own, header, known, _header_columns(table, layouts))
    if not again and (_names_columns(header, layouts) or _inner_title(own, layouts)):
        return bool(titled) and _follows(before, piece) and _is_continued(texts, titled, own, table, layouts)
    if not titled and _begins_with_figures(own, layouts):
        return _alike(own, table)
    if not _follows(before, piece):
        return False
    if not titled:
        return (again or _ends_open(before, running, layouts)) and _alike(own, table)
    return _is_continued(texts, titled, own, table, layouts)


def _is_header_again(own: Table, header: Sequence[str], known: Sequence[str], columns: Sequence[str]) -> bool:
    """Whether a piece begins with the headings of the table before: all above its figures (most, where OCR read them)
    are of these, or of what stands above one of its columns, or its first texts are these in order, with rows without
    figures below them.
    """
    same = sum(_is_known(text, [*known, *columns]) for text in header)
    if len(header) >= LEAST_HEADER and same >= len(header) * (1.0 if own.exact else MOST_READ):
        return True
    cells = sorted((cell for cell in own.cells if cell.text), key=lambda cell: (cell.row, cell.column))
    first = [key_text(cell.text) for cell in cells[: len(known)]]
    alike = len(first) == len(known) >= LEAST_HEADER
    return alike and all(find_best(text, [other], SAME_HEADING) for text, other in zip(first, known, strict=True))


def _is_known(heading: str, known: Sequence[str]) -> bool:
    """Whether a heading is one of the known, or a part of one: a line may divide it on one page and not on another."""
    return bool(find_best(heading, known, SAME_HEADING)) or any(heading in other for other in known)


def _follows(before: Piece, piece: Piece) -> bool:
    """Whether a piece is the first of the page after that of which the one before is the last."""
    return piece.first_on_page and before.last_on_page and piece.page.follows(before.page)


def _is_continued(texts: Sequence[str], titled: Sequence[str], own: Table, table: Table, layouts: Layouts) -> bool:
    """Whether the lines above a piece say that it goes on: (续), or the form's title once more."""
    marked = any(re.search(layouts.common.continued_pattern, text) for text in texts if len(text) < 40)
    return (marked or _titled_again(titled, table, layouts)) and _alike(own, table)


def _header(table: Table, layouts: Layouts) -> list[str]:
    """The texts above a table's body; none where it has no body, or none stands above figures: rows without amounts."""
    return [key_text(cell.text) for cell in _headings(table, layouts)]


def _headings(table: Table, layouts: Layouts) -> list[TableCell]:
    start = find_body(table, layouts)
    cells = [cell for cell in find_header_cells(table, start) if cell.text and start < table.rows]
    body = (cell for cell in table.cells if cell.row >= start)
    return cells if above_figures(cells, body) else []


def _header_columns(table: Table, layouts: Layouts) -> list[str]:
    """What stands above each column, from top to bottom as one text: a page may join what another one divides."""
    columns: dict[int, str] = {}
    for cell in sorted(_headings(table, layouts), key=lambda cell: cell.row):
        columns[cell.column] = columns.get(cell.column, "") + key_text(cell.text)
    return list(columns.values())


def _names_columns(header: Sequence[str], layouts: Layouts) -> bool:
    """Whether the texts above a body are a header's: of a continued table of labels the first rows may be blank, and
    are numbered; columns are numbered from one on.
    """
    numbers = [int(text) for text in header if text.isdigit()]
    rows_numbered = any(after != before + 1 for before, after in pairwise(numbers))
    return not rows_numbered and any(text in layouts.structural or text in layouts.headings for text in header)


def _inner_title(table: Table, layouts: Layouts) -> bool:
    """Whether a title stands in a table's first rows."""
    first = [key_text(cell.text) for cell in table.cells if cell.row < LEADING_ROWS]
    return any(re.search(layouts.common.inner_title_pattern, text) for text in first)


def _begins_with_figures(table: Table, layouts: Layouts) -> bool:
    """Whether a table has no header: it cannot stand by itself, whatever is printed between it and the one before."""
    first = [cell for cell in table.cells if cell.row == 0]
    return find_body(table, layouts) == 0 and any(parse_amount(cell.text).kind == "number" for cell in first)


def _titled_again(titled: Sequence[str], table: Table, layouts: Layouts) -> bool:
    """Whether a known form's title or number is printed once more, and nothing that the first page has not above it.

    A disclosure holds a form once; tables that no layout knows (one sheet a project) may share their title.  Titles of
    two forms may be alike enough for one read twice: the form that each is most like decides.
    """
    first = [key_text(line.text) for line in table.above]
    repeated = all(find_best(text, first, SAME_TITLE) for text in titled)
    named = _forms_named(titled, layouts)
    number = layouts.common.form_number_pattern
    known = bool(named) or any(re.search(number, text) for text in titled)
    return repeated and known and named <= _forms_named(first, layouts)


def _forms_named(texts: Sequence[str], layouts: Layouts) -> set[str]:
    """The forms that have titles like any of the texts, each text's likeliest."""
    forms = {key_text(title): form.name for form in layouts.forms.values() for title in form.titles}
    bare = [re.sub(layouts.common.title_addition_pattern, "", without_ordinal(text)) for text in texts]
    matches = [find_best(text, forms, SAME_TITLE) for text in bare]
    return {forms[match.choice] for match in matches if match}


def _ends_open(piece: Piece, running: Collection[str], layouts: Layouts) -> bool:
    """Whether nothing but running footers is printed below the piece (a note ends a table)."""
    return all(is_dirt(line) or is_running(line.text, running, layouts.common) for line in piece.below)


def _alike(own: Table, table: Table) -> bool:
    """Whether the piece's columns are the table's, by number or by place: most of all, or those that hold amounts.

    Either may have more, of lines that are none or of blank columns.
    """
    if own.columns == table.columns:
        return True
    borders = fit(own.borders, table.borders)
    shared = max(
        count_same(borders, table.borders) / len(borders), count_same(table.borders, borders) / len(table.borders)
    )
    amounts = {cell.column for cell in own.cells if is_amount(cell.text)}
    beside = [borders[at] for column in amounts for at in (column, column + 1)]
    figures = len(amounts) > 1 and count_same(beside, table.borders) == len(beside)
    return (shared >= SHARED or figures) and min(own.columns, table.columns) >= LEAST_COLUMNS


def _table(piece: Piece) -> Table:
    """A piece as a table of its own."""
    grid = piece.table.grid
    cells = []
    for cell, reading in zip(grid.cells, piece.table.readings, strict=True):
        box = piece.page.shown(cell.box)
        cells.append(TableCell(*cell[:4], normalise(reading.text), reading, piece.page.number, box, piece.page.half))
    return Table(
        len(grid.columns) - 1,
        cells,
        len(grid.rows) - 1,
        piece.above,
        piece.below,
        [(piece.page.number, around(cell.box for cell in cells))] if cells else [],
        grid.source,
        tuple(grid.columns),
    )
