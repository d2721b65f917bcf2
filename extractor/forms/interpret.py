"""From the pages read to known tables with named values, other tables, and what the document is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from extractor.forms.across import take_codes
from extractor.forms.coded import coded_values
from extractor.forms.economic import economic_values
from extractor.forms.labelled import labelled_values
from extractor.forms.layouts import Form, Layouts
from extractor.forms.matrix import matrix_values
from extractor.forms.prose.figures import NarrativeFigure
from extractor.forms.prose.read import Prose, read_prose
from extractor.forms.recognise import Context, Evidence, context_of, recognised
from extractor.forms.scorecards.find import Scorecard, sorted_tables
from extractor.forms.table import Table, joined_tables
from extractor.forms.text import key_text
from extractor.forms.usage import doubt_unusual, usage_of
from extractor.forms.values import Value, without_strokes
from extractor.model import ReadPage


@dataclass(slots=True)
class KnownTable:
    """A table that was recognised, with its values."""

    table: Table
    form: Form
    context: Context
    evidence: Evidence
    unit: str | None
    values: list[Value]


@dataclass(slots=True)
class Interpretation:
    """All that the forms room found; `remarks` are (code, text, page)."""

    known: list[KnownTable] = field(default_factory=list)
    others: list[tuple[Table, Context]] = field(default_factory=list)
    scorecards: list[Scorecard] = field(default_factory=list)
    unit_name: str = ""
    year: int | None = None
    remarks: list[tuple[str, str, int | None]] = field(default_factory=list)
    prose: Prose = field(default_factory=Prose)

    @property
    def narrative(self) -> list[NarrativeFigure]:
        """The figures of the prose."""
        return self.prose.narrative


def interpreted(pages: Sequence[ReadPage], layouts: Layouts) -> Interpretation:
    """Join, recognise and name everything on the pages."""
    tables = joined_tables(pages, layouts)
    contexts = [context_of(table, layouts) for table in tables]
    found = Interpretation()
    found.unit_name, found.year = _identity(pages, contexts, layouts)
    seen: set[str] = set()
    unit: str | None = None
    for table, context in zip(tables, contexts, strict=True):
        evidence = recognised(table, context, layouts)
        if evidence is None or evidence.form in seen:
            if evidence is not None:
                page = table.places[0][0]
                found.remarks.append(
                    ("repeated-form", f"a second table of the form {evidence.form} is kept as a grid", page)
                )
            found.others.append((table, context))
            continue
        seen.add(evidence.form)
        form = layouts.forms[evidence.form]
        if context.unit is None:
            found.remarks.append(
                ("no-unit", f"{form.title}: no unit line; taken from the table before", table.places[0][0])
            )
        unit = context.unit or unit
        values = without_strokes(_values(table, form, layouts, unit, found.year))
        found.known.append(KnownTable(table, form, context, evidence, unit, values))
    take_codes([known.values for known in found.known if known.form.rows == "functional"], layouts.functional)
    for known in found.known:
        found.remarks += _unread_rows(known)
        known.values = _without_repeats([value for value in known.values if not value.unread])
    _take_scorecards(found, layouts, pages)
    found.prose = read_prose(pages, found.known, layouts, found.unit_name, found.year)
    return found


def _unread_rows(known: KnownTable) -> list[tuple[str, str, int | None]]:
    """A remark for every row whose code or label could not be read: without a key its amounts are no facts."""
    rows = {value.cell.row: value for value in known.values if value.unread}
    title = known.form.title
    return [
        ("row-not-read", f"{title}: a row was read {v.row} {v.label or ''}; see the table's cells", v.cell.page)
        for v in rows.values()
    ]


def _take_scorecards(found: Interpretation, layouts: Layouts, pages: Sequence[ReadPage]) -> None:
    """Tell the scorecards from the other tables; what of them could not be understood is said."""
    sorted_ = sorted_tables(found.others, layouts)
    found.scorecards = sorted_.cards
    found.others = sorted_.others
    values = [value for card in sorted_.cards for value in card.values]
    if not all(value.cell.reading.exact for value in values):
        phrases = [phrase for form in layouts.scorecards.values() for phrase in form.phrases]
        doubt_unusual(values, usage_of(pages, phrases))
    for table, _, reason in sorted_.failed:
        found.remarks.append(("scorecard-not-understood", reason, table.places[0][0]))
    for card in sorted_.cards:
        if card.left:
            text = f"scorecard {card.number}: texts without a known place, kept in its cells: "
            found.remarks.append(
                ("scorecard-cells", text + " | ".join(c.text[:20] for c in card.left), card.left[0].page)
            )


def _values(table: Table, form: Form, layouts: Layouts, unit: str | None, year: int | None) -> list[Value]:
    if form.rows == "functional":
        return coded_values(table, form, layouts, unit, year)
    if form.rows == "economic":
        return economic_values(table, form, layouts, unit, year)
    if form.rows == "matrix":
        return matrix_values(table, form, layouts, unit)
    return labelled_values(table, form, layouts, unit)


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


def _identity(pages: Sequence[ReadPage], contexts: Sequence[Context], layouts: Layouts) -> tuple[str, int | None]:
    """The unit's name and the fiscal year, from the cover and the tables' own lines."""
    cover = [key_text(line.text) for page in pages[:3] for line in page.lines]
    covers = [m for text in cover if (m := re.search(layouts.common.cover_pattern, text))]
    names = Counter(context.unit_name for context in contexts if context.unit_name)
    years = Counter(context.year for context in contexts if context.year)
    years.update(int(m["year"]) for m in covers)
    name = names.most_common(1)[0][0] if names else next((m["name"] for m in covers if m["name"]), "")
    return name or _first_line(cover), years.most_common(1)[0][0] if years else None


def _first_line(lines: Sequence[str]) -> str:
    return next((line for line in lines if len(line) > 3 and not line[0].isdigit()), "")
