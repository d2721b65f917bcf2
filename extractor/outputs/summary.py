"""What a document's result holds, under the keys that `extract --json`, the manifest and the service share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from extractor.document import Document


def summary_of(document: Document) -> dict[str, Any]:
    """Counts and names; `state` and `kind` first (docs/batch.md has all keys)."""
    status = Counter(fact.status for fact in document.facts)
    return {
        "state": document.state,
        "kind": document.kind,
        "unit_name": document.unit_name,
        "year": document.year,
        "pages": len(document.pages),
        "pages_failed": len(_failed(document)),
        "tables": [table.id for table in document.tables],
        "scorecards": len(document.scorecards),
        "other_tables": len(document.other_tables),
        "facts": len(document.facts),
        "verified": status["verified"],
        "suspects": status["suspect"],
        "unplaced": len(document.unplaced),
        "missing_tables": [table.id for table in document.missing_tables],
        "failing_checks": [c.id for c in document.checks if c.result == "fails" and c.level == "error"],
    }


def shortfall(document: Document) -> str:
    """In one line, what a document's result lacks: pages with something unplaced, failed pages, missing tables.

    Empty where nothing is known to be lacking.
    """
    return "; ".join(_lacking(document))


def _lacking(document: Document) -> Iterator[str]:
    if document.unplaced:
        yield f"unplaced: {len(document.unplaced)} on {_pages({item.page for item in document.unplaced})}"
    if failed := _failed(document):
        yield f"failed: {_pages(failed)}"
    if document.missing_tables:
        yield f"missing tables: {', '.join(table.title for table in document.missing_tables)}"


def _failed(document: Document) -> list[int]:
    return [page.number for page in document.pages if page.kind == "failed"]


def _pages(numbers: Iterable[int]) -> str:
    listed = sorted(numbers)
    return f"page{'s' if len(listed) > 1 else ''} {ranges(listed)}"


def ranges(numbers: Sequence[int]) -> str:
    """Rising numbers as people write them: 1-3, 7."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
