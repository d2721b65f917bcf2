"""What `layouts/export.yaml` says: a fact's side of the account, its phase, and what a scorecard's columns show."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from extractor.document import Fact, Kind
from extractor.layouts import load_data, shipped_folder


class _Rule(BaseModel):
    """Fits facts of these tables and kinds of document (empty: of all) whose keys begin as the patterns say."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    tables: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    row_pattern: re.Pattern[str] = re.compile("")
    column_pattern: re.Pattern[str] = re.compile("")

    def fits(self, fact: Fact, kind: Kind) -> bool:
        """Whether the rule speaks of a fact."""
        table = fact.table.partition("/")[0]
        of_document = (not self.tables or table in self.tables) and (not self.kinds or kind in self.kinds)
        return of_document and bool(self.row_pattern.match(fact.row) and self.column_pattern.match(fact.column))


Direction = Literal["revenue", "expenditure"]
Phase = Literal["approved", "adjusted", "executed"]


class _DirectionRule(_Rule):
    value: Direction | None = Field(alias="is")


class _PhaseRule(_Rule):
    value: Phase | None = Field(alias="is")


class ExportRules(BaseModel):
    """All rules; of each kind the first that fits decides.

    `project_cards` are the tables of the cards that are shown; `scorecards` and `indicators` name what a column of
    these tables shows: block and key, or key of the indicator.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    directions: tuple[_DirectionRule, ...]
    phases: tuple[_PhaseRule, ...]
    project_cards: tuple[str, ...]
    scorecards: dict[str, tuple[str, str]]
    indicators: dict[str, str]

    def direction(self, fact: Fact, kind: Kind) -> Direction | None:
        """The side of the account that an amount stands on."""
        return next((rule.value for rule in self.directions if rule.fits(fact, kind)), None)

    def phase(self, fact: Fact, kind: Kind) -> Phase | None:
        """Whether an amount was approved, adjusted or executed."""
        return next((rule.value for rule in self.phases if rule.fits(fact, kind)), None)


@cache
def export_rules() -> ExportRules:
    """The shipped rules.  Raises `LayoutError` where the file is wrong."""
    return load_data(ExportRules, shipped_folder() / "export.yaml")
