"""Options that several commands have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from extractor.pages.source import Rasterizer
from extractor.reading import OcrName

Password = Annotated[str | None, typer.Option(help="Password of an encrypted PDF.")]
Ocr = Annotated[OcrName, typer.Option(help="Engine that reads scanned pages.")]
Raster = Annotated[Rasterizer, typer.Option("--rasterizer", help="Program that draws PDF pages.")]
OwnLayouts = Annotated[
    Path | None, typer.Option("--layouts", help="Folder of your own layouts, on top of the shipped.")
]
KnownOnly = Annotated[
    bool, typer.Option("--known-only", help="No facts of tables that no layout knows (other/N); their grids stay.")
]
Verbose = Annotated[bool, typer.Option("-v", "--verbose", help="Show stages with their times.")]
