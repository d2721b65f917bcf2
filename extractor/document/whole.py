"""Pages, what a person should know, and the document as a whole."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from extractor.document.cells import BBox, Fact, Published
from extractor.document.frame import FrameLibrary, frame_of
from extractor.document.html import document_html
from extractor.document.tables import Check, OtherTable, ScorecardRecord, TableRecord
from extractor.document.text import GlossaryTerm, NarrativeFigure, SectionRecord, TextLine
from extractor.model import PageKind

Kind = Literal["final", "budget", "unknown"]
State = Literal["complete", "incomplete", "nothing-found"]


class QualityRecord(Published):
    """How well a scanned page can be read."""

    verdict: Literal["good", "poor"] = Field(description="of a poor page every value is suspect until sums prove it")
    why: tuple[str, ...] = Field(description="what is wrong with a poor page")
    advice: str = Field(description="what to do about it")
    resolution: float = Field(description="the scan's own, in dots an inch; 0 if unknown")
    contrast: float | None = Field(description="between paper and ink, a share of black; null without print")
    blur: float | None = Field(description="width of edges in points; null without print")
    unsure: float = Field(description="share of the cells with text that were read without certainty")


class PageRecord(Published):
    """A page: how it was made and read."""

    number: int = Field(description="1-based; of a document of several files counted on from file to file")
    file: str | None = Field(default=None, description="the page's file, where the document is of several")
    file_page: int | None = Field(default=None, description="its number in that file, from 1")
    width: float = Field(description="in points, as displayed")
    height: float = Field(description="in points, as displayed")
    kind: PageKind | Literal["failed"] = Field(description="exported, scanned, blank or failed")
    dpi: float = Field(description="resolution of the picture that was examined")
    skew: float = Field(description="degrees by which a scan was turned to level its lines")
    quality: QualityRecord | None = Field(default=None, description="of scanned pages")
    note: str = Field(default="", description="why a text layer was not used, or why the page failed")
    running: tuple[TextLine, ...] = Field(default=(), description="header, footer and page number")
    account: dict[str, int] = Field(
        default={},
        description="words (of a text layer) or lines (of a scan) that were read, by the place where they ended",
    )


class Unplaced(Published):
    """Something that was read, or ink that could not be read, and ended in no fact, label, heading or text."""

    page: int = Field(ge=1, description="1-based page")
    bbox: BBox = Field(description="box, as of facts")
    text: str = Field(description="as read; empty where ink was seen and not read")
    table: str | None = Field(description="id of the table that it stands in, if it is known")
    reason: str = Field(description="one of the reasons of docs/facts.md")


class MissingTable(Published):
    """A table that the contents page names and that was not found."""

    id: str = Field(description="table id of the contract")
    title: str = Field(description="the form's title")
    page: int = Field(ge=1, description="of the contents page")


class Message(Published):
    """Something a person should know."""

    level: Literal["info", "warning", "error"] = Field(description="info, warning or error")
    code: str = Field(description="stable code (docs/command-line.md)")
    text: str = Field(description="what a person should know")
    page: int | None = Field(default=None, description="1-based page; null where it is of the whole document")


class Source(Published):
    """The input file."""

    file: str = Field(description="name of the file, without folders")
    sha256: str = Field(description="of its content")
    bytes: int = Field(description="its size")


class Making(Published):
    """What a document was made with."""

    software: str = Field(description="version of juesuan")
    ocr: str = Field(description="engine that reads scanned pages")
    ocr_version: str = Field(description="version of the engine's package, which carries its models")
    rasterizer: str = Field(description="program that draws PDF pages")
    layouts: str = Field(description="sha256 over all layout files")
    models: str | None = Field(
        default=None, description="sha256 over the models that read scans; null where no page was read as a scan"
    )


class Document(Published):
    """Everything that was extracted from one disclosure, whose pages may be those of several files, or part of one."""

    version: Literal[1] = Field(default=1, description="of this model")
    source: Source = Field(description="the input file; of several the first")
    sources: tuple[Source, ...] = Field(default=(), description="all input files, where there are several")
    made_with: Making | None = Field(default=None, description="program, engine and layouts")
    kind: Kind = Field(default="unknown", description="of final accounts or of a budget, by its tables' titles")
    scope: str | None = Field(default=None, description="部门 (with its units) or 单位 (one unit), by the titles")
    state: State = Field(
        default="complete",
        description="incomplete: something is unplaced, a page failed or a table is missing; "
        "nothing-found: no table of a known form and no scorecard",
    )
    unit_name: str | None = Field(description="as printed on the cover, in unit lines or the running header")
    year: int | None = Field(description="the year that the figures are for")
    pages: tuple[PageRecord, ...] = Field(
        description="every page that was read; two records of a sheet that shows two pages"
    )
    tables: tuple[TableRecord, ...] = Field(description="tables of known forms in document order")
    scorecards: tuple[ScorecardRecord, ...] = Field(description="project scorecards in document order")
    other_tables: tuple[OtherTable, ...] = Field(description="tables of no known form")
    checks: tuple[Check, ...] = Field(default=(), description="every identity of the forms that were found")
    read_again: int = Field(
        default=0, description="cells that no check proved, or one contradicts, and were read again"
    )
    messages: tuple[Message, ...] = Field(description="what a person should know")
    unplaced: tuple[Unplaced, ...] = Field(default=(), description="printed figures and texts that are no facts")
    missing_tables: tuple[MissingTable, ...] = Field(default=(), description="named in the contents and not found")
    sections: tuple[SectionRecord, ...] = Field(default=(), description="the parts of the document by their headings")
    glossary: tuple[GlossaryTerm, ...] = Field(default=(), description="terms that the document explains")
    narrative: tuple[NarrativeFigure, ...] = Field(default=(), description="the figures of the explanation")

    @property
    def facts(self) -> list[Fact]:
        """All facts: of the tables in document order, of the scorecards, of tables of no known form."""
        known = [fact for table in self.tables for fact in table.facts]
        known += [fact for card in self.scorecards for fact in card.facts]
        return known + [fact for table in self.other_tables for fact in table.facts]

    def table(self, name: str) -> TableRecord | ScorecardRecord | OtherTable:
        """A table by its id: `document.table("income")["合计", "本年收入合计"]`; a card by its table and number
        (`scorecard/1`, `budget_targets/1`), a table of no known form by `other/1`.

        Raises `KeyError` where the document has none of that name.
        """
        named: dict[str, TableRecord | ScorecardRecord | OtherTable] = {table.id: table for table in self.tables}
        named |= {card.facts[0].table: card for card in self.scorecards if card.facts}
        named |= {other.id: other for other in self.other_tables if other.id is not None}
        if name not in named:
            raise KeyError(f"{name}: the document has {', '.join(named) or 'no table'}")
        return named[name]

    def source_of(self, page: int) -> Source:
        """The input file that a page, by its number in the document, is of."""
        name = next((record.file for record in self.pages if record.number == page), None)
        return next((source for source in self.sources if source.file == name), self.source)

    def page_in_file(self, page: int) -> int:
        """The number of a page in its file: the same as in the document, unless that is of several files."""
        return next((r.file_page for r in self.pages if r.number == page and r.file_page is not None), page)

    def to_dataframe(self, library: FrameLibrary | None = None) -> Any:  # noqa: ANN401 - of a package that may be absent
        """All facts as a data frame of pandas, or of polars where that alone is installed, or of the `library`.

        Values are texts with their printed zeros; `number` has the same as exact decimals.  Raises `PackageError` where
        the package is missing.
        """
        return frame_of(self.facts, library)

    def __repr__(self) -> str:
        about = " ".join(str(part) for part in (self.unit_name, self.year) if part is not None)
        found = f"{len(self.tables)} tables, {len(self.scorecards)} scorecards, {len(self.facts)} facts"
        return f"<Document {self.source.file}: {f'{about}: ' if about else ''}{self.state}, {found}>"

    __str__ = __repr__

    def _repr_html_(self) -> str:
        """The document in a notebook: its name and state, and every table as printed."""
        return document_html(repr(self), (*self.tables, *self.scorecards, *self.other_tables))
