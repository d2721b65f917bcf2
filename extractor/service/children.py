"""Child processes for what one file may do: without this process's secrets, bounded, gone when it is gone.

They are pebble's pool and descend from a fork server that is started with an environment of its own; models are
loaded once a process.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import forkserver, get_context

import cv2
from pebble import ProcessPool

# What a child gets of the environment: where programs and temporary files are, and the language.
INHERITED = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TZ", "TESSDATA_PREFIX", "PYTHONPATH", "VIRTUAL_ENV")
THREADS_OF_ENGINES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_THREAD_LIMIT")
MIB = 1 << 20
# The service answers while its children are busy.
NICE = 10
# Linux's prctl(2).
PR_SET_PDEATHSIG = 1


def children(processes: int, memory_mib: int) -> ProcessPool:
    """A pool of `processes`, whose engines share the cores, each with so much address space."""
    threads = max(1, len(os.sched_getaffinity(0)) // processes)
    with _environment(threads):
        forkserver.ensure_running()
    return ProcessPool(processes, initializer=_begin, initargs=(threads, memory_mib), context=get_context("forkserver"))


@contextmanager
def _environment(threads: int) -> Iterator[None]:
    """For a moment, the environment that children are to have; their engines share the cores."""
    own = dict(os.environ)
    given = {name: own[name] for name in INHERITED if name in own}
    given |= dict.fromkeys(THREADS_OF_ENGINES, str(threads))
    try:
        os.environ.clear()
        os.environ.update(given)
        yield
    finally:
        os.environ.clear()
        os.environ.update(own)


def _begin(threads: int, memory_mib: int) -> None:
    """A child's first act.  The keyboard's signals are its parent's to answer, whose death is also its own."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(NICE)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    cv2.setNumThreads(threads)
    resource.setrlimit(resource.RLIMIT_AS, (memory_mib * MIB, memory_mib * MIB))
    # What a library dumps on a crash would be the document.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
