"""What a document's result holds, under the keys that `extract --json`, the manifest and the service share."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from extractor.document import Document, Kind, State


class Summary(BaseModel):
    """What the result of a file holds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    state: State = Field(description="complete, incomplete or nothing-found")
    kind: Kind = Field(description="of final accounts or of a budget, by its tables' titles")
    unit_name: str | None = Field(description="as printed")
    year: int | None = Field(description="the year that the figures are for")
    pages: int = Field(description="how many were read")
    pages_failed: int = Field(description="how many of them could not be used")
    tables: list[str] = Field(description="ids of the tables of known forms")
    scorecards: int = Field(description="how many scorecards")
    other_tables: int = Field(description="how many tables of no known form")
    facts: int = Field(description="how many facts")
    verified: int = Field(description="how many of them are verified")
    suspects: int = Field(description="how many of them a person should look at")
    unplaced: int = Field(description="how many printed figures and texts are no facts")
    missing_tables: list[str] = Field(description="ids of tables that the contents page names and that were not found")
    failing_checks: list[str] = Field(description="names of the checks of level error that fail")


class DocumentSummary(Summary):
    """What the result of one document of a file holds, where the file has several."""

    folder: str = Field(description="its result's folder below that of the file")
    scope: str | None = Field(description="部门 (with its units) or 单位 (one unit), by the titles")
    first_page: int = Field(description="its first page in the file, from 1")
    last_page: int = Field(description="its last page in the file")


def summary_of(document: Document) -> dict[str, Any]:
    """Counts and names; `state` and `kind` first (docs/batch.md has all keys)."""
    status = Counter(fact.status for fact in document.facts)
    summary = Summary(
        state=document.state,
        kind=document.kind,
        unit_name=document.unit_name,
        year=document.year,
        pages=len(document.pages),
        pages_failed=len(_failed(document)),
        tables=[table.id for table in document.tables],
        scorecards=len(document.scorecards),
        other_tables=len(document.other_tables),
        facts=len(document.facts),
        verified=status["verified"],
        suspects=status["suspect"],
        unplaced=len(document.unplaced),
        missing_tables=[table.id for table in document.missing_tables],
        failing_checks=[c.id for c in document.checks if c.result == "fails" and c.level == "error"],
    )
    return summary.model_dump()


def summary_of_all(documents: Sequence[Document]) -> dict[str, Any]:
    """The documents of one file together, under the keys of `summary_of`: counts are added, lists joined.

    `kind`, `unit_name` and `year` are those that all have; the state is `incomplete` where the documents differ.
    """
    all_of = [summary_of(document) for document in documents]
    return {key: _together(key, [each[key] for each in all_of]) for key in all_of[0]}


def _together(key: str, values: Sequence[Any]) -> Any:  # noqa: ANN401 - one of the values' type
    if isinstance(values[0], int) and key != "year":
        return sum(values)
    if isinstance(values[0], list):
        return [item for value in values for item in value]
    differing = {"state": "incomplete", "kind": "unknown"}.get(key)
    return values[0] if len(set(values)) == 1 else differing


def shortfall(document: Document) -> str:
    """In one line, what a document's result lacks: pages with something unplaced, failed pages, missing tables.

    Empty where nothing is known to be lacking.
    """
    return "; ".join(_lacking(document))


def _lacking(document: Document) -> Iterator[str]:
    if document.unplaced:
        yield f"unplaced: {len(document.unplaced)} on {_pages(document, {item.page for item in document.unplaced})}"
    if failed := _failed(document):
        yield f"failed: {_pages(document, failed)}"
    if document.missing_tables:
        yield f"missing tables: {', '.join(table.title for table in document.missing_tables)}"


def _failed(document: Document) -> list[int]:
    return [page.number for page in document.pages if page.kind == "failed"]


def _pages(document: Document, numbers: Iterable[int]) -> str:
    """Pages as people write them; of a document of several files by the file."""
    if not document.sources:
        return pages_in_words(numbers)
    by_file: dict[str, list[int]] = defaultdict(list)
    for number in sorted(numbers):
        by_file[document.source_of(number).file].append(document.page_in_file(number))
    return " and ".join(f"{pages_in_words(own)} of {file}" for file, own in by_file.items())


def pages_in_words(numbers: Iterable[int]) -> str:
    """`page 3`, `pages 1-3, 7`."""
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
