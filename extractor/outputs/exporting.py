"""Results into a file of a format: every document, then what those of one unit say of each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from extractor.outputs.comparison import Units, comparison_rows, sources_of
from extractor.outputs.export import Exported, FormatName, Result, export_documents


def export(
    results: Sequence[Result], to: FormatName, target: Path, done: Callable[[int], None] = lambda number: None
) -> Exported:
    """Write the results' tables into `target`, as `export_documents` does, each as people decided about it."""
    units = Units()
    return export_documents(units.read(sources_of(results)), to, target, done, comparison_rows(units.compared()))
