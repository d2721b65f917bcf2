"""Comparisons as rows of an export's table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extractor.outputs.comparison.records import Comparison
from extractor.outputs.export.rows import number_of
from extractor.outputs.export.values import Row


def comparison_rows(comparisons: Iterable[Comparison]) -> Iterator[Row]:
    """A row a comparison, of the later document."""
    for number, found in enumerate(comparisons, 1):
        earlier, later = found.cells[0], found.cells[-1]
        said = found.id, found.level, found.result, found.unit_name, found.formula
        sides = number_of(found.difference), number_of(found.tolerance)
        where = later.kind, later.year, later.page, earlier.document, earlier.kind, earlier.year, earlier.page
        yield later.document, number, *said, *sides, *where
