"""Sentences taken apart: every number with its unit, and the words before and after it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from extractor.layouts.narrative import Cue, NarrativePatterns, UnitKind

_SEPARATORS = re.compile(r"[，；。：！？]")
_SENTENCE_ENDS = "。！？"
_CLAUSE_ENDS = re.compile(r"[；。！？]")
_FRAME = "，。；：、！？（） "


class Mention(NamedTuple):
    """A number in a text: its places, and the words between the number before it and this one.

    `words` are these; `segments` are they in clauses, the one right before the number last; `clause` is what of
    them stands in one clause with the number; `after` is what follows the number up to the next; `breaks` tells
    whether a clause ended between the two numbers, `begins` whether a sentence did, `listed` whether nothing but a
    mark of enumeration stands there.
    """

    start: int
    end: int
    number: str
    unit: str
    kind: UnitKind
    words: str
    segments: tuple[str, ...]
    clause: str
    after: str
    breaks: bool
    begins: bool
    listed: bool


class Told(NamedTuple):
    """What the words right before a number say: the item, the measure and its words, the whole of a share."""

    item: str
    measure: str
    words: str
    sign: int
    of: str
    unsure: bool = False


def find_mentions(text: str, patterns: NarrativePatterns) -> list[Mention]:
    """Every number with a unit, but those that belong to names."""
    names = [m.span() for pattern in patterns.not_figure_patterns for m in pattern.finditer(text)]
    numbers = [m for m in patterns.number.finditer(text) if not any(a <= m.start("number") < b for a, b in names)]
    found = []
    before = 0
    for index, match in enumerate(numbers):
        words = text[before : match.start()]
        until = numbers[index + 1].start() if index + 1 < len(numbers) else len(text)
        unit = match["unit"]
        found.append(
            Mention(
                match.start(),
                match.end(),
                match["number"],
                unit,
                patterns.unit_kinds[unit],
                words,
                tuple(_SEPARATORS.split(words)),
                _CLAUSE_ENDS.split(words)[-1],
                text[match.end() : until],
                bool(_CLAUSE_ENDS.search(words)),
                any(end in words for end in _SENTENCE_ENDS),
                not words.strip("、和与及 "),
            )
        )
        before = match.end()
    return found


def sentence_around(text: str, place: int) -> str:
    """The sentence that holds a place of the text."""
    start = max(text.rfind(end, 0, place) for end in _SENTENCE_ENDS) + 1
    ends = [found for end in _SENTENCE_ENDS if (found := text.find(end, place)) >= 0]
    return text[start : min(ends) + 1 if ends else len(text)]


def read_clause(segment: str, kind: UnitKind, patterns: NarrativePatterns) -> Told:
    """What the clause before a number of this kind of unit says."""
    for cue in patterns.cues:
        if kind in cue.kinds and (match := cue.pattern.search(segment)):
            compared = _last(patterns.comparison_pattern, segment[: match.start()])
            words = segment[compared.start() if compared else match.start() :]
            item = segment[: match.end() if cue.keep else match.start()]
            return Told(item, cue.measure, words, cue.sign, _of(cue, match), cue.unsure)
    return Told(segment, patterns.default_measures.get(kind, ""), "", 1, "")


def _of(cue: Cue, match: re.Match[str]) -> str:
    return (match["of"] or "") if "of" in cue.pattern.groupindex else ""


def split_comparison(segment: str, patterns: NarrativePatterns) -> tuple[str, str]:
    """What a clause without a number says before a comparison that ends it, and the comparison (与上年相比)."""
    match = _last(patterns.comparison_pattern, segment)
    return (segment[: match.start()], match[0]) if match else ("", "")


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The match that ends a text, if there is one."""
    return next((m for m in pattern.finditer(text) if m.end() == len(text)), None)


def item_words(text: str, patterns: NarrativePatterns, names: tuple[str, ...]) -> str:
    """A clause's item: without what stands before it (years, the unit's own name, 其中) and links to the number."""
    before = None
    while text != before:
        before = text
        text = text.strip(_FRAME) if not _closed_brackets(text) else text.strip("，。；：、！？ ")
        for lead in _leads(patterns, names):
            text = lead.sub("", text, count=1)
        compared = patterns.comparison_pattern.match(text)
        if compared:
            text = text[compared.end() :]
        text = patterns.tail_pattern.sub("", text)
    return text


def _closed_brackets(text: str) -> bool:
    return text.count("（") == text.count("）")


def _leads(patterns: NarrativePatterns, names: tuple[str, ...]) -> Iterator[re.Pattern[str]]:
    for name in names:
        yield re.compile("^" + re.escape(name))
    for pattern in patterns.lead_patterns:
        yield re.compile("^(?:" + pattern.pattern + ")")
