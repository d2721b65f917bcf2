"""Results by the unit that they are of, compared pair by pair."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
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


class Source(NamedTuple):
    """A document that can be read again, and the name that it has among the others."""

    name: str
    load: Callable[[], Named]


class Unread(NamedTuple):
    """A result that takes no part: it cannot be read, or does not say its unit or year."""

    name: str
    error: JuesuanError | None


class Units:
    """Documents that are read one after the other, each noted by its unit; then those of one unit are compared."""

    def __init__(self) -> None:
        self._of_unit: dict[str, list[Source]] = defaultdict(list)
        self._kinds: dict[str, set[tuple[str, int]]] = defaultdict(set)

    def take(self, source: Source) -> Named:
        """The document of a source, noted if it says its unit and year.  Raises `JuesuanError` as its loading does."""
        named = source.load()
        document = named.document
        if document.unit_name is not None and document.year is not None:
            self._of_unit[document.unit_name].append(source)
            self._kinds[document.unit_name].add((document.kind, document.year))
        return named

    def read(self, sources: Iterable[Source]) -> Iterator[Named | JuesuanError]:
        """Every document, or why it cannot be read."""
        for source in sources:
            try:
                found: Named | JuesuanError = self.take(source)
            except JuesuanError as error:
                found = error
            yield found

    def compared(self) -> Iterator[Comparison]:
        """What the documents of each unit that were read say of each other; they are read again, unit by unit."""
        for unit in sorted(self._of_unit):
            if len(self._kinds[unit]) > 1:
                yield from compare_documents(self._again(unit))

    def _again(self, unit: str) -> Iterator[Named]:
        for source in self._of_unit[unit]:
            with suppress(JuesuanError):  # it has gone meanwhile
                yield source.load()


def sources_of(results: Sequence[Result]) -> list[Source]:
    """Results as people decided about them."""
    return [Source(result.name, partial(read_decided, result)) for result in results]


def compare_results(results: Sequence[Result]) -> Iterator[Comparison | Unread]:
    """What the documents of each unit say of each other, as people decided about them; before, the results that take no
    part.

    Only the documents of one unit are in memory at a time: every result is read twice.
    """
    units = Units()
    for source in sources_of(results):
        try:
            document = units.take(source).document
        except JuesuanError as error:
            yield Unread(source.name, error)
            continue
        if document.unit_name is None or document.year is None:
            yield Unread(source.name, None)
    yield from units.compared()


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
