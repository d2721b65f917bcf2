"""The comparisons that `layouts/comparison.yaml` declares."""

from __future__ import annotations

import re
from functools import cache

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from extractor.document import Kind
from extractor.errors import LayoutError
from extractor.layouts import shipped_folder

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
    path = shipped_folder() / "comparison.yaml"
    try:
        return ComparisonRules.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise LayoutError(f"is no list of comparisons: {error}", file=path, hint="See docs/compare.md") from error
