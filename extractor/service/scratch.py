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
def scratch_folder(data: Path) -> Iterator[Path]:
    """A folder below `data` that is gone at the end, and whose lock dies with this process."""
    folders = data / "work"
    folders.mkdir(parents=True, exist_ok=True)
    with (folders / LOCK).open("w") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)  # nobody clears a folder that has no lock yet
        for folder in folders.iterdir():
            if folder.is_dir() and not _in_use(folder):
                shutil.rmtree(folder, ignore_errors=True)
        own = Path(tempfile.mkdtemp(dir=folders))
        lock = (own / LOCK).open("w")
        fcntl.flock(lock, fcntl.LOCK_EX)
    try:
        yield own
    finally:
        shutil.rmtree(own, ignore_errors=True)
        lock.close()


def _in_use(folder: Path) -> bool:
    try:
        with (folder / LOCK).open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    return False
