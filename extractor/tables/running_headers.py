"""Running headers and footers: what a page repeats from the pages before, and so says nothing about its tables."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from rapidfuzz import fuzz

from extractor.geometry import clusters
from extractor.layouts import Common
from extractor.model import Line, ReadPage
from extractor.tables.matching import SAME_WORDS
from extractor.text import has_words, key_text

# Running lines stand in the outer parts of a page, on so many pages, and move by no more than so many points.
MARGIN, LEAST_PAGES, SAME_HEIGHT = 0.15, 3, 4.0
# Dirt is read as so few characters, not so many of them Chinese.
MOST_DIRT, LEAST_WORDS = 4, 2


def find_running(pages: Sequence[ReadPage], common: Common) -> frozenset[str]:
    """The texts (in normal form, page numbers aside) that stand at one height of several pages.

    Titles, units, names of units and form numbers are repeated too, but belong to the table below them.
    """
    heights: dict[str, list[float]] = defaultdict(list)
    for page in pages:
        for line in page.lines:
            text = _bare(line.text, common)
            # Above a table a title or a unit belongs to it; below all tables it is a footer.
            heights[text] += [at for at in _margins(line, page) if at < 0 or not _of_table(text, common)]
    return frozenset(
        text for text, at in heights.items() if text and at and max(map(len, clusters(at, SAME_HEIGHT))) >= LEAST_PAGES
    )


def is_running(text: str, running: Collection[str], common: Common) -> bool:
    """Whether a line is a page number or one of the running texts, as well as it could be read."""
    bare = _bare(text, common)
    return not bare or any(fuzz.ratio(bare, other) >= SAME_WORDS for other in running)


def is_dirt(line: Line) -> bool:
    """Whether an engine made so little of a line that it is no title, unit or note, but dirt on the paper."""
    text = key_text(line.text)
    return not line.reading.exact and len(text) <= MOST_DIRT and not has_words(text, LEAST_WORDS)


def _margins(line: Line, page: ReadPage) -> Iterator[float]:
    """The line's distance from the top, or (negative) from the bottom, where it stands near to it."""
    if line.box.y1 < MARGIN * page.height:
        yield line.box.y0
    if line.box.y0 > (1 - MARGIN) * page.height:
        yield line.box.y1 - page.height


def _bare(text: str, common: Common) -> str:
    """A line without the page number in it."""
    return re.sub(common.page_number_pattern, "", key_text(text))


def _of_table(text: str, common: Common) -> bool:
    patterns = (
        common.title_pattern,
        common.unit_pattern,
        common.unit_name_pattern,
        common.form_number_pattern,
        common.continued_pattern,
    )
    return not text or any(re.search(pattern, text) for pattern in patterns)
