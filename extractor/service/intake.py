"""Where documents are handed in and given up: their rows, their jobs and what is stored of them, kept in step.

What is stored goes after the row that names it, and a worker that has stored a result looks whether the row is still
there: of the two, the later one deletes it.  What a death in between leaves, `Storage.sweep` deletes.
"""

from __future__ import annotations

import uuid
from pathlib import Path

from extractor.service.database import DocumentRow
from extractor.service.documents import CANCELLED, QUEUED, Documents
from extractor.service.jobs import Jobs
from extractor.service.settings import ServiceSettings
from extractor.service.storage import Storage
from extractor.service.version import settings_version


class Intake:
    """The intake of one process; there can be many."""

    def __init__(self, settings: ServiceSettings, documents: Documents, jobs: Jobs, storage: Storage) -> None:
        self._documents, self._jobs, self._storage = documents, jobs, storage
        self._version = settings_version(settings.conversion)
        self._most = settings.max_queue
        self._tells = settings.webhook_url is not None

    def hand_in(self, path: Path, sha256: str, size: int, name: str) -> DocumentRow | None:
        """The document of this content, queued where it is new; None where too many wait."""
        row = self._documents.known(sha256, self._version)
        if row is None or row.state == CANCELLED:
            if self._documents.by_state()[QUEUED] >= self._most:
                return None
            job = uuid.uuid4().hex
            self._storage.keep_input(job, path)
            row = self._documents.hand_in(job, sha256, size, name, self._version)
            if row.job != job:
                self._storage.forget(job)
        if row.state == QUEUED:
            self._jobs.put_in(row.job)
        return row

    def cancel(self, key: str) -> bool:
        """Give a document up; False where it has ended or there is none."""
        job = self._documents.cancel(key)
        if job is not None:
            self._jobs.take_out(job)
            self._storage.forget(job)
        return job is not None

    def tell_reviewed(self, job: str, decisions: int) -> None:
        """Have the operator's address told that people have signed, if there is one."""
        if self._tells:
            self._jobs.tell_reviewed(job, decisions)

    def delete(self, key: str) -> bool:
        """Delete all of a document; False where there is none."""
        job = self._documents.delete(key)
        if job is not None:
            self._jobs.forget(job)
            self._storage.forget(job)
        return job is not None
