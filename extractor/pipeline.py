"""One document's way through the rooms, in order."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from extractor.account import account_of
from extractor.assemble import assembled
from extractor.checks import SecondReader, proved
from extractor.document import Document, Source
from extractor.errors import PageError
from extractor.forms import Layouts, interpreted, load_layouts
from extractor.grids import Finder
from extractor.model import ReadPage
from extractor.pages import PageSource, open_source
from extractor.pages.source import Rasterizer, pages_of
from extractor.reading import Facing, OcrName, read_page

# Pages in memory at a time.
CHUNK = 8

log = logging.getLogger(__name__)

Progress = Callable[[str, int, int], None]


class Settings(NamedTuple):
    """What a user may choose."""

    password: str | None = None
    rasterizer: Rasterizer = "pdfium"
    ocr: OcrName = "rapidocr"
    layouts: Path | None = None


def extract(
    path: str | Path,
    *,
    password: str | None = None,
    rasterizer: Rasterizer = "pdfium",
    ocr: OcrName = "rapidocr",
    layouts: str | Path | None = None,
    progress: Progress | None = None,
) -> Document:
    """Extract the tables of one disclosure.

    `path` is a PDF, PNG, JPEG or TIFF file; `layouts` a folder of your own layouts on top of the shipped
    ones; `progress` is called with (stage, pages done, pages in all).  A page that fails is reported in
    `Document.messages`; raises a `JuesuanError` where the file as a whole cannot be used.

    >>> extract("samples/model-exported.pdf").facts[0].value
    '584.54'
    """
    settings = Settings(password, rasterizer, ocr, None if layouts is None else Path(layouts))
    return _extracted(Path(path), settings, load_layouts(settings.layouts), progress or _silent)


def _extracted(path: Path, settings: Settings, layouts: Layouts, progress: Progress) -> Document:
    source = _opened(path, settings)
    try:
        pages = list(_read(source, path, settings, progress))
    finally:
        source.close()
    clock = Clock()
    found = interpreted([page for page in pages if isinstance(page, ReadPage)], layouts)
    clock.lap(f"forms: {len(found.known)} known tables, {len(found.others)} others")
    again = SecondReader(lambda: _opened(path, settings))
    account = account_of([page for page in pages if isinstance(page, ReadPage)], found, layouts)
    clock.lap(f"account: {len(account.items)} items, {len(account.unplaced)} unplaced")
    proof = proved(found, layouts, account, again)
    clock.lap(f"checks: {len(proof.checks)}")
    return assembled(_source(path), pages, found, proof, account)


def _opened(path: Path, settings: Settings) -> PageSource:
    return open_source(path, password=settings.password, rasterizer=settings.rasterizer, facing=Facing(settings.ocr))


def _read(source: PageSource, path: Path, settings: Settings, progress: Progress) -> Iterator[ReadPage | PageError]:
    """Pages → grids → readings, a few pages at a time so that memory does not grow with the file."""
    finder = Finder()
    opened = pages_of(source)
    done = 0
    clock = Clock()
    while chunk := list(islice(opened, CHUNK)):
        last = done + len(chunk)
        good = [page for pages in chunk if not isinstance(pages, PageError) for page in pages]
        clock.lap(f"pages {done + 1}-{last} opened")
        grids = finder.find(good)
        clock.lap(f"pages {done + 1}-{last} grids: {sum(map(len, grids))}")
        found = zip(good, grids, strict=True)
        for pages in chunk:
            if isinstance(pages, PageError):
                yield pages
            else:
                yield from (read_page(page, on_page, settings.ocr) for page, on_page in islice(found, len(pages)))
            done += 1
            progress("pages", done, len(source))
            clock.lap(f"page {done} read")


class Clock:
    """Logs how long each stage took."""

    def __init__(self) -> None:
        self._since = time.perf_counter()

    def lap(self, stage: str) -> None:
        """Log the time since the last lap as this stage's."""
        now = time.perf_counter()
        log.debug("%6.3f s  %s", now - self._since, stage)
        self._since = now


def _source(path: Path) -> Source:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return Source(file=path.name, sha256=digest.hexdigest(), bytes=path.stat().st_size)


def _silent(stage: str, done: int, pages: int) -> None:
    """No progress is shown."""
