"""Documents as an engine might have misread them."""

from collections.abc import Mapping
from typing import Any

from extractor.checks import Key
from extractor.document import Document, Fact
from extractor.layouts import Layouts
from extractor.review.books import books_of, report_of


def key_of(fact: Fact) -> Key:
    return Key(fact.table, fact.row, fact.column)


def misread(document: Document, layouts: Layouts, wrong: Mapping[Key, str]) -> Document:
    """The document as a scan of which some figures were misread: what a failing check contradicts is suspect."""
    pages = tuple(page.model_copy(update={"kind": "scanned"}) for page in document.pages)
    read = _changed(document, lambda fact: {"value": wrong[key_of(fact)], "raw": wrong[key_of(fact)]}, wrong)
    read = read.model_copy(update={"pages": pages})
    books = books_of(read, layouts, {}, set())
    failing = books.evidence.failing
    notes = {key: tuple(f"the check {name} fails" for name in names) for key, names in failing.items()}
    read = _changed(read, lambda fact: {"status": "suspect", "notes": notes[key_of(fact)]}, notes)
    return read.model_copy(update={"checks": report_of(read, books)})


def _changed(document: Document, change: Any, of: Mapping[Key, object]) -> Document:
    records: dict[str, Any] = {}
    for name in ("tables", "scorecards", "other_tables"):
        records[name] = tuple(
            record.model_copy(
                update={
                    "facts": tuple(
                        fact.model_copy(update=change(fact)) if key_of(fact) in of else fact for fact in record.facts
                    )
                }
            )
            for record in getattr(document, name)
        )
    return document.model_copy(update=records)


class Memory:
    """Decisions of a test."""

    def __init__(self) -> None:
        self.rows: list[Any] = []

    def of(self, sha256: str) -> list[Any]:
        return [row for row in self.rows if row.document == sha256]

    def add(self, drafts: Any) -> list[Any]:
        from extractor.review.store import numbered

        kept = numbered(drafts, len(self.rows))
        self.rows += kept
        return kept
