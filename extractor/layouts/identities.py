"""Arithmetic identities as layouts declare them; `extractor.checks` evaluates them.

A cell is written `row|column`, or `table:row|column` where tables are compared; before it may stand a minus or
a factor (`-`, `0.1*`).  `=100` is the number itself.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Literal, NamedTuple

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

_REFERENCE = re.compile(r"(?P<minus>-)?(?:(?P<factor>\d+(?:\.\d+)?)\*)?(?:(?P<table>[a-z_]+(?:/\*)?):)?(?P<cell>.+)")


class Reference(NamedTuple):
    """A cell with its factor; `number` stands in its place where a plain number is meant."""

    factor: Decimal
    table: str
    row: str
    column: str
    number: Decimal | None = None


def parse_reference(text: str) -> Reference:
    """The cell that a layout names; a text without `|` names a column, or a row, by its place.

    >>> parse_reference("0.1*执行率").factor
    Decimal('0.1')
    """
    match = _REFERENCE.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} names no cell")
    factor = Decimal(match["factor"] or 1) * (-1 if match["minus"] else 1)
    cell = match["cell"]
    if cell.startswith("="):
        return Reference(factor, "", "", "", Decimal(cell[1:]))
    row, _, column = cell.partition("|")
    return Reference(factor, match["table"] or "", row, column)


def _is_reference(text: str) -> str:
    parse_reference(text)
    return text


Cell = Annotated[str, AfterValidator(_is_reference)]


class _Declared(BaseModel):
    """What all kinds share.

    `level` is `warning` where the relation is usual but not a rule; `trimmed` is the number of decimals that
    figures are exact to though trailing zeros are not printed.  It concerns documents that print all the cells
    `if_printed` and none of `unless_printed`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    table: str = ""
    level: Literal["error", "warning"] = "error"
    trimmed: int | None = None
    if_printed: tuple[Cell, ...] = ()
    unless_printed: tuple[Cell, ...] = ()


class Equal(_Declared):
    """Every cell says the same as the first."""

    kind: Literal["equal"]
    cells: tuple[Cell, ...] = Field(min_length=2)


class AtMost(_Declared):
    """The first cell is no more than the second."""

    kind: Literal["at-most"]
    cells: tuple[Cell, Cell]


class Sum(_Declared):
    """A cell is the sum of others."""

    kind: Literal["sum"]
    total: Cell
    parts: tuple[Cell, ...]


class Columns(_Declared):
    """In every row (that starts with `prefix`) a column is the sum of others."""

    kind: Literal["columns"]
    total: str
    parts: tuple[Cell, ...]
    prefix: str = ""


class Quotient(_Declared):
    """In every row that starts with `prefix`: result = numerator / denominator × factor, rounded."""

    kind: Literal["quotient"]
    result: str
    numerator: str
    denominator: str
    factor: Decimal = Decimal(1)
    prefix: str = ""


class Hierarchy(_Declared):
    """In every column a code's row is the sum of the rows one level below it."""

    kind: Literal["hierarchy"]


class GrandTotal(_Declared):
    """In every column a row is the sum of the codes that have none above them."""

    kind: Literal["grand-total"]
    row: str


class SumOfRows(_Declared):
    """In every column a row is the sum of named rows."""

    kind: Literal["sum-of-rows"]
    total: str
    rows: tuple[str, ...]


class SumOfLines(_Declared):
    """In every column a row is the sum of the lines printed above it that are no fixed row of the form; where there
    are none, of those right below it.
    """

    kind: Literal["sum-of-lines"]
    total: str
    prefix: str


class SumOfPrefix(_Declared):
    """A cell is the sum of a column's rows that start with `prefix` and end with `suffix`, and of `plus`.

    `numbered`: such a row is named by its place among them.
    """

    kind: Literal["sum-of-prefix"]
    total: Cell
    prefix: str
    suffix: str = ""
    column: str
    plus: tuple[Cell, ...] = ()
    omit: tuple[str, ...] = ()
    numbered: bool = False


class PathSums(_Declared):
    """In every column each row is the sum of the rows next below it in its path, and `total` that of the outermost."""

    kind: Literal["path-sums"]
    total: str


class CodeLines(_Declared):
    """Every line named like a code says the same as that code's row in another table."""

    kind: Literal["code-lines"]
    lines: Cell
    codes: Cell


class SameRows(_Declared):
    """Two tables say the same row by row (of those that start with `prefix`), in pairs of columns, where the cells
    `when` are equal.
    """

    kind: Literal["same-rows"]
    left: str
    right: str
    columns: tuple[tuple[str, str], ...]
    when: tuple[Cell, Cell]
    prefix: str = ""


class Band(_Declared):
    """A word follows from a number: each word's number is at least so much and below the next higher."""

    kind: Literal["band"]
    word: Cell
    number: Cell
    least: dict[str, Decimal]


Identity = Annotated[
    Equal
    | AtMost
    | Sum
    | Columns
    | Quotient
    | Hierarchy
    | GrandTotal
    | SumOfRows
    | SumOfLines
    | SumOfPrefix
    | PathSums
    | CodeLines
    | SameRows
    | Band,
    Field(discriminator="kind"),
]


class Prose(BaseModel):
    """What the measures of the explanation's figures have to do with the cells that they name.

    `cell`: they say what the cell says, `cell_in` in these tables only; `share`: the cell's percentage of the
    whole; `completion`: the cell's percentage of the figure `planned`; `growth`: the percentage that `change`
    is of the cell less the change.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    level: Literal["error", "warning"] = "warning"
    cell: tuple[str, ...] = ()
    cell_in: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    share: str = ""
    completion: str = ""
    planned: str = ""
    growth: str = ""
    change: str = ""


class Between(BaseModel):
    """`layouts/identities.yaml`: what must hold between tables, in tables of no form of their own, in the prose."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    identities: tuple[Identity, ...] = ()
    prose: Prose | None = None
