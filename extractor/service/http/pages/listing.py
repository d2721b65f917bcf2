"""A document's line in the list."""

from __future__ import annotations

from datetime import datetime

from extractor.document import Document
from extractor.outputs import summary_of
from extractor.review import Review
from extractor.service.http.pages.shelf import Entry


def entry_of(
    key: str, name: str, document: Document, review: Review | None, *, version: str, created: datetime
) -> Entry:
    """The entry of a document that was read; `review` where people have begun."""
    shown = document if review is None else review.document
    found = summary_of(shown)
    suspects, doubts = found["suspects"], found["suspects"] + found["unplaced"]
    state = ""
    if review is not None:
        left = review.open_doubts
        doubts = len(left)
        suspects = sum(spot.subject.kind != "unplaced" for spot in left)
        state = "reviewed" if review.reviewed else "begun"
    return Entry(
        key,
        name,
        document.state,
        version,
        document.unit_name,
        document.year,
        None if document.kind == "unknown" else document.kind,
        len(document.pages),
        len(document.pages),
        suspects,
        doubts,
        len(found["failing_checks"]),
        tuple(table.title for table in document.missing_tables),
        state,
        created=created,
    )
