"""Options that several commands have."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from extractor.pages.source import Rasterizer
from extractor.reading.engines import OcrName

_PART = re.compile(r"(\d{1,5})(?:-(\d{1,5}))?", re.ASCII)


class PageNumbers(tuple[int, ...]):
    """Numbers of pages, as `1,4-9` says them."""


def page_numbers(text: str) -> PageNumbers:
    """The pages that are meant by `1,4-9`."""
    numbers: list[int] = []
    for part in text.split(","):
        found = _PART.fullmatch(part.strip())
        if found is None:
            raise typer.BadParameter(f"{part!r} is no page and no range of pages, such as 4-9")
        first, last = int(found[1]), int(found[2] or found[1])
        if first > last:
            raise typer.BadParameter(f"{part!r} ends before it begins")
        numbers += range(first, last + 1)
    return PageNumbers(numbers)


Password = Annotated[str | None, typer.Option(help="Password of an encrypted PDF.")]
Ocr = Annotated[OcrName, typer.Option(help="Engine that reads scanned pages.")]
Raster = Annotated[Rasterizer, typer.Option("--rasterizer", help="Program that draws PDF pages.")]
OwnLayouts = Annotated[
    Path | None, typer.Option("--layouts", help="Folder of your own layouts, on top of the shipped.")
]
KnownOnly = Annotated[
    bool, typer.Option("--known-only", help="No facts of tables that no layout knows (other/N); their grids stay.")
]
Pages = Annotated[
    PageNumbers | None,
    typer.Option("--pages", parser=page_numbers, metavar="1,4-9", help="Read these pages alone."),
]
Verbose = Annotated[bool, typer.Option("-v", "--verbose", help="Show stages with their times.")]
