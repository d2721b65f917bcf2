"""`juesuan review`: people see, correct and sign what was read."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.display import console, show_error
from extractor.cli.options import Ocr, OwnLayouts, Raster
from extractor.cli.statuses import FAILED
from extractor.errors import JuesuanError


def review(
    out: Annotated[
        Path, typer.Argument(metavar="OUT", help="Folder of results; made where there is none.", show_default=False)
    ],
    originals: Annotated[
        list[Path] | None,
        typer.Option(help="File or folder with the files that were read.", show_default=False),
    ] = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on.")] = 8001,
    name: Annotated[str | None, typer.Option("--as", help="Your name.", show_default="of your account")] = None,
    ocr: Ocr = "rapidocr",
    rasterizer: Raster = "pdfium",
    layouts: OwnLayouts = None,
) -> None:
    """Show the results in OUT to a browser on this machine, to be corrected and signed (docs/review.md)."""
    from extractor.pipeline import Settings
    from extractor.service.packages import require_service

    try:
        require_service()
        from extractor.service.http.pages.alone import review as run

        console.print(f"http://127.0.0.1:{port}  (Ctrl-C ends)", highlight=False)
        run(out, port, name or getpass.getuser(), originals or [], Settings(None, rasterizer, ocr, layouts))
    except JuesuanError as error:
        show_error(error)
        raise typer.Exit(FAILED) from error
