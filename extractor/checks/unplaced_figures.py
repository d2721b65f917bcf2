"""What figures without a place take from the proof: sums may lack them, and a value beside one may be cut."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from extractor.amounts import parse_amount
from extractor.balance import Balance, Item
from extractor.balance.cells import spot_of
from extractor.balance.figures import has_digits, split_figures
from extractor.checks.ledger import Key
from extractor.checks.relations import Evaluation, Relation
from extractor.interpretation import Interpretation, KnownTable
from extractor.layouts import Layouts
from extractor.model import Flag
from extractor.tables.headers import find_body, read_header_paths
from extractor.tables.table import Table, TableCell
from extractor.tables.values import Value

INCOMPLETE = "a figure without a place stands in a row or column of it"


class Gaps(NamedTuple):
    """`beside` are the values that no check can prove: something unplaced stands in their row, a border cuts their ink,
    or they may stand one column beside their heading; `near` those with something unplaced in their row or column;
    `doubts` say of which values the unplaced text may be a part.
    """

    beside: frozenset[Key] = frozenset()
    near: frozenset[Key] = frozenset()
    doubts: Mapping[Key, Sequence[str]] = {}


NO_GAPS = Gaps()


def find_gaps(found: Interpretation, balance: Balance, layouts: Layouts) -> Gaps:
    """The values of known tables and scorecards that unplaced figures stand beside."""
    unplaced = {item.spot: item for item in balance.unplaced}
    beside: set[Key] = set()
    near: set[Key] = set()
    doubts: dict[Key, list[str]] = defaultdict(list)
    for name, table, values in _tables(found):
        cells = [(cell, unplaced[spot]) for cell in table.cells if (spot := spot_of(cell)) in unplaced]
        rows = {row for cell, _ in cells for row in range(cell.row, cell.row + cell.row_span)}
        columns = {column for cell, _ in cells for column in range(cell.column, cell.column + cell.column_span)}
        for value in values if cells else ():
            key = Key(name, value.row, value.column)
            if value.cell.row in rows:
                beside.add(key)
                doubts[key] += [why for cell, item in cells if (why := _may_be_part(value, cell, item))]
            if value.cell.row in rows or value.cell.column in columns:
                near.add(key)
        beside |= {Key(name, v.row, v.column) for v in values if Flag.CUT in v.cell.reading.flags}
    for known in found.known:
        if _may_be_one_column_off(known, layouts):
            beside |= {Key(known.form.name, value.row, value.column) for value in known.values}
    return Gaps(frozenset(beside), frozenset(near), {key: whys for key, whys in doubts.items() if whys})


def _may_be_one_column_off(known: KnownTable, layouts: Layouts) -> bool:
    """Whether a column of the body has no heading, and holds figures or leaves one with a heading without any: the
    figures of all columns may stand one column beside their headings.
    """
    table, columns = known.table, {value.cell.column for value in known.values}
    start = find_body(table, layouts)
    paths = read_header_paths(table, start, layouts)
    within = range(min(columns, default=table.columns), table.columns)
    bare = [column for column in within if not paths[column] and column not in columns]
    filled = {cell.column for cell in table.cells if cell.row >= start and has_digits(cell.text)}
    unused = any(paths[column] and column not in columns for column in within)
    return any(unused or column in filled for column in bare)


def _tables(found: Interpretation) -> Iterator[tuple[str, Table, Sequence[Value]]]:
    """Every table with facts: its id, its cells and its values."""
    for known in found.known:
        yield known.form.name, known.table, known.values
    for card in found.scorecards:
        yield card.name, card.table, card.values


def _may_be_part(value: Value, cell: TableCell, item: Item) -> str | None:
    """Why an unplaced text may be a part of the figure in the cell beside it; None where it is a figure of its own."""
    own = value.cell
    if cell.row != own.row or cell.on != own.on:
        return None
    if len(split_figures(item.reading.text)) > 1:
        return f"{item.reading.text} in its row is the text of several cells"
    if cell.column not in (own.column + own.column_span, own.column - cell.column_span):
        return None
    if not item.reading.text:
        return "ink beside it was not read"
    other = parse_amount(item.reading.text)
    whole = other.kind == "number" and not other.mended and _places(other.text) <= _places(value.value)
    return None if whole else f"{item.reading.text} beside it has no place"


def _places(number: str) -> int:
    return len(number.partition(".")[2])


def without_gaps(relation: Relation, outcome: Evaluation, gaps: Gaps) -> Evaluation:
    """An outcome, not evaluable where the relation fails and a figure without a place may belong to it."""
    if outcome.result != "fails" or gaps.near.isdisjoint(relation.keys):
        return outcome
    return Evaluation("not evaluable", outcome.difference, outcome.tolerance, outcome.unit, why=INCOMPLETE)
