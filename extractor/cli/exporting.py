"""`juesuan export`: results into the formats of spreadsheets and databases."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.display import console, show_error, shown_count
from extractor.cli.statuses import DONE, FAILED
from extractor.errors import JuesuanError
from extractor.outputs.export.formats import FormatName


def export(
    results: Annotated[
        list[Path],
        typer.Argument(help="Folders of results, or document.json files.", show_default=False),
    ],
    to: Annotated[FormatName, typer.Option("--to", help="Format.", show_default=False)],
    out: Annotated[Path, typer.Option("-o", "--out", help="File; or folder, where there is a file a table.")],
) -> None:
    """Write the facts of all RESULTS into one table, with tables of documents, checks, scorecards and more."""
    from extractor.outputs.export import results_in
    from extractor.outputs.exporting import export as export_results

    try:
        found = results_in(results)
        with shown_count(len(found)) as done:
            exported = export_results(found, to, out, done)
    except JuesuanError as error:
        show_error(error)
        raise typer.Exit(FAILED) from error
    for failure in exported.failures:
        show_error(failure)
    told = f"{out}: {exported.documents} documents, {exported.facts} facts"
    told += f"; {len(exported.failures)} results could not be read" if exported.failures else ""
    console.print(told, highlight=False, markup=False, soft_wrap=True)
    raise typer.Exit(FAILED if exported.failures else DONE)
