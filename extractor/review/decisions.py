"""One decision of a person: what it is about, what was before and is after, who, when and why."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from extractor.document import BBox
from extractor.document.cells import Published

# What can be said of a value.  `as-printed`: it is read as it stands, and the print is wrong.
Ruling = Literal["confirm", "correct", "as-printed", "illegible"]
Kind = Literal["confirm", "correct", "as-printed", "illegible", "undo", "sign", "ask-second", "structure", "name"]
RULINGS: tuple[Kind, ...] = ("confirm", "correct", "as-printed", "illegible")
SpotKind = Literal["fact", "figure", "unplaced", "cell", "table", "document"]


class Subject(Published):
    """What a decision is about, by names and places that a newer reading of the same file has, too."""

    kind: SpotKind = Field(
        description="fact, figure (of the prose), unplaced, cell (without a fact), table or document"
    )
    table: str = Field(default="", description="table id, of facts")
    row: str = Field(default="", description="row key of a fact; of a figure of the prose what it is of")
    column: str = Field(default="", description="column key of a fact; of a figure of the prose its measure")
    page: int | None = Field(default=None, description="1-based page; null for the whole document")
    bbox: BBox | None = Field(default=None, description="box, as of facts; null for the whole document")
    raw: str = Field(default="", description="what was read there")


class Draft(Published):
    """A decision before it is kept: all but its number and time."""

    act: str = Field(description="decisions that were made at once have the same")
    document: str = Field(description="sha256 of the file")
    subject: Subject = Field(description="what it is about")
    kind: Kind = Field(description="what was decided")
    before: str | None = Field(default=None, description="value before")
    before_status: str | None = Field(default=None, description="status before")
    after: str | None = Field(default=None, description="value after; null where it is illegible")
    after_status: str | None = Field(default=None, description="status after")
    who: str = Field(description="the person's name")
    why: str = Field(default="", description="reason, in the person's words")
    checks_before: dict[str, str] = Field(default={}, description="results of the value's checks before, by check")
    checks_after: dict[str, str] = Field(default={}, description="results of the value's checks after, by check")
    undoes: str | None = Field(default=None, description="the act that is taken back")
    detail: dict[str, Any] = Field(default={}, description="what was drawn or named")


class Decision(Draft):
    """A decision as it is kept for good."""

    number: int = Field(ge=1, description="place in the history of the document, from 1")
    when: datetime = Field(description="when, in UTC")


def standing(decisions: list[Decision]) -> list[Decision]:
    """The decisions that were not taken back, oldest first."""
    undone = {decision.undoes for decision in decisions if decision.kind == "undo"}
    return [decision for decision in decisions if decision.kind != "undo" and decision.act not in undone]
