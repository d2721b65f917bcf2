"""A document as rows of the export's tables: tuples in the order of `tables.py`'s columns, decimals as Decimals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Context, Decimal
from typing import NamedTuple

from extractor.document import Document, Fact, NarrativeFigure, OtherTable, ScorecardRecord, TableRecord
from extractor.layouts import Layouts
from extractor.outputs.export import tables
from extractor.outputs.export.classification import NO_LEVELS, Classification
from extractor.outputs.export.rules import export_rules
from extractor.outputs.export.values import Cell, Row
from extractor.outputs.summary import summary_of
from extractor.review.decisions import Decision

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_INDICATOR = re.compile(r"indicator/(\d+)")
# What fits into the decimal type of every format: 38 digits, of these 10 decimals.
DIGITS, DECIMALS = 38, 10
_EXACT = Context(prec=200)


class Named(NamedTuple):
    """A document under the name that it has in an export, with the decisions that it was made with."""

    name: str
    document: Document
    decisions: Sequence[Decision] = ()


def rows_of(named: Named, layouts: Layouts) -> dict[str, list[Row]]:
    """The document's rows of every table."""
    name, document = named.name, named.document
    made = {
        tables.DOCUMENTS: _document_rows(document),
        tables.FACTS: _fact_rows(document, layouts),
        tables.TABLES: _table_rows(document),
        tables.CHECKS: _check_rows(document),
        tables.SCORECARDS: map(_scorecard_row, _project_cards(document)),
        tables.INDICATORS: (row for card in _project_cards(document) for row in _indicator_rows(card)),
        tables.NARRATIVE: _narrative_rows(document, layouts),
        tables.MESSAGES: _message_rows(document),
        tables.UNPLACED: _unplaced_rows(document),
        tables.DECISIONS: map(_decision_row, named.decisions),
        tables.COMPARISONS: (),
    }
    return {table.name: [(name, *row) for row in rows] for table, rows in made.items()}


def number_of(value: str) -> Decimal | None:
    """A plain decimal string as the number that it is; None for text, and for what fits into no decimal type."""
    return _fitting(Decimal(value)) if _NUMBER.fullmatch(value) else None


def yuan_of(value: str, unit: str | None, units: Mapping[str, Decimal]) -> Decimal | None:
    """A value in a unit of money in 元, with two decimals at least; None where it is no money."""
    if unit is None or unit not in units or not _NUMBER.fullmatch(value):
        return None
    amount = _EXACT.multiply(Decimal(value), units[unit])
    exponent = _EXACT.normalize(amount).as_tuple().exponent
    assert isinstance(exponent, int)
    return _fitting(_EXACT.quantize(amount, Decimal(1).scaleb(min(exponent, -2))))


def _fitting(number: Decimal) -> Decimal | None:
    _, digits, exponent = number.as_tuple()
    assert isinstance(exponent, int)
    whole = len(digits) + exponent
    return number if whole <= DIGITS - DECIMALS and -exponent <= DECIMALS else None


def _origin(document: Document) -> Row:
    source = document.source
    return source.file, source.sha256, document.unit_name, document.year, document.kind, document.scope


def _document_rows(document: Document) -> Iterator[Row]:
    found = summary_of(document)
    counted = (found["pages"], found["pages_failed"], len(found["tables"]), found["scorecards"], found["other_tables"])
    facts = (found["facts"], found["verified"], found["suspects"], found["unplaced"])
    lacking = " ".join(found["missing_tables"]), len(found["failing_checks"])
    yield (*_origin(document), document.source.bytes, document.state, *counted, *facts, *lacking, _unit_code(document))


def _unit_code(document: Document) -> str | None:
    """The code of the unit that all scorecards print; None where they differ, or there is none."""
    place = export_rules().scorecards["unit_code"]
    cards = document.scorecards
    codes = {fact.value for card in cards for fact in card.facts if (fact.row, fact.column) == place}
    return codes.pop() if len(codes) == 1 else None


def _fact_rows(document: Document, layouts: Layouts) -> Iterator[Row]:
    origin, units, rules = _origin(document), layouts.common.amount_units, export_rules()
    unit_code = _unit_code(document)
    number = 0
    records: tuple[TableRecord | ScorecardRecord | OtherTable, ...] = (
        *document.tables,
        *document.scorecards,
        *document.other_tables,
    )
    for record in records:
        codes = Classification(record, layouts, document.year) if isinstance(record, TableRecord) else None
        for fact in record.facts:
            number += 1
            plain = None if fact.number is None else _fitting(fact.number)
            yuan = yuan_of(fact.value, fact.unit, units)
            money = fact.unit in units
            fiscal = (rules.direction(fact, document.kind), rules.phase(fact, document.kind)) if money else (None, None)
            levels = codes.levels(fact.row) if codes else NO_LEVELS
            yield number, *origin, *fact_cells(fact), "; ".join(fact.notes), plain, yuan, *fiscal, *levels, unit_code


def fact_cells(fact: Fact) -> Row:
    """A fact's keys of facts.jsonl, the box as four."""
    own = fact.table, fact.row, fact.column, fact.value, fact.raw, fact.unit, fact.label
    return *own, fact.page, *fact.bbox, fact.confidence, fact.status


def _table_rows(document: Document) -> Iterator[Row]:
    for number, table in enumerate(document.tables, 1):
        pages = [place.page for place in table.places]
        about = table.id, table.title, table.number, table.unit
        yield number, *about, min(pages), max(pages), len(table.facts), table.grid_source


def _check_rows(document: Document) -> Iterator[Row]:
    for number, check in enumerate(document.checks, 1):
        sides = (None if text is None else number_of(text) for text in (check.difference, check.tolerance))
        said = check.id, check.level, check.result, check.formula
        yield number, *said, *sides, check.unit, check.printed, check.why


def _project_cards(document: Document) -> Iterator[ScorecardRecord]:
    """The cards of projects; each has a number of its own among them."""
    shown = export_rules().project_cards
    return (card for card in document.scorecards if not card.facts or card.facts[0].table.split("/")[0] in shown)


def _scorecard_row(card: ScorecardRecord) -> Row:
    values = {(fact.row, fact.column): fact.value for fact in card.facts}
    shown = export_rules().scorecards
    cells = (values.get(shown[column]) for column in tables.SCORECARDS.names if column in shown)
    return card.number, card.title, card.project, *cells, min(place.page for place in card.places)


def _indicator_rows(card: ScorecardRecord) -> Iterator[Row]:
    rows: dict[int, dict[str, str]] = {}
    for fact in card.facts:
        if found := _INDICATOR.fullmatch(fact.row):
            rows.setdefault(int(found[1]), {})[fact.column] = fact.value
    shown = export_rules().indicators
    columns = [shown[column] for column in tables.INDICATORS.names if column in shown]
    for number, values in rows.items():
        yield card.number, number, *(values.get(column) for column in columns)


def _narrative_rows(document: Document, layouts: Layouts) -> Iterator[Row]:
    for number, figure in enumerate(document.narrative, 1):
        yield number, *_figure_cells(figure, layouts.common.amount_units)


def _figure_cells(figure: NarrativeFigure, units: Mapping[str, Decimal]) -> Sequence[Cell]:
    said = figure.item, figure.measure, figure.value, figure.raw, figure.unit
    cell = figure.table, figure.row, figure.column
    where = figure.sentence, figure.page, *figure.bbox
    amount = yuan_of(figure.value, figure.unit, units)
    of = figure.of or (None, None, None)
    read = figure.confidence, figure.status, "; ".join(figure.notes)
    return *said, amount, figure.words, *cell, *of, *where, *read


def _message_rows(document: Document) -> Iterator[Row]:
    for number, message in enumerate(document.messages, 1):
        yield number, message.level, message.code, message.text, message.page


def _unplaced_rows(document: Document) -> Iterator[Row]:
    for number, item in enumerate(document.unplaced, 1):
        yield number, item.page, *item.bbox, item.text, item.table, item.reason


def _decision_row(decision: Decision) -> Row:
    subject = decision.subject
    place = subject.table, subject.row, subject.column, subject.page, *(subject.bbox or (None,) * 4), subject.raw
    change = decision.before, decision.before_status, decision.after, decision.after_status
    held = (_holding(checks) for checks in (decision.checks_before, decision.checks_after))
    return decision.number, decision.kind, *place, *change, decision.who, _when(decision), decision.why, *held


def _holding(checks: Mapping[str, str]) -> str:
    return " ".join(name for name, result in checks.items() if result == "holds")


def _when(decision: Decision) -> str:
    return decision.when.isoformat(timespec="seconds")
