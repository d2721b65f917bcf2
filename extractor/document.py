"""The published document model: what every output is made from.

JSON Schema by `juesuan schema`; the names of facts are those of the contract (docs/facts.md).
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from extractor.model import Flag, PageKind

Status = Literal["verified", "read", "corrected", "suspect"]
Kind = Literal["final", "budget", "unknown"]
State = Literal["complete", "incomplete", "nothing-found"]
BBox = tuple[float, float, float, float]


class _Published(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Fact(_Published):
    """One printed value with its place in the normalised form."""

    table: str = Field(description="table id of the contract, scorecard/N or other/N")
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
    confidence: float = Field(description="the reader's own, 0 … 1")
    flags: tuple[Flag, ...] = Field(default=(), description="why the text may differ from what is printed")
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
    grid_source: str = Field(description="structure (exported pages), opencv or aligned (scanned ones)")
    facts: tuple[Fact, ...]
    cells: tuple[GridCell, ...]


class CheckedCell(_Published):
    """A figure that takes part in a check; `value` null where the cell is blank."""

    table: str
    row: str
    column: str
    value: str | None
    page: int | None
    bbox: BBox | None


class Check(_Published):
    """A declared identity, evaluated on the document's own figures (docs/checks.md)."""

    id: str = Field(description="names the identity and the row or column it was evaluated for")
    level: Literal["error", "warning"] = Field(description="warning: usual, but no rule")
    result: Literal["holds", "fails", "not applicable", "not evaluable"]
    formula: str = Field(description="the identity with the figures filled in")
    difference: str | None = Field(description="left side less right side, in `unit`")
    tolerance: str | None = Field(description="how far rounding alone may move the two sides apart")
    unit: str | None
    printed: bool = Field(default=False, description="fails in print: the figures were read as they stand there")
    why: str = ""
    cells: tuple[CheckedCell, ...] = ()


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
    grid_source: str = Field(description="structure (exported pages), opencv or aligned (scanned ones)")
    cells: tuple[GridCell, ...]


class OtherTable(_Published):
    """A table that no layout knows, kept as printed, with facts under the words that it prints."""

    id: str | None = Field(default=None, description="other/N, N counting those that have facts; null for the others")
    title: str
    page: int
    bbox: BBox
    places: tuple[Place, ...]
    rows: int
    columns: int
    facts: tuple[Fact, ...] = ()
    cells: tuple[GridCell, ...]


class TextLine(_Published):
    """A line of text."""

    text: str
    bbox: BBox


class QualityRecord(_Published):
    """How well a scanned page can be read."""

    verdict: Literal["good", "poor"] = Field(description="of a poor page every value is suspect until sums prove it")
    why: tuple[str, ...] = Field(description="what is wrong with a poor page")
    advice: str = Field(description="what to do about it")
    resolution: float = Field(description="the scan's own, in dots an inch; 0 if unknown")
    contrast: float | None = Field(description="between paper and ink, a share of black; null without print")
    blur: float | None = Field(description="width of edges in points; null without print")
    unsure: float = Field(description="share of the cells with text that were read without certainty")


class PageRecord(_Published):
    """A page: how it was made and read."""

    number: int
    width: float
    height: float
    kind: PageKind | Literal["failed"]
    dpi: float = Field(description="resolution of the picture that was examined")
    skew: float = Field(description="degrees by which a scan was turned to level its lines")
    quality: QualityRecord | None = Field(default=None, description="of scanned pages")
    note: str = Field(default="", description="why a text layer was not used, or why the page failed")
    running: tuple[TextLine, ...] = Field(default=(), description="header, footer and page number")
    account: dict[str, int] = Field(
        default={},
        description="words (of a text layer) or lines (of a scan) that were read, by the place where they ended",
    )


class ParagraphRecord(_Published):
    """A paragraph without line breaks; `page` and `bbox` are of its first part, `places` of all."""

    text: str
    page: int
    bbox: BBox
    places: tuple[Place, ...]


class SectionRecord(_Published):
    """A part of the document by its heading; parts below it are its children."""

    title: str = Field(description="as printed; of a cover, all of its lines")
    level: int = Field(ge=1, description="1 for parts")
    kind: Literal["cover", "contents", "overview", "tables", "explanation", "glossary", "attachments", "other"]
    first_page: int
    last_page: int
    paragraphs: tuple[ParagraphRecord, ...]
    children: tuple[SectionRecord, ...]


class GlossaryTerm(_Published):
    """A term and what the document says it means."""

    term: str
    definition: str
    page: int


class NarrativeFigure(_Published):
    """One number of the explanation, and what it says.

    `table`, `row` and `column` are the cell that the item names, in the contract's keys.  Changes, rates and
    shares have no cell of their own: theirs is the cell of what changed, was completed or has the share.
    """

    item: str = Field(description="what the number is of, as printed; carried over where it is not repeated")
    measure: str = Field(description="one of the measures of layouts/narrative.yaml")
    value: str = Field(description="plain decimal, negative for a fall")
    raw: str = Field(description="the number as read")
    unit: str | None
    words: str = Field(description="the printed words that say the measure (全年预算, 比上年减少); may be empty")
    table: str | None
    row: str | None
    column: str | None
    of: tuple[str, str, str] | None = Field(description="table, row and column of the whole of a share")
    sentence: str
    page: int = Field(ge=1)
    bbox: BBox = Field(description="estimated from the widths of the line's characters")
    confidence: float = Field(ge=0, le=1)
    status: Status
    notes: tuple[str, ...] = ()


class Unplaced(_Published):
    """Something that was read, or ink that could not be read, and ended in no fact, label, heading or text."""

    page: int = Field(ge=1)
    bbox: BBox
    text: str = Field(description="as read; empty where ink was seen and not read")
    table: str | None = Field(description="id of the table that it stands in, if it is known")
    reason: str = Field(description="one of the reasons of docs/facts.md")


class MissingTable(_Published):
    """A table that the contents page names and that was not found."""

    id: str = Field(description="table id of the contract")
    title: str
    page: int = Field(ge=1, description="of the contents page")


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
    kind: Kind = Field(default="unknown", description="of final accounts or of a budget, by its tables' titles")
    scope: str | None = Field(default=None, description="部门 (with its units) or 单位 (one unit), by the titles")
    state: State = Field(
        default="complete",
        description="incomplete: something is unplaced, a page failed or a table is missing; "
        "nothing-found: no table of a known form and no scorecard",
    )
    unit_name: str | None = Field(description="as printed on the cover, in unit lines or the running header")
    year: int | None = Field(description="the year that the figures are for")
    pages: tuple[PageRecord, ...]
    tables: tuple[TableRecord, ...]
    scorecards: tuple[ScorecardRecord, ...]
    other_tables: tuple[OtherTable, ...]
    checks: tuple[Check, ...] = ()
    read_again: int = Field(
        default=0, description="cells that no check proved, or one contradicts, and were read again"
    )
    messages: tuple[Message, ...]
    unplaced: tuple[Unplaced, ...] = Field(default=(), description="printed figures and texts that are no facts")
    missing_tables: tuple[MissingTable, ...] = Field(default=(), description="named in the contents and not found")
    sections: tuple[SectionRecord, ...] = ()
    glossary: tuple[GlossaryTerm, ...] = ()
    narrative: tuple[NarrativeFigure, ...] = ()

    @property
    def facts(self) -> list[Fact]:
        """All facts: of the tables in document order, of the scorecards, of tables of no known form."""
        known = [fact for table in self.tables for fact in table.facts]
        known += [fact for card in self.scorecards for fact in card.facts]
        return known + [fact for table in self.other_tables for fact in table.facts]
