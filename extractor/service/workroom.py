"""A process's own folder for files in work; what processes that died left is deleted."""

from __future__ import annotations

import fcntl
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOCK = "lock"


@contextmanager
def workroom(data: Path) -> Iterator[Path]:
    """A folder below `data` that is gone at the end, and whose lock dies with this process."""
    rooms = data / "work"
    rooms.mkdir(parents=True, exist_ok=True)
    with (rooms / LOCK).open("w") as door:
        fcntl.flock(door, fcntl.LOCK_EX)  # nobody clears a room that has no lock yet
        for room in rooms.iterdir():
            if room.is_dir() and not _in_use(room):
                shutil.rmtree(room, ignore_errors=True)
        own = Path(tempfile.mkdtemp(dir=rooms))
        lock = (own / LOCK).open("w")
        fcntl.flock(lock, fcntl.LOCK_EX)
    try:
        yield own
    finally:
        shutil.rmtree(own, ignore_errors=True)
        lock.close()


def _in_use(room: Path) -> bool:
    try:
        with (room / LOCK).open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    return False
