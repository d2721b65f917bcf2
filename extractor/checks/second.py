"""The second reader: Tesseract reads doubtful amounts again, on pages drawn anew.

The pictures are gone when the sums are known, and keeping them all would let memory grow with the file; drawing the
few pages again gives the same pixels.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Protocol

from extractor.errors import EngineError, PageError
from extractor.forms.table import TableCell
from extractor.geometry import unturned
from extractor.model import Reading
from extractor.pages import PageSource
from extractor.reading.tesseract import TesseractReader

# A second reading less sure than this says nothing.
LEAST_CONFIDENCE = 0.3

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
        by_page: dict[int, list[int]] = defaultdict(list)
        for index, cell in enumerate(cells):
            by_page[cell.page].append(index)
        found: list[Reading | None] = [None] * len(cells)
        source = self._reopened()
        try:
            for number, indices in by_page.items():
                for index, reading in zip(indices, self._page(source, reader, number, cells, indices), strict=True):
                    found[index] = reading
        finally:
            source.close()
        return found

    def _page(
        self, source: PageSource, reader: TesseractReader, number: int, cells: Sequence[TableCell], indices: list[int]
    ) -> list[Reading | None]:
        try:
            page = source.page(number)
            readings = reader.read(page, [unturned(cells[index].box, page.turn) for index in indices])
        except (PageError, EngineError) as error:
            log.warning("page %d is not read again: %s", number, error)
            return [None] * len(indices)
        return [reading if reading.confidence >= LEAST_CONFIDENCE else None for reading in readings]
