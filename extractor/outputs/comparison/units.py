"""Results by the unit that they are of, compared pair by pair."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import NamedTuple

from extractor.errors import JuesuanError
from extractor.layouts import load_layouts
from extractor.outputs.comparison.compare import compare_figures
from extractor.outputs.comparison.figures import Figures, figures_of
from extractor.outputs.comparison.records import Comparison
from extractor.outputs.comparison.rules import comparison_rules
from extractor.outputs.export.decided import read_decided
from extractor.outputs.export.results import Result
from extractor.outputs.export.rows import Named


class Unread(NamedTuple):
    """A result that takes no part: it cannot be read, or does not say its unit or year."""

    result: Result
    error: JuesuanError | None


def compare_results(results: Sequence[Result]) -> Iterator[Comparison | Unread]:
    """What the documents of each unit say of each other, as people decided about them; before, the results that take no
    part.

    Only the documents of one unit are in memory at a time: every result is read twice.
    """
    of_unit: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        try:
            document = read_decided(result).document
        except JuesuanError as error:
            yield Unread(result, error)
            continue
        if document.unit_name is None or document.year is None:
            yield Unread(result, None)
        else:
            of_unit[document.unit_name].append(result)
    for unit in sorted(of_unit):
        if len(of_unit[unit]) > 1:
            yield from compare_documents(map(read_decided, of_unit[unit]))


def compare_documents(documents: Iterable[Named]) -> Iterator[Comparison]:
    """Every two of a unit's documents that a rule may compare, by years; all of them have a year."""
    units, rules = load_layouts().common.amount_units, comparison_rules()
    figures = sorted((figures_of(named, units) for named in documents), key=_order)
    for earlier, later in product(figures, figures):
        if earlier is not later and _of_one_scope(earlier, later):
            yield from compare_figures(earlier, later, rules)


def _of_one_scope(earlier: Figures, later: Figures) -> bool:
    """Whether both are of the department, or both of the unit alone, as far as they say."""
    scopes = {earlier.document.scope, later.document.scope} - {None}
    return len(scopes) < 2


def _order(figures: Figures) -> tuple[int, str]:
    return figures.document.year or 0, figures.document.kind
