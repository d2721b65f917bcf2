"""Pictures of pages with what each stage saw on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import cv2
from PIL import Image as Pillow

from extractor.document import Document
from extractor.errors import PageError, PageRenderError
from extractor.imaging import to_colour
from extractor.model import Half, Image, Page, ReadPage
from extractor.outputs.stage_names import StageName
from extractor.pages.input_file import Given, given_file
from extractor.pages.open import read_pages
from extractor.pipeline import FAULTS, Settings, choose_pages, extract, fault_of, open_with, read_one
from extractor.reading import read_texts
from extractor.structure import Finder
from extractor.structure.draw import draw_evidence, draw_structure
from extractor.tables.doubts import LEAST_CONFIDENCE

# Facts are drawn at this resolution (dots an inch); other stages at that of the picture that was examined.
FACTS_DPI = 144.0
# BGR.
COLOURS = {
    "verified": (60, 160, 60),
    "read": (200, 120, 40),
    "corrected": (0, 140, 255),
    "suspect": (40, 40, 220),
    "confirmed": (150, 140, 30),
    "corrected-by-hand": (170, 60, 120),
    "unplaced": (200, 0, 200),
}

Boxes = Iterable[tuple[Sequence[float], str]]
"""(x0, y0, x1, y1 in points, status) of facts, or `unplaced`."""


class Picture(NamedTuple):
    """A page's picture (BGR), or why there is none."""

    number: int
    half: Half
    image: Image | None
    error: PageError | None = None

    @property
    def name(self) -> str:
        """`page-004`, or `page-004-left` of a sheet that shows two pages."""
        return f"page-{self.number:03}" + ("" if self.half == "whole" else f"-{self.half}")


def draw_pages(path: Path, stage: StageName, settings: Settings) -> Iterator[Picture]:
    """Pictures of the chosen pages as a stage saw them.

    `lines`: the texts and lines that were seen, and where borders may be.  `structure`: the tables' cells, each border
    with its margin.  `readings`: what was read, with its confidence.  `facts`: the page as displayed with its facts in
    the colours of their status and what is unplaced.  Raises a `JuesuanError` where the file cannot be used.
    """
    if stage == "facts":
        yield from _with_facts(path, settings, extract(path, **settings._asdict()))
        return
    source, finder = open_with(path, settings), Finder()
    try:
        numbers = choose_pages(source, path, settings.pages)
        for number, pages in zip(numbers, read_pages(source, numbers), strict=True):
            if isinstance(pages, PageError):
                yield Picture(number, "whole", None, pages)
            else:
                yield from (_picture(page, stage, finder, settings) for page in pages)
    finally:
        source.close()


def draw(
    source: Given,
    page: int,
    *,
    stage: StageName = "facts",
    document: Document | None = None,
    password: str | None = None,
) -> Pillow.Image:
    """One page with what a stage saw, as a Pillow picture; of a sheet with two pages the first.

    `source` is what `extract` takes; `document` its result, so that the stage `facts` need not read the file again.
    Raises a `JuesuanError` where the file or the page cannot be used.
    """
    settings = Settings(password, pages=[page])
    with given_file(source) as file:
        if document is None or stage != "facts":
            picture = next(draw_pages(file.path, stage, settings))
        else:
            picture = next(_with_facts(file.path, settings, document))
    if picture.image is None:
        raise picture.error or PageRenderError("cannot be drawn", page=page)
    return Pillow.fromarray(cv2.cvtColor(picture.image, cv2.COLOR_BGR2RGB))


def draw_facts(image: Image, document: Document, number: int, dpi: float) -> Image:
    """A copy of a page's picture, as displayed at `dpi`, with its facts and what is unplaced."""
    facts = [(fact.bbox, fact.status) for fact in document.facts if fact.page == number]
    return draw_boxes(image, [*facts, *((u.bbox, "unplaced") for u in document.unplaced if u.page == number)], dpi)


def draw_boxes(image: Image, boxes: Boxes, dpi: float) -> Image:
    """A copy of a picture at `dpi` with boxes in the colours of their status."""
    picture = to_colour(image).copy()
    for box, status in boxes:
        left, top, right, bottom = (round(side * dpi / 72) for side in box)
        cv2.rectangle(picture, (left, top), (right, bottom), COLOURS[status], 2)
    return picture


def _with_facts(path: Path, settings: Settings, document: Document) -> Iterator[Picture]:
    source = open_with(path, settings)
    try:
        for number in choose_pages(source, path, settings.pages):
            try:
                image = draw_facts(source.displayed(number, FACTS_DPI), document, number, FACTS_DPI)
                yield Picture(number, "whole", image)
            except PageError as error:
                yield Picture(number, "whole", None, error)
    finally:
        source.close()


def _picture(page: Page, stage: StageName, finder: Finder, settings: Settings) -> Picture:
    try:
        if stage == "readings":
            read = read_one(page, finder, settings)
            if isinstance(read, PageError):
                return Picture(page.number, page.half, None, read)
            return Picture(page.number, page.half, _draw_readings(page, read))
        seen = read_texts(page)
        image = draw_evidence(seen) if stage == "lines" else draw_structure(seen, finder.find(seen))
        return Picture(page.number, page.half, image)
    except FAULTS as error:
        return Picture(page.number, page.half, None, fault_of(page, error))


def _draw_readings(page: Page, read: ReadPage) -> Image:
    """The page with its cells and lines in the colour of their confidence, flagged ones in that of doubt, and what was
    read without Chinese characters above each.
    """
    picture = to_colour(page.image).copy()
    cells = [(c.box, r) for t in read.tables for c, r in zip(t.grid.cells, t.readings, strict=True) if r.text]
    for box, reading in (*cells, *read.lines):
        sure = reading.confidence >= LEAST_CONFIDENCE and not reading.flags
        colour = COLOURS["verified" if reading.exact else "read" if sure else "suspect"]
        left, top, right, bottom = (round(side * page.scale) for side in box)
        cv2.rectangle(picture, (left, top), (right, bottom), colour, 1)
        if reading.text.isascii():
            cv2.putText(picture, reading.text, (left + 1, top - 1), cv2.FONT_HERSHEY_PLAIN, 0.8, colour)
    return picture
