"""The service's documents as a shelf: database, storage and queue."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from extractor.document import Document
from extractor.review import Review
from extractor.review.store import Decisions
from extractor.service.database import DocumentRow
from extractor.service.documents import FINISHED, Documents, Wanted
from extractor.service.http.pages.shelf import OPEN, Entry, Progress
from extractor.service.intake import Intake
from extractor.service.reviews import Reviews
from extractor.service.storage import Storage

# Documents that the list shows at most, the newest.
MOST_LISTED = 5000
# Documents whose progress is told.
MOST_WATCHED = 100


class Stored:
    """All documents of the service."""

    def __init__(self, documents: Documents, reviews: Reviews, storage: Storage, intake: Intake, scratch: Path) -> None:
        self._documents, self._reviews, self._storage = documents, reviews, storage
        self._intake, self._scratch = intake, scratch

    def entries(self) -> list[Entry]:
        """All documents, newest first."""
        rows = self._documents.listed(None, MOST_LISTED, Wanted())
        counts = self._reviews.counts()
        return [_entry(row, counts.get(row.id)) for row in rows]

    def entry(self, key: str) -> Entry | None:
        """A document by its id."""
        row = self._documents.get(key)
        return None if row is None else _entry(row, self._reviews.counts(key).get(key))

    def document(self, entry: Entry) -> Document:
        """What was read."""
        return Document.model_validate_json(self._storage.read(entry.version, "document.json"))

    def decisions(self, entry: Entry) -> Decisions:
        """The decisions in the database, by the file's content."""
        return self._reviews

    @contextmanager
    def original(self, entry: Entry) -> Iterator[Path]:
        """A copy of the input."""
        with tempfile.TemporaryDirectory(dir=self._scratch) as folder:
            path = Path(folder) / "source"
            self._storage.fetch_input(entry.version, path)
            yield path

    def hand_in(self, path: Path, sha256: str, size: int, name: str) -> Entry | None:
        """Queue a file."""
        row = self._intake.hand_in(path, sha256, size, name)
        return None if row is None else _entry(row, self._reviews.counts(row.id).get(row.id))

    def progress(self) -> list[Progress]:
        """How far the newest documents are."""
        rows = self._documents.listed(None, MOST_WATCHED, Wanted())
        return [Progress(row.id, row.state, row.pages_done, row.pages) for row in rows]

    def decided(self, entry: Entry, review: Review) -> None:
        """Keep what the list and the facts of all documents say."""
        self._reviews.publish(entry.id, review)
        if review.reviewed:
            self._intake.tell_reviewed(entry.version, len(review.decisions))


def _entry(row: DocumentRow, counted: tuple[int, int, int, str] | None) -> Entry:
    """A document's line; `counted` are suspects, doubts and failing checks that are left, and how far people are."""
    found = row.summary or {}
    suspects, doubts, failing, review = counted or (
        found.get("suspects", 0),
        found.get("suspects", 0) + (row.unplaced or 0),
        len(found.get("failing_checks", ())),
        "",
    )
    error = row.error or {}
    return Entry(
        row.id,
        row.name,
        row.state,
        row.job if row.state in FINISHED else "",
        row.unit_name,
        row.year,
        None if row.kind == "unknown" else row.kind,
        row.pages,
        row.pages_done,
        suspects if row.state not in OPEN else 0,
        doubts,
        failing,
        tuple(found.get("missing_tables", ())),
        review,
        error.get("message", ""),
        row.created,
    )
