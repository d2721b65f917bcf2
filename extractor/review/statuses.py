"""The status of each fact after decisions: what people decided, and what the checks now say of its neighbours."""

from __future__ import annotations

from collections.abc import Mapping

from extractor.checks import Key
from extractor.document import Fact, NarrativeFigure, Status
from extractor.review.books import Books
from extractor.review.decisions import Decision
from extractor.review.notes import concerns_digits, names_check


def decided_fact(fact: Fact, ruling: Decision) -> Fact:
    """A fact as a person left it; `raw` is what was read."""
    status, value, note = _ruled(fact.value, ruling)
    return fact.model_copy(update={"status": status, "value": value, "notes": (note,)})


def decided_figure(figure: NarrativeFigure, ruling: Decision) -> NarrativeFigure:
    """A figure of the prose as a person left it."""
    status, value, note = _ruled(figure.value, ruling)
    return figure.model_copy(update={"status": status, "value": value, "notes": (note,)})


def _ruled(value: str, ruling: Decision) -> tuple[Status, str, str]:
    said = f"{ruling.who}, {ruling.when:%Y-%m-%d}" + (f": {ruling.why}" if ruling.why else "")
    if ruling.after is None:
        return "suspect", value, f"illegible: {said}"
    if ruling.after != value:
        return "corrected-by-hand", ruling.after, f"corrected by {said}"
    if ruling.kind == "as-printed":
        return "confirmed", value, f"as printed, the print is wrong: {said}"
    return "confirmed", value, f"confirmed by {said}"


def neighbour(fact: Fact, key: Key, before: Books, after: Books) -> Fact:
    """A fact that nobody decided, with what the checks say after others were: proved, contradicted, or as before."""
    failing, failed = set(after.evidence.failing.get(key, ())), set(before.evidence.failing.get(key, ()))
    proofs, proved = after.evidence.proofs.get(key, 0), before.evidence.proofs.get(key, 0)
    if failing == failed and proofs == proved:
        return fact
    others = tuple(note for note in fact.notes if names_check(note) is None)
    told = tuple(f"the check {name} fails" for name in sorted(failing))
    if failing - failed:
        return fact.model_copy(update={"status": "suspect", "notes": (*others, *told)})
    sure = key not in after.evidence.weak and all(concerns_digits(note) for note in others)
    if proofs > proved and not failing and sure and fact.status in ("read", "suspect"):
        note = f"proved by {proofs} checks" if proofs > 1 else "proved by a check"
        return fact.model_copy(update={"status": "verified", "notes": (f"{note}, with values that people decided",)})
    if fact.status == "suspect" and not failing and not others:
        return fact.model_copy(update={"status": "read", "notes": ()})
    if fact.status == "verified" and not proofs:
        return fact.model_copy(update={"status": "read", "notes": ("no check proves it any more",)})
    return fact.model_copy(update={"notes": (*others, *told)})


def statuses(decided: Mapping[Key, Decision], facts: tuple[Fact, ...], before: Books, after: Books) -> tuple[Fact, ...]:
    """The facts of a table with their decisions, and the neighbours with what the checks say; one that a person says is
    not printed is none.
    """
    made = []
    for fact in facts:
        key = Key(fact.table, fact.row, fact.column)
        if key not in decided:
            made.append(neighbour(fact, key, before, after))
        elif decided[key].after != "":
            made.append(decided_fact(fact, decided[key]))
    return tuple(made)
