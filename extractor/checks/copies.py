"""Figures that are printed twice.

A relation with two amounts alone says that they are the same.  A reader that misreads one misreads the other, too: the
two are printed alike.  So of two OCR readings such a relation proves neither, and what speaks against one speaks
against both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from extractor.checks.ledger import Key, Ledger
from extractor.checks.relations import Relation

Pair = tuple[Key, Key]
"""Two figures that a relation says are the same."""


def find_pair(relation: Relation, ledger: Ledger) -> Pair | None:
    """The two amounts of a relation that has no others but zeros, both read by OCR; None where it is a sum."""
    keys = [key for key in relation.keys if key in ledger.figures and ledger.figures[key].amount]
    if len(keys) != 2 or any(key not in ledger.values or ledger.values[key].cell.reading.exact for key in keys):
        return None
    first, second = keys
    same = abs(ledger.figures[first].worth) == abs(ledger.figures[second].worth)
    return (first, second) if same else None


def group_copies(pairs: Iterable[Pair]) -> dict[Key, set[Key]]:
    """Each figure with all that are the same by relations, itself included."""
    group: dict[Key, set[Key]] = defaultdict(set)
    for first, second in pairs:
        whole = group[first] | group[second] | {first, second}
        for key in whole:
            group[key] = whole
    return group
