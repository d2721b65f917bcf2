"""Tables read again where people have drawn them, in a child process: the file is anybody's."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from extractor.document import Document, Source
from extractor.errors import InputError, JuesuanError
from extractor.pipeline import Settings
from extractor.review.redrawn import redrawn
from extractor.service.choices import Limits
from extractor.service.process_pool import ChildPool
from extractor.structure.drawn import Drawn


class Redrawer:
    """Reads one drawn table at a time."""

    def __init__(self, limits: Limits, settings: Settings) -> None:
        self._seconds, self._settings = limits.page_seconds, settings
        self._children = ChildPool(1, limits.memory_mib)

    def read(
        self, path: Path, source: Source, drawn: Drawn, pages: Sequence[int], form: str, year: int | None
    ) -> Document:
        """The pages read again.  Raises `InputError` where nothing comes of it, or not in the time of its pages."""
        seconds = self._seconds * max(len(pages), 1)
        future = self._children.schedule(
            redrawn, path, self._settings, source, drawn, pages, form, year, seconds=seconds
        )
        try:
            return future.result()
        except JuesuanError:
            raise
        except Exception as error:  # its death, its limits, and whatever a library does with one page
            raise InputError("the table cannot be read within the limits", page=drawn.page) from error

    def close(self) -> None:
        """End the child."""
        self._children.close()
