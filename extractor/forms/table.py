"""Grids with readings as tables in document order, each with the lines printed around it; pieces joined.

A table that runs over pages is joined from its pieces: a piece without a title of its own, or with the form's
title once more, goes on with the table before, whether or not its header is printed again.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from extractor.forms.layouts import Layouts
from extractor.forms.match import best_match
from extractor.forms.running import is_dirt, is_running, running_texts
from extractor.forms.text import key_text, normalised, without_ordinal
from extractor.geometry import Box, around
from extractor.model import Half, Line, ReadGrid, Reading, ReadPage
from extractor.reading.reader import joined

# Column borders of pieces are compared as shares of the table's width.
SAME_BORDER = 0.02
# Lines above a table that can be its title, form number, unit and unit name.
MOST_CONTEXT = 8
# Titles this like each other are one title, read twice.
SAME_TITLE = 90.0


class TableCell(NamedTuple):
    """A cell of a joined table; `text` in normal form, `box` on the page as displayed."""

    row: int
    column: int
    row_span: int
    column_span: int
    text: str
    reading: Reading
    page: int
    box: Box
    half: Half = "whole"

    @property
    def on(self) -> tuple[int, Half]:
        """The page, and which one where two are on one sheet."""
        return self.page, self.half


def as_one(cells: Sequence[TableCell]) -> TableCell:
    """Several cells' texts and readings as one cell's, placed where the first is."""
    reading = joined([cell.reading for cell in cells], cells[0].reading.engine)
    return cells[0]._replace(text="".join(cell.text for cell in cells), reading=reading)


@dataclass(slots=True)
class Piece:
    """One grid with the lines above it (to the table before) and below it (to the table after)."""

    page: ReadPage
    table: ReadGrid
    above: list[Line]
    below: list[Line]
    first_on_page: bool
    last_on_page: bool


@dataclass(slots=True)
class Table:
    """A table of the document, whole."""

    columns: int
    cells: list[TableCell]
    rows: int
    above: list[Line]
    below: list[Line]
    places: list[tuple[int, Box]]
    source: str
    borders: tuple[float, ...] = field(default=())

    @property
    def exact(self) -> bool:
        """Whether no cell was read by an engine."""
        return all(cell.reading.exact for cell in self.cells)

    def by_row(self) -> Iterator[tuple[int, list[TableCell]]]:
        """Every row with the cells that start in it."""
        starting: dict[int, list[TableCell]] = {}
        for cell in self.cells:
            starting.setdefault(cell.row, []).append(cell)
        for index in range(self.rows):
            yield index, starting.get(index, [])


def joined_tables(pages: Sequence[ReadPage], layouts: Layouts) -> list[Table]:
    """All tables of the document in order, pieces joined."""
    tables: list[Table] = []
    before: Piece | None = None
    running = running_texts(pages, layouts.common)
    for piece in _pieces(pages):
        if tables and before is not None and _goes_on(before, piece, tables[-1], running, layouts):
            append(tables[-1], _table(piece))
        else:
            tables.append(_table(piece))
        before = piece
    return [table for table in tables if table.cells]


def _pieces(pages: Sequence[ReadPage]) -> Iterator[Piece]:
    for page in pages:
        for index, table in enumerate(page.tables):
            top = page.tables[index - 1].grid.box.y1 if index else float("-inf")
            bottom = page.tables[index + 1].grid.box.y0 if index + 1 < len(page.tables) else float("inf")
            box = table.grid.box
            above = [line for line in page.lines if top <= line.box.centre[1] < box.y0 + 2]
            below = [line for line in page.lines if box.y1 - 2 < line.box.centre[1] <= bottom]
            yield Piece(page, table, above[-MOST_CONTEXT:], below, index == 0, index + 1 == len(page.tables))


def _goes_on(before: Piece, piece: Piece, table: Table, running: Collection[str], layouts: Layouts) -> bool:
    """Whether a piece continues the table before it."""
    if not (piece.first_on_page and before.last_on_page and piece.page.follows(before.page)):
        return False
    common = layouts.common
    texts = [key_text(line.text) for line in piece.above if not is_dirt(line)]
    if any(re.search(common.continued_pattern, text) for text in texts if len(text) < 40):
        return _alike(piece, table)
    own = [text for text in texts if not is_running(text, running, common)]
    titled = [text for text in own if not re.search(common.unit_pattern, text)]
    if titled and not _titled_again(titled, table, layouts):
        return False
    return bool(titled or _ends_open(before, running, layouts)) and _alike(piece, table)


def _titled_again(titled: Sequence[str], table: Table, layouts: Layouts) -> bool:
    """Whether a known form's title or number is printed once more, and nothing that the first page has not above it.

    A disclosure holds a form once; tables that no layout knows (one sheet a project) may share their title.  Titles of
    two forms may be alike enough for one read twice: the form that each is most like decides.
    """
    first = [key_text(line.text) for line in table.above]
    repeated = all(best_match(text, first, SAME_TITLE) for text in titled)
    named = _forms_named(titled, layouts)
    number = layouts.common.form_number_pattern
    known = bool(named) or any(re.search(number, text) for text in titled)
    return repeated and known and named <= _forms_named(first, layouts)


def _forms_named(texts: Sequence[str], layouts: Layouts) -> set[str]:
    """The forms that have titles like any of the texts, each text's likeliest."""
    forms = {key_text(title): form.id for form in layouts.forms.values() for title in form.titles}
    matches = [best_match(without_ordinal(text), forms, SAME_TITLE) for text in texts]
    return {forms[match.choice] for match in matches if match}


def _ends_open(piece: Piece, running: Collection[str], layouts: Layouts) -> bool:
    """Whether nothing but running footers is printed below the piece (a note ends a table)."""
    return all(is_dirt(line) or is_running(line.text, running, layouts.common) for line in piece.below)


def _alike(piece: Piece, table: Table) -> bool:
    """Whether the piece's columns are the table's, by number or by place; a blank filler may lack some."""
    if len(piece.table.grid.columns) - 1 == table.columns:
        return True
    borders = _shares(piece.table.grid.columns)
    own = sum(any(abs(b - t) < SAME_BORDER for t in table.borders) for b in borders)
    return own >= 0.8 * len(borders) and len(borders) >= 3


def _shares(columns: Sequence[float]) -> tuple[float, ...]:
    """Border positions as shares of the table's width."""
    left, width = columns[0], columns[-1] - columns[0] or 1.0
    return tuple((x - left) / width for x in columns)


def _table(piece: Piece) -> Table:
    """A piece as a table of its own."""
    grid = piece.table.grid
    cells = []
    for cell, reading in zip(grid.cells, piece.table.readings, strict=True):
        box = piece.page.shown(cell.box)
        cells.append(TableCell(*cell[:4], normalised(reading.text), reading, piece.page.number, box, piece.page.half))
    return Table(
        len(grid.columns) - 1,
        cells,
        len(grid.rows) - 1,
        piece.above,
        piece.below,
        [(piece.page.number, around(cell.box for cell in cells))] if cells else [],
        grid.source,
        _shares(grid.columns),
    )


def append(table: Table, piece: Table) -> None:
    """Add a piece's rows below the table's; its columns by number, or by place where the number differs.

    Borders of the piece that the table lacks divide the table's columns too, so that none of its cells is lost.
    """
    same = piece.columns == table.columns
    if not same:
        _divide(table, [share for share in piece.borders if _far(share, table.borders)])
    at = list(range(piece.columns + 1)) if same else _nearest(piece.borders, table.borders)
    for cell in piece.cells:
        first, last = at[cell.column], at[cell.column + cell.column_span] - 1
        span = max(last - first + 1, 1)
        table.cells.append(cell._replace(row=table.rows + cell.row, column=first, column_span=span))
    table.rows += piece.rows
    table.places += piece.places
    table.below = piece.below


def part(table: Table, start: int, end: int) -> Table:
    """Rows `start` to `end` of a table as a table of their own."""
    cells = [cell._replace(row=cell.row - start) for cell in table.cells if start <= cell.row < end]
    places = [
        (on[0], around(cell.box for cell in cells if cell.on == on)) for on in sorted({cell.on for cell in cells})
    ]
    above = table.above if start == 0 else []
    below = table.below if end == table.rows else []
    return Table(table.columns, cells, end - start, above, below, places, table.source, table.borders)


def _divide(table: Table, shares: Sequence[float]) -> None:
    """Give a table more column borders; its cells span them."""
    if not shares:
        return
    borders = tuple(sorted({*table.borders, *shares}))
    at = [borders.index(share) for share in table.borders]
    table.cells[:] = [
        cell._replace(column=at[cell.column], column_span=at[cell.column + cell.column_span] - at[cell.column])
        for cell in table.cells
    ]
    table.borders, table.columns = borders, len(borders) - 1


def _far(share: float, borders: Sequence[float]) -> bool:
    return all(abs(share - border) >= SAME_BORDER for border in borders)


def _nearest(shares: Sequence[float], borders: Sequence[float]) -> list[int]:
    """For each border of a piece the table's border."""
    own = np.array(borders)
    return [int(np.abs(own - share).argmin()) for share in shares]
