"""A page read: its cells by the text layer or by OCR, and the lines around its tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from extractor.geometry import Box
from extractor.model import Flag, Grid, Image, Line, Page, Quality, ReadGrid, Reading, ReadPage
from extractor.reading.cut_cells import flag_cut
from extractor.reading.drawn_text import add_drawn_text
from extractor.reading.engines import OcrName, load_reader, load_text_finder
from extractor.reading.faint_ends import mask_pale_ink
from extractor.reading.line_segmentation import NOISY_SPECK, mask_text, segment_lines
from extractor.reading.quality import assess_quality
from extractor.reading.reader import unrecognised
from extractor.reading.text_layer import TextLayerReader
from extractor.reading.undetected_ink import Shown, find_undetected
from extractor.reading.unsure_columns import flag_unsure_columns

# A line outside tables that was read with less confidence than this is no text.
LEAST_LINE_CONFIDENCE = 0.3


def read_texts(page: Page) -> Page:
    """A scanned page with its texts, words and printed lines, which tell its structure; an exported one has them."""
    return load_text_finder().with_texts(page) if page.kind == "scanned" else page


def read_page(page: Page, grids: Sequence[Grid], ocr: OcrName) -> ReadPage:
    """Everything printed on a page; `ocr` reads it where it has no text layer to trust."""
    return _scanned(page, grids, ocr) if page.kind == "scanned" else _exported(page, grids, ocr)


def _exported(page: Page, grids: Sequence[Grid], ocr: OcrName) -> ReadPage:
    """A page by its text layer, and by OCR where text is drawn that the layer lacks."""
    cells = [cell.box for grid in grids for cell in grid.cells]
    text = add_drawn_text(page, cells, TextLayerReader().read_all(page, cells), ocr)
    readings = flag_unsure_columns(page, grids, text.readings)
    return replace(_read(page, grids, readings, text.lines, text.words), marks=text.marks)


def _scanned(page: Page, grids: Sequence[Grid], ocr: OcrName) -> ReadPage:
    """A page by OCR."""
    reader = load_reader(ocr)
    ink = mask_text(page)
    page = replace(page, ink=ink, pale=mask_pale_ink(page, ink, NOISY_SPECK) if page.noisy else None)
    boxes = [cell.box for grid in grids for cell in grid.cells]
    readings = reader.read(page, boxes) if boxes else []
    cells = [cell for grid in grids for cell in grid.cells]
    readings = [
        flag_cut(_sealed(reading, cell.box, page), cell.box, page, ink)
        for reading, cell in zip(readings, cells, strict=True)
    ]
    readings = flag_unsure_columns(page, grids, readings)
    quality = assess_quality(page, ink, readings)
    if quality.verdict == "poor":
        readings = [reading.flagged(Flag.POOR_PAGE) if reading.text else reading for reading in readings]
    lines = reader.lines(page, [grid.box for grid in grids])
    readings, left = _with_overlooked(page, ink, grids, readings, lines, reader.name)
    lines = [*lines, *left]
    pieces = sum(reading.pieces for reading in readings) + sum(line.reading.pieces for line in lines)
    return _read(page, grids, readings, lines, pieces, quality)


def _with_overlooked(
    page: Page, ink: Image, grids: Sequence[Grid], readings: Sequence[Reading], lines: Sequence[Line], engine: str
) -> tuple[list[Reading], list[Line]]:
    """The readings, flagged where ink in their cells was overlooked, and lines of such ink that is in no blank cell."""
    cells = [cell.box for grid in grids for cell in grid.cells]
    in_cells = [line for found in segment_lines(page, ink, cells) for line in found]
    shown = Shown([grid.box for grid in grids], cells, [*in_cells, *(line.box for line in lines)])
    flagged, left = list(readings), []
    for box in find_undetected(page, ink, shown):
        index = next((at for at, cell in enumerate(cells) if cell.holds(*box.centre)), None)
        if index is not None and not flagged[index].pieces:
            flagged[index] = unrecognised(engine)
            continue
        left.append(Line(box, unrecognised(engine)))
        if index is not None:
            flagged[index] = flagged[index].flagged(Flag.UNREAD)
    return flagged, left


def _read(
    page: Page,
    grids: Sequence[Grid],
    readings: Sequence[Reading],
    lines: Sequence[Line],
    pieces: int,
    quality: Quality | None = None,
) -> ReadPage:
    """The page with its readings in the cells of its grids."""
    rest = iter(readings)
    tables = [ReadGrid(grid, tuple(islice(rest, len(grid.cells)))) for grid in grids]
    unread = [line for line in lines if not line.text or line.reading.confidence < LEAST_LINE_CONFIDENCE]
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
        [line for line in lines if line not in unread],
        pieces,
        unread,
        quality,
        page.half,
        page.bend,
    )


def _sealed(reading: Reading, box: Box, page: Page) -> Reading:
    """A cell's reading, flagged where a seal covers the cell or was removed from its text; a blank cell below a seal
    holds ink that was not read, for all that can be told.
    """
    if box.meets(page.hidden):
        reading = (reading if reading.text else unrecognised(reading.engine)).flagged(Flag.HIDDEN)
    return reading.flagged(Flag.CROSSED) if reading.text and box.meets(page.crossed) else reading
