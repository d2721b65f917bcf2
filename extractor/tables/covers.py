"""Where the documents of a file begin: at the covers that name another unit, year or kind (a volume of units)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile
from typing import NamedTuple

from extractor.layouts import DocumentKind, Layouts
from extractor.model import ReadPage
from extractor.tables.document_kind import kind_of_text, scope_of
from extractor.tables.unit_and_year import LONGEST_LINE, find_cover_names, may_be_name
from extractor.text import key_text

# A cover has no more lines above its contents, if they stand on it.
MOST_LINES = 12


class Part(NamedTuple):
    """A document of a file: its first and last page, and the page of its cover, which pages of the volume may precede.

    A file of one document is one part, and its cover is its first page.
    """

    first: int
    last: int
    cover: int

    def holds(self, page: int) -> bool:
        """Whether a page of the file belongs to the document."""
        return self.first <= page <= self.last


class _Cover(NamedTuple):
    """What a cover says of its document."""

    unit_name: str
    year: int
    kind: DocumentKind | None
    scope: str | None


def find_parts(pages: Sequence[ReadPage], layouts: Layouts, numbers: Sequence[int]) -> list[Part]:
    """The documents of a file, in order; `numbers` are those of its pages, also of those that could not be read.

    One begins at each cover that names another unit, year, kind or scope than the cover before.  Pages without a table
    between two covers are the volume's own (title, contents): they stay before the document that follows.
    """
    covers = [(page.number, cover) for page in pages if (cover := _read_cover(page, layouts)) is not None]
    first, last = numbers[0], numbers[-1]
    with_tables = [page.number for page in pages if page.tables]
    starts: list[tuple[int, _Cover | None]] = [(first, None)]
    for number, cover in covers:
        before = starts[-1]
        if cover == before[1]:
            continue
        if any(before[0] <= table < number for table in with_tables):
            starts.append((number, cover))
        else:
            starts[-1] = (number, cover)
    if len(starts) > 1 and not any(table > starts[-1][0] for table in with_tables):
        starts.pop()
    if len(starts) == 1:
        return [Part(first, last, first)]
    begin = [first, *(number for number, _ in starts[1:])]
    ends = [number - 1 for number in begin[1:]]
    return [Part(start, end, number) for start, end, (number, _) in zip(begin, [*ends, last], starts, strict=True)]


def _read_cover(page: ReadPage, layouts: Layouts) -> _Cover | None:
    """What a page says as a cover; None where it is none."""
    common, sections = layouts.common, layouts.sections
    lines = list(takewhile(lambda line: sections.kind(sections.bare(key_text(line.text))) != "contents", page.lines))
    texts = [key_text(line.text) for line in lines]
    if page.tables or not 0 < len(texts) <= MOST_LINES:
        return None
    if any(len(text) > LONGEST_LINE or sections.level(text) == 1 for text in texts):
        return None
    whole = "".join(texts)
    if re.search(common.foreign_title_pattern, whole):
        return None
    kind, scope = kind_of_text(whole, common.kinds), scope_of([whole], (), common.kinds)
    named = (found for found in find_cover_names(lines, common) if may_be_name(found[0], common))
    return next((_Cover(name, year, kind, scope) for name, year in named), None)
