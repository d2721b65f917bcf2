"""A page read: its cells by the text layer or by OCR, and the lines around its tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.geometry import Box
from extractor.model import Flag, Grid, Page, ReadGrid, Reading, ReadPage
from extractor.reading.apart import texts_apart
from extractor.reading.engines import OcrName, reader_named
from extractor.reading.faded import pale_ink
from extractor.reading.quality import quality_of
from extractor.reading.segments import NOISY_SPECK, text_mask
from extractor.reading.specks import without_specks
from extractor.reading.text_layer import TextLayerReader


def read_page(page: Page, grids: Sequence[Grid], ocr: OcrName) -> ReadPage:
    """Everything printed on a page; `ocr` reads it where it has no text layer to trust."""
    reader = reader_named(ocr) if page.kind == "scanned" else TextLayerReader()
    if page.kind == "scanned":
        page = without_specks(page)
        ink = text_mask(page)
        page = replace(page, ink=ink, pale=pale_ink(page, ink, NOISY_SPECK) if page.noisy else None)
    boxes = [cell.box for grid in grids for cell in grid.cells]
    readings = reader.read(page, boxes) if boxes else []
    if page.kind == "scanned":
        grids, readings = texts_apart(page, text_mask(page), grids, readings, reader)
    cells = [cell for grid in grids for cell in grid.cells]
    readings = [_sealed(reading, cell.box, page) for reading, cell in zip(readings, cells, strict=True)]
    quality = None if page.ink is None else quality_of(page, page.ink, readings)
    if quality is not None and quality.verdict == "poor":
        readings = [reading.flagged(Flag.POOR_PAGE) if reading.text else reading for reading in readings]
    tables = []
    start = 0
    for grid in grids:
        end = start + len(grid.cells)
        tables.append(ReadGrid(grid, tuple(readings[start:end])))
        start = end
    lines = [] if page.kind == "blank" else reader.lines(page, [grid.box for grid in grids])
    return ReadPage(
        page.number,
        page.width,
        page.height,
        page.displayed,
        page.kind,
        round(page.scale * 72, 1),
        round(page.skew, 3),
        page.trust,
        page.turn,
        tables,
        lines,
        quality,
        page.half,
        page.bend,
    )


def _sealed(reading: Reading, box: Box, page: Page) -> Reading:
    """A cell's reading, flagged where a seal covers the cell or was removed from its text."""
    if box.meets(page.hidden):
        reading = reading.flagged(Flag.HIDDEN)
    return reading.flagged(Flag.CROSSED) if reading.text and box.meets(page.crossed) else reading
