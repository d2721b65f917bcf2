"""Which tables are scorecards: cards of several pages joined, cards of one grid divided."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from extractor.layouts import DocumentKind, Layouts
from extractor.layouts.scorecards import ScorecardForm
from extractor.scorecards.blocks import LEAST_NAMED, find_header, find_labels, likeness, match_header
from extractor.scorecards.consistency import doubt_codes, doubt_ends
from extractor.scorecards.targets import Target, parse_targets
from extractor.scorecards.values import CardValues, read_card
from extractor.tables.recognise import TableContext
from extractor.tables.table import Table, TableCell, append, part
from extractor.tables.values import Value
from extractor.text import key_text

# Of 100: the end of a title this like a known one is that title.
LEAST_TITLE = 80.0
# Rows searched for the labels of a card's head.
HEAD_ROWS = 6


@dataclass(slots=True)
class Scorecard:
    """A card that was understood; `number` counts those of its table, `left` are texts without a place."""

    number: int
    title: str
    project: str
    form: ScorecardForm
    table: Table
    values: list[Value]
    targets: list[Target]
    left: list[TableCell]

    @property
    def name(self) -> str:
        """The table id of its facts."""
        return f"{self.form.table}/{self.number}"


@dataclass(slots=True)
class Sorted:
    """The document's tables sorted: cards, all others, and which of these are cards that were not understood."""

    cards: list[Scorecard] = field(default_factory=list)
    failed: list[tuple[Table, TableContext, str]] = field(default_factory=list)
    others: list[tuple[Table, TableContext]] = field(default_factory=list)


@dataclass(slots=True)
class _Candidate:
    table: Table
    context: TableContext
    title: str
    form: ScorecardForm


def find_scorecards(
    tables: Sequence[tuple[Table, TableContext]], layouts: Layouts, kind: DocumentKind | None = None
) -> Sorted:
    """Take the scorecards out of the tables of a document of some kind."""
    found = Sorted()
    numbers: Counter[str] = Counter()
    forms = tuple(form for form in layouts.scorecards.values() if None in (form.kind, kind) or form.kind == kind)
    for candidate, context in _candidates(tables, forms):
        if not isinstance(candidate, _Candidate):
            found.others.append((candidate, context))
            continue
        read = read_card(candidate.table, candidate.form)
        if not candidate.title and read.missing:
            found.others.append((candidate.table, context))
            continue
        numbers[candidate.form.table] += 1
        number = numbers[candidate.form.table]
        if read.missing:
            reason = f"{candidate.form.table} {number} is kept as a grid: no {' and no '.join(read.missing)} found"
            found.failed.append((candidate.table, context, reason))
            found.others.append((candidate.table, context))
        else:
            doubt_ends(read.values, candidate.form)
            found.cards.append(_card(number, candidate, read))
    for form in forms:
        doubt_codes((card.values for card in found.cards if card.form is form), form)
    return found


def _card(number: int, candidate: _Candidate, read: CardValues) -> Scorecard:
    form = candidate.form
    named = next((v for v in read.values if v.column == form.head[0].key), None)
    project = named.value if named is not None else ""
    title = candidate.title or project + form.title
    if named is not None and named.cell.reading.engine != "text-layer" and not title.startswith(key_text(project)):
        named.doubts.append(f"the title is {title}")
    return Scorecard(
        number, title, project, form, candidate.table, read.values, parse_targets(read.values, form), read.left
    )


def _candidates(
    tables: Sequence[tuple[Table, TableContext]], forms: Sequence[ScorecardForm]
) -> Iterator[tuple[_Candidate | Table, TableContext]]:
    """Each table as it is, or joined and divided into what may be cards."""
    if not forms:
        yield from tables
        return
    current: _Candidate | None = None
    for table, context in tables:
        for piece in _divided(table, _best_form(table, forms)):
            form = _best_form(piece, forms)
            title = _title(piece, form)
            if current is not None and not title and _goes_on(piece, current.table, current.form):
                append(current.table, piece)
                continue
            if current is not None:
                yield current, current.context
                current = None
            if title in form.other_titles or not (title or _has_head(piece, form)):
                yield piece, context
            else:
                printed = _printed_title(piece, form) if title else ""
                current = _Candidate(piece, context, printed, form)
    if current is not None:
        yield current, current.context


def _best_form(table: Table, forms: Sequence[ScorecardForm]) -> ScorecardForm:
    """The form that knows the title above a table best, if only as another form's; of several, or where none does, the
    one whose words fit best.
    """
    if len(forms) == 1:
        return forms[0]
    known = {form.id: _known_title(table, form) for form in forms}
    ranks = {form.id: (known[form.id][0], known[form.id][1] in form.titles) for form in forms}
    best = max(ranks.values())
    titled = [form for form in forms if ranks[form.id] == best] if best[0] >= LEAST_TITLE else forms
    return max(titled, key=lambda form: _fit(table, form))


def _fit(table: Table, form: ScorecardForm) -> tuple[float, float]:
    """How much of a form a table prints: the likeness (0 … 1) of its labels and headings added up; then,
    for forms that fit equally well, how few of them the form has.
    """
    cells = [cell for cell in table.cells if cell.text]
    fit, size = 0.0, 0
    blocks = (form.head, form.funds.columns, form.amounts, form.goal.columns, form.indicators.columns, form.analysis)
    for labels in blocks:
        found = match_header(cells, labels)
        fit += sum(likeness(key_text(found[label.key].text), label.texts) for label in labels if label.key in found)
        size += len(labels)
    return round(fit / 100, 3), -size


def _divided(table: Table, form: ScorecardForm) -> list[Table]:
    """A grid that holds several cards, cut above each one's first row."""
    starts = [row for row, cells in table.by_row() if _starts_card(cells, form)]
    if len(starts) < 2 or not _has_head(table, form):
        return [table]
    by_row = dict(table.by_row())
    cuts = []
    for row in starts[1:]:
        while row > 0 and len(by_row[row - 1]) == 1 and by_row[row - 1][0].column_span == table.columns:
            row -= 1
        cuts.append(row)
    return [part(table, start, end) for start, end in zip([0, *cuts], [*cuts, table.rows], strict=True)]


def _starts_card(cells: Sequence[TableCell], form: ScorecardForm) -> bool:
    """Whether a row's first words are the first label of a card."""
    filled = [cell for cell in cells if cell.text]
    return bool(filled) and likeness(key_text(filled[0].text), form.head[0].texts) >= LEAST_TITLE


def _has_head(table: Table, form: ScorecardForm) -> bool:
    """Whether a table starts as a card does, and goes on with one of its headers."""
    labels = find_labels(table, form.head, range(min(HEAD_ROWS, table.rows)))
    return form.head[0].key in labels and _has_header(table, form)


def _has_header(table: Table, form: ScorecardForm) -> bool:
    rows = range(table.rows)
    return any(
        find_header(table, block.columns, rows, form, LEAST_NAMED[name])
        for name, block in (("funds", form.funds), ("indicators", form.indicators))
    )


def _goes_on(table: Table, card: Table, form: ScorecardForm) -> bool:
    """Whether a table without title is the next piece of a card: on the same page or the next, and with words
    of a card.
    """
    if table.places[0][0] - card.places[-1][0] > 1 or _starts_card(dict(table.by_row())[0], form):
        return False
    words = [key_text(word) for column in form.indicators.columns for word in column.words]
    printed = [key_text(cell.text) for cell in table.cells if cell.text]
    labels = find_labels(table, form.analysis, range(table.rows))
    return bool(labels) or sum(text in words for text in printed) >= 2 or _has_header(table, form)


def _title(table: Table, form: ScorecardForm) -> str:
    """The known title, of a card or of another form, that is printed above a table; empty where none is."""
    score, known = _known_title(table, form)
    return known if score >= LEAST_TITLE else ""


def _known_title(table: Table, form: ScorecardForm) -> tuple[float, str]:
    """The title that the form knows which is most like a line above a table, and how like (0 … 100) it is."""
    return max((_nearest(text, form) for text in _lines_above(table)), default=(0.0, ""))


def _printed_title(table: Table, form: ScorecardForm) -> str:
    return max(_lines_above(table), key=lambda text: (_nearest(text, form)[0], -len(text)))


def _nearest(text: str, form: ScorecardForm) -> tuple[float, str]:
    """How like the end of a line is to the nearest title."""
    known = [(fuzz.ratio(text[-len(name) :], name), name) for name in (*form.titles, *form.other_titles)]
    return max(known)


def _lines_above(table: Table) -> list[str]:
    """Lines that may be the title: above the table, in its first rows over its whole width, wrapped ones joined."""
    lines = [key_text(line.text) for line in table.above]
    lines += [key_text(c.text) for c in table.cells if c.row < 3 and c.column_span == table.columns and c.text]
    return [*lines, *(a + b for a, b in itertools.pairwise(lines))]
