"""Tables, scorecards, and the checks of their figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol

from pydantic import Field

from extractor.document.cells import BBox, Fact, GridCell, Place, Published
from extractor.document.html import grid_html


class _Grid(Protocol):
    """A table's grid as printed, with the facts that were taken from it."""

    @property
    def title(self) -> str: ...

    @property
    def cells(self) -> Sequence[GridCell]: ...

    @property
    def facts(self) -> Sequence[Fact]: ...


class Addressed:
    """Facts by row and column: `table["合计", "本年收入合计"]`."""

    def __getitem__(self: _Grid, place: tuple[str, str]) -> Fact:
        """The fact of a row and a column; `KeyError` where the cell is blank, or there is no such row or column."""
        for fact in self.facts:
            if (fact.row, fact.column) == place:
                return fact
        raise KeyError(place)

    def _repr_html_(self: _Grid) -> str:
        """The printed table in a notebook, in the colours of the status."""
        return grid_html(self.title, self.cells, self.facts)


class TableRecord(Addressed, Published):
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


class CheckedCell(Published):
    """A figure that takes part in a check; `value` null where the cell is blank."""

    table: str
    row: str
    column: str
    value: str | None
    page: int | None
    bbox: BBox | None


class Check(Published):
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


class ScorecardTarget(Published):
    """A target value of an indicator taken apart: `≤13人` is ≤, 13 and 人."""

    row: str
    column: str
    text: str = Field(description="the fact's value")
    relation: str | None
    number: str | None = Field(description="plain decimal string")
    unit: str | None


class ScorecardRecord(Addressed, Published):
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


class OtherTable(Addressed, Published):
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
