"""Where the desk's documents lie: a folder of results, or the service's database and storage."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, Protocol

from extractor.document import Document
from extractor.review import Review
from extractor.review.store import Decisions

OPEN = ("queued", "running")


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


class Shelf(Protocol):
    """Documents, their originals, and the decisions about them."""

    def entries(self) -> list[Entry]:
        """All documents, newest first."""

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

    def progress(self) -> list[Progress]:
        """How far the documents are that are being read, and those that have just ended."""

    def decided(self, entry: Entry, review: Review) -> None:
        """Publish a document's facts with the decisions: to be called after each."""
