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
    """All facts in document order."""
    return (fact_line(fact) for fact in document.facts)


def fact_lines_with_document(document: Document) -> Iterator[str]:
    """All facts in document order; before the keys of each, which document it is of."""
    source = document.source
    origin = {
        "file": source.file,
        "sha256": source.sha256,
        "unit_name": document.unit_name,
        "year": document.year,
        "kind": document.kind,
        "scope": document.scope,
    }
    for fact in document.facts:
        yield json.dumps(origin | fact.model_dump(exclude=NOT_IN_LINES), ensure_ascii=False)


def narrative_lines(document: Document) -> Iterator[str]:
    """The figures of the prose in document order, one JSON object a line."""
    return (json.dumps(figure.model_dump(exclude={"notes"}), ensure_ascii=False) for figure in document.narrative)
