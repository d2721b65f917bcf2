"""The figures that the explanation tells: what each number says, of which item, linked to the tables.

The words right before a number say its measure (layouts/narrative.yaml).  An item that is not repeated is the
subject told last; a share without a named whole is of the item that opened the list it stands in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extractor.document import Status
from extractor.geometry import Box
from extractor.layouts import Layouts
from extractor.model import Reading
from extractor.narrative.clauses import (
    Mention,
    Told,
    find_mentions,
    item_words,
    read_clause,
    sentence_around,
    split_comparison,
)
from extractor.narrative.links import HasValues, Link, Links, path_of
from extractor.narrative.number_places import number_reading, part_of
from extractor.narrative.paragraphs import Paragraph
from extractor.narrative.sections import Section
from extractor.tables.doubts import find_doubts
from extractor.text import normalise

# A paragraph's first sentence is its subject if it has a numbering and is no longer than this.
LONGEST_SUBJECT = 90


@dataclass(slots=True)
class ToldFigure:
    """One number of the prose.

    `value` is signed by the direction that is told; `words` are those that say the measure.  `table`, `row` and
    `column` are the cell of the item: for a change, a rate or a share, which have no cell of their own, the cell
    of what changed or has the share.  `of` is the cell of a share's whole.
    """

    item: str
    measure: str
    value: str
    raw: str
    unit: str
    words: str
    table: str | None
    row: str | None
    column: str | None
    of: Link | None
    sentence: str
    page: int
    bbox: Box
    reading: Reading
    status: Status = "read"
    notes: list[str] = field(default_factory=list)


def read_figures(
    roots: Sequence[Section], known: Sequence[HasValues], layouts: Layouts, unit_name: str | None, year: int | None
) -> list[ToldFigure]:
    """Every figure of the explanation in document order."""
    links = Links(known, layouts)
    found: list[ToldFigure] = []
    for section, above in (pair for root in roots for pair in root.walk()):
        if section.kind != "explanation":
            continue
        tables = topic_tables(section, above, layouts)
        title = layouts.narrative.heading_tail_pattern.sub("", layouts.sections.bare(section.title))
        teller = _Teller(layouts, links, tables, title, (unit_name,) if unit_name else (), year)
        for paragraph in section.paragraphs:
            found += teller.figures(paragraph)
    return found


def topic_tables(section: Section, above: Sequence[Section], layouts: Layouts) -> tuple[str, ...]:
    """The tables that a section speaks of, by its heading or the nearest above it that says so."""
    for heading in (section, *reversed(above)):
        for topic in layouts.narrative.topics if heading.level > 1 else ():
            if topic.pattern.search(heading.title):
                return topic.tables
    return ()


class _Teller:
    """Reads the paragraphs below one heading; remembers what they speak of."""

    def __init__(
        self,
        layouts: Layouts,
        links: Links,
        tables: tuple[str, ...],
        subject: str,
        names: tuple[str, ...],
        year: int | None,
    ) -> None:
        self._sections, self._patterns = layouts.sections, layouts.narrative
        self._links, self._tables, self._names, self._year = links, tables, names, year
        # The item told last, the last that has an amount, and that of the number before.
        self._subject = self._amount = self._before = subject
        # Wholes: of the paragraphs below, of this paragraph, of this clause; and how many parts were told.
        self._listed = self._local = self._nested = ""
        self._parts = 0
        self._several: list[str] = []
        self._queue: list[str] = []
        self._last: Told | None = None
        self._compared = ""
        self._outside: list[tuple[str, str, str]] = []

    def figures(self, paragraph: Paragraph) -> Iterator[ToldFigure]:
        """The figures of one paragraph."""
        text = paragraph.text
        self._local = self._nested = self._compared = ""
        self._parts = 0
        self._outside = []
        found = find_mentions(text, self._patterns)
        for index, mention in enumerate(found):
            self._hear(mention, text if index == 0 else "")
            words, item = self._told(mention)
            self._before, self._last = item, words
            yield self._figure(mention, words, item, paragraph)
        rest = text[found[-1].end :] if found else text
        if rest.endswith("：") and self._opens(rest, "heading"):
            self._listed = self._subject

    def _hear(self, mention: Mention, opening: str) -> None:
        """The words before a number: subjects that carry no number themselves, and openings of lists."""
        self._bracketed(mention.words)
        if mention.breaks:
            self._nested = ""
        if mention.begins:
            self._sentence()
        heads = mention.segments[:-1]
        first = heads[0] if opening and heads else ""
        if first and self._sections.level(opening) and len(first) <= LONGEST_SUBJECT and opening[len(first)] == "。":
            self._speak_of(first)
        for segment in mention.segments:
            subject, compared = split_comparison(segment, self._patterns) if segment in heads else ("", "")
            self._compared = compared or self._compared
            if self._item(subject):
                self._speak_of(subject)
            if segment in heads and path_of(segment, self._patterns):
                self._speak_of(segment)
            if self._opens(segment, "heading"):
                self._local, self._parts = self._subject, 0
        if self._opens(mention.clause, "clause"):
            self._nested = self._subject

    def _bracketed(self, words: str) -> None:
        """After a bracket that told of something else, the subject before it."""
        for character in words:
            if character == "（":
                self._outside.append((self._subject, self._amount, self._before))
            elif character == "）" and self._outside:
                self._subject, self._amount, self._before = self._outside.pop()

    def _sentence(self) -> None:
        """A new sentence: what is not named again is the whole, once several of its parts were told."""
        self._compared = ""
        if self._local and self._parts > 1:
            self._subject = self._amount = self._local
            self._parts = 0

    def _speak_of(self, text: str) -> None:
        self._subject = self._amount = self._before = self._item(self._sections.bare(text))

    def _opens(self, text: str, until: str) -> bool:
        """Whether the first opener that a text holds reaches so far."""
        first = next((opener for opener in self._patterns.openers if opener.pattern.search(text)), None)
        return first is not None and first.until == until

    def _figure(self, mention: Mention, words: Told, item: str, paragraph: Paragraph) -> ToldFigure:
        link = self._links.cell(item, self._tables, words.measure, counted=mention.kind == "count")
        of = None
        if words.measure == self._patterns.share_measure:
            whole = self._item(words.of)
            of = self._links.whole(whole, self._tables) if whole else self._scope_link()
        return self._placed(mention, words, item, link, of, paragraph)

    def _scope_link(self) -> Link | None:
        scope = self._nested or self._local or self._listed
        return self._links.cell(scope, self._tables) if scope else None

    def _told(self, mention: Mention) -> tuple[Told, str]:
        """The measure and the item of a number; keeps the subject."""
        segment = mention.segments[-1]
        if mention.listed and self._queue and self._last is not None:
            return self._last, self._named(self._queue.pop(0), mention)
        several = self._patterns.respectively_pattern.match(segment)
        if several:
            items = self._item(several["items"])
            self._several = self._patterns.list_pattern.split(items) if items else self._several
            first, *self._queue = self._several or [self._subject]
            return read_clause(several["rest"], mention.kind, self._patterns), self._named(first, mention)
        self._queue = []
        words = read_clause(segment, mention.kind, self._patterns)
        item = self._item(self._sections.bare(words.item))
        if self._patterns.dependent_pattern.match(item):
            return words, self._context(mention, segment) + item
        if not self._patterns.generic_pattern.match(item):
            return words, self._named(item, mention)
        carried = self._suffix(mention, segment) or self._carried(mention)
        if not carried:
            return words, self._named(item, mention)
        return self._of_year(words, segment), carried

    def _of_year(self, words: Told, segment: str) -> Told:
        """The subject's amount of the year before, where the clause names that year."""
        match = self._patterns.year_pattern.match(segment)
        former = match is not None and self._year is not None and int(match["year"]) == self._year - 1
        base = self._patterns.default_measures["money"]
        return words._replace(measure=self._patterns.former_measure) if former and words.measure == base else words

    def _named(self, item: str, mention: Mention) -> str:
        """An item of its own is the subject from here on."""
        self._subject = item
        self._parts += 1
        if mention.kind != "count":
            self._amount = item
        return item

    def _carried(self, mention: Mention) -> str:
        """The item of a number without one: a percentage says something of the number before it, an amount of
        the amount told last.
        """
        if mention.kind == "ratio" and not mention.begins:
            return self._before
        return self._subject if mention.kind == "count" else self._amount or self._subject

    def _context(self, mention: Mention, segment: str) -> str:
        """What a dependent item needs before it: the rest of its clause, or the subject."""
        context = self._item(mention.clause.removesuffix(segment))
        return context or self._subject

    def _suffix(self, mention: Mention, segment: str) -> str:
        """The item after its number, where a count begins a clause."""
        if mention.kind != "count" or self._item(segment):
            return ""
        match = self._patterns.suffix_pattern.match(mention.after)
        return match["item"] if match else ""

    def _words(self, words: Told) -> str:
        """What says the measure, with what a change is compared to where that was said before."""
        if words.measure not in self._patterns.change_measures or not words.words:
            return words.words
        own = self._patterns.comparison_pattern.match(words.words)
        if own:
            self._compared = own[0]
        return words.words if own else self._compared + words.words

    def _item(self, text: str) -> str:
        return item_words(text, self._patterns, self._names)

    def _placed(
        self, mention: Mention, words: Told, item: str, link: Link | None, of: Link | None, paragraph: Paragraph
    ) -> ToldFigure:
        row, start = paragraph.row_at(mention.start)
        reading = number_reading(row.readings, mention.number)
        plain = mention.number.replace(",", "")
        doubts = find_doubts(reading)
        if words.unsure:
            doubts.append("the direction is left open")
        if not words.measure:
            doubts.append("no word says what the number means")
        if not item:
            doubts.append("no word says what the number is of")
        if words.sign < 0 and plain.startswith("-"):
            doubts.append("a fall by a negative number")
        return ToldFigure(
            item=item,
            measure=words.measure or self._patterns.share_measure,
            value=plain if words.sign > 0 or plain.startswith("-") else "-" + plain,
            raw=mention.number,
            unit=mention.unit,
            words=self._words(words),
            table=link.table if link else None,
            row=link.row if link else None,
            column=link.column if link else None,
            of=of,
            sentence=sentence_around(paragraph.text, mention.start),
            page=row.page,
            bbox=part_of(row.shown, normalise(row.text), mention.start - start, mention.end - start),
            reading=reading,
            status="suspect" if doubts else "read",
            notes=doubts,
        )
