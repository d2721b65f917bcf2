"""Pictures of pages, drawn once and kept in a folder of this process."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

DPI, THUMB_DPI = 144.0, 14.0
# So many bytes of pictures are kept.
MOST_BYTES = 512 << 20


class Draws(Protocol):
    """What draws a page of a file as a PNG."""

    def draw(self, source: Path, number: int, dpi: float, boxes: list[tuple[list[float], str]], target: Path) -> None:
        """Write the picture.  Raises `JuesuanError` where that is impossible."""


class Turns:
    """One is at work at a time; whoever is to be first goes before all others that wait."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._busy, self._first = False, 0

    @contextmanager
    def turn(self, *, first: bool) -> Iterator[None]:
        """Wait for a turn, and end it."""
        with self._changed:
            self._first += first
            self._changed.wait_for(lambda: not self._busy and (first or not self._first))
            self._first -= first
            self._busy = True
        try:
            yield
        finally:
            with self._changed:
                self._busy = False
                self._changed.notify_all()


class Pictures:
    """Pictures by document, page and size; the oldest go first."""

    def __init__(self, drawer: Draws, folder: Path) -> None:
        self._drawer, self._folder = drawer, folder
        folder.mkdir(exist_ok=True)
        self._drawing = Turns()

    def of(self, key: str, original: AbstractContextManager[Path], number: int, dpi: float) -> Path:
        """The picture of a page.

        Raises `FileNotFoundError` without the original, `JuesuanError` where it has no such page.
        """
        target = self._folder / f"{hashlib.sha256(f'{key} {number} {dpi:g}'.encode()).hexdigest()[:32]}.png"
        if not target.exists():
            with self._drawing.turn(first=dpi > THUMB_DPI), original as source:
                if not target.exists():
                    work = target.with_suffix(".new.png")
                    self._drawer.draw(source, number, dpi, [], work)
                    work.replace(target)
                    self._forget_oldest()
        return target

    def _forget_oldest(self) -> None:
        kept = sorted(self._folder.glob("*.png"), key=lambda path: path.stat().st_mtime)
        size = sum(path.stat().st_size for path in kept)
        for path in kept[:-1]:
            if size <= MOST_BYTES:
                break
            size -= path.stat().st_size
            path.unlink(missing_ok=True)
