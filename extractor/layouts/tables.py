"""What a layout says of a form and of what all forms share (`layouts/tables/*.yaml`, `common.yaml`), as checked by
pydantic.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict

from extractor.layouts.identities import Identity
from extractor.text import key_text

DocumentKind = Literal["final", "budget"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ColumnSpec(_Strict):
    """A column's key and the header paths (parts divided by `/`) that provinces print for it.

    `optional`: only some editions of the form have it; `beside`: its names mean it only where one of these columns is
    there, too; `text`: it holds words; `unit`: that of its figures, if another than the table's.
    """

    key: str
    names: tuple[str, ...]
    optional: bool = False
    beside: tuple[str, ...] = ()
    text: bool = False
    unit: str | None = None


class RowSpec(_Strict):
    """A fixed row, or (with `codes`) one row for every name of a level of a code book.

    `prefix` is that of the part it belongs to, if another than its block's: a total of two blocks stands below both.
    """

    label: str = ""
    aliases: tuple[str, ...] = ()
    key: str = ""
    prefix: str | None = None
    after: str = ""
    heading: bool = False
    unit: str | None = None
    codes: Literal["functional", "economic"] | None = None
    level: int = 1

    def row(self, prefix: str, label: str = "") -> str:
        """The key of the row in a block with this prefix; `label` is that of a row of a code book."""
        return (prefix if self.prefix is None else self.prefix) + (self.key or label or self.label)


class BlockSpec(_Strict):
    """A part of a table with its own label column; blocks stand side by side.  `optional`: some editions lack it."""

    prefix: str
    optional: bool = False
    columns: tuple[ColumnSpec, ...]
    rows: tuple[RowSpec, ...]


class LevelSpec(_Strict):
    """A column of labels of which the keys of rows are made, outermost first; `labels` are those that are known."""

    names: tuple[str, ...]
    labels: tuple[RowSpec, ...] = ()


class Form(_Strict):
    """One printed form.

    `table` is the table id of its facts, if another than its own id: provinces have several forms of one table.
    `unlabelled` is the key of a row of figures without a label.
    """

    id: str
    table: str = ""
    kind: DocumentKind = "final"
    title: str
    titles: tuple[str, ...]
    numbers: tuple[str, ...] = ()
    rows: Literal["labels", "functional", "economic", "matrix", "paths"]
    columns: tuple[ColumnSpec, ...] = ()
    blocks: tuple[BlockSpec, ...] = ()
    labels: tuple[RowSpec, ...] = ()
    rows_axis: tuple[ColumnSpec, ...] = ()
    levels: tuple[LevelSpec, ...] = ()
    unlabelled: str = ""
    typical_codes: str = ""
    blank_is_zero: bool = False
    identities: tuple[Identity, ...] = ()

    @property
    def name(self) -> str:
        """The table id of its facts."""
        return self.table or self.id

    @cached_property
    def all_columns(self) -> tuple[ColumnSpec, ...]:
        """The form's columns, of all blocks."""
        return self.columns + tuple(column for block in self.blocks for column in block.columns)


class KindPatterns(_Strict):
    """How titles and heads of columns say whether they are a budget's or final accounts'."""

    fund_names_pattern: str
    scopes: dict[str, str]
    final_pattern: str
    budget_pattern: str
    final_heads_pattern: str
    budget_heads_pattern: str


class Common(_Strict):
    """What all forms share; see the comments in `layouts/common.yaml`."""

    unit_pattern: str
    form_number_pattern: str
    continued_pattern: str
    page_number_pattern: str
    unit_name_pattern: str
    year_pattern: str
    cover_pattern: str
    late_name_pattern: str
    title_pattern: str
    inner_title_pattern: str
    heading_unit_pattern: str
    title_addition_pattern: str
    title_qualifier_pattern: str
    foreign_title_pattern: str
    kinds: KindPatterns
    no_name_pattern: str
    numbering_labels: tuple[str, ...]
    like_characters: tuple[str, ...]
    total_labels: tuple[str, ...]
    structural_labels: tuple[str, ...]
    heading_year_pattern: str
    last_year: str
    code_patterns: dict[Literal["functional", "economic"], str]
    unit_code_headings: tuple[str, ...]
    unit_name_headings: tuple[str, ...]
    unit_row_pattern: str
    unit_line_prefix: str
    amount_units: dict[str, Decimal]
    count_units: tuple[str, ...]


def labels_of(form: Form) -> dict[str, str]:
    """Every way a form's labelled totals are printed, with the key of each."""
    return {key_text(name): spec.row("") for spec in form.labels for name in (spec.label, *spec.aliases)}
