"""What the relations say about each value: proved, contradicted, or neither.

`verified` claims: some relation holds exactly, it would not if this figure differed by one unit of its last place,
no rule that the value takes part in fails, and the place itself (its row's code or label) is not in doubt.  Of an OCR
reading of a rounded figure two relations must say so, or one and the second reader; one that is printed again proves
the other only if a sum proves it.  It does not claim that two misreadings cannot cancel out; where two readings of a
relation are doubtful it proves nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from extractor.checks.copies import Pair, find_pair, group_copies
from extractor.checks.ledger import NARRATIVE, Key, Ledger
from extractor.checks.relations import Evaluation, Relation
from extractor.document import Status
from extractor.tables.doubts import UNSETTLED, is_doubtful
from extractor.tables.values import Value

# A doubt about a reading with no more confidence than this is not settled by the second reader.
SETTLED = 0.75
# A row's code is what its name says it is while the printed name differs from the book's by no more (of 100).
LIKE_NAME = 20.0
# Of the amounts of a table so many have the same number of decimals; an OCR reading with another is doubted.
USUAL_SHARE = 0.8
# With this share of a table's amounts, a number of decimals is printed in it: one column of five, as in the narrowest
# tables with sums.
FAIR_SHARE = 0.2

Checked = Sequence[tuple[Relation, Evaluation]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """A value's status and why; `proofs` counts the relations that prove it."""

    status: Status
    proofs: int = 0
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class ProofEvidence:
    """What speaks for and against each place.

    `failing` and `printed` name the checks that fail, `doubts` are those that the second reader raised, `agreed`
    the places where it saw the same, `corrected` says what a changed value's evidence is, `weak` are OCR readings
    that only one sum of rounded figures proves, `odd` those with other decimals than their table's.
    """

    proofs: Mapping[Key, int]
    failing: Mapping[Key, Sequence[str]] = field(default_factory=dict)
    printed: Mapping[Key, Sequence[str]] = field(default_factory=dict)
    doubts: Mapping[Key, Sequence[str]] = field(default_factory=dict)
    agreed: Collection[Key] = ()
    corrected: Mapping[Key, str] = field(default_factory=dict)
    weak: Collection[Key] = ()
    odd: Collection[Key] = ()


def judge_values(ledger: Ledger, evidence: ProofEvidence) -> dict[Key, Verdict]:
    """A verdict for every value of the ledger."""
    return {key: _verdict(key, value, evidence) for key, value in ledger.values.items()}


def _verdict(key: Key, value: Value, evidence: ProofEvidence) -> Verdict:
    failing, printed = evidence.failing.get(key, ()), evidence.printed.get(key, ())
    proofs = evidence.proofs.get(key, 0)
    notes = [f"the check {name} fails" for name in failing]
    notes += [f"the check {name} fails as printed" for name in printed]
    doubts = evidence.doubts.get(key, ())
    seen_twice = key in evidence.agreed
    if value.doubts or (failing and (doubts or not (proofs and seen_twice))):
        return Verdict("suspect", notes=(*value.doubts, *doubts, *notes))
    settled = proofs and (seen_twice or key in evidence.corrected or key not in evidence.weak)
    if settled and not printed and not failing:
        proved = f"proved by {proofs} checks" if proofs > 1 else "proved by a check"
        if key in evidence.corrected:
            return Verdict("corrected", proofs, (evidence.corrected[key], proved))
        return Verdict("corrected" if value.corrected else "verified", proofs, (proved,))
    if key in evidence.corrected:
        return Verdict("suspect", notes=(evidence.corrected[key], *notes))
    # Of what hardly can be read, two readers may read the same wrong thing.
    reading = value.cell.reading
    settled = seen_twice and reading.confidence > SETTLED and not reading.flags & UNSETTLED
    doubts = (*(() if settled else value.reading_doubts), *doubts)
    if key in evidence.odd:
        doubts = (*doubts, "other decimals than the table's other amounts")
    status: Status = "suspect" if doubts else "corrected" if value.corrected else "read"
    return Verdict(status, notes=(*doubts, *notes))


def gather_evidence(
    ledger: Ledger,
    checked: Checked,
    printed: Collection[str] = (),
    doubts: Mapping[Key, Sequence[str]] | None = None,
    agreed: Collection[Key] = (),
    corrected: Mapping[Key, str] | None = None,
    unproved: Collection[Key] = (),
) -> ProofEvidence:
    """Proofs and failures; `printed` names the relations that fail in print, `unproved` the places that no relation can
    prove; the rest as in `ProofEvidence`.
    """
    failing: dict[Key, list[str]] = defaultdict(list)
    in_print: dict[Key, list[str]] = defaultdict(list)
    for relation, outcome in checked:
        if outcome.result == "fails":
            kind = in_print if relation.id in printed else failing
            for key in relation.keys:
                # What is only usual says nothing against the tables, but tells of the prose.
                if key in ledger.values and (relation.level == "error" or key.table == NARRATIVE):
                    kind[key].append(relation.id)
    doubtful = find_doubtful(ledger) | set(doubts or ())
    usual = usual_places(ledger)
    odd = _odd(ledger, usual)
    pairs = [find_pair(relation, ledger) if outcome.result == "holds" else None for relation, outcome in checked]
    proofs = _proofs(ledger, checked, pairs, doubtful, set(failing), set(unproved))
    weak = {key for key, count in proofs.items() if count == 1 and _rounded(key, ledger)}
    copies = group_copies(pair for pair in pairs if pair is not None)
    all_doubts = _with_copies_doubted(copies, doubts or {}, failing, proofs)
    return ProofEvidence(proofs, failing, in_print, all_doubts, agreed, corrected or {}, weak, odd)


def _with_copies_doubted(
    copies: Mapping[Key, Collection[Key]],
    doubts: Mapping[Key, Sequence[str]],
    failing: Collection[Key],
    proofs: Collection[Key],
) -> dict[Key, Sequence[str]]:
    """The doubts, with those of unproved figures that are printed again where a check fails."""
    found = dict(doubts)
    for key in (key for key in copies if key not in failing and key not in proofs):
        fails = min((other for other in copies[key] if other in failing and other not in proofs), default=None)
        if fails is not None:
            found[key] = (*found.get(key, ()), f"a check of {' / '.join(fails)} fails, which is the same figure")
    return found


def _rounded(key: Key, ledger: Ledger) -> bool:
    """Whether an OCR reading is of a figure that print has rounded (万元): some sums of such figures are one unit
    off, so one that fits may fit by a digit misread by one.
    """
    scale = ledger.figures[key].scale if key in ledger.figures else None
    return scale is not None and scale > 1 and not ledger.values[key].cell.reading.exact


def find_doubtful(ledger: Ledger) -> set[Key]:
    """Readings that nothing but a proof would make sure."""
    unsure = {key for key, value in ledger.values.items() if is_doubtful(value.cell.reading)}
    doubted = {key for key, value in ledger.values.items() if value.doubts or value.reading_doubts}
    return doubted | unsure | _odd(ledger, usual_places(ledger))


def _odd(ledger: Ledger, usual: Mapping[tuple[str, str | None], int]) -> set[Key]:
    """OCR readings with another number of decimals than nearly all amounts of their table."""
    return {
        key
        for key, figure in ledger.figures.items()
        if key in ledger.values
        and key.table != NARRATIVE  # prose drops zeros at a figure's end
        and not ledger.values[key].cell.reading.exact
        and usual.get((key.table, figure.unit), figure.places) != figure.places
    }


def usual_places(ledger: Ledger) -> dict[tuple[str, str | None], int]:
    """For each table and unit the number of decimals, where nearly all its amounts have the same."""
    counts: dict[tuple[str, str | None], Counter[int]] = defaultdict(Counter)
    for key, figure in ledger.figures.items():
        counts[key.table, figure.unit][figure.places] += 1
    return {
        place: most[0]
        for place, count in counts.items()
        for most in count.most_common(1)
        if most[1] >= USUAL_SHARE * count.total()
    }


def _proofs(
    ledger: Ledger,
    checked: Checked,
    pairs: Sequence[Pair | None],
    doubtful: set[Key],
    failing: set[Key],
    unproved: set[Key],
) -> dict[Key, int]:
    """How many relations prove each place; proved readings are no longer doubtful and help to prove others.

    None proves those that are `unproved`, and a figure that is printed again (`pairs`, one a relation) proves the
    other only if it is proved.
    """
    short = short_figures(ledger)
    holding = [
        (relation, outcome, pair)
        for (relation, outcome), pair in zip(checked, pairs, strict=True)
        if outcome.proves and _as_printed(relation, outcome, ledger, short)
    ]
    open_keys, sure = set(doubtful), set[Key]()
    while True:
        proofs: Counter[Key] = Counter()
        for relation, outcome, pair in holding:
            if sum(key in open_keys for key in relation.keys) <= 1:
                alone = {key for key, other in (pair, pair[::-1]) if other not in sure} if pair else set()
                proofs.update(key for key in outcome.proves - unproved - alone if _provable(ledger.values[key]))
        cleared = {key for key in open_keys if proofs[key] and key not in failing and not ledger.values[key].doubts}
        proved = {key for key in proofs if key not in open_keys - cleared and key not in failing}
        if not cleared and proved == sure:
            return {key: count for key, count in proofs.items() if key not in open_keys}
        open_keys -= cleared
        sure = proved


def short_figures(ledger: Ledger) -> set[Key]:
    """Figures other than zero with fewer decimals than are printed in their table: the last may have been cut off.

    Printed in a table are as many decimals as a fair share of its amounts in that unit has.
    """
    counts: dict[tuple[str, str | None], Counter[int]] = defaultdict(Counter)
    for key, figure in ledger.figures.items():
        if figure.amount and key.table != NARRATIVE:  # prose drops zeros at a figure's end
            counts[key.table, figure.unit][figure.places] += 1
    printed = {
        place: max((places for places, n in count.items() if n >= FAIR_SHARE * count.total()), default=0)
        for place, count in counts.items()
    }
    return {
        key
        for key, figure in ledger.figures.items()
        if figure.amount and figure.places < printed.get((key.table, figure.unit), 0)
    }


def _as_printed(relation: Relation, outcome: Evaluation, ledger: Ledger, short: set[Key]) -> bool:
    """Whether a relation's figures have the decimals of their tables, so that it can prove any of them.

    Within rounding, a figure whose last decimals were cut off fits as well as the whole one.
    """
    if relation.trimmed is not None:
        return True
    figures = [ledger.figures[key] for key in relation.keys if key in ledger.figures]
    places = {(figure.unit, figure.places) for figure in figures if figure.amount}
    one_each = len(places) == len({unit for unit, _ in places})
    return short.isdisjoint(relation.keys) and (one_each or outcome.difference == 0)


def _provable(value: Value) -> bool:
    """Whether arithmetic can vouch for the value: sums do not see a zero that is a speck, nor a wrong code."""
    if value.cell.reading.exact:
        return True
    speck = len(value.cell.reading.text.strip()) <= 1 and value.value.strip("0.") == ""
    return not speck and value.distance <= LIKE_NAME
