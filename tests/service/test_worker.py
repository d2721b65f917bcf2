"""Real workers and services in processes of their own, killed with SIGKILL, on both databases."""

import hashlib
import os
import random
import signal
import threading
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from extractor.cli import app
from extractor.service.documents import FAILED, FINISHED, QUEUED, Documents, Wanted
from extractor.service.intake import Intake
from extractor.service.jobs import Jobs
from extractor.service.storage import Storage
from extractor.service.worker import Worker
from tests.pdfs import lines_of_text, write_pdf
from tests.service.servers import DEADLINE, Process, Service, logged, until

MANY = 12


class Queue:
    """What a service has, without HTTP."""

    def __init__(self, settings, database) -> None:
        self.documents, self.jobs, self.storage = Documents(database), Jobs(settings), Storage(settings.storage_url)
        self.intake = Intake(settings, self.documents, self.jobs, self.storage)

    def hand_in(self, path: Path) -> str:
        content = path.read_bytes()
        return self.intake.hand_in(path, hashlib.sha256(content).hexdigest(), len(content), path.name).id

    def ended(self, *ids: str) -> bool:
        return all(self.documents.get(key).state in (*FINISHED, FAILED) for key in ids)


@pytest.fixture
def queue(settings, database):
    made = Queue(settings, database)
    yield made
    made.jobs.close()


@pytest.fixture
def small(tmp_path) -> list[Path]:
    return [write_pdf(tmp_path / f"{n}.pdf", [lines_of_text(3 + n % 9), f"% {n}"]) for n in range(MANY)]


def results(settings) -> set[str]:
    return {path.stem for path in (Path(settings.storage_url) / "results").iterdir()}


def stored(settings) -> list[Path]:
    return [path for path in Path(settings.storage_url).rglob("*") if path.is_file()]


def test_documents_end_finished_or_with_their_error(queue, environment, tmp_path, samples):
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing")
    good, bad = queue.hand_in(samples / "model-exported.pdf"), queue.hand_in(broken)
    with Process(environment, tmp_path / "log", "worker") as worker:
        until(lambda: queue.ended(good, bad), "both ended")
        assert worker.terminate() == 0
    row = queue.documents.get(good)
    assert (row.state, row.kind, row.unplaced, row.attempts, row.year) == ("complete", "final", 0, 1, 2024)
    stored = queue.documents.facts(None, 10_000, Wanted(2024))
    assert len(stored) == row.summary["facts"] == len(queue.storage.read(row.job, "facts.jsonl").splitlines()) > 100
    failed = queue.documents.get(bad)
    assert (failed.state, failed.attempts, failed.error["code"]) == (FAILED, 1, "damaged")
    assert {line["message"] for line in logged(tmp_path / "log")} >= {"document begun", "document ended"}


def test_killed_workers_leave_every_document_finished_once(queue, environment, settings, tmp_path, small):
    ids = [queue.hand_in(path) for path in small]
    chance = random.Random(5)
    logs = [tmp_path / f"log{n}" for n in range(4)]
    for log in logs[:3]:
        with Process(environment, log, "worker") as worker:
            begun = chance.randint(1, 4)
            until(
                lambda log=log, begun=begun: (
                    sum("begun" in line["message"] for line in logged(log)) >= begun or queue.ended(*ids)
                ),
                "documents begun",
            )
            worker.kill()
    with Process(environment, logs[3], "worker") as worker:
        until(lambda: queue.ended(*ids), "all ended")
        worker.terminate()
    rows = [queue.documents.get(key) for key in ids]
    assert {row.state for row in rows} <= set(FINISHED)
    assert max(row.attempts for row in rows) > 1
    ends = [line["job"] for log in logs for line in logged(log) if line["message"] == "document ended"]
    assert len(ends) == len(set(ends))
    assert results(settings) == {row.job for row in rows}
    assert not [path for path in (settings.data / "work").iterdir() if path.is_dir()]


def test_one_of_two_workers_is_killed_and_the_other_finishes_all(queue, environment, tmp_path, small):
    logs = [tmp_path / "one", tmp_path / "two"]
    with Process(environment, logs[0], "worker") as one, Process(environment, logs[1], "worker") as two:
        for log in logs:
            until(lambda log=log: any("takes documents" in line["message"] for line in logged(log)), "it works")
        ids = [queue.hand_in(path) for path in small]
        until(lambda: any("begun" in line["message"] for line in logged(logs[0])), "the first has work")
        one.kill()
        until(lambda: queue.ended(*ids), "all ended")
        assert two.alive
    assert {queue.documents.get(key).state for key in ids} <= set(FINISHED)


def test_a_worker_that_is_told_to_end_leaves_its_document_to_the_next(queue, environment, tmp_path, samples):
    scan = queue.hand_in(samples / "model-scanned.pdf")
    with Process(environment, tmp_path / "log", "worker") as worker:
        until(lambda: queue.documents.get(scan).pages_done, "a page is read")
        assert worker.terminate() == 0
    assert queue.documents.get(scan).state == "running"
    queue.documents.cancel(scan)


@pytest.mark.parametrize("environment", ["sqlite"], indirect=True)
def test_a_document_whose_process_was_killed_is_tried_again(queue, environment, tmp_path, samples):
    scan = queue.hand_in(samples / "model-scanned.pdf")
    with Process(environment, tmp_path / "log", "worker") as worker:
        until(lambda: queue.documents.get(scan).pages_done, "a page is read")
        for child in worker.converting():
            os.kill(child, signal.SIGKILL)
        until(lambda: queue.documents.get(scan).attempts == 2, "it is begun again")
        until(lambda: queue.ended(scan), "it is converted")
    assert queue.documents.get(scan).state in FINISHED


def test_a_database_that_does_not_answer_is_told(tmp_path, monkeypatch):
    monkeypatch.setenv("JUESUAN_DATA", str(tmp_path))
    monkeypatch.setenv("JUESUAN_DATABASE_URL", "postgresql://nobody:hunter2@127.0.0.1:1/none")
    result = CliRunner().invoke(app, ["worker"])
    assert result.exit_code == 1
    assert "the database does not answer" in result.output
    assert "hunter2" not in result.output


def test_a_cancelled_document_is_given_up_while_it_is_read(queue, environment, tmp_path, samples, small):
    scan = queue.hand_in(samples / "model-scanned.pdf")
    with Process(environment, tmp_path / "log", "worker"):
        until(lambda: queue.documents.get(scan).pages_done, "a page is read")
        assert queue.intake.cancel(scan)
        after = queue.hand_in(small[0])
        until(lambda: queue.ended(after), "the worker goes on")
    assert queue.documents.get(scan).state == "cancelled"


@pytest.mark.parametrize("way", ["delete", "cancel"])
@pytest.mark.parametrize("first", ["given up", "stored"])
def test_nothing_is_stored_of_a_document_that_is_given_up_as_it_ends(
    queue, settings, database, tmp_path, small, way, first
):
    class Storing(Storage):
        """Gives a document up at the moment when its result is stored."""

        def keep_result(self, job: str, folder: Path) -> None:
            if first == "stored":
                super().keep_result(job, folder)
            assert getattr(queue.intake, way)(key)
            if first == "given up":
                super().keep_result(job, folder)
            done.set()

    done = threading.Event()
    key = queue.hand_in(small[0])
    worker = Worker(settings, database, Storing(settings.storage_url), queue.jobs, tmp_path)
    worker.start()
    try:
        assert done.wait(DEADLINE)
        until(lambda: not stored(settings), "nothing is stored")
    finally:
        worker.stop()
    assert not stored(settings)
    assert not queue.documents.facts(None, 1, Wanted())
    again = queue.hand_in(small[0])
    assert (again, queue.documents.get(again).state) == (key, QUEUED)


def test_what_a_death_left_stored_is_swept_when_a_worker_begins(queue, environment, settings, tmp_path, small):
    kept = queue.hand_in(small[0])
    queue.storage.keep_input("left", small[1])
    (tmp_path / "result").mkdir()
    queue.storage.keep_result("left", tmp_path / "result")
    for path in stored(settings):
        os.utime(path, (0, 0))
    with Process(environment, tmp_path / "log", "worker"):
        until(lambda: queue.ended(kept), "the other one is converted")
        until(lambda: {path.stem for path in stored(settings)} == queue.documents.jobs(), "what was left is deleted")


def test_a_document_that_was_never_queued_is_found(queue, environment, tmp_path, small):
    queue.storage.keep_input("forgotten", small[0])
    row = queue.documents.hand_in("forgotten", "a" * 64, 1, "x", "v")
    assert row.state == QUEUED
    with Process(environment, tmp_path / "log", "worker"):
        until(lambda: queue.ended(row.id), "it is converted")


def test_a_storage_that_comes_back_is_waited_for(queue, environment, tmp_path, small, settings):
    key = queue.hand_in(small[0])
    row = queue.documents.get(key)
    stored, away = Path(settings.storage_url) / "inputs" / row.job, tmp_path / "away"
    stored.rename(away)
    with Process(environment, tmp_path / "log", "worker"):
        until(lambda: queue.documents.get(key).attempts, "it is tried")
        away.rename(stored)
        until(lambda: queue.ended(key), "it is tried again")
    assert queue.documents.get(key).state in FINISHED


def test_a_killed_service_goes_on_with_what_was_handed_in(environment, tmp_path, small):
    with Service(environment, tmp_path / "log") as service:
        ids = [
            httpx.post(f"{service.url}/v1/documents", content=path.read_bytes(), timeout=60).json()["id"]
            for path in small
        ]
        service.kill()
    with Service(environment, tmp_path / "log") as service:

        def all_finished() -> bool:
            return all(
                httpx.get(f"{service.url}/v1/documents/{key}", timeout=60).json()["state"] in FINISHED for key in ids
            )

        until(all_finished, "all finished")
        assert service.terminate() == -signal.SIGTERM  # as uvicorn has it, after a clean end
    assert any("shutdown complete" in line["message"] for line in logged(tmp_path / "log"))
