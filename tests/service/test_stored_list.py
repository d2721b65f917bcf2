"""The service's list of documents: the database finds what a look through all of them finds, page by page."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from extractor.layouts import load_layouts
from extractor.service.database import DocumentRow, ReviewRow
from extractor.service.documents import Documents
from extractor.service.http.pages.listing import SORTS, listed
from extractor.service.http.pages.shelf import PAGE, Asked
from extractor.service.http.pages.stored import Stored
from extractor.service.reviews import Reviews

DOCUMENTS = 3 * PAGE + 7
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
ONLY = ("", "doubts", "failing", "unreviewed", "reviewed", "final", "budget", "nonsense")
SEARCHES = ("", "局 3", "2023", "100%", "FILE-1", "nobody")


@pytest.fixture
def shelf(database):
    """Documents of all states, some without a unit; a third of the results begun or signed by people."""
    states = itertools.cycle(("complete", "incomplete", "nothing-found", "failed", "queued", "complete"))
    with database.begin() as session:
        for number, state in zip(range(DOCUMENTS), states, strict=False):
            done = state in ("complete", "incomplete", "nothing-found")
            row = DocumentRow(
                id=f"{number:032d}",
                job=f"job{number}",
                sha256=f"{number:064d}",
                bytes=1,
                name=f"File-{number}{'%' if number % 9 == 0 else ''}.pdf",
                state=state,
                created=FIRST + timedelta(minutes=number),
                attempts=1,
                pages_done=3,
            )
            if done:
                row.unit_name = None if number % 7 == 0 else f"某局 {number % 11}"
                row.year, row.kind = 2020 + number % 5, ("final", "budget", "unknown")[number % 3]
                row.unplaced = number % 2
                checks = ["a"] * (number % 4)
                missing = ["income"][: number % 2]
                row.summary = {"suspects": number % 6, "failing_checks": checks, "missing_tables": missing}
            session.add(row)
        session.flush()
        read = session.scalars(sa.select(DocumentRow.id).where(DocumentRow.summary.is_not(None))).all()
        for number in map(int, read[::3]):
            state = "reviewed" if number % 2 else "begun"
            counts = {"confirmed": 0, "corrected_by_hand": 0, "signed_by": []}
            session.add(
                ReviewRow(
                    document_id=f"{number:032d}",
                    state=state,
                    suspects=number % 3,
                    doubts=number % 3,
                    failing=0,
                    decisions=1,
                    counts=counts,
                )
            )
    unused = None
    return Stored(database, Documents(database), Reviews(database), unused, unused, unused, load_layouts())  # type: ignore[arg-type]


def whole(shelf: Stored, asked: Asked) -> list:
    """All that is found, from page to page."""
    first = shelf.listed(asked)
    pages = [shelf.listed(asked._replace(page=number)) for number in range(1, first.span.pages + 1)]
    assert all(len(page.entries) == PAGE for page in pages[:-1])
    return [entry for page in pages for entry in page.entries]


def test_the_database_finds_and_filters_as_a_look_through_all(shelf):
    everything = whole(shelf, Asked())
    assert [entry.id for entry in everything] == [f"{number:032d}" for number in reversed(range(DOCUMENTS))]
    for search, only in itertools.product(SEARCHES, ONLY):
        asked = Asked(search, only)
        expected = []
        for page in range(1, 5):
            found = listed(everything, asked._replace(page=page))
            expected += found.entries if found.span.page == page else []
        assert whole(shelf, asked) == expected, asked


def test_it_sorts_and_of_equals_the_newest_comes_first(shelf):
    values = {
        "name": lambda entry: entry.name,
        "state": lambda entry: entry.state,
        "suspects": lambda entry: -entry.suspects,
        "failing": lambda entry: -entry.failing,
        "missing": lambda entry: -len(entry.missing),
        "year": lambda entry: -(entry.year or 0),
        "unit": lambda entry: (entry.unit_name is None, entry.unit_name or ""),
    }
    assert {*values, "newest"} == set(SORTS)
    for sort, value in values.items():
        found = whole(shelf, Asked(sort=sort))
        keys = [value(entry) for entry in found]
        assert len(found) == DOCUMENTS
        if sort not in ("name", "unit", "state"):  # how texts are ordered is the database's
            assert keys == sorted(keys), sort
        for one, other in itertools.pairwise(found):
            if value(one) == value(other):
                assert one.created > other.created, sort


def test_a_page_too_far_on_is_the_last_one(shelf):
    last = shelf.listed(Asked(page=99))
    assert (last.span.page, last.span.first, last.span.last, len(last.entries)) == (4, 3 * PAGE + 1, DOCUMENTS, 7)
    assert last.total == DOCUMENTS
    nothing = shelf.listed(Asked(search="nobody", page=3))
    assert (nothing.entries, nothing.span.pages, nothing.total) == ([], 1, DOCUMENTS)
