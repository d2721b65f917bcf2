"""Takes documents from the queue and converts them; any number of workers share a queue.

Jobs are DBOS workflows (docs.dbos.dev).  A worker counts as dead when its row among the workers has not been
renewed for the time of a lease; what it had in work then goes back to the queue.
"""

from __future__ import annotations

import logging
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterable
from pathlib import Path

import sqlalchemy as sa
from dbos import DBOS, DBOSConfig, StepOptions

from extractor.document import Document, Fact, Source
from extractor.layouts import load_layouts
from extractor.review import reading_of, reviewed
from extractor.service.convert import Conversion, Converter, Failure
from extractor.service.database import Database, WorkerRow
from extractor.service.documents import QUEUED, RUNNING, Documents
from extractor.service.jobs import CONVERT, DOCUMENTS, JOBS_VERSION, NOTICES, TELL, Jobs
from extractor.service.reviews import Reviews
from extractor.service.settings import ServiceSettings
from extractor.service.storage import Storage
from extractor.service.webhooks import Webhooks

POLL = 0.25
# Seconds between two looks whether a document is still wanted, and between two records of its progress.
LOOK = 1.0
# Times that a document may take its whole worker with it.
MOST_ATTEMPTS = 20
HOPELESS = "Report the file that does this"
# What lies outside the document passes: a lost connection, a store that restarts.
AGAIN = StepOptions(retries_allowed=True, interval_seconds=1.0, max_attempts=6, backoff_rate=2.0)
TELL_AGAIN = StepOptions(retries_allowed=True, interval_seconds=2.0, max_attempts=10, backoff_rate=2.0)
NOTICES_AT_ONCE = 4
# Seconds between two looks for what was left lying, in the queue and in the storage.
TIDY = 3600.0
GRACE = 10

log = logging.getLogger(__name__)


class _ChildDiedError(Exception):
    """The converting process died for the first time: perhaps not by the document's doing."""


class _Stopping(BaseException):
    """This worker ends; not an Exception, so that DBOS leaves the job as it is."""


class Worker:
    """The worker of this process: there can be one at a time, DBOS has one instance a process."""

    def __init__(
        self, settings: ServiceSettings, database: Database, storage: Storage, jobs: Jobs, scratch: Path
    ) -> None:
        self._settings, self._database, self._storage, self._jobs = settings, database, storage, jobs
        self._scratch = scratch
        self._documents, self._reviews = Documents(database), Reviews(database)
        self._webhooks = Webhooks(settings)
        self._id = uuid.uuid4().hex
        self._stop = threading.Event()
        self._converter = Converter(settings.workers, settings.limits)
        rounds = (
            (settings.lease_seconds / 5, (self._beat, self._take_over, self._end_the_hopeless)),
            (TIDY, (self._queue_the_forgotten, self._sweep)),
        )
        self._house = [threading.Thread(target=self._again, args=each, daemon=True) for each in rounds]

    def start(self) -> None:
        """Take jobs from now on."""
        self._beat()
        config: DBOSConfig = {
            "name": "juesuan",
            "system_database_url": self._settings.jobs_database,
            "executor_id": self._id,
            "application_version": JOBS_VERSION,
            "run_migrations": False,
            "log_level": "WARNING",
        }
        DBOS(config=config)
        DBOS.workflow(name=CONVERT, max_recovery_attempts=MOST_ATTEMPTS)(_function(self._convert))
        DBOS.workflow(name=TELL, max_recovery_attempts=MOST_ATTEMPTS)(_function(self._tell))
        DBOS.launch()
        for queue, at_once in ((DOCUMENTS, self._settings.workers), (NOTICES, NOTICES_AT_ONCE)):
            DBOS.register_queue(
                queue, worker_concurrency=at_once, polling_interval_sec=POLL, on_conflict="always_update"
            )
        for thread in self._house:
            thread.start()

    def stop(self) -> None:
        """Take no more jobs; those in work are left to other workers, or to the next start."""
        self._stop.set()
        self._converter.__exit__()
        for thread in self._house:
            thread.join(GRACE)
        DBOS.destroy(destroy_registry=True, workflow_completion_timeout_sec=GRACE)
        with self._database.begin() as session:
            session.execute(sa.delete(WorkerRow).where(WorkerRow.id == self._id))

    def _convert(self, job: str) -> None:
        """One document, from the queue to its end; another worker may repeat any step."""
        try:
            conversion = DBOS.run_step(AGAIN, self._converted, job)
            if conversion is None:
                return
            DBOS.run_step(AGAIN, self._recorded, job, conversion)
        except Exception as error:
            log.exception("job given up", extra={"job": job})
            failure = Failure("unexpected", f"{type(error).__name__}: {error}"[:500], None, "See the worker's log")
            DBOS.run_step(AGAIN, self._recorded, job, Conversion(0.0, failure))
        if self._webhooks.wanted:
            DBOS.run_step(AGAIN, self._jobs.tell, job)

    def _converted(self, job: str) -> Conversion | None:
        """The document converted and its result kept; None where nobody wants it any more."""
        if self._stop.is_set():
            raise _Stopping
        row = self._documents.begun(job)
        if row is None:
            return None
        if row.attempts > MOST_ATTEMPTS:
            return Conversion(0.0, Failure("crashed", "its workers died again and again", None, HOPELESS))
        log.info("document begun", extra={"job": job, "document": row.id, "attempt": row.attempts})
        with tempfile.TemporaryDirectory(dir=self._scratch) as folder:
            source, result = Path(folder) / "source", Path(folder) / "result"
            self._storage.fetch_input(job, source)
            watch = _Watch(self._documents, job, self._stop)
            conversion = self._converter.convert(
                source,
                result,
                self._settings.conversion,
                origin=Source(file=row.name, sha256=row.sha256, bytes=row.bytes),
                on_page=watch.on_page,
                cancelled=watch.cancelled,
            )
            if self._stop.is_set():
                raise _Stopping
            if conversion.failure is None:
                self._storage.keep_result(job, result)
                if self._documents.given_up(job):
                    self._storage.forget(job)
                    return None
            elif conversion.failure.code == "cancelled":
                return None
            elif conversion.failure.code == "crashed" and row.attempts == 1:
                raise _ChildDiedError(str(conversion.failure))
        return conversion

    def _recorded(self, job: str, conversion: Conversion) -> None:
        """The end in the database, with the facts, unless the document was given up."""
        if self._documents.given_up(job):
            return
        facts: list[Fact] = []
        if conversion.failure is None:
            facts = Document.model_validate_json(self._storage.read(job, "document.json")).facts
        if self._documents.ended(job, conversion, facts):
            if conversion.failure is None:
                self._carry_over(job)
            log.info("document ended", extra={"job": job, "failure": str(conversion.failure or "")})

    def _carry_over(self, job: str) -> None:
        """What people decided about an earlier reading of the file, into the facts of this one."""
        row = self._documents.of_job(job)
        decisions = [] if row is None else self._reviews.of(row.sha256)
        if row is not None and decisions:
            document = Document.model_validate_json(self._storage.read(job, "document.json"))
            reading = reading_of(document, load_layouts(self._settings.layouts))
            self._reviews.publish(row.id, reviewed(reading, decisions))

    def _tell(self, job: str) -> None:
        """The notice of a document's end, to the operator's own address."""
        DBOS.run_step(TELL_AGAIN, self._told, job)

    def _told(self, job: str) -> None:
        row = self._documents.of_job(job)
        if row is not None:
            self._webhooks.tell(row, self._reviews.rows([row.id]).get(row.id))

    def _again(self, seconds: float, tasks: Iterable[Callable[[], None]]) -> None:
        """Do the tasks of the house, and again after so many seconds, until this worker ends."""
        while not self._stop.is_set():
            for task in tasks:
                try:
                    task()
                except Exception:
                    log.exception("housekeeping")
            self._stop.wait(seconds)

    def _beat(self) -> None:
        with self._database.begin() as session:
            session.merge(WorkerRow(id=self._id, seen=self._database.clock(session)))

    def _queue_the_forgotten(self) -> None:
        """Documents whose service died before it had queued them."""
        waiting = self._documents.jobs_in(QUEUED)
        queued = {status.workflow_id for status in self._jobs.known(waiting)}
        for job in waiting:
            if job not in queued:
                self._jobs.put_in(job)

    def _sweep(self) -> None:
        self._storage.sweep(self._documents.jobs())

    def _take_over(self) -> None:
        """Put back into the queue what dead workers had in work, one worker after the other."""
        with self._database.alone() as session:
            busy = self._jobs.in_work()  # before the look at who lives: a worker is seen before it takes work
            oldest = self._database.clock(session) - self._settings.lease_seconds
            session.execute(sa.delete(WorkerRow).where(WorkerRow.seen < oldest))
            alive = set(session.scalars(sa.select(WorkerRow.id)))
            if dead := sorted(busy - alive):
                log.warning("taking over from dead workers", extra={"workers": dead})
                self._jobs.take_over(dead)

    def _end_the_hopeless(self) -> None:
        """Documents whose job has ended for good without them."""
        for status in self._jobs.known(self._documents.jobs_in(RUNNING)):
            if status.status in ("ERROR", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"):
                failure = Failure("crashed", "its workers died again and again", None, HOPELESS)
                self._recorded(status.workflow_id, Conversion(0.0, failure))


class _Watch:
    """Tells the database how far a document is, and the converter whether it is still wanted."""

    def __init__(self, documents: Documents, job: str, stop: threading.Event) -> None:
        self._documents, self._job, self._stop = documents, job, stop
        self._asked = self._told = time.monotonic()

    def on_page(self, done: int, pages: int) -> None:
        if time.monotonic() - self._told > LOOK:
            self._documents.progressed(self._job, done, pages)
            self._told = time.monotonic()

    def cancelled(self) -> bool:
        if self._stop.is_set():
            return True
        if time.monotonic() - self._asked < LOOK:
            return False
        self._asked = time.monotonic()
        return not self._documents.wanted(self._job)


def _function(method: Callable[[str], None]) -> Callable[[str], None]:
    """A plain function, which DBOS can mark."""

    def workflow(job: str) -> None:
        method(job)

    return workflow
