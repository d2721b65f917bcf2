import os
import signal
import threading
from multiprocessing import forkserver
from pathlib import Path

import pytest

from extractor.pipeline import Settings
from extractor.service.choices import Limits
from extractor.service.convert import Conversion, Converter
from tests.pdfs import lines_of_text, write_pdf
from tests.service.servers import until


@pytest.fixture
def small(tmp_path) -> Path:
    return write_pdf(tmp_path / "small.pdf", [lines_of_text(4), lines_of_text(4)])


@pytest.fixture
def run(tmp_path):
    """Converts one file in a converter of its own."""

    def run(source: Path, limits: Limits | None = None, cancelled=lambda: False, pages=lambda done, pages: None):
        with Converter(1, limits or Limits()) as converter:
            return converter.convert(source, tmp_path / "result", Settings(), on_page=pages, cancelled=cancelled)

    return run


def test_a_document_is_converted_and_told_of(run, small, tmp_path):
    conversion = run(small)
    assert conversion.failure is None
    assert conversion.summary["pages"] == 2
    assert (tmp_path / "result" / "document.json").is_file()
    assert not list(tmp_path.glob("*.pages"))


def test_a_broken_file_fails_with_its_typed_error(run, tmp_path):
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing")
    failure = run(broken).failure
    assert failure is not None
    assert failure.code == "damaged"
    assert failure.hint


def test_too_many_pages(run, small):
    conversion = run(small, Limits(pages=1))
    assert conversion.failure is not None
    assert conversion.failure.code == "too-many-pages"


def test_a_page_that_takes_too_long_ends_the_document(run, small):
    conversion = run(small, Limits(page_seconds=0.0))
    assert str(conversion.failure) == "failed: timed out on page 1"


def test_a_document_that_takes_too_long(run, small):
    conversion = run(small, Limits(document_seconds=0.0))
    assert conversion.failure is not None
    assert conversion.failure.code == "timed-out"


# Within the first a library's allocation fails by name, within the second an engine fails of it without saying so.
@pytest.mark.parametrize("memory_mib", [900, 1600])
def test_memory_has_a_limit(memory_mib, run, samples):
    conversion = run(samples / "model-scanned.pdf", Limits(memory_mib=memory_mib))
    assert conversion.failure is not None
    assert conversion.failure.code == "out-of-memory"


def test_cancelling_ends_the_child(run, samples):
    begun = threading.Event()
    conversion = run(samples / "model-scanned.pdf", cancelled=begun.is_set, pages=lambda done, pages: begun.set())
    assert conversion.failure is not None
    assert conversion.failure.code == "cancelled"


def test_a_crash_ends_its_document_alone(samples, small, tmp_path):
    with Converter(1, Limits()) as converter:
        ends: list[Conversion] = []

        def killed(done: int, pages: int) -> None:
            for child in _children():
                os.kill(child, signal.SIGSEGV)

        for source, on_page in ((samples / "model-scanned.pdf", killed), (small, lambda done, pages: None)):
            folder = tmp_path / source.stem
            ends.append(converter.convert(source, folder, Settings(), on_page=on_page, cancelled=lambda: False))
    crash = ends[0].failure
    assert crash is not None
    assert (crash.code, crash.message) == ("crashed", "crashed (signal 11)")
    assert crash.page is not None
    assert ends[1].failure is None


def test_the_last_words_of_a_child_tell_why_it_died(run, samples, tmp_path, caplog):
    def killed(done: int, pages: int) -> None:
        next(tmp_path.glob("*.said")).write_text("cannot allocate memory for thread-local data: ABORT")
        for child in _children():
            os.kill(child, signal.SIGABRT)

    conversion = run(samples / "model-scanned.pdf", pages=killed)
    assert conversion.failure is not None
    assert conversion.failure.code == "out-of-memory"
    assert "thread-local data" in caplog.text
    assert not list(tmp_path.glob("*.said"))


def _children() -> list[int]:
    """The processes that convert: what the fork server has forked."""
    server = forkserver._forkserver._forkserver_pid
    tasks = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    return [int(pid) for pid in tasks]


@pytest.mark.parametrize("of", ["the child", "the fork server"])
def test_a_death_at_rest_ends_nothing_and_tells_nothing(of, small, tmp_path, monkeypatch):
    forkserver._forkserver._stop()
    monkeypatch.setenv("JUESUAN_DATABASE_URL", "postgresql://user:secret@host/db")

    def converted() -> Conversion:
        return converter.convert(
            small, tmp_path / "result", Settings(), on_page=lambda done, pages: None, cancelled=lambda: False
        )

    with Converter(1, Limits()) as converter:
        assert converted().failure is None
        before = [forkserver._forkserver._forkserver_pid, *_children()]
        os.kill(before[-1] if of == "the child" else before[0], signal.SIGKILL)
        until(lambda: not Path(f"/proc/{before[-1]}").exists(), "the child is gone")
        # Only what was under way at the moment of the death may have ended with it.
        until(lambda: converted().failure is None, "the next document is converted")
        after = [forkserver._forkserver._forkserver_pid, *_children()]
        assert before[-1] not in after
        assert b"secret" not in b"".join(Path(f"/proc/{pid}/environ").read_bytes() for pid in after)
    assert os.environ["JUESUAN_DATABASE_URL"]


def test_a_child_that_cannot_begin_is_told(run, small):
    failure = run(small, Limits(memory_mib=1)).failure
    assert failure is not None
    assert failure.code in ("crashed", "out-of-memory")
