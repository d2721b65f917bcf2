"""A page read: its cells by the text layer or by OCR, and the lines around its tables."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.model import Grid, Page, ReadGrid, ReadPage
from extractor.reading.engines import OcrName, reader_named
from extractor.reading.text_layer import TextLayerReader


def read_page(page: Page, grids: Sequence[Grid], ocr: OcrName) -> ReadPage:
    """Everything printed on a page; `ocr` reads it where it has no text layer to trust."""
    reader = reader_named(ocr) if page.kind == "scanned" else TextLayerReader()
    boxes = [cell.box for grid in grids for cell in grid.cells]
    readings = reader.read(page, boxes) if boxes else []
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
        page.kind,
        round(page.scale * 72, 1),
        round(page.skew, 3),
        page.trust,
        page.turn,
        tables,
        lines,
    )
