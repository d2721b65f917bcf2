"""The text around the tables, and its figures."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from extractor.document.cells import BBox, Place, Published, Status


class TextLine(Published):
    """A line of text."""

    text: str = Field(description="as read")
    bbox: BBox = Field(description="box, as of facts")


class ParagraphRecord(Published):
    """A paragraph without line breaks; `page` and `bbox` are of its first part, `places` of all."""

    text: str = Field(description="without line breaks")
    page: int = Field(description="page of its first part")
    bbox: BBox = Field(description="box of its first part")
    places: tuple[Place, ...] = Field(description="its parts")


class SectionRecord(Published):
    """A part of the document by its heading; parts below it are its children."""

    title: str = Field(description="as printed; of a cover, all of its lines")
    level: int = Field(ge=1, description="1 for parts")
    kind: Literal["cover", "contents", "overview", "tables", "explanation", "glossary", "attachments", "other"] = Field(
        description="what the part is, by its heading"
    )
    first_page: int = Field(description="1-based page")
    last_page: int = Field(description="1-based page")
    paragraphs: tuple[ParagraphRecord, ...] = Field(description="text below the heading, before the first child")
    children: tuple[SectionRecord, ...] = Field(description="parts below it")


class GlossaryTerm(Published):
    """A term and what the document says it means."""

    term: str = Field(description="the term")
    definition: str = Field(description="what the document says it means")
    page: int = Field(description="1-based page")


class NarrativeFigure(Published):
    """One number of the explanation, and what it says.

    `table`, `row` and `column` are the cell that the item names, in the contract's keys.  Changes, rates and
    shares have no cell of their own: theirs is the cell of what changed, was completed or has the share.
    """

    item: str = Field(description="what the number is of, as printed; carried over where it is not repeated")
    measure: str = Field(description="one of the measures of layouts/narrative.yaml")
    value: str = Field(description="plain decimal, negative for a fall")
    raw: str = Field(description="the number as read")
    unit: str | None = Field(description="printed unit")
    words: str = Field(description="the printed words that say the measure (全年预算, 比上年减少); may be empty")
    table: str | None = Field(description="table of the cell that the item names")
    row: str | None = Field(description="row of that cell")
    column: str | None = Field(description="column of that cell")
    of: tuple[str, str, str] | None = Field(description="table, row and column of the whole of a share")
    sentence: str = Field(description="the sentence that it stands in")
    page: int = Field(ge=1, description="1-based page")
    bbox: BBox = Field(description="estimated from the widths of the line's characters")
    confidence: float = Field(ge=0, le=1, description="the reader's own; 1 for text layers")
    status: Status = Field(description="as of facts")
    notes: tuple[str, ...] = Field(default=(), description="why the status is what it is")
