"""The service's documents as a shelf: database, storage and queue."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from extractor.document import Document
from extractor.layouts import Layouts
from extractor.review import Review
from extractor.review.store import Decisions
from extractor.service.database import Database, DocumentRow, ReviewRow
from extractor.service.documents import FINISHED, Documents
from extractor.service.http.pages.listing import titles_of
from extractor.service.http.pages.shelf import OPEN, Asked, Entry, Listed, Progress
from extractor.service.http.pages.stored_list import find_listed
from extractor.service.intake import Intake
from extractor.service.reviews import Reviews
from extractor.service.storage import Storage


class Stored:
    """All documents of the service."""

    def __init__(
        self,
        database: Database,
        documents: Documents,
        reviews: Reviews,
        storage: Storage,
        intake: Intake,
        scratch: Path,
        layouts: Layouts,
    ) -> None:
        self._database, self._documents, self._reviews = database, documents, reviews
        self._storage, self._intake, self._scratch, self._layouts = storage, intake, scratch, layouts

    def listed(self, asked: Asked) -> Listed:
        """A page of the list."""
        rows, span, total = find_listed(self._database, asked)
        return Listed([_entry(row, review, self._layouts) for row, review in rows], span, total)

    def entry(self, key: str) -> Entry | None:
        """A document by its id."""
        row = self._documents.get(key)
        return None if row is None else self._told(row)

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
        return None if row is None else self._told(row)

    def progress(self, told: Collection[str]) -> list[Progress]:
        """How far the documents are that are being read, and what became of those that were told of."""
        rows = self._documents.active(told)
        return [Progress(row.id, row.state, row.pages_done, row.pages) for row in rows]

    def decided(self, entry: Entry, review: Review) -> None:
        """Keep what the list and the facts of all documents say."""
        self._reviews.publish(entry.id, review)
        if review.reviewed:
            self._intake.tell_reviewed(entry.version, len(review.decisions))

    def _told(self, row: DocumentRow) -> Entry:
        return _entry(row, self._reviews.rows([row.id]).get(row.id), self._layouts)


def _entry(row: DocumentRow, begun: ReviewRow | None, layouts: Layouts) -> Entry:
    """A document's line: as people left it where they have `begun`, else as it was read."""
    found = row.summary or {}
    suspects = found.get("suspects", 0)
    doubts, failing, review = suspects + (row.unplaced or 0), len(found.get("failing_checks", ())), ""
    if begun is not None:
        suspects, doubts, failing, review = begun.suspects, begun.doubts, begun.failing, begun.state
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
        titles_of(found.get("missing_tables", ()), layouts),
        review,
        error.get("message", ""),
        row.created,
    )
