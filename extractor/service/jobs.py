"""The queue of documents: DBOS workflows, put in and taken out from any process."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from dbos import DBOSClient, EnqueueOptions, WorkflowStatus

from extractor.service.settings import ServiceSettings

# The jobs' own version, not the program's: an update goes on with what waits.
JOBS_VERSION = "1"
DOCUMENTS, NOTICES = "documents", "notices"
CONVERT, TELL = "convert", "tell"
ASKED_AT_ONCE = 500


class Jobs:
    """The queue, whose entries are named by the jobs of documents."""

    def __init__(self, settings: ServiceSettings) -> None:
        self._client = DBOSClient(system_database_url=settings.jobs_database)

    def put_in(self, job: str) -> None:
        """Queue a job; nothing happens where it has been queued before."""
        self._client.enqueue(_options(DOCUMENTS, CONVERT, job), job)

    def tell(self, job: str) -> None:
        """Queue the notice of a job's end; nothing happens where it has been queued before."""
        self._client.enqueue(_options(NOTICES, TELL, f"{job}-{TELL}"), job)

    def tell_reviewed(self, job: str, decisions: int) -> None:
        """Queue the notice that people have signed what a job made, after so many decisions."""
        self._client.enqueue(_options(NOTICES, TELL, f"{job}-{TELL}-{decisions}"), job)

    def take_out(self, job: str) -> None:
        """A job that waits is not begun any more, one in work ends at its next step."""
        self._client.cancel_workflow(job)

    def forget(self, job: str) -> None:
        """Take a job out, and delete what is recorded of it."""
        self.take_out(job)
        self._client.delete_workflow(job)

    def known(self, jobs: Sequence[str]) -> Iterator[WorkflowStatus]:
        """What is recorded of those jobs that were queued at all."""
        asked = iter(jobs)
        while some := list(islice(asked, ASKED_AT_ONCE)):
            yield from self._client.list_workflows(workflow_ids=some, load_input=False, load_output=False)

    def take_over(self, workers: Sequence[str]) -> None:
        """Put back into the queue what dead workers had in work; to be called by one worker at a time."""
        for worker in workers:
            pending = self._client.list_workflows(
                status="PENDING", executor_id=worker, load_input=False, load_output=False
            )
            for status in pending:
                self._client.resume_workflow(status.workflow_id, queue_name=status.queue_name)

    def in_work(self) -> set[str]:
        """The workers that have jobs in work, alive or not."""
        pending = self._client.list_workflows(status="PENDING", load_input=False, load_output=False)
        return {status.executor_id for status in pending if status.executor_id}

    def close(self) -> None:
        """End the connections."""
        self._client.destroy()


def _options(queue: str, workflow: str, name: str) -> EnqueueOptions:
    return {"queue_name": queue, "workflow_name": workflow, "workflow_id": name, "app_version": JOBS_VERSION}
