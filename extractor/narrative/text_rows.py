"""Rows of text outside tables, page by page, with running headers, footers and page numbers set apart."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from extractor.geometry import Box, around
from extractor.model import Half, Line, ReadGrid, Reading, ReadPage

# Running lines stand in this share of the page at its top and bottom, at the same height give or take so many
# points (scanned pages shift), on at least so many pages.
EDGE, SHIFT, LEAST_PAGES = 0.14, 12.0, 3
# A line's box may reach below its neighbour's top; rows are those that overlap more than this.
LEVEL = 0.5
_NO_LETTERS = re.compile(r"[\W_一]+")


@dataclass(frozen=True)
class Row:
    """A row of text on a page: `box` on the upright page, `shown` on the page as displayed, `text` as read."""

    page: int
    box: Box
    shown: Box
    text: str
    lines: tuple[Line, ...]
    half: Half = "whole"

    @property
    def readings(self) -> tuple[Reading, ...]:
        """The readings of the row's lines, left to right."""
        return tuple(line.reading for line in self.lines)

    @property
    def on(self) -> tuple[int, Half]:
        """The page, and which one where two are on one sheet."""
        return self.page, self.half

    @cached_property
    def units(self) -> float:
        """The width of the text in full-width characters."""
        return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in self.text) or 1.0

    @property
    def em(self) -> float:
        """The width of a full-width character in points: the size of the type."""
        return self.box.width / self.units


class TextPage(NamedTuple):
    """A page's rows from top to bottom, its running lines apart, and its tables' boxes."""

    page: ReadPage
    rows: tuple[Row, ...]
    running: tuple[Row, ...]
    tables: tuple[Box, ...]


def read_rows(pages: Sequence[ReadPage]) -> list[TextPage]:
    """The rows of all pages; what repeats at the pages' edges is running."""
    rows = [_rows(page) for page in pages]
    marks = Counter(mark for page, on_page in zip(pages, rows, strict=True) for mark in _marks(page, on_page))
    found = []
    for page, on_page in zip(pages, rows, strict=True):
        running = [row for row in _outermost(page, on_page) if _runs(_mark(page, row), marks)]
        kept = tuple(row for row in on_page if row not in running)
        tables = tuple(table.grid.box for table in page.tables if not _is_text(table))
        found.append(TextPage(page, kept, tuple(running), tables))
    return found


class _Mark(NamedTuple):
    """What a row near an edge looks like: its letters with digits as `#`, and its place from that edge."""

    text: str
    top: bool
    place: float


def _rows(page: ReadPage) -> list[Row]:
    """The page's lines in rows; a frame around one text is no table but text."""
    lines = list(page.lines)
    for table in page.tables:
        if _is_text(table):
            lines += [
                Line(cell.box, reading)
                for cell, reading in zip(table.grid.cells, table.readings, strict=True)
                if reading.text
            ]
    groups: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.box.centre[1]):
        if groups and _level(groups[-1][0].box, line.box):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_row(page, sorted(group, key=lambda line: line.box.x0)) for group in groups]


def _is_text(table: ReadGrid) -> bool:
    """Whether a grid is a frame around text: all that it holds stands in one column that spans it."""
    filled = [cell for cell, reading in zip(table.grid.cells, table.readings, strict=True) if reading.text]
    return len(filled) <= 1 or all(cell.column_span == len(table.grid.columns) - 1 for cell in filled)


def _level(one: Box, other: Box) -> bool:
    return min(one.y1, other.y1) - max(one.y0, other.y0) > LEVEL * min(one.height, other.height)


def _row(page: ReadPage, lines: Sequence[Line]) -> Row:
    box = around(line.box for line in lines)
    text = " ".join(line.text for line in lines)
    return Row(page.number, box, page.shown(box), text, tuple(lines), page.half)


def _mark(page: ReadPage, row: Row) -> _Mark:
    text = re.sub(r"\d+", "#", _NO_LETTERS.sub("", unicodedata.normalize("NFKC", row.text)))
    top = row.box.centre[1] < page.height / 2
    return _Mark(text, top, row.box.centre[1] if top else page.height - row.box.centre[1])


def _marks(page: ReadPage, rows: Sequence[Row]) -> list[_Mark]:
    """Marks rounded two ways, so that near places share one."""
    found = []
    for row in _outermost(page, rows):
        text, top, place = _mark(page, row)
        found += [_Mark(text, top, step) for step in (place // SHIFT, place // SHIFT + 1)]
    return found


def _runs(mark: _Mark, marks: Counter[_Mark]) -> bool:
    """Whether a row is a page number, or repeats on other pages."""
    steps = (mark.place // SHIFT, mark.place // SHIFT + 1)
    repeats = max(marks[_Mark(mark.text, mark.top, step)] for step in steps)
    return mark.text == "#" or (bool(mark.text) and repeats >= LEAST_PAGES)


def _outermost(page: ReadPage, rows: Sequence[Row]) -> list[Row]:
    """The first and the last row of a page, where they stand at its edges."""
    ends = [rows[0], rows[-1]] if len(rows) > 1 else list(rows)
    edge = EDGE * page.height
    return [row for row in ends if row.box.centre[1] < edge or row.box.centre[1] > page.height - edge]
