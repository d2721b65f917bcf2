"""Inputs and results in a folder, or wherever fsspec reaches.

Both are named by their job: an input is one object, a result one zip.  Each is written under another name first
and then renamed (copied, on object stores), so that it is there whole or not at all.
"""

from __future__ import annotations

import shutil
import uuid
import zipfile
from collections.abc import Container, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath

import fsspec

from extractor.errors import EngineError

ABANDONED = timedelta(days=1)
FOLDERS = INPUTS, RESULTS, UNFINISHED = "inputs", "results", "unfinished"


class Storage:
    """What is kept under one fsspec URL.

    Raises `EngineError` where it does not answer at the beginning; later OSError, or what the store's own library
    raises.
    """

    def __init__(self, url: str) -> None:
        try:
            self._files, self._root = fsspec.core.url_to_fs(url)
            for folder in FOLDERS:
                self._files.makedirs(f"{self._root}/{folder}", exist_ok=True)
        except Exception as error:  # each store's library has its own
            raise EngineError(f"the storage does not answer ({error})", hint="See JUESUAN_STORAGE") from error

    def keep_input(self, job: str, path: Path) -> None:
        """Keep a file as the input of a job."""
        self._put(path, self._input(job))

    def fetch_input(self, job: str, path: Path) -> None:
        """Copy a job's input to `path`."""
        with self._files.open(self._input(job), "rb") as stored, path.open("wb") as own:
            shutil.copyfileobj(stored, own, 1 << 20)

    def keep_result(self, job: str, folder: Path) -> None:
        """Keep all files below a folder as the result of a job."""
        packed = folder.with_name(f"{folder.name}.zip")
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(folder.rglob("*")):
                if path.is_file():
                    archive.write(path, str(path.relative_to(folder)))
        self._put(packed, self._result(job))
        packed.unlink()

    def read(self, job: str, name: str) -> bytes:
        """A file of a job's result.  Raises `FileNotFoundError` where there is none of that name."""
        with self._opened(job) as archive:
            try:
                return archive.read(name)
            except KeyError as error:
                raise FileNotFoundError(name) from error

    def forget(self, job: str) -> None:
        """Delete a job's input and result, if they are there."""
        self._remove(self._input(job))
        self._remove(self._result(job))

    def sweep(self, jobs: Container[str]) -> None:
        """Delete what processes that died left, half written or of none of the `jobs`: not touched for a day."""
        self._files.invalidate_cache()
        for path in (path for folder in FOLDERS for path in self._files.find(f"{self._root}/{folder}")):
            if PurePosixPath(path).stem not in jobs:
                with suppress(FileNotFoundError):
                    if datetime.now(UTC) - self._files.modified(path) > ABANDONED:
                        self._files.rm_file(path)

    def check(self) -> None:
        """Raise what the store raises where it cannot be reached."""
        self._files.find(f"{self._root}/{UNFINISHED}", maxdepth=1)

    @contextmanager
    def _opened(self, job: str) -> Iterator[zipfile.ZipFile]:
        with self._files.open(self._result(job), "rb") as stored, zipfile.ZipFile(stored) as archive:
            yield archive

    def _put(self, path: Path, target: str) -> None:
        beside = f"{self._root}/{UNFINISHED}/{uuid.uuid4().hex}"
        try:
            with path.open("rb") as own, self._files.open(beside, "wb") as stored:
                shutil.copyfileobj(own, stored, 1 << 20)
            self._files.mv(beside, target)
        except BaseException:
            self._remove(beside)
            raise

    def _remove(self, name: str) -> None:
        with suppress(FileNotFoundError):
            self._files.rm_file(name)

    def _input(self, job: str) -> str:
        return f"{self._root}/{INPUTS}/{job}"

    def _result(self, job: str) -> str:
        return f"{self._root}/{RESULTS}/{job}.zip"
