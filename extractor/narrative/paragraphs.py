"""Rows joined into paragraphs, over pages too, without the line breaks.

A row goes on where the row before it had no room for more, or no sentence ended, and it is not indented.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from extractor.geometry import Box
from extractor.layouts.narrative import Sections
from extractor.narrative.text_rows import Row, TextPage
from extractor.text import key_text, normalise

# In full-width characters: rows so long tell the margins; an indentation is at least so deep.
LONG_ROW, INDENT = 15.0, 0.9
# Fewer long rows tell no margins.
LEAST_ROWS = 4
# Shares of the text's width: a row of a document with indentations that ends a sentence before this is its
# paragraph's last; a heading's row that reaches this far may be wrapped.
SHORT, WRAPPED = 0.6, 0.75
# Type sizes so different are of different paragraphs; a gap of so many usual pitches parts them.
OTHER_SIZE, PART_GAP = 0.25, 2.2
_ASCII_ENDS = re.compile(r"[A-Za-z]$")
_ASCII_STARTS = re.compile(r"^[A-Za-z]")
_LEADERS = re.compile(r"[.…·﹒]{4,}")
# What no line break may divide: a number, a character with its opening and closing punctuation.
_FIRST_WORD = re.compile(r"[（(“《]*(?:[\d.,]+%?|.)[）)”》]*[，。；：、！？,;:]?")


class TableMark(NamedTuple):
    """A table between the paragraphs."""

    page: int
    box: Box


@dataclass(frozen=True)
class Paragraph:
    """Text without breaks in the contract's normal form, and the rows it was printed in."""

    rows: tuple[Row, ...]
    centred: bool = False

    @cached_property
    def text(self) -> str:
        """The rows joined."""
        raw = self.rows[0].text
        for row in self.rows[1:]:
            words = _ASCII_ENDS.search(raw) and _ASCII_STARTS.match(row.text)
            raw += (" " if words else "") + row.text
        return normalise(_LEADERS.sub("…", raw))

    @cached_property
    def key(self) -> str:
        """The text as keys compare."""
        return key_text(self.text)

    @cached_property
    def ends(self) -> tuple[int, ...]:
        """For each row the place in `text` where it ends."""
        lengths = np.cumsum([len(normalise(row.text)) for row in self.rows])
        return tuple(int(n) for n in lengths * len(self.text) / max(int(lengths[-1]), 1))

    @property
    def page(self) -> int:
        """The page it begins on."""
        return self.rows[0].page

    def row_at(self, place: int) -> tuple[Row, int]:
        """The row that prints the character at `place` of the text, and the place where that row begins."""
        start = 0
        for row, end in zip(self.rows, self.ends, strict=True):
            if place < end:
                return row, start
            start = end
        return self.rows[-1], self.ends[-2] if len(self.ends) > 1 else 0


class Margins(NamedTuple):
    """Where the body's rows begin and end on a page, the usual pitch, and whether paragraphs are indented."""

    left: float
    right: float
    pitch: float
    indented: bool


NO_MARGINS = Margins(0.0, float("inf"), float("inf"), False)


def join_rows(pages: Sequence[TextPage], sections: Sections) -> list[Paragraph | TableMark]:
    """Paragraphs and tables in document order."""
    margins = _margins(pages)
    found: list[Paragraph | TableMark] = []
    open_rows: list[Row] = []
    for text_page, margin in zip(pages, margins, strict=True):
        for item in _in_order(text_page):
            if isinstance(item, Row) and open_rows and _goes_on(open_rows, item, margin, text_page, sections):
                open_rows.append(item)
                continue
            found += _closed(open_rows, margin)
            open_rows = [item] if isinstance(item, Row) else []
            if isinstance(item, TableMark):
                found.append(item)
    return found + _closed(open_rows, margins[-1]) if margins else []


def _closed(rows: Sequence[Row], margin: Margins) -> list[Paragraph | TableMark]:
    return [Paragraph(tuple(rows), _is_centred(rows[0], margin))] if rows else []


def _in_order(page: TextPage) -> Iterator[Row | TableMark]:
    items: list[Row | TableMark] = [*page.rows, *(TableMark(page.page.number, box) for box in page.tables)]
    yield from sorted(items, key=lambda item: item.box.centre[1] if isinstance(item, Row) else item.box.y0)


def _margins(pages: Sequence[TextPage]) -> list[Margins]:
    """Margins page by page: a page's own where its rows tell them, else those of pages of its width.

    Pages without tables tell the margins of the prose; what stands around tables has others.
    """
    widths = [round(page.page.width / 20) for page in pages]
    of_width = {}
    for width in set(widths):
        same = [page for page, other in zip(pages, widths, strict=True) if other == width]
        of_width[width] = _of_rows([page.rows for page in same if not page.tables]) or _of_rows([p.rows for p in same])
    found = []
    for page, width in zip(pages, widths, strict=True):
        usual, own = of_width[width] or NO_MARGINS, _of_rows([page.rows])
        if own is None:
            found.append(usual)
            continue
        em = float(np.median([row.em for row in page.rows]))
        near = abs(own.left - usual.left) < em and abs(own.right - usual.right) < 2 * em
        clear = own.indented and not page.tables
        found.append(own._replace(indented=usual.indented or clear, pitch=usual.pitch) if near or clear else usual)
    return found


def _of_rows(pages: Sequence[Sequence[Row]]) -> Margins | None:
    """The margins that long rows keep to; None where there are too few."""
    rows = [row for page in pages for row in page if row.units >= LONG_ROW]
    if len(rows) < LEAST_ROWS:
        return None
    lefts = np.array([row.box.x0 for row in rows])
    em = float(np.median([row.em for row in rows]))
    near = (np.abs(lefts[:, None] - lefts) < em / 2).mean(axis=0)
    left = float(lefts[near >= min(0.1, near.max())].min())
    right = float(np.quantile([row.box.x1 for row in rows], 0.95))
    deep = (lefts > left + 1.2 * em) & (lefts < left + 3 * em)
    gaps = [b.box.centre[1] - a.box.centre[1] for page in pages for a, b in pairwise(page)]
    return Margins(left, right, float(np.median(gaps)) if gaps else float("inf"), float(deep.mean()) >= 0.15)


def _goes_on(before: Sequence[Row], row: Row, margin: Margins, page: TextPage, sections: Sections) -> bool:
    """Whether a row belongs to the paragraph of the rows before it."""
    last = before[-1]
    text, end = key_text(row.text), key_text(last.text)
    numbered, head = sections.level(text), sections.level(key_text(before[0].text))
    indented = row.box.x0 > margin.left + INDENT * row.em
    ended = bool(sections.sentence_end_pattern.search(end)) or end[-1:].isdigit()
    full = last.box.x1 > margin.right - 1.5 * last.em
    if numbered and (indented or ended or not full):
        return False
    if before[0].box.x0 > (margin.left + margin.right) / 2:
        return False
    if min(row.units, last.units) >= 6 and abs(row.em - last.em) > OTHER_SIZE * max(row.em, last.em):
        return False
    if row.on == last.on and row.box.centre[1] - last.box.centre[1] > PART_GAP * margin.pitch:
        return False
    centred, was_centred = _is_centred(row, margin), _is_centred(last, margin)
    if was_centred or (centred and indented):
        return _wraps(last, row, head, margin, page, sections) and (centred or not indented)
    if head and sections.heading_end_pattern.search(end):
        return False
    if head and not ended and _has_room(last, row, margin):
        return False
    if indented:
        return False
    if margin.indented:
        return not (ended and last.box.x1 < margin.left + SHORT * (margin.right - margin.left))
    return not (ended and _has_room(last, row, margin))


def _wraps(last: Row, row: Row, head: int, margin: Margins, page: TextPage, sections: Sections) -> bool:
    """Whether a centred line goes on in the next: both of one size, and the first as wide as lines get."""
    if sections.table_title_pattern.search(key_text(last.text)):
        return False
    wide = last.box.width > WRAPPED * (min(margin.right, page.page.width) - margin.left)
    same = abs(row.box.height - last.box.height) < 0.1 * row.box.height
    near = row.on == last.on and row.box.centre[1] - last.box.centre[1] < 1.6 * row.box.height
    cover = row.page == 1 and row.half != "right"
    return (wide and head == 1) or (same and near and not head and cover)


def _is_centred(row: Row, margin: Margins) -> bool:
    """Whether a row stands in the middle, well inside both margins."""
    if margin.right == float("inf"):
        return False
    left, right = row.box.x0 - margin.left, margin.right - row.box.x1
    return min(left, right) > 2.5 * row.em and abs(left - right) < 2.5 * row.em


def _has_room(last: Row, row: Row, margin: Margins) -> bool:
    """Whether the next row's first word would have stood at the end of the last."""
    word = _FIRST_WORD.match(row.text.strip())
    width = sum(0.5 if c.isascii() else 1.0 for c in word[0]) if word else 1.0
    return last.box.x1 + (width + 1) * last.em < margin.right
