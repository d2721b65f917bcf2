"""The second reader: Tesseract reads doubtful amounts again, on pages drawn anew.

The pictures are gone when the sums are known, and keeping them all would let memory grow with the file; drawing the
few pages again gives the same pixels.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Protocol

from extractor.errors import EngineError, PageError
from extractor.model import Page, Reading
from extractor.pages import PageSource
from extractor.reading.despeckle import remove_specks
from extractor.reading.tesseract import TesseractReader
from extractor.tables.table import TableCell

log = logging.getLogger(__name__)


class Again(Protocol):
    """Reads cells again; None where it cannot say."""

    def __call__(self, cells: Sequence[TableCell]) -> list[Reading | None]:
        """One reading a cell, in their order."""


def nobody(cells: Sequence[TableCell]) -> list[Reading | None]:
    """Where there is no second reader."""
    return [None] * len(cells)


class SecondReader:
    """Tesseract on the pages of a file that is opened again when it is first needed."""

    def __init__(self, reopened: Callable[[], PageSource]) -> None:
        self._reopened = reopened

    def __call__(self, cells: Sequence[TableCell]) -> list[Reading | None]:
        """Cells by page, each page's in one stacked call."""
        if not cells:
            return []
        try:
            reader = TesseractReader(digits=True)
        except EngineError as error:
            log.warning("no second reader: %s", error)
            return nobody(cells)
        found: list[Reading | None] = [None] * len(cells)
        source = self._reopened()
        try:
            # Tesseract is a program of its own: it reads one page while the next is drawn.
            with ThreadPoolExecutor(max_workers=1) as beside:
                before: tuple[list[int], Future[list[Reading | None]]] | None = None
                for page, indices in _drawn(source, cells):
                    _take(before, found)
                    before = indices, beside.submit(_readings, reader, page, [cells[index] for index in indices])
                _take(before, found)
        finally:
            source.close()
        return found


def _take(before: tuple[list[int], Future[list[Reading | None]]] | None, found: list[Reading | None]) -> None:
    """Put the readings of the page before at their indices."""
    if before is not None:
        for index, reading in zip(before[0], before[1].result(), strict=True):
            found[index] = reading


def _drawn(source: PageSource, cells: Sequence[TableCell]) -> Iterator[tuple[Page, list[int]]]:
    """The pages as the first reader saw them, each with its cells' indices; those that can be drawn again."""
    by_page: dict[int, list[int]] = defaultdict(list)
    for index, cell in enumerate(cells):
        by_page[cell.page].append(index)
    for number, indices in by_page.items():
        try:
            pages = source.pages(number)
        except PageError as error:
            log.warning("page %d is not read again: %s", number, error)
            continue
        for page in pages:
            here = [index for index in indices if cells[index].half == page.half]
            if here:
                yield page, here


def _readings(reader: TesseractReader, page: Page, cells: Sequence[TableCell]) -> list[Reading | None]:
    """What the reader sees in the cells of a page."""
    try:
        return list(reader.read(remove_specks(page), [page.upright(cell.box) for cell in cells]))
    except EngineError as error:
        log.warning("page %d is not read again: %s", page.number, error)
        return [None] * len(cells)
