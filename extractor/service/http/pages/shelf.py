"""Where the desk's documents lie: a folder of results, or the service's database and storage."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, Protocol

from extractor.document import Document
from extractor.review import Review
from extractor.review.store import Decisions

OPEN = ("queued", "running")
# Documents on one page of the list, decisions on one page of a history.
PAGE = 100
# No list has more pages.
MOST_PAGES = 1_000_000


class Entry(NamedTuple):
    """A document in the list; `suspects` and `doubts` are those that are left, `version` changes with its reading."""

    id: str
    name: str
    state: str
    version: str = ""
    unit_name: str | None = None
    year: int | None = None
    kind: str | None = None
    pages: int | None = None
    pages_done: int = 0
    suspects: int = 0
    doubts: int = 0
    failing: int = 0
    missing: tuple[str, ...] = ()
    review: str = ""
    error: str = ""
    created: datetime | None = None

    @property
    def open(self) -> bool:
        """Whether it is still to be read."""
        return self.state in OPEN

    @property
    def readable(self) -> bool:
        """Whether there is a result to look at."""
        return not self.open and self.state not in ("failed", "cancelled")


class Progress(NamedTuple):
    """What the list needs to know of a document that is being read."""

    id: str
    state: str
    done: int
    pages: int | None


class Asked(NamedTuple):
    """What of the list is wanted: documents with all words of `search` in unit, year or file, of those `only` some,
    sorted; the `page`, from 1.
    """

    search: str = ""
    only: str = ""
    sort: str = "newest"
    page: int = 1


class Span(NamedTuple):
    """Which of `found` things a page shows; the last page where one further on is asked for."""

    page: int
    found: int

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.found // PAGE))

    @property
    def first(self) -> int:
        """The number of the first thing on the page, from 1."""
        return (self.page - 1) * PAGE + 1

    @property
    def last(self) -> int:
        """The number of the last one."""
        return min(self.page * PAGE, self.found)


class Listed(NamedTuple):
    """A page of the list, and how many documents there are in all."""

    entries: Sequence[Entry]
    span: Span
    total: int


def span_of(page: int, found: int) -> Span:
    """The span of a page, no further than the last."""
    return Span(max(1, min(page, -(-found // PAGE))), found)


class Shelf(Protocol):
    """Documents, their originals, and the decisions about them."""

    def listed(self, asked: Asked) -> Listed:
        """A page of the list of documents."""

    def entry(self, key: str) -> Entry | None:
        """A document by its id."""

    def document(self, entry: Entry) -> Document:
        """What was read.  Raises `FileNotFoundError` where it is gone."""

    def decisions(self, entry: Entry) -> Decisions:
        """The decisions about a document."""

    def original(self, entry: Entry) -> AbstractContextManager[Path]:
        """The file that it was read from.  Raises `FileNotFoundError` where it is not there."""

    def hand_in(self, path: Path, sha256: str, size: int, name: str) -> Entry | None:
        """Take a file to be read; None where too many wait."""

    def progress(self, told: Collection[str]) -> list[Progress]:
        """How far the documents are that are being read, those that have just ended, and those that were told of."""

    def decided(self, entry: Entry, review: Review) -> None:
        """Publish a document's facts with the decisions: to be called after each."""
