"""Facts as JSON Lines, by the contract (docs/facts.md)."""

from __future__ import annotations

import json
from collections.abc import Iterator

from extractor.document import Document, Fact

# What document.json says of a fact and its line does not.
NOT_IN_LINES = {"notes", "alternatives"}


def fact_line(fact: Fact) -> str:
    """One fact as one line of JSON, without the line's end."""
    return json.dumps(fact.model_dump(exclude=NOT_IN_LINES), ensure_ascii=False)


def fact_lines(document: Document) -> Iterator[str]:
    """All facts in document order; of a document of several files with the file and the page there of each."""
    for fact in document.facts:
        yield json.dumps(fact.model_dump(exclude=NOT_IN_LINES) | _file_of(document, fact.page), ensure_ascii=False)


def fact_lines_with_document(document: Document) -> Iterator[str]:
    """All facts in document order; before the keys of each, which document it is of."""
    about = {
        "unit_name": document.unit_name,
        "year": document.year,
        "kind": document.kind,
        "scope": document.scope,
    }
    for fact in document.facts:
        source = document.source_of(fact.page)
        origin = {"file": source.file, "sha256": source.sha256} | about
        told = origin | fact.model_dump(exclude=NOT_IN_LINES) | _file_of(document, fact.page)
        yield json.dumps(told, ensure_ascii=False)


def narrative_lines(document: Document) -> Iterator[str]:
    """The figures of the prose in document order, one JSON object a line; with files as `fact_lines`."""
    for figure in document.narrative:
        told = figure.model_dump(exclude={"notes"}) | _file_of(document, figure.page)
        yield json.dumps(told, ensure_ascii=False)


def _file_of(document: Document, page: int) -> dict[str, str | int]:
    """The file that a page is of, and its number there, where the document is of several files."""
    if not document.sources:
        return {}
    return {"file": document.source_of(page).file, "file_page": document.page_in_file(page)}
