"""The figures of a published document, entered again: its checks can be evaluated on other values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extractor.checks import Key
from extractor.checks.ledger import NARRATIVE, Ledger
from extractor.checks.proof import Case, build_case, evaluate
from extractor.checks.relations import Relation
from extractor.checks.report import report_checks
from extractor.checks.unplaced_figures import INCOMPLETE
from extractor.checks.verdicts import Checked, ProofEvidence, gather_evidence
from extractor.document import BBox, Check, Document, Fact, GridCell, NarrativeFigure, OtherTable
from extractor.geometry import Box
from extractor.layouts import Layouts
from extractor.model import TEXT_LAYER, Flag, Reading
from extractor.narrative.figures import ToldFigure
from extractor.narrative.links import Link
from extractor.review.notes import concerns_digits
from extractor.review.spots import records
from extractor.tables.table import TableCell
from extractor.tables.values import Value

# The engine's name of what a person saw: as sure as a text layer.
PERSON = TEXT_LAYER
_OCR = "ocr"
# Stands for what nobody can read: it is no amount, so that no check can be evaluated with it.
ILLEGIBLE = "?"


@dataclass(frozen=True, slots=True)
class Books:
    """The figures with some of them decided, and every check evaluated."""

    ledger: Ledger
    checked: Checked
    made: Sequence[Relation]
    evidence: ProofEvidence

    def of(self, key: Key) -> list[str]:
        """The checks that a value takes part in."""
        return [relation.id for relation in self.made if key in relation.keys]


def books_of(document: Document, layouts: Layouts, decided: Mapping[Key, str | None], printed: set[Key]) -> Books:
    """The document's figures with what people decided, and all checks on them.

    None: the value cannot be read; empty: nothing is printed.  What fails on those `printed` fails in print.
    """
    case = _case(document, layouts, decided)
    known = {check.id: check for check in document.checks}
    checked = [
        (relation, outcome)
        for relation, outcome in evaluate(case.ledger, case.made)
        if not (relation.id in known and known[relation.id].why == INCOMPLETE)
    ]
    in_print = {
        relation.id
        for relation, outcome in checked
        if outcome.result == "fails" and _fails_in_print(relation, known, case.ledger, decided, printed)
    }
    return Books(case.ledger, checked, case.made, gather_evidence(case.ledger, checked, in_print))


def report_of(document: Document, books: Books, *, kept: bool = True) -> tuple[Check, ...]:
    """The document's checks with their results of now, in their order; those that have come to be last.

    Of those that no figure takes part in any more none is `kept` but what did not apply before.
    """
    failing = {name for names in books.evidence.printed.values() for name in names}
    fresh = {check.id: check for check in report_checks(books.ledger, books.checked, failing, ())}
    stay = [check for check in document.checks if kept or check.id in fresh or check.result == "not applicable"]
    known = tuple(fresh.pop(check.id, check) for check in stay)
    return *known, *fresh.values()


def _fails_in_print(
    relation: Relation,
    known: Mapping[str, Check],
    ledger: Ledger,
    decided: Mapping[Key, str | None],
    printed: set[Key],
) -> bool:
    """Whether a failing check fails in print: a person said so of a figure of it, or all its figures stand as they are
    printed.
    """
    if any(key in printed for key in relation.keys):
        return True
    if relation.id in known and known[relation.id].printed and not any(key in decided for key in relation.keys):
        return True
    values = [ledger.values[key] for key in relation.keys if key in ledger.values]
    return all(value.cell.reading.exact for value in values)


def _case(document: Document, layouts: Layouts, decided: Mapping[Key, str | None]) -> Case:
    ledger = Ledger(layouts.common.amount_units)
    scanned = {page.number for page in document.pages if page.kind == "scanned"}
    for record in records(document):
        if isinstance(record, OtherTable) or not record.facts:
            continue
        name = record.facts[0].table
        forms = layouts.of_table(name)
        flags = {(cell.page, cell.bbox): cell for cell in record.cells}
        values = [_value(fact, flags, decided, fact.page in scanned) for fact in record.facts]
        kept = [value for value in values if value is not None]
        ledger.add(name, kept, blank_is_zero=any(form.blank_is_zero for form in forms))
    figures = [_figure(number, figure, decided) for number, figure in enumerate(document.narrative, 1)]
    return build_case(ledger, {}, layouts, figures)


def _value(
    fact: Fact, cells: Mapping[tuple[int, BBox], GridCell], decided: Mapping[Key, str | None], scanned: bool
) -> Value | None:
    """A fact as the value that it was; what a person decided is as sure as can be.

    What is not printed is none; what nobody can read is no amount.
    """
    key = Key(fact.table, fact.row, fact.column)
    text = decided.get(key, fact.value)
    if text == "":
        return None
    cell = cells.get((fact.page, fact.bbox))
    exact = key in decided or not (scanned or fact.confidence < 1)
    flags = frozenset[Flag]() if cell is None or key in decided else frozenset(cell.flags)
    reading = Reading(fact.raw, 1.0 if exact else fact.confidence, PERSON if exact else _OCR, flags=flags)
    place = (cell.row, cell.column, cell.row_span, cell.column_span) if cell else (0, 0, 1, 1)
    value = Value(
        fact.row,
        fact.column,
        ILLEGIBLE if text is None else text,
        fact.unit,
        fact.label,
        TableCell(*place, fact.raw, reading, fact.page, Box(*fact.bbox)),
    )
    if fact.status == "suspect" and key not in decided:
        hard = [note for note in fact.notes if not concerns_digits(note)]
        value.doubts, value.reading_doubts = hard, [note for note in fact.notes if note not in hard]
    return value


def _figure(number: int, figure: NarrativeFigure, decided: Mapping[Key, str | None]) -> ToldFigure:
    text = decided.get(Key(NARRATIVE, str(number), figure.measure), figure.value)
    reading = Reading(figure.raw, figure.confidence, PERSON if figure.confidence == 1 else _OCR)
    return ToldFigure(
        figure.item,
        figure.measure,
        figure.value if text is None else text,
        figure.raw,
        figure.unit or "",
        figure.words,
        figure.table,
        figure.row,
        figure.column,
        None if figure.of is None else Link(*figure.of),
        figure.sentence,
        figure.page,
        Box(*figure.bbox),
        reading,
    )
