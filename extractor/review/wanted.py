"""What a value would have to be for a failing sum to hold: offered to people, never taken by itself."""

from __future__ import annotations

from collections import Counter

from extractor.checks import Key
from extractor.checks.relations import Linear
from extractor.review.books import Books

# So many different values at most are offered.
MOST = 3


def wanted(books: Books, key: Key) -> list[tuple[str, int]]:
    """(value, how many failing sums ask for it), the most wanted first."""
    figure = books.ledger.figures.get(key)
    if figure is None:
        return []
    asked: Counter[str] = Counter()
    for relation, outcome in books.checked:
        if (
            outcome.result != "fails"
            or outcome.difference is None
            or not isinstance(relation, Linear)
            or relation.bound
        ):
            continue
        factor = next((term.factor for term in relation.terms if term.key == key), None)
        units = {books.ledger.figures[each].unit for each in relation.keys if each in books.ledger.figures}
        if factor and len(units) == 1:
            amount = figure.amount - outcome.difference / factor
            asked[f"{amount:.{figure.places}f}"] += 1
    return asked.most_common(MOST)
