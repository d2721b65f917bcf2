"""What was read in one cell or line, and where it ended."""

from __future__ import annotations

from typing import Literal, NamedTuple

from extractor.geometry import Box
from extractor.model import Half, Reading

Place = Literal[
    "fact",
    "label",
    "code",
    "ordinal",
    "heading",
    "title",
    "unit-line",
    "note",
    "paragraph",
    "running-line",
    "page-number",
    "dash",
    "mark",
    "other-table",
    "unplaced",
]
# Why something is unplaced (docs/facts.md explains each); None where it is placed.
Reason = Literal[
    "column-not-known",
    "unsure-column",
    "row-not-known",
    "in-header",
    "form-not-known",
    "repeated-form",
    "scorecard-not-understood",
    "scorecard-cell",
    "several-figures",
    "no-table",
    "not-taken",
    "not-read",
    "dropped",
]


class Spot(NamedTuple):
    """Names a cell or a line: its page, which half of the sheet, and its box on the page as displayed."""

    page: int
    half: Half
    box: Box


class Item(NamedTuple):
    """A reading and its place; `table` is the id of the table that it stands in, `reason` why it is unplaced."""

    spot: Spot
    reading: Reading
    place: Place
    table: str | None = None
    reason: Reason | None = None

    @property
    def unplaced(self) -> bool:
        """Whether it ended in no fact, label, heading or text."""
        return self.place == "unplaced"
