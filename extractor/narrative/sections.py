"""The parts of a disclosure as a tree: cover, contents, and what the headings open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from extractor.layouts.narrative import Kind, Sections
from extractor.narrative.paragraphs import Paragraph, TableMark
from extractor.text import key_text

# Of 100: a line this like an entry of the contents is that entry's heading.
SAME_TITLE = 88.0
# The part that a title is most like is that part from here on.
LIKE_PART = 75.0
# Titles of tables of one document differ by as little as one word; a continued table's is the same.
SAME_TABLE = 97.0
# Entries that the contents must have before one that comes again ends them.
LEAST_ENTRIES = 2


@dataclass(slots=True)
class Section:
    """A part of the document: `title` as printed, `level` 1 for parts, pages from the first to the last."""

    title: str
    level: int
    kind: Kind
    first_page: int
    last_page: int
    paragraphs: list[Paragraph] = field(default_factory=list)
    children: list[Section] = field(default_factory=list)

    def walk(self, above: tuple[Section, ...] = ()) -> Iterator[tuple[Section, tuple[Section, ...]]]:
        """This section and all below it in document order, each with those above it, outermost first."""
        yield self, above
        for child in self.children:
            yield from child.walk((*above, self))


def build_sections(items: Sequence[Paragraph | TableMark], sections: Sections) -> list[Section]:
    """The tree of sections of a document's paragraphs."""
    contents = _contents(items, sections)
    outline = _Outline(sections, [_entry(p.key, sections) for p in contents])
    started = False
    for item in items:
        if isinstance(item, TableMark):
            outline.table(item)
        elif sections.kind(sections.bare(item.key)) == "contents" and contents and not started:
            outline.open(item.text, 1, "contents", item.page)
            started = True
        elif any(item is entry for entry in contents):
            outline.add(item)
        else:
            outline.paragraph(item)
    return outline.roots


def _contents(items: Sequence[Paragraph | TableMark], sections: Sections) -> list[Paragraph]:
    """The paragraphs of the contents: from their title to where their first entry comes again."""
    start = next(
        (n for n, i in enumerate(items) if isinstance(i, Paragraph) and sections.kind(i.key) == "contents"), None
    )
    if start is None:
        return []
    found: list[Paragraph] = []
    for item in items[start + 1 :]:
        if isinstance(item, TableMark):
            break
        again = found and _same(_entry(item.key, sections), _entry(found[0].key, sections))
        if again and len(found) >= LEAST_ENTRIES:
            break
        if len(item.key) > 2 * sections.longest_heading and sections.sentence_pattern.search(item.key):
            break
        found.append(item)
    return found


def _entry(key: str, sections: Sections) -> str:
    """An entry's title without leaders and page number."""
    return sections.leader_pattern.sub("", key)


def _same(one: str, other: str) -> bool:
    return fuzz.ratio(one, other) >= SAME_TITLE


class _Outline:
    """Sections opened one after the other."""

    def __init__(self, sections: Sections, entries: Sequence[str]) -> None:
        self.roots: list[Section] = []
        self._open: list[Section] = []
        self._sections = sections
        parts = [sections.bare(entry) for entry in entries if sections.level(entry) == 1]
        self._parts = {part: kind for part in parts if (kind := sections.kind(part))}
        self._numbered = bool(self._parts)

    def open(self, title: str, level: int, kind: Kind, page: int) -> None:
        """Begin a section; those of its level and below are over."""
        self._open = [section for section in self._open if section.level < level]
        section = Section(title, level, kind, page, page)
        (self._open[-1].children if self._open else self.roots).append(section)
        self._open.append(section)
        self._reach(page)

    def add(self, paragraph: Paragraph) -> None:
        """A paragraph of the innermost open section; what stands before any heading is the cover's."""
        if not self._open:
            self.open("", 1, "cover", paragraph.page)
        section = self._open[-1]
        if section.kind == "cover":
            section.title += paragraph.text
        section.paragraphs.append(paragraph)
        self._reach(paragraph.rows[-1].page)

    def table(self, mark: TableMark) -> None:
        """A table belongs to the innermost open section's pages."""
        self._reach(mark.page)

    def paragraph(self, item: Paragraph) -> None:
        """A heading opens a section; anything else is text."""
        level = self._level(item)
        if level == 0:
            self.add(item)
            return
        named = self._sections.kind(self._sections.bare(item.key))
        part = self._open[0] if self._open and self._open[0].level == 1 else None
        if level > 1 and named == "explanation" and part is not None and part.kind == "tables":
            # The part's own title was not read.
            self.open("", 1, "explanation", item.page)
        self.open(item.text, level, self._kind(item, level), item.page)

    def _reach(self, page: int) -> None:
        for section in self._open:
            section.last_page = max(section.last_page, page)

    def _level(self, item: Paragraph) -> int:
        key, sections = item.key, self._sections
        if len(key) > sections.longest_heading or len(item.rows) > 3:
            return 0
        level = sections.level(key)
        if level == 1:
            self._numbered = True
            return 1
        if sections.kind(key) and self._part(key) == sections.kind(key):
            return 1
        inside = self._open[-1].kind if self._open else None
        if inside in ("tables", "attachments") and self._is_table_title(item):
            return 2
        if not level or not sections.bare(key):
            return 0
        ends = sections.heading_end_pattern.search(key)
        body = key[: ends.end() - 1] if ends else key
        return 0 if sections.sentence_pattern.search(body) else level

    def _part(self, title: str) -> Kind | None:
        """The kind of the part that the contents call so; a reader may have misread the title."""
        found = process.extractOne(title, list(self._parts), scorer=fuzz.ratio, score_cutoff=LIKE_PART)
        return self._parts[found[0]] if found else None

    def _is_table_title(self, item: Paragraph) -> bool:
        """Whether a line names a new table of its part (a continued one repeats the title)."""
        if not self._sections.table_title_pattern.search(item.key) or self._sections.level(item.key):
            return False
        again = self._open[-1].level > 1 and fuzz.ratio(key_text(self._open[-1].title), item.key) >= SAME_TABLE
        return not again and not self._sections.not_title_pattern.search(item.key)

    def _kind(self, item: Paragraph, level: int) -> Kind:
        """A part's kind by its title; below a part, the part's own."""
        above = [section for section in self._open if section.level < level]
        title = self._sections.bare(item.key)
        named = self._sections.kind(title) or self._part(title)
        if level == 1 or not above or above[0].kind in ("cover", "contents"):
            return named or "other"
        if not self._numbered and len(above) == 1 and named:
            return named
        return above[0].kind
