"""Text of an exported page that its text layer lacks (outlines, pictures, form fields), read by OCR in its place."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.geometry import Box, around
from extractor.model import Flag, Line, Page
from extractor.reading.engines import OcrName, load_reader
from extractor.reading.reader import group_levels
from extractor.reading.text_layer import FAR_APART, PageText


def add_drawn_text(page: Page, cells: Sequence[Box], text: PageText, ocr: OcrName) -> PageText:
    """The page's text with what OCR reads where the text layer has nothing.

    A blank cell with such ink gets the engine's reading.  A cell that has words as well keeps them, flagged `unread`.
    Outside the cells each line of ink becomes a line.
    """
    if not page.drawn:
        return text
    reader = load_reader(ocr)
    held = {index for box in page.drawn if (index := _cell_of(box, cells)) is not None}
    blank = [index for index in sorted(held) if not text.readings[index].text]
    readings = list(text.readings)
    for index, reading in zip(
        blank, reader.read(page, [cells[index] for index in blank]) if blank else [], strict=True
    ):
        readings[index] = reading
    for index in held.difference(blank):
        readings[index] = readings[index].flagged(Flag.UNREAD)
    outside = _lines([box for box in page.drawn if _cell_of(box, cells) is None])
    lines = [
        Line(box, reading)
        for box, reading in zip(outside, reader.read(page, outside) if outside else [], strict=True)
        if reading.pieces
    ]
    pieces = sum(readings[index].pieces for index in blank) + sum(line.reading.pieces for line in lines)
    in_order = sorted([*text.lines, *lines], key=lambda line: (line.box.centre[1], line.box.x0))
    return PageText(readings, in_order, text.marks, text.words + pieces)


def _cell_of(box: Box, cells: Sequence[Box]) -> int | None:
    """The index of the cell that holds the middle of a box."""
    return next((index for index, cell in enumerate(cells) if cell.holds(*box.centre)), None)


def _lines(boxes: Sequence[Box]) -> list[Box]:
    """Boxes side by side as one line, as far as words of a line stand apart."""
    lines: list[Box] = []
    for indices in group_levels(boxes):
        for index in indices:
            box = boxes[index]
            near = index != indices[0] and box.x0 - lines[-1].x1 < FAR_APART * box.height
            if near:
                lines[-1] = around([lines[-1], box])
            else:
                lines.append(box)
    return lines
