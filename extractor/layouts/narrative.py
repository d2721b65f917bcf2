"""What `layouts/sections.yaml` and `layouts/narrative.yaml` say, checked and compiled."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict

Kind = Literal["cover", "contents", "overview", "tables", "explanation", "glossary", "attachments", "other"]
UnitKind = Literal["money", "ratio", "count"]


def _compiled(value: object) -> object:
    """A pattern from its text; pydantic reports where one is wrong."""
    if not isinstance(value, str):
        return value
    try:
        return re.compile(value)
    except re.error as error:
        raise ValueError(f"pattern {value!r}: {error}") from error


Pattern = Annotated[re.Pattern[str], BeforeValidator(_compiled)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class KindSpec(_Strict):
    """A kind of part and the titles it goes by."""

    kind: Kind
    pattern: Pattern


class Sections(_Strict):
    """Headings and parts; the comments in `layouts/sections.yaml` say what each key is."""

    levels: tuple[Pattern, ...]
    kinds: tuple[KindSpec, ...]
    longest_heading: int
    sentence_pattern: Pattern
    heading_end_pattern: Pattern
    sentence_end_pattern: Pattern
    leader_pattern: Pattern
    table_title_pattern: Pattern
    not_title_pattern: Pattern
    glossary_pattern: Pattern

    def level(self, text: str) -> int:
        """The level (1 is outermost) of the numbering that a text begins with; 0 without one."""
        return next((n for n, pattern in enumerate(self.levels, 1) if pattern.match(text)), 0)

    def bare(self, text: str) -> str:
        """A text without its numbering."""
        level = self.level(text)
        return text[self.levels[level - 1].match(text).end() :] if level else text  # type: ignore[union-attr]

    def kind(self, title: str) -> Kind | None:
        """The kind of part that a title without numbering names."""
        return next((spec.kind for spec in self.kinds if spec.pattern.search(title)), None)


class Cue(_Strict):
    """Words before a number that say its measure; with `keep` they are part of the item too.

    `unsure` marks words that leave the direction open.
    """

    measure: str
    kinds: tuple[UnitKind, ...]
    pattern: Pattern
    sign: Literal[1, -1] = 1
    keep: bool = False
    unsure: bool = False


class Opener(_Strict):
    """Words that open a list of parts, and how far their whole reaches."""

    pattern: Pattern
    until: Literal["heading", "clause"]


class Topic(_Strict):
    """Tables that the paragraphs below a heading speak of."""

    pattern: Pattern
    tables: tuple[str, ...]


class Whole(_Strict):
    """A whole that shares name, and its cells (`table|row|column`) in order of choice."""

    names: tuple[str, ...]
    cells: tuple[str, ...]


class NarrativePatterns(_Strict):
    """Figures in prose; the comments in `layouts/narrative.yaml` say what each key is."""

    measures: tuple[str, ...]
    share_measure: str
    change_measures: tuple[str, ...]
    units: dict[UnitKind, tuple[str, ...]]
    not_figure_patterns: tuple[Pattern, ...]
    cues: tuple[Cue, ...]
    default_measures: dict[UnitKind, str]
    measures_by_kind: dict[str, dict[str, str]] = {}
    comparison_pattern: Pattern
    lead_patterns: tuple[Pattern, ...]
    tail_pattern: Pattern
    generic_pattern: Pattern
    dependent_pattern: Pattern
    openers: tuple[Opener, ...]
    respectively_pattern: Pattern
    list_pattern: Pattern
    suffix_pattern: Pattern
    path_pattern: Pattern
    path_levels: dict[str, int]
    year_pattern: Pattern
    former_measure: str
    heading_tail_pattern: Pattern
    topics: tuple[Topic, ...]
    cells: dict[str, tuple[str, ...]]
    wholes: tuple[Whole, ...]
    matrix_rows: dict[str, tuple[str, ...]]
    code_columns: dict[str, str]
    budget_rows: dict[str, dict[str, dict[str, str]]]
    item_tail_pattern: Pattern
    opposites: tuple[tuple[str, ...], ...]

    @cached_property
    def unit_kinds(self) -> dict[str, UnitKind]:
        """Unit → kind."""
        return {unit: kind for kind, units in self.units.items() for unit in units}

    @cached_property
    def number(self) -> re.Pattern[str]:
        """A number with its unit: groups `number` and `unit`, longer units first."""
        units = "|".join(re.escape(unit) for unit in sorted(self.unit_kinds, key=len, reverse=True))
        number = r"(?<![\d.A-Za-z])(?P<number>-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)"
        return re.compile(rf"{number}(?P<blank>\s*)(?P<unit>{units})", re.ASCII)
