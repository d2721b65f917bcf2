"""`juesuan draw`: pictures of what each stage saw."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.display import show_error
from extractor.cli.options import Ocr, OwnLayouts, Pages, Password, Raster
from extractor.cli.statuses import DONE, FAILED
from extractor.errors import JuesuanError, OutputError
from extractor.outputs.stage_names import StageName

if TYPE_CHECKING:
    from extractor.model import Image


def draw(
    file: Annotated[Path, typer.Argument(help="PDF, PNG, JPEG or TIFF file.", show_default=False)],
    out: Annotated[Path, typer.Option("-o", "--out", help="Folder for the pictures, page-001.png and so on.")],
    stage: Annotated[StageName, typer.Option(help="Whose sight is drawn (docs/command-line.md).")] = "facts",
    password: Password = None,
    ocr: Ocr = "rapidocr",
    rasterizer: Raster = "pdfium",
    layouts: OwnLayouts = None,
    pages: Pages = None,
) -> None:
    """Draw the pages of FILE with what a stage saw: lines, structure, readings or facts."""
    from extractor.outputs.pictures import draw_pages
    from extractor.pipeline import Settings

    status = DONE
    try:
        for picture in draw_pages(file, stage, Settings(password, rasterizer, ocr, layouts, pages)):
            if picture.error is not None:
                show_error(picture.error)
                status = FAILED
            elif picture.image is not None:
                typer.echo(_saved(picture.image, out / f"{picture.name}.png"))
    except JuesuanError as error:
        show_error(error)
        raise typer.Exit(FAILED) from error
    raise typer.Exit(status)


def _saved(image: Image, path: Path) -> Path:
    """The file that a picture was written to."""
    import cv2

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(cv2.imencode(".png", image)[1].tobytes())
    except OSError as error:
        raise OutputError(f"cannot be written ({error.strerror})", file=path, hint="Choose another folder") from error
    return path
