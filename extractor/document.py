"""The published document model: what every output is made from.

JSON Schema by `juesuan schema`; the names of facts are those of the contract (docs/facts.md).
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from extractor.model import PageKind

Status = Literal["verified", "read", "corrected", "suspect"]
BBox = tuple[float, float, float, float]


class _Published(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Fact(_Published):
    """One printed value with its place in the normalised form."""

    table: str = Field(description="table id of the contract, or scorecard/N")
    row: str = Field(description="row key: a code, a total, or prefix/label")
    column: str = Field(description="column key")
    value: str = Field(description="normalised value; amounts as a plain decimal string in the printed unit")
    raw: str = Field(description="what was read, before any normalisation or correction")
    unit: str | None = Field(description="万元, 元, 辆 …; null for text")
    label: str | None = Field(description="the row's label as printed")
    page: int = Field(ge=1)
    bbox: BBox = Field(description="x0, y0, x1, y1 in points, origin top left, of the page as displayed")
    confidence: float = Field(ge=0, le=1)
    status: Status
    notes: tuple[str, ...] = Field(default=(), description="why the status is what it is; not part of facts.jsonl")


class GridCell(_Published):
    """A cell of a table as printed."""

    row: int
    column: int
    row_span: int
    column_span: int
    text: str
    confidence: float
    page: int
    bbox: BBox


class Place(_Published):
    """Where a part of a table stands."""

    page: int
    bbox: BBox


class TableRecord(_Published):
    """A known table: its facts and the cells they were taken from."""

    id: str
    title: str = Field(description="title as printed, or the form's where none is printed")
    number: str = Field(description="printed form number without leading zeros, or empty")
    unit: str | None
    places: tuple[Place, ...]
    evidence: dict[str, float] = Field(description="shares of title, number, columns and rows that agree with the form")
    grid_source: str = Field(description="camelot, opencv or aligned")
    facts: tuple[Fact, ...]
    cells: tuple[GridCell, ...]


class ScorecardTarget(_Published):
    """A target value of an indicator taken apart: `≤13人` is ≤, 13 and 人."""

    row: str
    column: str
    text: str = Field(description="the fact's value")
    relation: str | None
    number: str | None = Field(description="plain decimal string")
    unit: str | None


class ScorecardRecord(_Published):
    """A project's scorecard: its facts, its targets taken apart, and the cells they were taken from."""

    number: int = Field(ge=1, description="N of scorecard/N: the card's place among the document's cards")
    title: str = Field(description="title as printed, or the project's name and the form's where none is printed")
    project: str
    form: str = Field(description="id of the layout")
    places: tuple[Place, ...]
    facts: tuple[Fact, ...]
    targets: tuple[ScorecardTarget, ...]
    grid_source: str = Field(description="camelot, opencv or aligned")
    cells: tuple[GridCell, ...]


class OtherTable(_Published):
    """A table that no layout knows, kept as printed."""

    title: str
    page: int
    bbox: BBox
    places: tuple[Place, ...]
    rows: int
    columns: int
    cells: tuple[GridCell, ...]


class PageRecord(_Published):
    """A page: how it was made and read."""

    number: int
    width: float
    height: float
    kind: PageKind | Literal["failed"]
    dpi: float = Field(description="resolution of the picture that was examined")
    skew: float = Field(description="degrees by which a scan was turned to level its lines")
    note: str = Field(default="", description="why a text layer was not used, or why the page failed")


class Message(_Published):
    """Something a person should know."""

    level: Literal["info", "warning", "error"]
    code: str
    text: str
    page: int | None = None


class Source(_Published):
    """The input file."""

    file: str
    sha256: str
    bytes: int


class Document(_Published):
    """Everything that was extracted from one disclosure."""

    version: Literal[1] = 1
    source: Source
    unit_name: str
    year: int | None
    pages: tuple[PageRecord, ...]
    tables: tuple[TableRecord, ...]
    scorecards: tuple[ScorecardRecord, ...]
    other_tables: tuple[OtherTable, ...]
    messages: tuple[Message, ...]

    @property
    def facts(self) -> list[Fact]:
        """All facts: those of the tables in document order, then those of the scorecards."""
        tables = [fact for table in self.tables for fact in table.facts]
        return tables + [fact for card in self.scorecards for fact in card.facts]
