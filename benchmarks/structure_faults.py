"""Faults of structure: a table of true facts is built anew with one fault of its grid; nothing wrong may be `verified`.

A column cut at the decimal point, amounts that stand one column beside their heading, two columns joined, a row lost,
the sign lost in all rows of a column.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

import numpy as np

from benchmarks.truth import values_of_facts
from extractor.balance import balance_readings
from extractor.checks import Key, prove
from extractor.geometry import Box
from extractor.interpretation import interpret
from extractor.layouts import Form, Layouts, load_layouts
from extractor.layouts.identities import Columns, parse_reference
from extractor.model import Cell, Grid, Line, ReadGrid, Reading, ReadPage
from extractor.tables.values import Value

ENGINE, CONFIDENCE = "simulated", 0.99
WIDE, HIGH = 60.0, 16.0

Rows = list[list[str]]
Fault = Callable[[Rows, int, random.Random], Rows]


def _cut_at_point(rows: Rows, column: int, chance: random.Random) -> Rows:
    """A border through the decimal points: the heading is cut as well."""

    def cut(text: str) -> list[str]:
        head, point, tail = text.partition(".")
        return [head, point + tail] if point else [text[:-1], text[-1:]] if not text.isdigit() else [text, ""]

    return [[*row[:column], *cut(row[column]), *row[column + 1 :]] for row in rows]


def _beside_heading(rows: Rows, column: int, chance: random.Random) -> Rows:
    """The amounts from one column on stand one column right of their headings."""
    return [[*rows[0], ""], *([*row[:column], "", *row[column:]] for row in rows[1:])]


def _joined(rows: Rows, column: int, chance: random.Random) -> Rows:
    """A column and the next are one."""
    return [[*row[:column], " ".join(row[column : column + 2]).strip(), *row[column + 2 :]] for row in rows]


def _row_lost(rows: Rows, column: int, chance: random.Random) -> Rows:
    """Two rows are one: their texts stand in one cell each."""
    at = chance.randrange(1, len(rows) - 1)
    both = [" ".join(filter(None, texts)) for texts in zip(rows[at], rows[at + 1], strict=True)]
    return [*rows[:at], both, *rows[at + 2 :]]


def _signs_lost(rows: Rows, column: int, chance: random.Random) -> Rows:
    """Every minus of the last column that has nothing else is lost."""
    at = max(range(len(rows[0])), key=lambda at: all(row[at][:1] in ("-", "") for row in rows[1:]) and at)
    return [[*row[:at], row[at].removeprefix("-"), *row[at + 1 :]] for row in rows]


FAULTS: dict[str, Fault] = {
    "cut at the point": _cut_at_point,
    "beside the heading": _beside_heading,
    "columns joined": _joined,
    "row lost": _row_lost,
    "signs lost": _signs_lost,  # of tables with negatives, _with_negatives
}
CODE_COLUMNS = 2


def table_rows(form: Form, values: Sequence[Value]) -> tuple[Rows, list[str]]:
    """A table of functional codes as printed: header and rows of code, name and amounts; and its columns' keys."""
    columns = [spec for spec in form.columns if any(value.column == spec.key for value in values)]
    rows: dict[str, dict[str, Value]] = defaultdict(dict)
    for value in values:
        rows[value.row][value.column] = value
    body = []
    for key, cells in rows.items():
        label = next(iter(cells.values())).label or ""
        head = [key, label] if key.isdigit() else ["", key]
        body.append([*head, *(cells[spec.key].value if spec.key in cells else "" for spec in columns)])
    return [["科目编码", "科目名称", *(spec.names[0].split("/")[-1] for spec in columns)], *body], [
        c.key for c in columns
    ]


def page_of(number: int, title: str, rows: Rows) -> ReadPage:
    """A page with one table as an engine would read it."""
    high, wide = len(rows), len(rows[0])
    cells, readings = [], []
    for i, row in enumerate(rows):
        for j, text in enumerate(row):
            box = Box(50 + WIDE * j, 100 + HIGH * i, 50 + WIDE * (j + 1), 100 + HIGH * (i + 1))
            cells.append(Cell(i, j, 1, 1, box))
            readings.append(Reading(text, CONFIDENCE if text else 1.0, ENGINE, pieces=int(bool(text))))
    xs = tuple(50 + WIDE * j for j in range(wide + 1))
    ys = tuple(100 + HIGH * i for i in range(high + 1))
    table = ReadGrid(Grid(Box(xs[0], ys[0], xs[-1], ys[-1]), ys, xs, tuple(cells), "simulated"), tuple(readings))
    texts = (title, "单位：万元")
    lines = [
        Line(Box(50, 20 + 20 * k, 50 + 10 * len(t), 30 + 20 * k), Reading(t, 1.0, ENGINE)) for k, t in enumerate(texts)
    ]
    pieces = sum(reading.pieces for reading in readings) + len(lines)
    size = (1200.0, 100 + HIGH * (high + 2))
    return ReadPage(number, *size, size, "scanned", 200, 0.0, "", np.eye(3), [table], lines, pieces)


def verified_wrong(facts: Path, layouts: Layouts, chance: random.Random, kind: str) -> tuple[int, int]:
    """How many values came back `verified` and wrong, of how many, after one fault of a kind in one table."""
    tables = {
        table: values
        for table, values in values_of_facts(facts, ENGINE, CONFIDENCE).items()
        if table in layouts.forms and layouts.forms[table].rows == "functional" and len({v.row for v in values}) > 1
    }
    chosen = chance.choice(sorted(tables))
    if kind == "signs lost":
        tables[chosen] = _with_negatives(tables[chosen], layouts.forms[chosen], chance)
    pages, truth = [], {}
    for number, (table, values) in enumerate(tables.items(), 1):
        form = layouts.forms[table]
        rows, keys = table_rows(form, values)
        if table == chosen:
            column = CODE_COLUMNS + chance.randrange(len(keys) - (kind == "columns joined"))
            rows = FAULTS[kind](rows, column, chance)
        truth |= {(table, value.row, value.column): value.value for value in values}
        pages.append(page_of(number, form.title, rows))
    found = interpret(pages, layouts)
    proof = prove(found, layouts, balance_readings(pages, found, layouts))
    verified = [
        (table, value)
        for table, values in proof.values.items()
        for value in values
        if proof.verdicts[Key(table, value.row, value.column)].status == "verified"
    ]
    wrong = [v for table, v in verified if truth.get((table, v.row, v.column)) != v.value]
    return len(wrong), len(truth)


def _with_negatives(values: Sequence[Value], form: Form, chance: random.Random) -> list[Value]:
    """The values with one part of the total negative in every row, and the total less by twice as much."""
    sums = next(identity for identity in form.identities if isinstance(identity, Columns))
    printed = {value.column for value in values}
    parts = [parse_reference(part).row for part in sums.parts if parse_reference(part).row in printed]
    part = chance.choice(parts)
    taken = {value.row: 2 * Decimal(value.value) for value in values if value.column == part}
    return [_changed(value, sums.total, part, taken.get(value.row, Decimal(0))) for value in values]


def _changed(value: Value, total: str, part: str, less: Decimal) -> Value:
    amount = Decimal(value.value)
    amount = -amount if value.column == part else amount - less if value.column == total else amount
    return Value(value.row, value.column, format(amount, "f"), value.unit, value.label, value.cell)


def run_structure_faults(trials: int, seed: int, paths: Sequence[Path]) -> None:
    """Print, by kind of fault, how many values came back verified and wrong."""
    layouts, chance = load_layouts(), random.Random(seed)
    wrong: Counter[str] = Counter()
    for trial in range(trials):
        kind = list(FAULTS)[trial % len(FAULTS)]
        wrong[kind] += verified_wrong(chance.choice(list(paths)), layouts, chance, kind)[0]
    for kind in FAULTS:
        print(f"{kind:20} {trials // len(FAULTS)} tables: {wrong[kind]} values verified and wrong")
