"""The stage's recipe: values → relations → outcomes → second reading → repair → verdicts and report."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from extractor.amounts import parse_amount
from extractor.balance import Balance
from extractor.checks.blank_cells import blank_cells
from extractor.checks.candidates import Candidate, fill_blanks, find_candidates
from extractor.checks.expansion import expand_identities
from extractor.checks.ledger import NARRATIVE, Key, Ledger
from extractor.checks.narrative import narrative_relations
from extractor.checks.relations import Evaluation, Relation
from extractor.checks.repair import Change, find_repair
from extractor.checks.report import report_checks
from extractor.checks.row_numbering import find_miscounted
from extractor.checks.second_reader import Again, nobody
from extractor.checks.unplaced_figures import INCOMPLETE, NO_GAPS, Gaps, find_gaps, without_gaps
from extractor.checks.verdicts import LIKE_NAME, Checked, Verdict, gather_evidence, judge_values, usual_places
from extractor.document import Check
from extractor.interpretation import Interpretation
from extractor.layouts import Layouts
from extractor.model import Reading
from extractor.narrative.figures import ToldFigure
from extractor.tables.doubts import SUSPECT
from extractor.tables.table import TableCell
from extractor.tables.values import Value

# A reading at least so confident may be called printed as it is read, if no flag makes it suspect and the second reader
# agrees.
SURE = 0.8
# A second reading of an amount with less confidence than this says nothing; that no figure was seen does.
LEAST_CONFIDENCE = 0.3


class Proof(NamedTuple):
    """Each table's values, corrected; a verdict for every value; the report; remarks as (code, text, page).

    `read_again` counts the cells that have a second reading, `seen` has what it says where that is another amount.
    """

    values: Mapping[str, Sequence[Value]]
    verdicts: Mapping[Key, Verdict]
    checks: tuple[Check, ...]
    remarks: tuple[tuple[str, str, int | None], ...] = ()
    read_again: int = 0
    seen: Mapping[Key, str] = {}


@dataclass(slots=True)
class Case:
    """What is known of a document's figures: the ledger, the blank cells, the declared identities expanded, and what
    figures without a place take from them.
    """

    ledger: Ledger
    blanks: Mapping[Key, TableCell]
    made: Sequence[Relation]
    idle: Sequence[str]
    gaps: Gaps = NO_GAPS

    def outcomes(self, ledger: Ledger) -> list[tuple[Relation, Evaluation]]:
        """Every relation evaluated on the figures of a ledger."""
        checked = evaluate(ledger, self.made)
        return [(relation, without_gaps(relation, outcome, self.gaps)) for relation, outcome in checked]


def prove(found: Interpretation, layouts: Layouts, balance: Balance, again: Again = nobody) -> Proof:
    """Evaluate every declared identity on what was found; `again` reads doubtful cells a second time."""
    ledger = Ledger(layouts.common.amount_units)
    blanks: dict[Key, TableCell] = {}
    for known in found.known:
        ledger.add(known.form.name, known.values, blank_is_zero=known.form.blank_is_zero)
        blanks |= blank_cells(known.form.name, known.values, known.table.cells)
    for card in found.scorecards:
        ledger.add(card.name, card.values, blank_is_zero=False)
    case = build_case(ledger, blanks, layouts, found.narrative)
    return settle(replace(case, gaps=find_gaps(found, balance, layouts)), again)


def build_case(
    ledger: Ledger, blanks: Mapping[Key, TableCell], layouts: Layouts, narrative: Sequence[ToldFigure] = ()
) -> Case:
    """Expand the declared identities for these values and for the explanation's figures."""
    expanded = expand_identities(ledger, layouts) + narrative_relations(narrative, ledger, layouts)
    return Case(
        ledger, blanks, [r for _, made in expanded for r in made], [name for name, made in expanded if not made]
    )


def settle(case: Case, again: Again) -> Proof:
    """Outcomes, second readings, repair, verdicts."""
    checked = case.outcomes(case.ledger)
    seen = _read_again(case, checked, again)
    possible = _possible(case, seen)
    changes, ambiguous = find_repair(case.ledger, checked, possible) if _contradicted(checked) else ([], set())
    ledger = _changed(case, changes)
    if changes:
        checked = case.outcomes(ledger)
    agreed = {key for key, reading in seen.items() if _same(reading, ledger, key)}
    printed = _in_print(case, ledger, checked, agreed, possible)
    corrected = {change.key: _why(change, case) for change in changes}
    doubts = _doubts(ledger, seen, ambiguous, corrected)
    for key, why in find_miscounted(ledger, checked).items():
        doubts.setdefault(key, []).extend(why)
    for key, whys in _doubts_of_gaps(case, ledger, checked).items():
        doubts.setdefault(key, []).extend(whys)
    evidence = gather_evidence(ledger, checked, printed, doubts, agreed, corrected, case.gaps.beside)
    dropped = [change for change in changes if change.key not in ledger.values]
    return Proof(
        {table: ledger.table(table) for table in case.ledger.sheets},
        judge_values(ledger, evidence),
        report_checks(ledger, checked, printed, case.idle),
        tuple(("dropped", _why(change, case), case.ledger.values[change.key].cell.page) for change in dropped),
        len(seen),
        {key: reading.text for key, reading in seen.items() if reading.text and key not in agreed},
    )


def evaluate(ledger: Ledger, made: Sequence[Relation]) -> list[tuple[Relation, Evaluation]]:
    """Every relation evaluated on the figures as read."""
    return [(relation, relation.outcome(ledger.figures, ledger)) for relation in made]


def _contradicted(checked: Checked) -> bool:
    return any(o.unread or (o.result == "fails" and relation.level == "error") for relation, o in checked)


def _read_again(case: Case, checked: Checked, again: Again) -> dict[Key, Reading]:
    """Second readings of the amounts, and of numbers in texts, that nothing proves or that a check contradicts, and of
    its blank cells.
    """
    evidence = gather_evidence(case.ledger, checked, unproved=case.gaps.beside)
    places = {
        key: value.cell
        for key, value in case.ledger.values.items()
        if not value.cell.reading.exact
        and key.table != NARRATIVE
        and (
            key in evidence.failing
            or value.digits
            or (key in case.ledger.figures and (key in evidence.weak or not evidence.proofs.get(key)))
        )
    }
    for relation, outcome in checked:
        if outcome.unread:
            places |= {key: case.ledger.values[key].cell for key in relation.keys if case.ledger.unread(key)}
        if outcome.result == "fails" and relation.level == "error":
            places |= {
                key: case.blanks[key]
                for key in relation.keys
                if key in case.blanks and not case.blanks[key].reading.exact
            }
    readings = again(list(places.values())) if places else []
    return {
        key: reading
        for key, reading in zip(places, readings, strict=True)
        if reading is not None and (_digits(case.ledger, key) or _is_sure(reading))
    }


def _is_sure(reading: Reading) -> bool:
    """Whether a second reading of an amount says anything."""
    return reading.confidence >= LEAST_CONFIDENCE or not reading.text


def _digits(ledger: Ledger, key: Key) -> str:
    """The digits of a text's number; none where it is no text."""
    value = ledger.values.get(key)
    return value.digits if value is not None else ""


def _possible(case: Case, seen: Mapping[Key, Reading]) -> dict[Key, list[Candidate]]:
    """Every cell's other readings that have evidence."""
    usual = usual_places(case.ledger)
    found = {}
    for key, value in case.ledger.values.items():
        options = find_candidates(key, case.ledger, seen.get(key), usual.get((key.table, value.unit)))
        if options:
            found[key] = options
    for key in case.blanks:
        if key in seen:
            options = fill_blanks(case.ledger, seen[key], _unit(case.ledger, key))
            if options:
                found[key] = options
    return found


def _unit(ledger: Ledger, key: Key) -> str | None:
    """The unit of a blank cell: its row's."""
    return next((value.unit for other, value in ledger.values.items() if other[:2] == key[:2]), None)


def _changed(case: Case, changes: Sequence[Change]) -> Ledger:
    """The ledger with the changes made; a filled cell stands behind the last figure of its row."""
    if not changes:
        return case.ledger
    ledger = case.ledger.emptied()
    new = {change.key: change.candidate for change in changes}
    for table, sheet in case.ledger.sheets.items():
        values = []
        for value in case.ledger.table(table):
            candidate = new.get(Key(table, value.row, value.column))
            if candidate is None:
                values.append(value)
            elif candidate.figure is not None:
                values.append(replace(value, value=candidate.text, reading_doubts=[]))
        for key, candidate in new.items():
            if key.table == table and key in case.blanks:
                mates = [index for index, value in enumerate(values) if value.row == key.row]
                mate = values[mates[-1]]
                filling = Value(key.row, key.column, candidate.text, mate.unit, mate.label, case.blanks[key])
                values.insert(mates[-1] + 1, filling)
        ledger.add(table, values, blank_is_zero=sheet.blank_is_zero)
    return ledger


def _same(reading: Reading, ledger: Ledger, key: Key) -> bool:
    """Whether the second reader saw what the ledger has (nothing, where it has nothing)."""
    figure = ledger.figures.get(key)
    seen = parse_amount(reading.text)
    return seen.value == figure.amount if figure is not None else key not in ledger.values and seen.kind == "blank"


def _in_print(
    case: Case, ledger: Ledger, checked: Checked, agreed: Collection[Key], possible: Mapping[Key, Sequence[Candidate]]
) -> frozenset[str]:
    """The failing relations whose figures stand in print as they were read.

    The text layer says so, or both readers agree and the picture gives no other reading, nor one that a reader thought
    of, however unlikely, with which the relation holds; a blank cell that counts as zero must be seen blank twice, too.
    """

    def certain(key: Key) -> bool:
        value = ledger.values.get(key)
        cell = value.cell if value is not None else case.blanks.get(key)
        if cell is None or cell.reading.exact:
            return True
        if value is not None and value.distance > LIKE_NAME:  # it may stand in another row
            return False
        plain = cell.reading.confidence >= SURE and not cell.reading.flags & SUSPECT
        return plain and key in agreed and not possible.get(key)

    return frozenset(
        relation.id
        for relation, outcome in checked
        if outcome.result == "fails"
        and all(certain(key) for key in relation.keys)
        and not any(_holds_with_alternative(relation, key, ledger) for key in relation.keys)
    )


def _holds_with_alternative(relation: Relation, key: Key, ledger: Ledger) -> bool:
    """Whether a relation holds with another text that the reader thought of for one of its figures."""
    value = ledger.values.get(key)
    if value is None or value.cell.reading.exact:
        return False
    texts = (parse_amount(other.text).text for other in value.cell.reading.alternatives)
    figures = (ledger.figure(text, value.unit) for text in texts if text)
    return any(
        relation.outcome({**ledger.figures, key: figure}, ledger).result == "holds" for figure in figures if figure
    )


def _doubts(
    ledger: Ledger, seen: Mapping[Key, Reading], ambiguous: Collection[Key], corrected: Collection[Key]
) -> dict[Key, list[str]]:
    """Where the second reader saw another amount, or several corrections are as good."""
    doubts: dict[Key, list[str]] = {}
    for key, reading in seen.items():
        if key not in corrected and _saw_other(ledger, key, reading):
            doubts.setdefault(key, []).append(f"the second reader saw {reading.text}")
    for key in ambiguous:
        doubts.setdefault(key, []).append("more than one correction would make the checks hold")
    return doubts


def _saw_other(ledger: Ledger, key: Key, reading: Reading) -> bool:
    """Whether the second reader saw another amount, or another number in a text."""
    figure = ledger.figures.get(key)
    amount = parse_amount(reading.text).value
    if figure is None or amount is None:
        return _contradicts(reading, _digits(ledger, key))
    # A lost point is the second reader's usual fault; it says nothing.
    lost_point = figure.places and amount == figure.amount.scaleb(figure.places)
    return amount != figure.amount and not lost_point


def _contradicts(reading: Reading, digits: str) -> bool:
    """Whether the second reader, who knows digits alone, saw as many as a text's number has, but not that number.

    Signs before the number and words behind it are further digits to it.
    """
    seen = "".join(filter(str.isdigit, reading.text))
    return bool(digits) and len(seen) >= len(digits) and digits not in seen


def _doubts_of_gaps(case: Case, ledger: Ledger, checked: Checked) -> dict[Key, list[str]]:
    """Doubts about values that something unplaced may be a part of, and about OCR readings whose sum lacks a figure."""
    doubts = {key: list(whys) for key, whys in case.gaps.doubts.items() if key in ledger.values}
    for relation, outcome in checked:
        if outcome.why == INCOMPLETE and relation.level == "error":
            for key in relation.keys:
                if key in ledger.values and not ledger.values[key].cell.reading.exact:
                    doubts.setdefault(key, []).append(f"the check {relation.id} cannot be evaluated: {INCOMPLETE}")
    return doubts


def _why(change: Change, case: Case) -> str:
    """What was read, what it was changed to and why, and the checks that ask for it."""
    value = case.ledger.values.get(change.key)
    was = value.cell.reading.text if value is not None else "nothing"
    names = [relation.id for relation in case.made if change.key in relation.keys]
    place = " / ".join(change.key)
    new = change.candidate.text or "blank"
    return f"{place}: {was} was read, {new} by {change.candidate.evidence}; checks: {', '.join(names)}"
