"""What stands in one cell: facts, and cells of grids as printed."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from extractor.model import Flag

Status = Literal["verified", "read", "corrected", "suspect", "confirmed", "corrected-by-hand"]
BBox = tuple[float, float, float, float]

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)


class Published(BaseModel):
    """What all records share: they are checked, and cannot be changed."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Fact(Published):
    """One printed value with its place in the normalised form."""

    table: str = Field(description="table id of the contract, scorecard/N or other/N")
    row: str = Field(description="row key: a code, a total, or prefix/label")
    column: str = Field(description="column key")
    value: str = Field(description="normalised value; amounts as a plain decimal string in the printed unit")
    raw: str = Field(description="what was read, before any normalisation or correction")
    unit: str | None = Field(description="万元, 元, 辆 …; null for text")
    label: str | None = Field(description="the row's label as printed")
    page: int = Field(ge=1, description="1-based page")
    bbox: BBox = Field(description="x0, y0, x1, y1 in points, origin top left, of the page as displayed")
    confidence: float = Field(ge=0, le=1, description="the reader's own; 1 for text layers")
    status: Status = Field(
        description="verified: arithmetic proves it; read: nothing contradicts it; corrected: changed on evidence, and "
        "proved; suspect: a person should look; confirmed, corrected-by-hand: a person looked and decided"
    )
    notes: tuple[str, ...] = Field(default=(), description="why the status is what it is; not part of facts.jsonl")
    alternatives: tuple[str, ...] = Field(
        default=(), description="other texts that a reader saw or thought possible; not part of facts.jsonl"
    )

    @property
    def number(self) -> Decimal | None:
        """The value as an exact number with its printed decimals, where it has a unit; None for text."""
        return Decimal(self.value) if self.unit is not None and _NUMBER.fullmatch(self.value) else None


class GridCell(Published):
    """A cell of a table as printed."""

    row: int = Field(description="first row, from 0")
    column: int = Field(description="first column, from 0")
    row_span: int = Field(description="rows that it spans")
    column_span: int = Field(description="columns that it spans")
    text: str = Field(description="as read")
    confidence: float = Field(description="the reader's own, 0 … 1")
    flags: tuple[Flag, ...] = Field(default=(), description="why the text may differ from what is printed")
    page: int = Field(description="1-based page")
    bbox: BBox = Field(description="box, as of facts")


class Place(Published):
    """Where a part of a table stands."""

    page: int = Field(description="1-based page")
    bbox: BBox = Field(description="box, as of facts")
