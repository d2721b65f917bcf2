"""One document in a child process, so that its crash, hang or hunger ends that document alone."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable
from concurrent.futures import CancelledError
from concurrent.futures import TimeoutError as NotYet
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from pebble import ProcessExpired, ProcessFuture

from extractor.document import Source
from extractor.errors import EngineError, JuesuanError, TooManyPagesError
from extractor.outputs import list_documents, summary_of_all, write_documents
from extractor.pipeline import Settings, extract, extract_documents
from extractor.service.choices import Limits
from extractor.service.process_pool import ChildPool, errors_into, memory_used

# Seconds between two looks at how far a child is.
LOOK = 0.05
# OpenCV's own code of an allocation that failed; what other libraries say of theirs, the C library before it ends
# the process.
OUT_OF_MEMORY, SAID = -4, ("bad_alloc", "annot allocate memory", "failed to map", "ut of memory")
LAST_WORDS = 500
# Many a library fails without the word: what fails in a process that once took more than this share of the memory
# allowed does so for want of it, most likely.
NEARLY_ALL = 0.75

log = logging.getLogger(__name__)

OnPage = Callable[[int, int], None]


class Failure(NamedTuple):
    """Why a document was not converted; `code` is an error's own, or timed-out, out-of-memory, crashed, cancelled."""

    code: str
    message: str
    page: int | None = None
    hint: str = ""

    def __str__(self) -> str:
        return f"failed: {self.message}" + (f" on page {self.page}" if self.page else "")


NO_MEMORY = Failure("out-of-memory", "out of memory", None, "Raise the limit, or split the file")


@dataclass(frozen=True)
class Conversion:
    """How the conversion of a document ended: with `failure`, or with what the result holds.

    `summary` is that of `extractor.outputs.summary_of_all`, with the `documents` of a file of several.
    """

    seconds: float
    failure: Failure | None = None
    summary: dict[str, Any] = field(default_factory=dict)


class Converter:
    """Converts documents in `processes` child processes, each within the limits; use it as a context manager."""

    def __init__(self, processes: int, limits: Limits) -> None:
        self._limits = limits
        self._children = ChildPool(processes, limits.memory_mib)

    def __enter__(self) -> Converter:
        return self

    def __exit__(self, *_: object) -> None:
        self._children.close()

    def convert(
        self,
        source: Path,
        folder: Path,
        settings: Settings,
        *,
        origin: Source | None = None,
        on_page: OnPage,
        cancelled: Callable[[], bool],
    ) -> Conversion:
        """Convert `source` into `folder`, and wait; threads may share it.

        With an `origin`, of which the result tells, all of the file is one result; else each of its documents is.

        `on_page` is called with (pages done, pages in all) as they change; as soon as `cancelled` says so, the
        child is ended.  Never raises for what the document does.
        """
        track, said = (folder.with_name(folder.name + ending) for ending in (".pages", ".said"))
        for file in (track, said):
            file.unlink(missing_ok=True)
        started = time.monotonic()
        future = self._children.schedule(_converted, source, origin, folder, settings, track, said, self._limits)
        watch = _Watch(track, self._limits, on_page)
        try:
            failure, summary = self._awaited(future, watch, cancelled, said)
        finally:
            for file in (track, said):
                file.unlink(missing_ok=True)
        return Conversion(round(time.monotonic() - (watch.started or started), 3), failure, summary)

    def _awaited(
        self, future: ProcessFuture[_End], watch: _Watch, cancelled: Callable[[], bool], said: Path
    ) -> tuple[Failure | None, dict[str, Any]]:
        """The end of one document: the child's own, or the one that its limits or its death make."""
        while True:
            try:
                return future.result(timeout=LOOK)
            except NotYet:
                failure = Failure("cancelled", "cancelled") if cancelled() else watch.overdue()
                if failure is not None:
                    future.cancel()  # type: ignore[no-untyped-call]
                    return failure, {}
            except CancelledError:
                return Failure("cancelled", "cancelled"), {}
            except BrokenProcessPool:
                return Failure("crashed", "its process died before it began", None, "Try again"), {}
            except ProcessExpired as error:
                return _died(error.exitcode or 0, watch, said), {}


_End = tuple[Failure | None, dict[str, Any]]


class _Watch:
    """Follows the pages of one child by the small file that it keeps."""

    def __init__(self, track: Path, limits: Limits, on_page: OnPage) -> None:
        self.started: float | None = None
        self._track, self._limits, self._on_page = track, limits, on_page
        self._done = self._pages = 0
        self._since = 0.0
        self._memory = 0.0

    def overdue(self) -> Failure | None:
        """The limit that is passed now; time counts from when the child takes the document up."""
        self._look()
        now = time.monotonic()
        if self.started is None:
            return None
        hint = "Raise the limit, or see whether the page is damaged"
        if now - self.started > self._limits.document_seconds:
            return Failure("timed-out", f"timed out after {self._limits.document_seconds:g} s", self.page(), hint)
        # After the last page come the checks of the whole document, which are no page's.
        if (not self._pages or self._done < self._pages) and now - self._since > self._limits.page_seconds:
            return Failure("timed-out", "timed out", self._done + 1, hint)
        return None

    def took_nearly_all(self) -> bool:
        """Whether the child was seen to take nearly all the memory that it may have."""
        return self._memory > NEARLY_ALL * self._limits.memory_mib

    def page(self) -> int | None:
        """The page that is being read."""
        self._look()
        return None if self.started is None or self._done == self._pages > 0 else self._done + 1

    def _look(self) -> None:
        try:
            child, done, pages = map(int, self._track.read_text().split())
        except (OSError, ValueError):
            return
        now = time.monotonic()
        self._memory = max(self._memory, memory_used(child))
        if self.started is None:
            self.started = self._since = now
        if done != self._done:
            self._done, self._pages, self._since = done, pages, now
            self._on_page(done, pages)


def _converted(
    source: Path, origin: Source | None, folder: Path, settings: Settings, track: Path, said: Path, limits: Limits
) -> _End:
    """In the child: the document's result in `folder`, or why there is none; `said` takes what is printed as errors."""

    def told(stage: str, done: int, pages: int) -> None:
        if pages > limits.pages:
            raise TooManyPagesError(f"{pages} pages, more than the {limits.pages} allowed", hint="Split the file")
        track.write_text(f"{os.getpid()} {done} {pages}")

    told("begin", 0, 0)
    try:
        with errors_into(said):
            if origin is None:
                documents = extract_documents(source, **settings._asdict(), progress=told)
            else:  # a job of the service has one result
                document = extract(source, **settings._asdict(), progress=told)
                documents = [document.model_copy(update={"source": origin})]
            write_documents(documents, folder)
    except JuesuanError as error:
        # An engine that is refused memory while it is loaded says so in its message.
        if isinstance(error, EngineError) and _tells_of_memory(error.message):
            return NO_MEMORY, {}
        return Failure(error.code, error.message, error.page, error.hint), {}
    except Exception as error:  # whatever a library does with one file, it is that file's end
        log.debug("%s", source, exc_info=True)
        return _unexpected(error, limits.memory_mib), {}
    listed = [each.model_dump() for each in list_documents(documents)]
    return None, summary_of_all(documents) | ({"documents": listed} if listed else {})


def _unexpected(error: Exception, memory_mib: int) -> Failure:
    """What failed in a library, by the error, its words, or how much memory the process has taken."""
    named = isinstance(error, MemoryError) or getattr(error, "code", None) == OUT_OF_MEMORY
    if named or _tells_of_memory(str(error)):
        return NO_MEMORY
    what = f"{type(error).__name__}: {error}"[:500]
    if memory_used() > NEARLY_ALL * memory_mib:
        return NO_MEMORY._replace(message=f"out of memory, it seems: {what}")
    return Failure("unexpected", what, None, "Report the file that does this")


def _died(code: int, watch: _Watch, said: Path) -> Failure:
    """How a child died, by its last words, the memory that it was seen to take, and its exit status.

    A library that is refused memory may end the process without a word.
    """
    page = watch.page()
    words = said.read_text(errors="replace") if said.exists() else ""
    if words:
        log.warning("a child that died on page %s had said: %s", page, words[-LAST_WORDS:])
    if _tells_of_memory(words):
        return NO_MEMORY
    how = f"signal {-code}" if code < 0 else f"exit status {code}"
    if watch.took_nearly_all():
        return NO_MEMORY._replace(message=f"out of memory, it seems ({how})")
    return Failure("crashed", f"crashed ({how})", page, "Report the file that does this")


def _tells_of_memory(words: str) -> bool:
    return any(short in words for short in SAID)
