"""A comparison of two documents, as it is published."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from extractor.document import BBox, Kind, Status


class _Published(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ComparedCell(_Published):
    """A figure that takes part, and where it stands."""

    document: str = Field(description="name of its result among those compared")
    kind: Kind = Field(description="final or budget")
    year: int = Field(description="the year that the document's figures are for")
    place: Literal["table", "text"] = Field(description="whether it is a fact or a figure of the explanation")
    table: str = Field(description="table id, of a figure of the text: of the cell that its item names")
    row: str = Field(description="row key")
    column: str = Field(description="column key")
    value: str = Field(description="as of facts")
    unit: str = Field(description="unit of money")
    page: int = Field(description="1-based page")
    bbox: BBox = Field(description="box, as of facts")
    status: Status = Field(description="as of facts")


class Comparison(_Published):
    """What two documents of one unit say of the same amount."""

    id: str = Field(description="names the comparison and the cell it was made for")
    level: Literal["warning"] = Field(
        default="warning", description="either document may be right, and may have been corrected since"
    )
    result: Literal["holds", "fails"] = Field(description="whether they differ by more than rounding explains")
    unit_name: str = Field(description="the unit of both documents")
    formula: str = Field(description="what is compared, with the figures filled in")
    difference: str = Field(description="left side less right side, in 元")
    tolerance: str = Field(description="how far rounding alone may move the two sides apart, in 元")
    cells: tuple[ComparedCell, ...] = Field(description="the figures that take part, the earlier document's first")
