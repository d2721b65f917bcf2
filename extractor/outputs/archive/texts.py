"""What was read on each page, with its place: the text below a searchable page, and that of ALTO."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractor.document import (
    BBox,
    Document,
    Fact,
    GridCell,
    ParagraphRecord,
    ScorecardRecord,
    SectionRecord,
    TableRecord,
)

# A share of a cell's width that stays free on either side, so that texts of neighbours do not touch.
MARGIN = 0.12
# How much higher than a character a line of a paragraph is.
LEADING = 1.5


class Text(NamedTuple):
    """A line of text; `confidence` where the reader has one."""

    text: str
    bbox: BBox
    confidence: float | None = None


class Block(NamedTuple):
    """What belongs together: a table, a paragraph, a running line."""

    bbox: BBox
    lines: Sequence[Text]


def blocks_of(document: Document) -> dict[int, list[Block]]:
    """The blocks of every page: values as facts have them, all else as it was read.

    Headings of sections have no place in the model, and so no line here.
    """
    pages: dict[int, list[Block]] = defaultdict(list)
    for page, block in (*_tables(document), *_paragraphs(document.sections), *_others(document)):
        pages[page].append(block)
    return pages


def _tables(document: Document) -> Iterator[tuple[int, Block]]:
    """A block for the part of a table on each page."""
    records: Sequence[TableRecord | ScorecardRecord] = (*document.tables, *document.scorecards)
    for record in records:
        yield from _parts(record.cells, record.facts)
    for other in document.other_tables:
        yield from _parts(other.cells, other.facts)


def _parts(cells: Sequence[GridCell], facts: Sequence[Fact]) -> Iterator[tuple[int, Block]]:
    values: dict[tuple[int, BBox], set[str]] = defaultdict(set)
    for fact in facts:
        values[fact.page, fact.bbox].add(fact.value)
    lines: dict[int, list[Text]] = defaultdict(list)
    for cell in cells:
        found = values.get((cell.page, cell.bbox), set())
        text = next(iter(found)) if len(found) == 1 else cell.text
        if text:
            lines[cell.page].append(Text(text, _within(cell.bbox), cell.confidence))
    for page, texts in lines.items():
        yield page, Block(_around([text.bbox for text in texts]), texts)


def _paragraphs(sections: Sequence[SectionRecord]) -> Iterator[tuple[int, Block]]:
    for section in sections:
        for paragraph in section.paragraphs:
            yield from _of_paragraph(paragraph)
        yield from _paragraphs(section.children)


def _of_paragraph(paragraph: ParagraphRecord) -> Iterator[tuple[int, Block]]:
    """Its text over its parts, each as long as the part is large."""
    areas = [_area(place.bbox) for place in paragraph.places]
    begin = done = 0.0
    for place, area in zip(paragraph.places, areas, strict=True):
        done += area / (sum(areas) or 1.0)
        end = round(done * len(paragraph.text))
        if part := paragraph.text[round(begin) : end]:
            yield place.page, Block(place.bbox, list(_lines(part, place.bbox)))
        begin = end


def _others(document: Document) -> Iterator[tuple[int, Block]]:
    for page in document.pages:
        for line in page.running:
            yield page.number, Block(line.bbox, [Text(line.text, line.bbox)])
    for item in document.unplaced:
        if item.text:
            yield item.page, Block(item.bbox, [Text(item.text, item.bbox)])


def _lines(text: str, bbox: BBox) -> Iterator[Text]:
    """A text as lines that fill a box: as many as characters of one size need."""
    x0, y0, x1, y1 = bbox
    size = math.sqrt(_area(bbox) / LEADING / len(text))
    count = max(1, min(len(text), round((y1 - y0) / (LEADING * size)))) if size else 1
    length, height = math.ceil(len(text) / count), (y1 - y0) / count
    for number in range(math.ceil(len(text) / length)):
        part = text[number * length : (number + 1) * length]
        right = x0 + (x1 - x0) * len(part) / length
        yield Text(part, (x0, y0 + number * height, right, y0 + (number + 1) * height))


def _within(bbox: BBox) -> BBox:
    x0, y0, x1, y1 = bbox
    margin = MARGIN * (x1 - x0)
    return x0 + margin, y0, x1 - margin, y1


def _around(boxes: Sequence[BBox]) -> BBox:
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return min(x0), min(y0), max(x1), max(y1)


def _area(bbox: BBox) -> float:
    x0, y0, x1, y1 = bbox
    return (x1 - x0) * (y1 - y0)
