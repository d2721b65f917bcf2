"""What a scorecard's layout says (`layouts/scorecards/*.yaml`), as checked by pydantic."""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict

from extractor.text import key_text


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CardLabel(_Strict):
    """A key with the words printed for it; with `code`, the value is a code and a name in one cell."""

    key: str
    names: tuple[str, ...]
    code: str = ""

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The names as keys compare."""
        return tuple(map(key_text, self.names))


class CardColumn(CardLabel):
    """A column of a block.

    `unit` makes it numeric (`amount`: in the card's own unit); `words` are all that is usually printed in it;
    `target` marks values with relation, number and unit; a `merged` column goes on over a page's end; a row is
    one where a column of its `own` starts.
    """

    unit: str | None = None
    words: tuple[str, ...] = ()
    target: bool = False
    merged: bool = False
    own: bool = False


class CardAmount(CardLabel):
    """A label with an amount beside it; `below` is the key of the total that it is a part of."""

    below: str = ""

    @property
    def path(self) -> str:
        """The key behind that of the total it is a part of."""
        return f"{self.below}/{self.key}" if self.below else self.key


class ColumnBlock(_Strict):
    """A block with a header of its own."""

    columns: tuple[CardColumn, ...]


class FundsBlock(ColumnBlock):
    """The block of one line a source of funds."""

    line_prefix_pattern: str
    lines: tuple[CardLabel, ...]


class TotalRow(_Strict):
    """The row below the indicators: which of their columns hold numbers, and the grade beside them."""

    labels: tuple[str, ...]
    numbers: tuple[str, ...]
    grade: str
    grades: tuple[str, ...]


class ScorecardForm(_Strict):
    """A form of blocks below each other; `phrases` are what cards often print, as witnesses of how it is read.

    `like` is the id of the form whose keys are this one's, too, where it has none of its own.

    `table` is the table id of its facts, before the card's number; `kind` that of the documents in which it stands, all
    where there is none.  Its funds are a block of lines (`funds`), or `amounts` beside their labels, all in the column
    `amount_column`.
    """

    id: str
    like: str = ""
    table: str = "scorecard"
    kind: Literal["final", "budget"] | None = None
    title: str
    titles: tuple[str, ...]
    other_titles: tuple[str, ...] = ()
    headings: tuple[str, ...]
    amount_unit: str
    amount_unit_pattern: str
    code_name_pattern: str
    unlikely_name_pattern: str
    target_pattern: str
    misread_signs: dict[str, str] = {}
    misread_units: dict[str, str] = {}
    phrases: tuple[str, ...] = ()
    head: tuple[CardLabel, ...]
    funds: FundsBlock = FundsBlock(columns=(), line_prefix_pattern="", lines=())
    amounts: tuple[CardAmount, ...] = ()
    amount_column: str = ""
    around_amount_pattern: str = ""
    goal: ColumnBlock
    indicators: ColumnBlock
    total: TotalRow = TotalRow(labels=(), numbers=(), grade="", grades=())
    analysis: tuple[CardLabel, ...] = ()

    @cached_property
    def words(self) -> frozenset[str]:
        """The form's headings and labels, as keys compare."""
        labels = [*self.head, *self.funds.columns, *self.funds.lines, *self.amounts, *self.goal.columns]
        labels += [*self.indicators.columns, *self.analysis]
        return frozenset(map(key_text, [*(text for label in labels for text in label.texts), *self.total.labels]))
