"""Folders that are watched: what comes into them is handed on in rounds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from time import sleep

from extractor.errors import InputError, MissingFileError
from extractor.service.inputs import Input, inputs_of

# Seconds between two looks.  Looking works on every file system; events of changes do not come from network drives.
PAUSE = 2.0

_Stamp = tuple[int, int]


def rounds(folders: Sequence[str], pause: float = PAUSE) -> Iterator[list[Input]]:
    """The files in the folders, then again and again those that are new or changed, without end.

    A file that changed between two looks is still being written, and waits.  Raises `InputError` where something other
    than a folder is given.
    """
    for name in folders:
        if not Path(name).is_dir():
            raise InputError("only folders can be watched", file=name, hint="Give a folder, or leave out --watch")
    handled: dict[Input, _Stamp] = {}
    before: dict[Input, _Stamp] = {}
    while True:
        now = _stamps(folders)
        ready = [each for each, stamp in now.items() if before.get(each) == stamp != handled.get(each)]
        if ready:
            yield ready
            handled |= {each: now[each] for each in ready}
        before = now
        sleep(pause)


def _stamps(folders: Sequence[str]) -> dict[Input, _Stamp]:
    """Size and time of change of every file; an empty folder has none yet."""
    stamps: dict[Input, _Stamp] = {}
    with suppress(MissingFileError):
        for each in inputs_of(folders):
            with suppress(OSError):  # it is gone again
                found = each.path.stat()
                stamps[each] = found.st_size, found.st_mtime_ns
    return stamps
