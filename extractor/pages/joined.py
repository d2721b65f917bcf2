"""Several files as one: their pages are counted on from file to file."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from extractor.errors import PageError
from extractor.model import Image, Page
from extractor.pages.source import PageSource

OpenFile = Callable[[Path, Collection[int]], PageSource]
"""Opens a file, the text layers of some of its pages not to be used."""


class Shelf(NamedTuple):
    """An open file, and how many pages the files before it have."""

    source: PageSource
    before: int


class JoinedSource:
    """The pages of several open files, in the order of the files."""

    def __init__(self, shelves: Sequence[Shelf]) -> None:
        self._shelves = shelves

    def __len__(self) -> int:
        return sum(len(shelf.source) for shelf in self._shelves)

    @property
    def starts(self) -> list[int]:
        """The number of the first page of each file."""
        return [shelf.before + 1 for shelf in self._shelves]

    def pages(self, number: int) -> list[Page]:
        """See `PageSource`."""
        shelf = self._holding(number)
        try:
            pages = shelf.source.pages(number - shelf.before)
        except PageError as error:
            error.page = number
            raise
        return [dataclasses.replace(page, number=number) for page in pages]

    def displayed(self, number: int, dpi: float) -> Image:
        """See `PageSource`."""
        shelf = self._holding(number)
        return shelf.source.displayed(number - shelf.before, dpi)

    def close(self) -> None:
        """Release the files."""
        for shelf in self._shelves:
            shelf.source.close()

    def _holding(self, number: int) -> Shelf:
        return next(shelf for shelf in reversed(self._shelves) if shelf.before < number)


def open_joined(paths: Sequence[Path], open_file: OpenFile, distrusted: Collection[int]) -> JoinedSource:
    """The files opened as one.  Raises the `InputError` of the first that cannot be used."""
    shelves: list[Shelf] = []
    try:
        for shelf in _opened(paths, open_file, distrusted):
            shelves.append(shelf)
    except Exception:
        JoinedSource(shelves).close()
        raise
    return JoinedSource(shelves)


def _opened(paths: Sequence[Path], open_file: OpenFile, distrusted: Collection[int]) -> Iterator[Shelf]:
    before = 0
    for path in paths:
        source = open_file(path, ())
        own = {number - before for number in distrusted if before < number <= before + len(source)}
        if own:
            source.close()
            source = open_file(path, own)
        yield Shelf(source, before)
        before += len(source)
