"""A scorecard's values under the names of the contract, block by block."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from extractor.amounts import parse_amount
from extractor.layouts.scorecards import CardColumn, CardLabel, ScorecardForm
from extractor.model import Flag
from extractor.scorecards.blocks import Blocks, Header, find_blocks, is_heading, likeness
from extractor.scorecards.cells import (
    Cells,
    Row,
    by_column,
    is_cut_off,
    join_below,
    join_over_page,
    whole,
)
from extractor.scorecards.fund_lines import beside_heading, is_line, known_line, may_be_label
from extractor.scorecards.rows import LEAST_TEXT_CONFIDENCE, is_marks, read_cell, read_row
from extractor.scorecards.target_signs import check_signs
from extractor.tables.doubts import hardly_seen, is_certain
from extractor.tables.table import Table, TableCell
from extractor.tables.values import Value
from extractor.text import key_text


@dataclass(slots=True)
class CardValues:
    """What was understood of one card: `missing` names blocks without which it is no card, `left` the cells
    whose text went nowhere.
    """

    values: list[Value] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    left: list[TableCell] = field(default_factory=list)


def read_card(table: Table, form: ScorecardForm) -> CardValues:
    """All values of a card in the order of its blocks."""
    blocks, cells = find_blocks(table, form), Cells(table)
    unit = _amount_unit(table, form)
    values = [*_head(blocks, cells, form), *_funds(blocks, cells, form, unit), *_amounts(blocks, cells, form, unit)]
    values += _goal(blocks, cells, form)
    indicators = list(_indicators(blocks, cells, form))
    values += [*indicators, *_total(blocks, cells, form), *_analysis(blocks, cells, form)]
    missing = [name for name, there in (("head", blocks.head), ("indicators", indicators)) if not there]
    cells.use(c for c in table.cells if _is_heading(c, blocks, form) or _is_title(c, blocks, table))
    return CardValues(values, missing, cells.left_over())


def _is_title(cell: TableCell, blocks: Blocks, table: Table) -> bool:
    """Whether a cell stands above a card's first label, over its whole width: its title, or what it is of."""
    return cell.column_span == table.columns and cell.row < min((c.row for c in blocks.head.values()), default=0)


def _is_heading(cell: TableCell, blocks: Blocks, form: ScorecardForm) -> bool:
    """Whether a cell belongs to a header, or names a block at its left side."""
    for header in (blocks.funds, blocks.goal, blocks.indicators):
        if header is not None and header.start <= cell.row < header.end:
            return True
    for header in (blocks.goal, blocks.indicators):
        if header is not None and cell.row in blocks.body(header) and cell.column < header.first:
            return True
    beside = min((label.column for label in blocks.analysis.values()), default=0)
    first = min((label.row for label in blocks.analysis.values()), default=blocks.rows)
    return (cell.row >= first and cell.column < beside) or is_heading(key_text(cell.text), form)


def _amount_unit(table: Table, form: ScorecardForm) -> str:
    """The unit that a heading names, or the form's usual one."""
    units = (re.search(form.amount_unit_pattern, key_text(cell.text)) for cell in table.cells)
    return next((m["unit"] for m in units if m), form.amount_unit)


def _head(blocks: Blocks, cells: Cells, form: ScorecardForm) -> Iterator[Value]:
    for label in form.head:
        cell = blocks.head.get(label.key)
        if cell is None:
            continue
        beside = cells.right_of(cell, blocks.head.values())
        cells.use([*cells.under(cell), *beside])
        value = whole(beside)
        if value is not None:
            yield from _code_and_name(value, label, form, _labels_within(cell, blocks, form))


def _labels_within(cell: TableCell, blocks: Blocks, form: ScorecardForm) -> tuple[str, ...]:
    """The keys of further labels that OCR read in one with a label, the line between them lost."""
    text = key_text(cell.text)
    others = [label for label in form.head if blocks.head.get(label.key) in (None, cell)]
    within = [label for label in others if any(name in text for name in label.texts)]
    return tuple(key for label in within for key in (label.key, label.code) if key) if len(within) > 1 else ()


def _code_and_name(cell: TableCell, label: CardLabel, form: ScorecardForm, over: tuple[str, ...]) -> Iterator[Value]:
    """One value, or the code and the name that stand in one cell; with what else an engine may have read there: values
    of other labels (`over`), and a code, where digits stand in the cell that are not read as one.
    """
    match = re.match(form.code_name_pattern, cell.text) if label.code else None
    parts = [(label.key, None)] if match is None else [(label.code, match["code"]), (label.key, match["name"])]
    unlikely = not cell.reading.exact and re.search(form.unlikely_name_pattern, cell.text)
    coded = label.code and match is None and cell.reading.has_digits
    within = {*over, *([label.code] if coded else [])} - {label.key}
    for key, text in parts:
        for value in read_cell(cell, "head", key, None, None, text):
            if unlikely and key == label.key:
                value.doubts.append("a bracket of the name was not read")
            if within and not cell.reading.exact:
                value.doubts.append(f"the cell covers {', '.join(sorted(within))}")
                value.over = tuple(sorted(within - {key}))
            yield value


def _funds(blocks: Blocks, cells: Cells, form: ScorecardForm, unit: str) -> Iterator[Value]:
    header = blocks.funds
    if header is None:
        return
    beside = beside_heading(cells, header)
    above: list[Value] = []
    for row in blocks.body(header):
        inside = [c for c in cells.covering(row) if c.row >= header.end and c.column >= beside]
        labels = [c for c in inside if c.column < header.first and may_be_label(c)]
        printed = re.sub(form.funds.line_prefix_pattern, "", "".join(key_text(c.text) for c in labels))
        found = by_column([c for c in inside if c.column >= header.first], header, cells.table.borders)
        known = known_line(printed, form, labels) if printed else None
        if known is None:
            _doubt([v for v in above if _goes_on(v, found.get(v.column, []))], "a text without a label is below it")
            continue
        label, doubtful = known
        if any(hardly_seen(c.reading) for c in labels) and _is_strange_line(label, form, labels):
            if row != header.end:
                continue
            # The first line is the total of the others.
            label, doubtful = form.funds.lines[0].key, True
        used = cells.used.copy()
        values = list(read_row(f"funds/{label}", found, form.funds.columns, header, cells, unit, label))
        if values and not is_line(values):
            cells.used = used  # what is dropped went nowhere
        if not values and any(label == line.key for line in form.funds.lines):
            cells.use(labels)
        if is_line(values):
            cells.use(labels)
            if doubtful:
                _doubt(values, f"only {printed} was read of the line's label")
            if _is_strange_line(label, form, labels):
                _doubt(values, "the line's label is none of the form's and was not surely read")
            yield from values
            above = values


def _goes_on(value: Value, below: Sequence[TableCell]) -> bool:
    """Whether a text that OCR read may go on in the cells below it: a false line may part them."""
    return not value.cell.reading.exact and value.unit is None and any(cell.text for cell in below)


def _doubt(values: Sequence[Value], why: str) -> None:
    for value in values:
        value.doubts.append(why)


def _is_strange_line(label: str, form: ScorecardForm, cells: Sequence[TableCell]) -> bool:
    """Whether OCR read, unsurely, a line's label that is none of the usual ones."""
    unsure = any(not is_certain(c.reading, LEAST_TEXT_CONFIDENCE) for c in cells if not c.reading.exact)
    return unsure and all(label != line.key for line in form.funds.lines)


def _amounts(blocks: Blocks, cells: Cells, form: ScorecardForm, unit: str) -> Iterator[Value]:
    """The amount right beside each label."""
    labels = [place.cell for place in blocks.amounts]
    for label, spec in blocks.amounts:
        beside = [cell for cell in cells.right_of(label, labels) if cell.row == label.row]
        cells.use([label, *beside[:1]])
        yield from read_cell(whole(beside[:1]), f"funds/{spec.path}", form.amount_column, unit, label.text)


def _goal(blocks: Blocks, cells: Cells, form: ScorecardForm) -> Iterator[Value]:
    """The texts below the goals' header, or beside their labels."""
    for key, label in blocks.goal_labels.items():
        beside = cells.right_of(label, blocks.goal_labels.values())
        cells.use([*cells.under(label), *beside])
        yield from read_cell(whole(beside), "goal", key, None, None)
    if blocks.goal is None:
        return
    body = [c for row in blocks.body(blocks.goal) for c in cells.covering(row) if c.row == row]
    found = by_column(body, blocks.goal, cells.table.borders)
    for column in form.goal.columns:
        cells.use(found.get(column.key, []))
        yield from read_cell(whole(found.get(column.key, [])), "goal", column.key, None, None)


def _indicators(blocks: Blocks, cells: Cells, form: ScorecardForm) -> Iterator[Value]:
    """Indicators from top to bottom; a merged cell counts for every row it spans, over a page's end too."""
    header = blocks.indicators
    if header is None:
        return
    columns = form.indicators.columns
    own = [column for column in columns if column.own]
    rows: list[Row] = []
    cut: set[int] = set()
    for row in blocks.body(header):
        found = by_column([c for c in cells.covering(row) if c.row >= header.end], header, cells.table.borders)
        if _repeats_header(found, columns):
            cells.use(c for group in found.values() for c in group)
            continue
        if rows and is_cut_off(row, found, [column.key for column in own]):
            join_below(rows[-1], found)
            cut.add(len(rows))
            continue
        # What a stray rule cuts off below has nothing but halves of characters of its own.
        if any(c.row == row and c.text and not is_marks(c, o) for o in own for c in found.get(o.key, [])):
            rows.append(found)
            for column in columns:
                if column.merged and len(rows) > 1:
                    join_over_page(rows, column)
    miscounted = False
    for number, found in enumerate(rows, 1):
        values = list(read_row(f"indicator/{number}", found, columns, header, cells))
        check_signs(values, form)
        _doubt_nameless(values, next(column.key for column in columns if column.own))
        if miscounted:
            _doubt(values, "a row above may be two")
        if number in cut:
            _doubt(values, "a rule cuts a text of the row in two, or there are two rows")
        miscounted |= number in cut or _may_be_two(values, columns)
        yield from values


def _may_be_two(values: Sequence[Value], columns: Sequence[CardColumn]) -> bool:
    """Whether OCR read two words of the form in one cell of a row: the rule between two rows was not seen."""
    words = {column.key: set(column.words) for column in columns}
    return any(
        value.value[:at] in words[value.column] and value.value[at:] in words[value.column]
        for value in values
        if not value.cell.reading.exact
        for at in range(1, len(value.value))
    )


def _doubt_nameless(values: Sequence[Value], name: str) -> None:
    """Doubt what OCR read of an indicator whose name it did not see, or hardly: it may be another row, as the total."""
    named = [value for value in values if value.column == name]
    if all(hardly_seen(value.cell.reading) for value in named):
        _doubt([value for value in values if not value.cell.reading.exact], f"the row's {name} was hardly seen")


def _repeats_header(found: Row, columns: Sequence[CardColumn]) -> bool:
    """Whether a row is the header printed again on the next page."""
    own = [c.key for c in columns if any(likeness(key_text(x.text), c.texts) == 100 for x in found.get(c.key, []))]
    return len(own) >= 4


def _total(blocks: Blocks, cells: Cells, form: ScorecardForm) -> Iterator[Value]:
    """The total's numbers by their columns, or the only one as the last of them; the grade by what it is."""
    label, header = blocks.total, blocks.indicators
    if label is None or header is None:
        return
    beside = cells.right_of(label)
    beside = [part for cell in beside for part in _parted(cell, form.total.grades)]
    columns = {key: header.columns[key] for key in form.total.numbers if key in header.columns}
    own = header._replace(columns=columns)
    numbers = [c for c in beside if parse_amount(c.text).kind == "number" or _is_misread(c, own, cells, form)]
    found = by_column(numbers, own, cells.table.borders)
    if sum(len(group) for group in found.values()) < len(numbers) or any(len(g) > 1 for g in found.values()):
        found = {key: [c] for key, c in zip(reversed(form.total.numbers), reversed(numbers), strict=False)}
    units = {column.key: column.unit for column in form.indicators.columns}
    values = [
        v
        for key in form.total.numbers
        for c in found.get(key, [])
        for v in read_cell(c, "total", key, units.get(key), None)
    ]
    grades = [c for c in beside if c.text and c not in numbers]
    cells.use([label, *grades, *(c for group in found.values() for c in group)])
    values += read_cell(whole(grades), "total", form.total.grade, None, None, words=form.total.grades)
    if not likeness(key_text(label.text), [key_text(name) for name in form.total.labels]):
        _doubt(values, f"the total's label was read {label.text}")
    yield from values


def _is_misread(cell: TableCell, numbers: Header, cells: Cells, form: ScorecardForm) -> bool:
    """Whether OCR read a number of the total as something else: it stands in a number's column and is no grade."""
    unsure = bool(cell.text) and not cell.reading.exact and cell.text not in form.total.grades
    return unsure and bool(by_column([cell], numbers, cells.table.borders))


def _parted(cell: TableCell, grades: Sequence[str]) -> list[TableCell]:
    """A cell in which OCR read a number and a grade, as two: the border between them was not seen."""
    match = re.fullmatch(rf"\W*(?P<number>\d+(?:\.\d+)?)\W*(?P<grade>{'|'.join(map(re.escape, grades))})", cell.text)
    if match is None or cell.reading.exact:
        return [cell]
    reading = cell.reading.flagged(Flag.CUT)
    parts = match.group("number", "grade")
    return [cell._replace(text=part, reading=replace(reading, text=part)) for part in parts]


def _analysis(blocks: Blocks, cells: Cells, form: ScorecardForm) -> Iterator[Value]:
    """The text beside each label, with what goes on below it on the next page."""
    labels = sorted(blocks.analysis.items(), key=lambda item: item[1].row)
    for key, label in labels:
        beside = cells.right_of(label)
        after = label.row + label.row_span
        if cells.page_starts(after) and not any(other.row == after for other in blocks.analysis.values()):
            first = label.column + label.column_span
            beside += [c for c in cells.covering(after) if c.row == after and c.column >= first]
        cells.use([*cells.under(label), *beside])
        below = tuple(other for other, place in labels if place.row > label.row and _reach(beside, place.row))
        for value in read_cell(whole(beside), "analysis", key, None, None):
            if below and not value.cell.reading.exact:
                value.doubts.append(f"the cell covers {', '.join((key, *below))}")
                value.over = below
            yield value


def _reach(cells: Sequence[TableCell], row: int) -> bool:
    """Whether a text's cell goes on over a lower row."""
    return any(cell.text and cell.row < row < cell.row + cell.row_span for cell in cells)
