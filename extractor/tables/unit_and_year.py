"""The unit's name and the fiscal year, as printed on the cover, in the tables' own lines or in the running header."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import takewhile
from typing import NamedTuple

from extractor.layouts import Common
from extractor.model import Line, ReadPage
from extractor.text import key_text

# A line of a cover, or a title, is no longer (characters).
LONGEST_LINE = 60
# A unit's name has no fewer characters.
SHORTEST_NAME = 3
# A title on a cover is broken into no more lines.
MOST_TITLE_LINES = 4
# The tallest line of a title is no taller (times the lowest): a line of Latin digits is lower than one of characters.
SAME_SIZE = 1.2
_CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")


class UnitAndYear(NamedTuple):
    """Whose figures these are, and of which year; None where the document does not print it."""

    unit_name: str | None
    year: int | None


def identify(
    covers: Sequence[ReadPage],
    names: Iterable[str],
    years: Iterable[int],
    running: Iterable[str],
    common: Common,
) -> UnitAndYear:
    """The unit's name and the year.

    `covers` are the first pages of the document's files, `names` and `years` those of the tables' own lines, `running`
    the texts of running headers.  Prose and notes are never asked.
    """
    cover = [found for page in covers if not page.tables for found in find_cover_names(page.lines, common)]
    headers = [match["name"] for text in running if (match := re.search(common.cover_pattern, text))]
    of_unit_lines = Counter(name for name in names if name)
    in_order = [
        *(name for name, _ in of_unit_lines.most_common(1)),
        *(name for name, _ in cover),
        *headers,
    ]
    name = next((name for name in in_order if may_be_name(name, common)), None)
    found = Counter([*years, *(year for _, year in cover)])
    return UnitAndYear(name, found.most_common(1)[0][0] if found else None)


def find_years(text: str, common: Common) -> list[int]:
    """The years that a title or a head names, in digits or in Chinese numerals (二〇二四年)."""
    if len(text) > LONGEST_LINE:
        return []
    return [parse_year(match["year"]) for match in re.finditer(common.year_pattern, text)]


def parse_year(text: str) -> int:
    """A year's number, of digits or Chinese numerals."""
    return int(text.translate(_CHINESE_DIGITS))


def find_cover_names(printed: Sequence[Line], common: Common) -> Iterator[tuple[str, int]]:
    """(name, year) of the lines of a cover that name the year's accounts; the name may stand in a line beside."""
    yield from _names_over_lines(printed, common)
    lines = [key_text(line.text) for line in printed]
    for index, line in enumerate(lines):
        match = _match_cover(line, common) if len(line) <= LONGEST_LINE else None
        if match is not None:
            above = next((text for text in reversed(lines[:index]) if may_be_name(text, common)), "")
            below = next((text for text in lines[index + 1 :] if _is_name(text, common)), "")
            yield match["name"] or above or below, parse_year(match["year"])


def _match_cover(text: str, common: Common) -> re.Match[str] | None:
    """A cover's title, the unit's name before the year or behind it."""
    late = re.search(common.late_name_pattern, text)
    return late if late and _is_name(late["name"], common) else re.search(common.cover_pattern, text)


def _names_over_lines(printed: Sequence[Line], common: Common) -> Iterator[tuple[str, int]]:
    """(name, year) of the first lines of the cover that are set in one size and say them only together.

    A long title is broken wherever the page ends, in the name as well as after it.
    """
    for first, line in enumerate(printed):
        run = list(takewhile(partial(_same_size, line), printed[first : first + MOST_TITLE_LINES]))
        texts = [key_text(part.text) for part in run]
        for length in range(2, len(run) + 1):
            match = _match_cover("".join(texts[:length]), common)
            if match is not None and match["name"] and not _names_by_itself(texts[:length], common):
                yield match["name"], parse_year(match["year"])
                return


def _names_by_itself(texts: Sequence[str], common: Common) -> bool:
    return any(_match_cover(text, common) for text in texts)


def _same_size(one: Line, other: Line) -> bool:
    heights = sorted(line.box.y1 - line.box.y0 for line in (one, other))
    return heights[1] <= heights[0] * SAME_SIZE


def _is_name(text: str, common: Common) -> bool:
    """Whether a line ends as names of units do."""
    return may_be_name(text, common) and re.search(common.unit_row_pattern, text) is not None


def may_be_name(text: str, common: Common) -> bool:
    """Whether a line of a cover may be the name of a unit."""
    return SHORTEST_NAME <= len(text) <= LONGEST_LINE and not re.search(common.no_name_pattern, text)
