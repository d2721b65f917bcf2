"""Thousands of files into one folder: resumable, a failure ends its file alone.

The manifest is the durable state: a line is added as soon as a result stands in its place whole, so that a run
that is cut off anywhere is taken up by running it again.  Results are made in OUT/.juesuan and moved.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import json
import os
import shutil
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from extractor.errors import JuesuanError, OutputError
from extractor.layouts import load_layouts
from extractor.outputs.files import check_target, is_result, put_in_place
from extractor.pipeline import Settings
from extractor.service.choices import Limits
from extractor.service.convert import Conversion, Converter, Failure
from extractor.service.inputs import Input
from extractor.service.version import settings_version

STATE, MANIFEST = ".juesuan", "manifest.jsonl"
# The state of a file that could not be converted; of one that was, it is its document's.
FAILED = "failed"

Record = dict[str, Any]
Ended = Callable[[Record, bool], None]


class BatchRun(NamedTuple):
    """A run's end: how many files have each state, those skipped included; how many were skipped, and how many have a
    page that failed; whether the run was stopped before its end.
    """

    states: Counter[str]
    skipped: int
    with_failed_pages: int
    stopped: bool


def run_batch(
    inputs: Sequence[Input],
    out: Path,
    settings: Settings,
    limits: Limits,
    *,
    workers: int,
    most_failures: int | None,
    ended: Ended,
) -> BatchRun:
    """Convert the inputs that are not converted yet into folders of `out`, and keep `out/manifest.jsonl`.

    `ended` is called with each file's record and whether it was skipped.  After `most_failures` failed files, or
    on KeyboardInterrupt, the run stops cleanly.  Raises `OutputError` where `out` cannot be used, `LayoutError` where
    the layouts cannot.
    """
    load_layouts(settings.layouts)  # once for all files
    with _locked(out) as state, Converter(workers, limits) as converter, _Manifest(out / MANIFEST) as manifest:
        stop = threading.Event()
        job = _Job(out, state, settings, settings_version(settings), converter, stop)
        states: Counter[str] = Counter()
        skips = with_failed_pages = 0
        with ThreadPoolExecutor(max_workers=workers) as threads:
            waiting = [threads.submit(job.done, each, manifest.records.get(each.folder)) for each in inputs]
            try:
                for future in as_completed(waiting):
                    record, skipped = future.result()
                    if record is None:
                        continue
                    manifest.add(record)
                    states[record["state"]] += 1
                    skips += skipped
                    with_failed_pages += record.get("pages_failed", 0) > 0
                    ended(record, skipped)
                    if most_failures is not None and states[FAILED] >= most_failures:
                        break
            except KeyboardInterrupt:
                pass
            finally:  # what is still in work or waits is left for the next run
                stop.set()
                for future in waiting:
                    future.cancel()
        return BatchRun(states, skips, with_failed_pages, states.total() < len(inputs))


@dataclass(frozen=True, slots=True)
class _Job:
    """What becomes of one file of a run."""

    out: Path
    state: Path
    settings: Settings
    version: str
    converter: Converter
    stop: threading.Event

    def done(self, file: Input, before: Record | None) -> tuple[Record | None, bool]:
        """(the file's record, whether it was converted before); no record where the run stops."""
        if self.stop.is_set():
            return None, False
        try:
            digest = _sha256(file.path)
        except OSError as error:
            failure = Failure("missing-file", f"cannot be read: {error.strerror}", None, "Check the name and rights")
            return self._record(file, None, Conversion(0.0, failure)), False
        folder = self.out / file.folder
        known = before is not None and before["sha256"] == digest and before["settings"] == self.version
        if before is not None and known and before["state"] != FAILED and is_result(folder):
            return before, True
        conversion = self._converted(file, folder)
        if conversion.failure is not None and conversion.failure.code == "cancelled":
            return None, False
        return self._record(file, digest, conversion), False

    def _converted(self, file: Input, folder: Path) -> Conversion:
        work = self.state / "work" / hashlib.sha256(file.folder.encode()).hexdigest()[:16]
        result = work / "result"
        try:
            check_target(folder)
            work.mkdir(parents=True, exist_ok=True)
            conversion = self.converter.convert(
                file.path, result, self.settings, on_page=lambda done, pages: None, cancelled=self.stop.is_set
            )
            if conversion.failure is None:
                folder.parent.mkdir(parents=True, exist_ok=True)
                put_in_place(result, folder)
            return conversion
        except JuesuanError as error:
            return Conversion(0.0, Failure(error.code, error.message, error.page, error.hint))
        except OSError as error:
            why = error.strerror or error
            return Conversion(0.0, Failure("output", f"cannot write: {why}", None, "Check space and rights"))
        finally:
            shutil.rmtree(work, ignore_errors=True)

    def _record(self, file: Input, digest: str | None, conversion: Conversion) -> Record:
        failure = conversion.failure
        return {
            "file": str(file.path),
            "folder": file.folder,
            "sha256": digest,
            "settings": self.version,
            "seconds": conversion.seconds,
            **({"state": FAILED} if failure is not None else conversion.summary),
            "error": None if failure is None else failure._asdict(),
        }


class _Manifest:
    """`manifest.jsonl`: added to as files end, and in the order of folders, a line each, when the run ends."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with _writing(path):
            self.records = {record["folder"]: record for record in _lines(path)}

    def __enter__(self) -> _Manifest:
        self._write()
        return self

    def __exit__(self, *_: object) -> None:
        self._write()

    def add(self, record: Record) -> None:
        """Keep a record for good."""
        self.records[record["folder"]] = record
        with _writing(self._path), self._path.open("a", encoding="utf-8") as stream:
            stream.write(_line(record))
            stream.flush()
            os.fsync(stream.fileno())

    def _write(self) -> None:
        beside = self._path.with_name(self._path.name + ".new")
        with _writing(self._path):
            beside.write_text("".join(_line(self.records[name]) for name in sorted(self.records)), encoding="utf-8")
            beside.replace(self._path)


def _line(record: Record) -> str:
    return json.dumps(record, ensure_ascii=False) + "\n"


def _lines(path: Path) -> Iterator[Record]:
    """The manifest's records; a line that was cut off, or is somebody else's, is not there."""
    if path.exists():
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            with suppress(json.JSONDecodeError):
                record = json.loads(line)
                if isinstance(record, dict) and {"folder", "sha256", "settings", "state", "error"} <= record.keys():
                    yield record


@contextmanager
def _locked(out: Path) -> Iterator[Path]:
    """The folder of the run's state; one run at a time uses it, and nothing of a run cut off is left in it."""
    state = out / STATE
    with _writing(out):
        state.mkdir(parents=True, exist_ok=True)
        lock = (state / "lock").open("w")
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise OutputError("another run is at work there", file=out, hint="Wait for it, or stop it") from error
        shutil.rmtree(state / "work", ignore_errors=True)
        yield state


@contextmanager
def _writing(place: Path) -> Iterator[None]:
    """What cannot be written is an `OutputError`."""
    try:
        yield
    except OSError as error:
        hint = "See to space and rights there, or choose another folder with -o"
        raise OutputError(f"cannot write there: {error.strerror}", file=place, hint=hint) from error


def _sha256(path: Path) -> str:
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "it is no file")  # a pipe would be waited for
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
