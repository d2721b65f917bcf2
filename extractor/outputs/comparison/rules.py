"""The comparisons that `layouts/comparison.yaml` declares."""

from __future__ import annotations

import re
from functools import cache

from pydantic import BaseModel, ConfigDict, Field

from extractor.document import Kind
from extractor.layouts import load_data, shipped_folder

# Stands for every row that both tables have.
EACH = "each"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CellPlace(_Strict):
    """A cell, or (with `row: each`) a column, of documents of a kind."""

    kind: Kind
    table: str
    row: str
    column: str


class CellRule(_Strict):
    """A cell of the earlier document is one of the later document's."""

    id: str
    years: int = Field(ge=0)
    earlier: CellPlace
    later: CellPlace


class SayingRule(_Strict):
    """The later document's text says what the earlier document's cell says, or how much that differs from its own."""

    id: str
    years: int = Field(ge=0)
    kinds: tuple[Kind, Kind]
    measure: str
    words_pattern: re.Pattern[str] = re.compile("")
    tables: dict[str, str] = {}


class ComparisonRules(_Strict):
    """All comparisons."""

    cells: tuple[CellRule, ...]
    sayings: tuple[SayingRule, ...]
    changes: tuple[SayingRule, ...]


@cache
def comparison_rules() -> ComparisonRules:
    """The shipped rules.  Raises `LayoutError` where the file is wrong."""
    return load_data(ComparisonRules, shipped_folder() / "comparison.yaml")
