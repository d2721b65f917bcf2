"""Opening a source file by what it holds, never by its name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Literal

from extractor.errors import DamagedError, FormatError, MissingFileError, PageError
from extractor.model import Page
from extractor.pages.source import PageSource, Rasterizer
from extractor.pages.straighten import Orientation

PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")


def as_it_lies(page: Page) -> int:
    """The page's text stands upright."""
    return 0


def open_source(
    path: Path,
    *,
    password: str | None = None,
    rasterizer: Rasterizer = "pdfium",
    orientation: Orientation = as_it_lies,
    distrusted: Collection[int] = (),
) -> PageSource:
    """The pages of a PDF, PNG, JPEG or TIFF file; `orientation` tells how scanned ones lie.

    The text layer of `distrusted` pages (numbers) is not used: they are scans.

    Raises an `InputError` that says what is wrong with the file and what to do.
    """
    if not path.is_file():
        what = "is a folder" if path.is_dir() else "there is no such file"
        raise MissingFileError(what, file=path, hint="Check the path")
    try:
        with path.open("rb") as stream:
            head = stream.read(1024)
    except OSError as error:
        raise MissingFileError(f"cannot be read: {error.strerror}", file=path) from error
    if not head:
        raise DamagedError("the file is empty (0 bytes)", file=path, hint="Copy or download it again")
    kind = detect_format(head)
    if kind == "pdf":
        from extractor.pages.pdf import PdfSource

        return PdfSource(path, password, rasterizer, orientation, distrusted)
    if kind == "picture":
        from extractor.pages.images import PictureSource

        return PictureSource(path, orientation)
    raise FormatError("neither PDF nor PNG, JPEG or TIFF", file=path, hint="Export or scan the document to PDF first")


def detect_format(head: bytes) -> Literal["pdf", "picture"] | None:
    """What a file is by its first kibibyte; None where it is neither PDF nor PNG, JPEG or TIFF."""
    if b"%PDF-" in head:
        return "pdf"
    return "picture" if head.startswith(PICTURES) else None


def read_pages(source: PageSource, numbers: Iterable[int]) -> Iterator[list[Page] | PageError]:
    """What these pages of the file show, in order; a page that fails is its error, and the rest goes on."""
    for number in numbers:
        try:
            yield source.pages(number)
        except PageError as error:
            yield error
