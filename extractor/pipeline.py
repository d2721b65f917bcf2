"""One document's way through the stages, in order."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import cv2

from extractor.assembly import assemble
from extractor.balance import Balance, balance_readings
from extractor.checks import Proof, SecondReader, count_misfits, find_distrusted, prove
from extractor.document import Document, Making, Source
from extractor.errors import InputError, PageError, PageReadError
from extractor.interpretation import Interpretation, interpret
from extractor.layouts import Layouts, load_layouts
from extractor.layouts.digest import digest_layouts
from extractor.model import Page, ReadPage
from extractor.pages import PageSource, open_source
from extractor.pages.input_file import Given, GivenFile, given_file
from extractor.pages.joined import JoinedSource, open_joined
from extractor.pages.open import read_pages
from extractor.pages.source import Rasterizer
from extractor.reading import OcrName, TextOrientation, find_engine, read_page, read_texts
from extractor.reading.models import digest_models
from extractor.records import in_files, with_covers_told
from extractor.structure import Finder
from extractor.tables.covers import find_parts

# What a fault of this program, or of OpenCV, on one page raises.
FAULTS = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, cv2.error)

log = logging.getLogger(__name__)

Progress = Callable[[str, int, int], None]


class Settings(NamedTuple):
    """What a user may choose."""

    password: str | None = None
    rasterizer: Rasterizer = "pdfium"
    ocr: OcrName = "rapidocr"
    layouts: Path | None = None
    pages: Collection[int] | None = None


def extract(
    source: Given,
    *others: Given,
    password: str | None = None,
    rasterizer: Rasterizer = "pdfium",
    ocr: OcrName = "rapidocr",
    layouts: str | Path | None = None,
    pages: Collection[int] | None = None,
    progress: Progress | None = None,
) -> Document:
    """Extract one disclosure, of one file or of several (`others`), whose pages are then counted on.

    `source` is a PDF, PNG, JPEG or TIFF file: its path, its content as bytes, or an open binary file.  `layouts` is a
    folder of your own layouts on top of the shipped ones, `pages` the numbers of the pages to be read (default: all);
    `progress` is called with (stage, pages done, pages in all).  A page that fails is reported in `Document.messages`,
    and so are covers of several documents in one file, which `extract_documents` splits.
    Raises a `JuesuanError` where a file as a whole cannot be used, or a page is asked for that it does not have.

    >>> extract("samples/model-exported.pdf").facts[0].value
    '584.54'
    """
    settings = Settings(password, rasterizer, ocr, None if layouts is None else Path(layouts), pages)
    return _documents((source, *others), settings, progress or _silent, split=False)[0]


def extract_documents(
    source: Given,
    *,
    password: str | None = None,
    rasterizer: Rasterizer = "pdfium",
    ocr: OcrName = "rapidocr",
    layouts: str | Path | None = None,
    pages: Collection[int] | None = None,
    progress: Progress | None = None,
) -> list[Document]:
    """Extract every document of a file, such as a department's volume with its units; at least one.

    A document begins at each cover that names another unit, year, kind or scope.  Its pages keep their numbers in the
    file.  Arguments and errors are those of `extract`.
    """
    settings = Settings(password, rasterizer, ocr, None if layouts is None else Path(layouts), pages)
    return _documents((source,), settings, progress or _silent, split=True)


class _Work(NamedTuple):
    """The files that are read together, and how."""

    files: Sequence[GivenFile]
    settings: Settings
    layouts: Layouts

    def open(self, distrusted: Collection[int] = ()) -> JoinedSource:
        """The files open for reading, the `distrusted` pages without their text layers."""
        paths = [file.path for file in self.files]
        return open_joined(paths, lambda path, own: open_with(path, self.settings, own), distrusted)


def _documents(given: Sequence[Given], settings: Settings, progress: Progress, *, split: bool) -> list[Document]:
    """The documents of a file, or the one of all files."""
    making, layouts = _making(settings), load_layouts(settings.layouts)
    with ExitStack() as stack:
        files = [stack.enter_context(given_file(each)) for each in given]
        documents = _extracted(_Work(files, settings, layouts), progress, split=split)
    return [document.model_copy(update={"made_with": _made_with(document, making)}) for document in documents]


def _made_with(document: Document, making: Making) -> Making:
    """What made a document, with the digest of the models where they read any of its pages."""
    scanned = any(page.kind == "scanned" for page in document.pages)
    return making.model_copy(update={"models": digest_models()}) if scanned else making


def _making(settings: Settings) -> Making:
    """What a document is made with, whatever its pages are."""
    return Making(
        software=version("juesuan"),
        ocr=settings.ocr,
        ocr_version=version(find_engine(settings.ocr).package),
        rasterizer=settings.rasterizer,
        layouts=digest_layouts(settings.layouts),
    )


class Understood(NamedTuple):
    """What was made of the pages."""

    pages: list[ReadPage | PageError]
    found: Interpretation
    balance: Balance
    proof: Proof


def _extracted(work: _Work, progress: Progress, *, split: bool) -> list[Document]:
    pages, starts = _pages(work, progress)
    sources = [_source(file) for file in work.files]
    if len(sources) > 1:
        document = _document(pages, starts, sources[0], work)
        return [in_files(document, sources, starts)]
    parts = find_parts(_good(pages), work.layouts, [_number(page) for page in pages])
    if split and len(parts) > 1:
        held = [[page for page in pages if part.holds(_number(page))] for part in parts]
        return [_document(own, [part.cover], sources[0], work) for own, part in zip(held, parts, strict=True)]
    document = _document(pages, starts, sources[0], work)
    return [with_covers_told(document, [part.cover for part in parts])]


def _document(pages: list[ReadPage | PageError], covers: Collection[int], source: Source, work: _Work) -> Document:
    """One document of pages; those whose text layers contradict themselves are read once more."""
    result = _understood(pages, covers, work)
    distrusted = find_distrusted(_good(result.pages), result.found, result.balance, result.proof)
    if distrusted:
        log.debug("pages %s are read once more, as scans", sorted(distrusted))
        again, _ = _pages(work, _silent, distrusted)
        pages = [page for page in result.pages if _number(page) not in distrusted] + again
        other = _understood(sorted(pages, key=_number), covers, work, distrusted)
        if count_misfits(other.balance, other.proof) < count_misfits(result.balance, result.proof):
            result = other
    return assemble(source, result.pages, result.found, result.proof, result.balance)


def _understood(
    pages: list[ReadPage | PageError],
    covers: Collection[int],
    work: _Work,
    distrusted: Collection[int] = (),
) -> Understood:
    """Forms, balance and checks."""
    good, layouts, clock = _good(pages), work.layouts, Clock()
    found = interpret(good, layouts, covers)
    clock.lap(f"forms: {len(found.known)} known tables, {len(found.others)} others")
    balance = balance_readings(good, found, layouts)
    clock.lap(f"balance: {len(balance.items)} items, {len(balance.unplaced)} unplaced")
    proof = prove(found, layouts, balance, SecondReader(lambda: work.open(distrusted)))
    clock.lap(f"checks: {len(proof.checks)}")
    return Understood(pages, found, balance, proof)


def _good(pages: Sequence[ReadPage | PageError]) -> list[ReadPage]:
    return [page for page in pages if isinstance(page, ReadPage)]


def _number(page: ReadPage | PageError) -> int:
    return page.number if isinstance(page, ReadPage) else page.page or 1


def open_with(path: Path, settings: Settings, distrusted: Collection[int] = ()) -> PageSource:
    """The file open for reading, the `distrusted` pages without their text layers."""
    return open_source(
        path,
        password=settings.password,
        rasterizer=settings.rasterizer,
        orientation=TextOrientation(settings.ocr),
        distrusted=distrusted,
    )


def _pages(
    work: _Work, progress: Progress, distrusted: Collection[int] = ()
) -> tuple[list[ReadPage | PageError], list[int]]:
    """All pages of the files read, or the `distrusted` alone, as scans; and the first page of each file."""
    source, settings = work.open(distrusted), work.settings
    try:
        numbers = sorted(distrusted) or choose_pages(source, work.files[0].path, settings.pages)
        read = _read(source, numbers, settings, lambda stage, done, _: progress(stage, done, len(numbers)))
        return list(read), source.starts
    finally:
        source.close()


def choose_pages(source: PageSource, path: Path, pages: Collection[int] | None) -> Sequence[int]:
    """The numbers of the pages to be read; raises `InputError` where the file lacks one."""
    if pages is None:
        return range(1, len(source) + 1)
    if beyond := sorted(number for number in set(pages) if not 1 <= number <= len(source)):
        raise InputError(f"there is no page {beyond[0]}", file=path, hint=f"Choose among 1 to {len(source)}")
    return sorted(set(pages))


def _read(
    source: PageSource, numbers: Iterable[int], settings: Settings, progress: Progress
) -> Iterator[ReadPage | PageError]:
    """Pages → texts → grids → readings, one page after the other so that memory does not grow with the file."""
    finder, clock = Finder(), Clock()
    for done, pages in enumerate(read_pages(source, numbers), 1):
        clock.lap(f"page {done} opened")
        if isinstance(pages, PageError):
            yield pages
        else:
            yield from (read_one(page, finder, settings) for page in pages)
        progress("pages", done, len(source))
        clock.lap(f"page {done} read")


def read_one(page: Page, finder: Finder, settings: Settings) -> ReadPage | PageError:
    """One page read.  A fault on it is its end, not the document's; want of memory is no page's."""
    try:
        seen = read_texts(page)
        return read_page(seen, finder.find(seen), settings.ocr)
    except FAULTS as error:
        if getattr(error, "code", None) == cv2.Error.StsNoMem:
            raise
        return fault_of(page, error)


def fault_of(page: Page, error: Exception) -> PageReadError:
    """The error that reports a fault on a page."""
    log.warning("page %d could not be read", page.number, exc_info=error)
    what = f"could not be read ({type(error).__name__}: {error})"
    return PageReadError(what, page=page.number, hint="Report the file that does this")


class Clock:
    """Logs how long each stage took."""

    def __init__(self) -> None:
        self._since = time.perf_counter()

    def lap(self, stage: str) -> None:
        """Log the time since the last lap as this stage's."""
        now = time.perf_counter()
        log.debug("%6.3f s  %s", now - self._since, stage)
        self._since = now


def _source(file: GivenFile) -> Source:
    digest = hashlib.sha256()
    with file.path.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return Source(file=file.name, sha256=digest.hexdigest(), bytes=file.path.stat().st_size)


def _silent(stage: str, done: int, pages: int) -> None:
    """No progress is shown."""
