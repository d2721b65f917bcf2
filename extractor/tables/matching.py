"""Fuzzy matching of printed words to the vocabulary, through rapidfuzz."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz import fuzz, process

from extractor.layouts import ColumnSpec
from extractor.text import key_text, without_ordinal

# Of 100; chosen by hand: every label of the samples' scans is matched above it.  Labels of one form can be more
# alike than that (one is the other with two characters more): the better match decides.
SAME_WORDS = 85.0
# A header cell may hold its group's words before its own; names shorter than this end too many words.
LEAST_SUFFIX = 4
# So much each of a name's outer parts adds.
OUTER = 10
# A name may be wrapped over so many header rows of a table without rules between them.
MOST_WRAPPED = 3
# Of 100: a text hardly seen stands for the words that it is so much like, if it is by so much less like any others.
HARDLY_ALIKE, CLEARLY = 65.0, 10.0


class Match(NamedTuple):
    """What was matched, and how far the printed words were from it (0: the same, 100: nothing alike)."""

    choice: str
    distance: float


def find_best(text: str, choices: Iterable[str], threshold: float = SAME_WORDS) -> Match | None:
    """The choice most like the text, if it is like enough."""
    found = process.extractOne(text, list(choices), scorer=fuzz.ratio, score_cutoff=threshold)
    return None if found is None else Match(found[0], round(100 - found[1], 1))


def find_guess(text: str, choices: Iterable[str]) -> Match | None:
    """The choice that a text hardly seen, as below a seal, is clearly most like."""
    found = process.extract(text, set(choices), scorer=fuzz.ratio, score_cutoff=HARDLY_ALIKE - CLEARLY, limit=2)
    if not found or found[0][1] < HARDLY_ALIKE or (len(found) > 1 and found[0][1] - found[1][1] < CLEARLY):
        return None
    return Match(found[0][0], round(100 - found[0][1], 1))


@lru_cache(maxsize=50_000)
def same(text: str, words: str) -> float:
    """The likeness (0 … 100) of a printed text to known words, ordinals aside; 0 where below the threshold."""
    known = key_text(words)
    score = max(fuzz.ratio(text, known), fuzz.ratio(without_ordinal(text), known))
    if len(known) >= LEAST_SUFFIX and text.endswith(known):
        score = max(score, SAME_WORDS)
    return score if score >= SAME_WORDS else 0.0


def present(specs: Sequence[ColumnSpec], keys: Container[str]) -> tuple[ColumnSpec, ...]:
    """The columns that a table with columns of these keys may have: of the others `beside` one is missing."""
    return tuple(spec for spec in specs if not spec.beside or any(key in keys for key in spec.beside))


def column_likeness(path: Sequence[str], spec: ColumnSpec) -> float:
    """How well a header path (outermost first, in normal form) names a column; more parts found, the better."""
    return max((_name_likeness(path, name.split("/")) for name in spec.names), default=0.0)


def _name_likeness(path: Sequence[str], parts: Sequence[str]) -> float:
    """The innermost words must be the name's last part (in one cell, or wrapped over the last few), and its
    other parts must stand above; of two that do, the nearer counts more.
    """
    best = 0.0
    for tail in range(1, min(MOST_WRAPPED, len(path)) + 1):
        inner = same("".join(path[-tail:]), parts[-1])
        outer = [_outer_likeness(path[:-tail], part) for part in parts[:-1]]
        if inner and all(outer):
            best = max(best, inner + OUTER * sum(outer) / 100)
    return best


def _outer_likeness(path: Sequence[str], part: str) -> float:
    """How like (0 … 100) any of the texts above is to an outer part of a name, a little more the nearer it is."""
    scores = ((same(text, part), at) for at, text in enumerate(path, 1))
    return max((score + at / len(path) for score, at in scores if score), default=0.0)


def assign(paths: dict[int, list[str]], specs: Sequence[ColumnSpec]) -> dict[int, str]:
    """Column index → key, each key once, best likeness first.

    A heading that holds the names of several columns names none: what stands below it may be either's.
    """
    single = {column: path for column, path in paths.items() if not runs_together(path, specs)}
    scored = [(column_likeness(path, spec), -column, spec.key) for column, path in single.items() for spec in specs]
    found: dict[int, str] = {}
    for score, column, key in sorted(scored, reverse=True):
        if score and -column not in found and key not in found.values():
            found[-column] = key
    return found


def between(keys: Sequence[str], found: Mapping[str, int], headed: Iterable[int]) -> dict[str, int]:
    """Key → column of headings that are not known, where as many of them (`headed`) stand between two known columns
    as the form has keys there.
    """
    columns = sorted(headed)
    known = [index for index, key in enumerate(keys) if key in found]
    named: dict[str, int] = {}
    for before, after in pairwise(known):
        inner = [column for column in columns if found[keys[before]] < column < found[keys[after]]]
        if len(inner) == after - before - 1:
            named |= dict(zip(keys[before + 1 : after], inner, strict=True))
    return named


def own_name(name: str) -> str:
    """A column's own words in normal form, without those of its group."""
    return key_text(name.split("/")[-1])


def runs_together(path: Sequence[str], specs: Sequence[ColumnSpec]) -> bool:
    """Whether the innermost words of a header path hold two names of different columns, neither within the other."""
    text = path[-1] if path else ""
    names = {(own_name(name), spec.key) for spec in specs for name in spec.names}
    held = sorted(((n, key) for n, key in names if n and n in text), key=lambda h: -len(h[0]))
    apart = [(n, key) for i, (n, key) in enumerate(held) if not any(n in other for other, _ in held[:i])]
    return len({key for _, key in apart}) > 1
