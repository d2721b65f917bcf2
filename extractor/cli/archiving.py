"""`juesuan archive`: results as bags that can be kept, and their verification."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.display import console, show_error, shown_count
from extractor.cli.statuses import DONE, FAILED
from extractor.errors import JuesuanError
from extractor.outputs.packages import require

PACKAGES = ("bagit", "img2pdf", "ocrmypdf")


def archive(
    results: Annotated[
        list[Path] | None, typer.Argument(help="Folders of results, or document.json files.", show_default=False)
    ] = None,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Folder for the bags, one folder a document.")] = None,
    originals: Annotated[
        list[Path] | None, typer.Option(help="File or folder in which the originals are; may be given again.")
    ] = None,
    verify: Annotated[Path | None, typer.Option(help="Verify the bags in this folder instead.")] = None,
) -> None:
    """Make a BagIt bag of each result: original, searchable PDF/A, ALTO, JSON, PREMIS."""
    if verify is None and (not results or out is None):
        raise typer.BadParameter("give results and -o, or --verify")
    try:
        require(PACKAGES, "archive")
        failed = _verified(verify) if verify is not None else _archived(results or [], originals or [], out or Path())
    except JuesuanError as error:
        show_error(error)
        raise typer.Exit(FAILED) from error
    raise typer.Exit(FAILED if failed else DONE)


def _archived(results: list[Path], originals: list[Path], out: Path) -> bool:
    """Make the bags; whether any was not made."""
    from extractor.outputs.archive.bags import archive as make
    from extractor.outputs.export import results_in

    found = results_in(results)
    with shown_count(len(found)) as done:
        archived = make(found, originals, out, done)
    for name, why in archived.plain:
        console.print(f"{name}: {why}", markup=False, highlight=False, soft_wrap=True, style="yellow")
    for failure in archived.failures:
        show_error(failure)
    told = f"{out}: {archived.bags} bags" + (f"; {len(archived.failures)} failed" if archived.failures else "")
    console.print(told, markup=False, highlight=False, soft_wrap=True)
    return bool(archived.failures)


def _verified(folder: Path) -> bool:
    """Print each bag with its verdict; whether any is broken."""
    from extractor.outputs.archive.bags import verify

    broken = False
    for path, wrong in verify(folder):
        typer.echo(f"{path}: {wrong or 'whole'}")
        broken |= bool(wrong)
    return broken
