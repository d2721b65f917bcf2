"""The code book: classification codes with the names they had from year to year."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple, Self

from rapidfuzz import fuzz
from rapidfuzz.distance import Hamming, Indel

from extractor.errors import LayoutError
from extractor.text import key_text, without_ordinal

# Of 100: a printed name this like the book's is the same name (rapidfuzz ratio).
SAME_NAME = 85.0
# A misread code and the one that was printed have this share of their digits in the same order at least.
SAME_DIGITS = 0.5
# Stands in a code for a digit that nobody could read.
UNREAD = "?"
_MARKS = ".,:;'-_·。，：；、"
_SPECK_BETWEEN = re.compile(rf"\d[{re.escape(_MARKS)}]\d")


class CodeEntry(NamedTuple):
    """One code with one of its names; a blank year claims nothing."""

    code: str
    name: str
    level: int
    first_year: int | None
    last_year: int | None
    source: str

    def valid(self, year: int | None) -> bool:
        """Whether the name may have been in use in `year`."""
        if year is None:
            return True
        return (self.first_year or year) <= year <= (self.last_year or year)


class CodeBook:
    """Codes of one classification."""

    def __init__(self, entries: Sequence[CodeEntry]) -> None:
        self.entries = tuple(entries)
        self._of: dict[str, list[CodeEntry]] = defaultdict(list)
        for entry in entries:
            self._of[entry.code].append(entry)

    @classmethod
    def read(cls, paths: Sequence[Path]) -> Self:
        """Entries of the CSV files; a later file's entry joins the earlier ones'."""
        entries: list[CodeEntry] = []
        for path in paths:
            with path.open(encoding="utf-8-sig", newline="") as stream:
                for number, row in enumerate(csv.DictReader(stream), 2):
                    try:
                        entries.append(_entry(row))
                    except (KeyError, ValueError, TypeError) as error:
                        raise LayoutError(f"line {number} is no entry: {error!r}", file=path) from error
        return cls(entries)

    def __contains__(self, code: str) -> bool:
        return code in self._of

    def valid(self, code: str, year: int | None = None) -> bool:
        """Whether any name of a code may have been in use in `year`."""
        return any(entry.valid(year) for entry in self._of.get(code, ()))

    def names(self, code: str, year: int | None = None) -> list[str]:
        """The names of a code, those valid in `year` first."""
        return [e.name for e in sorted(self._of.get(code, []), key=lambda e: not e.valid(year))]

    def level(self, level: int) -> list[str]:
        """All names that codes of a level ever had."""
        return list(dict.fromkeys(e.name for e in self.entries if e.level == level))

    def likeness(self, code: str, name: str, year: int | None = None) -> float:
        """How like the printed name is to the code's (0 … 100); 0 where the code is not in the book."""
        printed = without_ordinal(key_text(name))
        return max((fuzz.ratio(printed, key_text(known)) for known in self.names(code, year)), default=0.0)

    def is_name(self, name: str, year: int | None = None) -> bool:
        """Whether the printed name is any code's."""
        return any(self.likeness(code, name, year) >= SAME_NAME for code in self._of)

    def repaired(self, code: str, name: str, parents: set[str], year: int | None = None) -> str | None:
        """The code that was printed, where `code` is a misreading of it.

        Support is needed from all three sides: one digit, or those that are UNREAD, differ, or where no code has as
        many digits one is too many (what is left of a rule reads as a 1) or was not seen; the printed name is the
        found code's; and the code above it in the hierarchy stands in the table.  None where no code, or more than
        one, has it.
        """
        return self._only([known for known in self._of if is_slip(known, code)], name, parents, year)

    def misread(self, code: str, name: str, codes: set[str], year: int | None = None) -> str | None:
        """The only code with such a name that shares enough digits with what was read (`code`), is not among a table's
        others (`codes`), and whose parent is.
        """
        alike = (known for known in self._of if Indel.normalized_similarity(known, code) >= SAME_DIGITS)
        return self._only(set(alike) - codes, name, codes, year)

    def named(self, name: str, codes: set[str], year: int | None = None) -> str | None:
        """The only code with such a name that is not among a table's others (`codes`), and whose parent is."""
        return self._only(self._of.keys() - codes, name, codes, year)

    def _only(self, codes: Iterable[str], name: str, parents: set[str], year: int | None) -> str | None:
        """The only one of the codes that has such a name and the code above it among the parents."""
        possible = [code for code in codes if len(code) == 3 or code[:-2] in parents]
        found = [code for code in possible if self.likeness(code, name, year) >= SAME_NAME]
        return found[0] if len(found) == 1 else None


def is_slip(code: str, read: str) -> bool:
    """Whether a code may have been read so: 类, 款 and 项 have 3, 5 and 7 digits."""
    if len(code) == len(read):
        return 0 < Hamming.distance(code, read) <= max(1, read.count(UNREAD))
    return len(read) % 2 == 0 and Indel.distance(code, read) == 1


def without_specks(text: str) -> str:
    """A code without what dirt beside it, or between two digits, was read as; any other text as it is."""
    bare = text.strip(_MARKS)
    if _SPECK_BETWEEN.fullmatch(bare):
        bare = bare[0] + bare[2]
    return bare if bare.isdigit() else text


def is_whole(code: str) -> bool:
    """Whether every digit of a code was read: one with an even number of them lacks one, or has one too many."""
    return UNREAD not in code and len(code) % 2 == 1


def _entry(row: dict[str, str]) -> CodeEntry:
    code = row["code"].strip()
    if not code.isdigit():
        raise ValueError(f"code {code!r}")
    first, last = ((int(row[key]) if row[key] else None) for key in ("first_year", "last_year"))
    return CodeEntry(code, row["name"].strip(), int(row["level"]), first, last, row["source"])
