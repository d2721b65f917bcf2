"""From the pages read to known tables with named values, other tables, and what the document is."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Literal

from extractor.amounts import has_amount
from extractor.layouts import DocumentKind, Form, Layouts
from extractor.model import ReadPage
from extractor.narrative.contents import ListedTable, find_missing
from extractor.narrative.figures import ToldFigure
from extractor.narrative.text import Narrative, read_narrative
from extractor.scorecards.find import Scorecard, find_scorecards
from extractor.tables.bigrams import count_bigrams, doubt_unusual
from extractor.tables.code_inference import infer_codes
from extractor.tables.code_rows import read_code_rows
from extractor.tables.document_kind import kind_of_document, kind_of_text, scope_of
from extractor.tables.economic_blocks import has_one_list, read_economic_blocks
from extractor.tables.generic import read_generic
from extractor.tables.headers import find_body, find_header_cells, latest_year
from extractor.tables.join import join_tables
from extractor.tables.label_rows import read_label_rows
from extractor.tables.matrix import read_matrix
from extractor.tables.path_rows import read_path_rows
from extractor.tables.recognise import (
    FormEvidence,
    TableContext,
    find_kind,
    is_contents,
    is_foreign,
    may_be_known,
    read_context,
    recognise,
)
from extractor.tables.running_headers import find_running
from extractor.tables.table import Table, append
from extractor.tables.unit_and_year import LONGEST_LINE, identify
from extractor.tables.values import Value, with_rows_numbered, without_strokes
from extractor.text import key_text

# Why a table is none of a known form, though its figures may be facts.
Refusal = Literal["form-not-known", "repeated-form", "scorecard-not-understood"]
# The cover and the contents stand on the first pages.
COVER_PAGES = 3


@dataclass(slots=True)
class KnownTable:
    """A table that was recognised, with its values."""

    table: Table
    form: Form
    context: TableContext
    evidence: FormEvidence
    unit: str | None
    values: list[Value]


@dataclass(slots=True)
class Interpretation:
    """All that was found on the pages; `remarks` are (code, text, page).

    `generic` are the values of each of `others`; `refused` are those of `others` whose figures may be facts of a known
    form, each with the reason why they are not; `missing` are the forms that the contents page names and no table is.
    """

    known: list[KnownTable] = field(default_factory=list)
    others: list[tuple[Table, TableContext]] = field(default_factory=list)
    refused: list[tuple[Table, Refusal]] = field(default_factory=list)
    generic: list[list[Value]] = field(default_factory=list)
    contents_pages: set[int] = field(default_factory=set)
    scorecards: list[Scorecard] = field(default_factory=list)
    missing: list[ListedTable] = field(default_factory=list)
    kind: DocumentKind | None = None
    scope: str | None = None
    unit_name: str | None = None
    year: int | None = None
    remarks: list[tuple[str, str, int | None]] = field(default_factory=list)
    prose: Narrative = field(default_factory=Narrative)

    @property
    def narrative(self) -> list[ToldFigure]:
        """The figures of the prose."""
        return self.prose.narrative


def interpret(pages: Sequence[ReadPage], layouts: Layouts, covers: Collection[int] = ()) -> Interpretation:
    """Join, recognise and name everything on the pages.

    `covers` are the numbers of the pages with which the document's files begin; the first page, where none is given.
    """
    tables = join_tables(pages, layouts)
    contexts = [read_context(table, layouts) for table in tables]
    found, starts = Interpretation(), [at for at, page in enumerate(pages) if page.number in covers] or [0]
    _identify(found, pages, starts, tables, contexts, layouts)
    _recognise(found, tables, contexts, layouts)
    infer_codes([known.values for known in found.known if known.form.rows == "functional"], layouts.functional)
    for known in found.known:
        found.remarks += _unread_rows(known)
        values = [value for value in known.values if not value.unread]
        known.values = _without_repeats(with_rows_numbered(values) if known.form.kind == "budget" else values)
    _take_scorecards(found, layouts, pages)
    found.generic = [_generic(table, context, found, layouts) for table, context in found.others]
    found.prose = read_narrative(pages, found.known, layouts, found.unit_name, found.year, found.kind)
    found.missing = find_missing(found.prose, {known.form.name for known in found.known}, found.kind, layouts)
    return found


def _identify(
    found: Interpretation,
    pages: Sequence[ReadPage],
    starts: Sequence[int],
    tables: Sequence[Table],
    contexts: Sequence[TableContext],
    layouts: Layouts,
) -> None:
    """What kind of document it is, whose and of which year; `starts` are the places of covers among the pages."""
    kinds = [find_kind(table, context, layouts) for table, context in zip(tables, contexts, strict=True)]
    first = [page for start in starts for page in pages[start : start + COVER_PAGES]]
    cover = [key_text(line.text) for page in first for line in page.lines]
    short = [text for text in cover if len(text) <= LONGEST_LINE]
    found.kind = kind_of_document(kinds, short, layouts.common.kinds)
    names = [context.unit_name for context in contexts]
    years = [context.year for context in contexts if context.year]
    running = find_running(pages, layouts.common)
    covers = [page for start in starts for page in pages[start : start + 1]]
    found.unit_name, found.year = identify(covers, names, years, sorted(running), layouts.common)
    if found.year is None:
        heads = [latest_year(find_header_cells(table, find_body(table, layouts)), layouts) for table in tables]
        found.year = max((year for year in heads if year is not None), default=None)
    found.scope = _scope(tables, contexts, short, layouts)


def _scope(
    tables: Sequence[Table],
    contexts: Sequence[TableContext],
    cover: Sequence[str],
    layouts: Layouts,
) -> str | None:
    """Whose accounts they are, by the titles of the cover and of the tables, then by the lines of unit names."""
    common = layouts.common
    titles = [text for text in cover if kind_of_text(text, common.kinds) is not None]
    titles += [context.title for context in contexts]
    lines = [key_text(line.text) for table in tables for line in table.above]
    named = [text for text in lines if text.endswith("：") or re.search(common.unit_name_pattern, text)]
    return scope_of(titles, named, common.kinds)


def _recognise(
    found: Interpretation, tables: Sequence[Table], contexts: Sequence[TableContext], layouts: Layouts
) -> None:
    """Sort the tables into those of a known form, with their values, and others."""
    by_form: dict[str, KnownTable] = {}
    unit: str | None = None
    for table, context in zip(tables, contexts, strict=True):
        page = table.places[0][0]
        # Heads may be like those of the other kind's forms; the other tables tell more.
        kind = kind_of_text(context.title, layouts.common.kinds) or found.kind or find_kind(table, context, layouts)
        evidence = recognise(table, context, layouts, kind)
        if evidence is None:
            found.others.append((table, context))
            if is_contents(table, layouts):
                found.contents_pages |= {number for number, _ in table.places}
                continue
            if is_foreign(context.title, layouts):
                continue
            if may_be_known(table, context, layouts) or (_may_be_a_form(context, layouts) and _has_amounts(table)):
                found.refused.append((table, "form-not-known"))
            continue
        form = layouts.forms[evidence.form]
        if context.unit is None:
            found.remarks.append(("no-unit", f"{form.title}: no unit line; taken from the table before", page))
        unit = context.unit or unit
        values = without_strokes(_values(table, form, layouts, unit, found.year))
        first = by_form.get(form.name)
        if first is not None and _are_more_rows(first, table, values):
            append(first.table, table)
            first.values = without_strokes(_values(first.table, form, layouts, first.unit, found.year))
            continue
        if first is not None:
            text = f"a second table of the form {form.title} is kept as a grid"
            found.remarks.append(("repeated-form", text, page))
            found.others.append((table, context))
            found.refused.append((table, "repeated-form"))
            _doubt_contradicted(first.values, values)
            continue
        by_form[form.name] = KnownTable(table, form, context, evidence, unit, values)
        found.known.append(by_form[form.name])


def read_as(table: Table, form: Form, layouts: Layouts, year: int | None) -> KnownTable:
    """A table as a form that a person has chosen, whatever speaks against it."""
    context = read_context(table, layouts)
    values = without_strokes(_values(table, form, layouts, context.unit, year))
    kept = _without_repeats(with_rows_numbered(values) if form.kind == "budget" else values)
    return KnownTable(table, form, context, FormEvidence(form.id, 0.0, 0.0, 0.0, 0.0, 0.0), context.unit, kept)


def _are_more_rows(first: KnownTable, table: Table, values: Sequence[Value]) -> bool:
    """Whether a second table of a form is the rest of the first: of the same columns, without a row of it."""
    rows = {value.row for value in first.values}
    others = {value.row for value in values}
    return bool(rows and others) and table.columns == first.table.columns and rows.isdisjoint(others)


def _has_amounts(table: Table) -> bool:
    """Whether a table holds figures with decimals or thousands separators."""
    return any(has_amount(key_text(cell.text)) for cell in table.cells)


def _may_be_a_form(context: TableContext, layouts: Layouts) -> bool:
    """Whether a table that was not recognised has no title, or one as forms have."""
    return not context.title or kind_of_text(context.title, layouts.common.kinds) is not None


def _doubt_contradicted(values: Sequence[Value], again: Sequence[Value]) -> None:
    """Doubt the values of which a second table of the same form prints others: either may be the valid edition."""
    printed = {(value.row, value.column): value for value in again}
    for value in values:
        other = printed.get((value.row, value.column))
        if other is not None and other.value != value.value:
            value.doubts.append(f"a second table of the form, on page {other.cell.page}, prints {other.value}")


def _unread_rows(known: KnownTable) -> list[tuple[str, str, int | None]]:
    """A remark for every row whose code or label was not read, or is not known: its amounts are no facts."""
    rows = {value.cell.row: value for value in known.values if value.unread}
    return [
        (
            "row-not-known" if value.cell.reading.exact else "row-not-read",
            f"{known.form.title}: the row {value.label or value.row} is not known; its figures are in unplaced",
            value.cell.page,
        )
        for value in rows.values()
    ]


def _take_scorecards(found: Interpretation, layouts: Layouts, pages: Sequence[ReadPage]) -> None:
    """Tell the scorecards from the other tables; what of them could not be understood is said."""
    sorted_ = find_scorecards(found.others, layouts, found.kind)
    found.scorecards = sorted_.cards
    found.others = sorted_.others
    values = [value for card in sorted_.cards for value in card.values]
    if not all(value.cell.reading.exact for value in values):
        phrases = [phrase for form in layouts.scorecards.values() for phrase in form.phrases]
        doubt_unusual(values, count_bigrams(pages, phrases, layouts.common.like_characters))
    for table, _, reason in sorted_.failed:
        found.remarks.append(("scorecard-not-understood", reason, table.places[0][0]))
        found.refused.append((table, "scorecard-not-understood"))
    for card in sorted_.cards:
        if card.left:
            text = f"scorecard {card.number}: texts without a known place, kept in its cells: "
            found.remarks.append(
                ("scorecard-cells", text + " | ".join(c.text[:20] for c in card.left), card.left[0].page)
            )


def _generic(table: Table, context: TableContext, found: Interpretation, layouts: Layouts) -> list[Value]:
    """The values of a table of no known form.

    Those of one that may be a known form's are doubted, and what is left of a form or a card that was understood once
    gives none.
    """
    reasons = {reason for other, reason in found.refused if other is table}
    if is_contents(table, layouts) or is_foreign(context.title, layouts) or reasons - {"form-not-known"}:
        return []
    values = read_generic(table, context, layouts)
    for value in values:
        value.doubts += ["the table may be one of a known form"] if reasons else []
    return values


def _values(table: Table, form: Form, layouts: Layouts, unit: str | None, year: int | None) -> list[Value]:
    if form.rows == "functional":
        return read_code_rows(table, form, layouts, unit, year)
    if form.rows == "economic":
        one_list = len(form.columns) > 1 and has_one_list(table, form, layouts)
        return (read_code_rows if one_list else read_economic_blocks)(table, form, layouts, unit, year)
    if form.rows == "paths":
        return read_path_rows(table, form, layouts, unit)
    if form.rows == "matrix":
        return read_matrix(table, form, layouts, unit)
    return read_label_rows(table, form, layouts, unit)


def _without_repeats(values: list[Value]) -> list[Value]:
    """One value a place; where a place is printed twice with different values, the first is doubted."""
    first: dict[tuple[str, str], Value] = {}
    for value in values:
        place = (value.row, value.column)
        if place not in first:
            first[place] = value
        elif first[place].value != value.value:
            first[place].doubts.append(f"printed again as {value.value}")
    return list(first.values())
