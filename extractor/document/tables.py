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

    id: str = Field(description="table id of the contract")
    title: str = Field(description="title as printed, or the form's where none is printed")
    number: str = Field(description="printed form number without leading zeros, or empty")
    unit: str | None = Field(description="printed unit of its amounts")
    places: tuple[Place, ...] = Field(description="its parts")
    evidence: dict[str, float] = Field(description="shares of title, number, columns and rows that agree with the form")
    grid_source: str = Field(description="how the grid was found: structure")
    facts: tuple[Fact, ...] = Field(description="top to bottom, left to right")
    cells: tuple[GridCell, ...] = Field(description="the cells as printed")


class CheckedCell(Published):
    """A figure that takes part in a check; `value` null where the cell is blank."""

    table: str = Field(description="table id")
    row: str = Field(description="row key")
    column: str = Field(description="column key")
    value: str | None = Field(description="value of the fact; null where the cell is blank")
    page: int | None = Field(description="page; null where the cell is blank")
    bbox: BBox | None = Field(description="box of the cell, as of facts")


class Check(Published):
    """A declared identity, evaluated on the document's own figures (docs/checks.md)."""

    id: str = Field(description="names the identity and the row or column it was evaluated for")
    level: Literal["error", "warning"] = Field(description="warning: usual, but no rule")
    result: Literal["holds", "fails", "not applicable", "not evaluable"] = Field(
        description="holds, fails, not applicable, or not evaluable for want of a figure"
    )
    formula: str = Field(description="the identity with the figures filled in")
    difference: str | None = Field(description="left side less right side, in `unit`")
    tolerance: str | None = Field(description="how far rounding alone may move the two sides apart")
    unit: str | None = Field(description="unit of `difference`; null where the figures have none")
    printed: bool = Field(default=False, description="fails in print: the figures were read as they stand there")
    why: str = Field(default="", description="why it is not applicable or not evaluable")
    cells: tuple[CheckedCell, ...] = Field(default=(), description="the figures that take part")


class ScorecardTarget(Published):
    """A target value of an indicator taken apart: `≤13人` is ≤, 13 and 人."""

    row: str = Field(description="row key of the fact")
    column: str = Field(description="column key of the fact")
    text: str = Field(description="the fact's value")
    relation: str | None = Field(description="sign before the number; null where none is printed")
    number: str | None = Field(description="plain decimal string")
    unit: str | None = Field(description="what follows the number")


class ScorecardRecord(Addressed, Published):
    """A project's scorecard: its facts, its targets taken apart, and the cells they were taken from."""

    number: int = Field(ge=1, description="N of scorecard/N: the card's place among the document's cards")
    title: str = Field(description="title as printed, or the project's name and the form's where none is printed")
    project: str = Field(description="name of the project")
    form: str = Field(description="id of the layout")
    places: tuple[Place, ...] = Field(description="its parts")
    facts: tuple[Fact, ...] = Field(description="top to bottom, left to right")
    targets: tuple[ScorecardTarget, ...] = Field(description="target values taken apart")
    grid_source: str = Field(description="how the grid was found: structure")
    cells: tuple[GridCell, ...] = Field(description="the cells as printed")


class OtherTable(Addressed, Published):
    """A table that no layout knows, kept as printed, with facts under the words that it prints."""

    id: str | None = Field(default=None, description="other/N, N counting those that have facts; null for the others")
    title: str = Field(description="as printed above it, or empty")
    page: int = Field(description="page of its first part")
    bbox: BBox = Field(description="box of its first part")
    places: tuple[Place, ...] = Field(description="its parts")
    rows: int = Field(description="number of rows")
    columns: int = Field(description="number of columns")
    facts: tuple[Fact, ...] = Field(default=(), description="top to bottom, left to right")
    cells: tuple[GridCell, ...] = Field(description="the cells as printed")
