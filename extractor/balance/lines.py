"""Where the lines of text outside tables ended."""

from __future__ import annotations

import re
from collections.abc import Iterable

from extractor.amounts import has_amount
from extractor.balance.cells import is_card_word
from extractor.balance.figures import find_figures, has_digits, is_figure, is_sentence
from extractor.balance.items import Place, Reason, Spot
from extractor.interpretation import Interpretation
from extractor.layouts import Layouts
from extractor.model import Line, ReadPage
from extractor.narrative.contents import read_contents
from extractor.narrative.paragraphs import Paragraph
from extractor.narrative.text_rows import Row
from extractor.text import key_text

# Share of a page's height at its top and bottom where a lone number is the page's.
EDGE = 0.14
# Two amounts in a line that is no sentence are a row of a table.
LEAST_FIGURES = 2
# A year alone, or within a date.
_YEAR = re.compile(r"^(?:19|20)\d\d$|\d\s*[年月日]")
# A label with its amount right behind it.
_ENDS_WITH_AMOUNT = re.compile(r"[^\d.,]\d[\d,]*\.\d+\s*$")


def spot_of_line(line: Line, page: ReadPage) -> Spot:
    """The line's name in the balance."""
    return Spot(page.number, page.half, page.shown(line.box))


class LinePlaces:
    """Knows the paragraph, running line or contents entry that each line belongs to."""

    def __init__(self, found: Interpretation, layouts: Layouts, units: frozenset[str]) -> None:
        self._common, self._units = layouts.common, units
        self._running = _lines_of(found.prose.running)
        entries = [paragraph for section in read_contents(found.prose) for paragraph in section.paragraphs]
        self._contents = _lines_of(row for paragraph in entries for row in paragraph.rows)
        self._contents_pages = found.contents_pages | {section.first_page for section in read_contents(found.prose)}
        self._paragraphs: dict[int, Paragraph] = {}
        self._rows: dict[int, Row] = {}
        for paragraph in found.prose.paragraphs:
            for row in paragraph.rows:
                for line in row.lines:
                    self._paragraphs[id(line)] = paragraph
                    self._rows[id(line)] = row
        self._cards = [
            (page, card.form) for card in found.scorecards for page in {cell.on for cell in card.table.cells}
        ]
        self._told = {(figure.page, number) for figure in found.narrative for number in find_figures(figure.raw)}

    def of(self, line: Line, page: ReadPage) -> tuple[Place, Reason | None]:
        """The place of a line, and the reason where it is unplaced."""
        text = key_text(line.text)
        if not text:
            return "unplaced", "not-read"
        if id(line) in self._running:
            return ("running-line" if any(map(str.isalpha, text)) else "page-number"), None
        if self._is_card_row(line, page):
            return "unplaced", "no-table"
        entry = id(line) in self._contents or (page.number in self._contents_pages and text.isdigit())
        if not has_digits(text) or (entry and not has_amount(text)):
            return self._words(text), None
        if self._is_page_number(text, line, page):
            return "page-number", None
        return ("unplaced", "no-table") if self._is_table_text(line, page) else (self._words(text), None)

    def _is_card_row(self, line: Line, page: ReadPage) -> bool:
        """Whether a line was read level with a word of a scorecard of its page: a row that its grid lacks."""
        row = self._rows.get(id(line))
        if row is None or len(row.lines) < 2 or line.reading.exact:
            return False
        texts = [key_text(each.text) for each in row.lines]
        forms = [form for on, form in self._cards if on == (page.number, page.half)]
        return any(is_card_word(text, form) for form in forms for text in texts)

    def _words(self, text: str) -> Place:
        if re.search(self._common.unit_pattern, text) or re.search(self._common.unit_name_pattern, text):
            return "unit-line"
        return "title" if re.search(self._common.title_pattern, text) else "paragraph"

    def _is_page_number(self, text: str, line: Line, page: ReadPage) -> bool:
        at_edge = min(line.box.centre[1], page.height - line.box.centre[1]) < EDGE * page.height
        return at_edge and not re.sub(self._common.page_number_pattern, "", text) and not has_amount(text)

    def _is_table_text(self, line: Line, page: ReadPage) -> bool:
        """Whether a line holds figures of a table that was not found."""
        paragraph, row = self._paragraphs.get(id(line)), self._rows.get(id(line))
        alone = row is None or len(row.lines) == 1
        if alone and paragraph is not None and is_sentence(paragraph.text):
            return False
        if _YEAR.search(row.text if row is not None else line.text) and not has_amount(line.text):
            return False
        words = [word for word in line.text.split() if is_figure(word, self._units)]
        loose = [word for word in words if (page.number, word.strip(",.")) not in self._told]
        whole = is_figure(line.text, self._units)
        amount = any(map(has_amount, words)) or _ENDS_WITH_AMOUNT.search(line.text)
        return whole or bool(loose and (amount or len(words) >= LEAST_FIGURES))


def _lines_of(rows: Iterable[Row]) -> set[int]:
    """The identities of the rows' lines."""
    return {id(line) for row in rows for line in row.lines}
