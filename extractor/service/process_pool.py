"""Child processes for what one file may do: without this process's secrets, bounded, gone when it is gone.

They are pebble's pool and descend from a fork server, which has an environment of its own (`fork_server`), as has the
one that follows where it dies; models are loaded once a process.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import resource
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import cv2
from pebble import ProcessFuture, ProcessPool

THREADS_OF_ENGINES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_THREAD_LIMIT")
MIB = 1 << 20
# The service answers while its children are busy.
NICE = 10
STDERR = 2
# Linux's prctl(2).
PR_SET_PDEATHSIG = 1

# What a fork server loads before it serves, in each process that children descend from.
PRELOADED = ["__main__", "extractor.service.fork_server"]

End = TypeVar("End")


class ChildPool:
    """A pool of `processes`, whose engines share the cores, each with so much address space."""

    def __init__(self, processes: int, memory_mib: int) -> None:
        threads = max(1, len(os.sched_getaffinity(0)) // processes)
        self._processes, self._bounds = processes, (threads, memory_mib)
        self._renewing = threading.Lock()
        self._pool, self._open = self._made(), True

    def schedule(
        self, function: Callable[..., End], *arguments: object, seconds: float | None = None
    ) -> ProcessFuture[End]:
        """Have a child call the function, within so many seconds; the future raises `ProcessExpired` where it dies.

        Where it dies before it has begun, that is a `BrokenProcessPool`.  Raises `RuntimeError` after `close`.
        """
        with self._renewing:
            # Pebble gives a whole pool up when a child dies that has no work.  Asked for the first time, it begins.
            if self._open and not self._pool.active:
                self._end()
                self._pool = self._made()
            return self._pool.schedule(function, arguments, timeout=seconds)

    def close(self) -> None:
        """End the children, whatever they do."""
        with self._renewing:
            self._open = False
            self._end()

    def _made(self) -> ProcessPool:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(PRELOADED)
        return ProcessPool(self._processes, initializer=_begin, initargs=self._bounds, context=context)

    def _end(self) -> None:
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()


@contextmanager
def errors_into(file: Path) -> Iterator[None]:
    """For a while, what this process and its libraries print as errors goes into a file, which outlives them."""
    own = os.dup(STDERR)
    try:
        with file.open("wb") as words:
            os.dup2(words.fileno(), STDERR)
        yield
    finally:
        os.dup2(own, STDERR)
        os.close(own)


def memory_used(process: int | None = None) -> float:
    """The most address space (MiB) that this or another process has had; 0 where the system does not tell."""
    try:
        lines = Path(f"/proc/{process or 'self'}/status").read_text().splitlines()
    except OSError:
        lines = []
    return max((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmPeak:")), default=0.0)


def _begin(threads: int, memory_mib: int) -> None:
    """A child's first act.  The keyboard's signals are its parent's to answer, whose death is also its own."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(NICE)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    os.environ.update(dict.fromkeys(THREADS_OF_ENGINES, str(threads)))
    cv2.setNumThreads(threads)
    resource.setrlimit(resource.RLIMIT_AS, (memory_mib * MIB, memory_mib * MIB))
    # What a library dumps on a crash would be the document.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
