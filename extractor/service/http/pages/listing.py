"""A document's line in the list; and a list that is in memory, searched, filtered, sorted and cut into pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from extractor.document import Document
from extractor.layouts import Layouts
from extractor.outputs import summary_of
from extractor.review import Review
from extractor.service.http.pages.shelf import Asked, Entry, Listed, span_of

SORTS = ("newest", "name", "unit", "year", "state", "suspects", "failing", "missing")


def listed(entries: Sequence[Entry], asked: Asked) -> Listed:
    """The page that is asked for, of entries that are all in memory, newest first."""
    chosen = _sorted(_chosen(entries, asked), asked.sort)
    span = span_of(asked.page, len(chosen))
    return Listed(chosen[span.first - 1 : span.last], span, len(entries))


def titles_of(tables: Iterable[str], layouts: Layouts) -> tuple[str, ...]:
    """The titles of tables by their ids, as their forms say; of one without a form the id."""
    return tuple(next((form.title for form in layouts.of_table(table)), table) for table in tables)


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


def _chosen(entries: Sequence[Entry], asked: Asked) -> list[Entry]:
    words = asked.search.casefold().split()
    kept = []
    for entry in entries:
        told = f"{entry.name} {entry.unit_name or ''} {entry.year or ''}".casefold()
        if all(word in told for word in words) and _is(entry, asked.only):
            kept.append(entry)
    return kept


def _is(entry: Entry, only: str) -> bool:
    return {
        "doubts": entry.doubts > 0,
        "failing": entry.failing > 0,
        "reviewed": entry.review == "reviewed",
        "unreviewed": entry.readable and entry.review != "reviewed",
        "final": entry.kind == "final",
        "budget": entry.kind == "budget",
    }.get(only, True)


def _sorted(entries: list[Entry], sort: str) -> list[Entry]:
    keys = {
        "name": lambda entry: entry.name,
        "unit": lambda entry: entry.unit_name or "\uffff",
        "year": lambda entry: -(entry.year or 0),
        "state": lambda entry: entry.state,
        "suspects": lambda entry: -entry.suspects,
        "failing": lambda entry: -entry.failing,
        "missing": lambda entry: -len(entry.missing),
    }
    return sorted(entries, key=keys[sort]) if sort in keys else entries
