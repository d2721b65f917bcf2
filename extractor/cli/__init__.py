"""The command line: thin over `extractor.extract`, one module a group of commands."""

from __future__ import annotations

from typing import Annotated

import typer

from extractor.cli.about import doctor, schema, show_version
from extractor.cli.archiving import archive
from extractor.cli.batches import batch
from extractor.cli.comparing import compare
from extractor.cli.drawing import draw
from extractor.cli.exporting import export
from extractor.cli.extracting import check, extract, facts
from extractor.cli.layouts import explain, layouts_app
from extractor.cli.reviewing import review
from extractor.service.commands import keys_app, serve, users_app, worker

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Disclosed final accounts of Chinese government units become data that can be trusted.",
)


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Disclosed final accounts of Chinese government units become data that can be trusted."""


ON_FILES = (extract, facts, check, explain, draw, batch)
ON_RESULTS = (review, export, archive, compare)
for command in (*ON_FILES, *ON_RESULTS, schema, doctor, serve, worker):
    app.command()(command)
app.add_typer(keys_app, name="keys")
app.add_typer(users_app, name="users")
app.add_typer(layouts_app, name="layouts")


def main() -> None:
    """Entry point of the `juesuan` command."""
    app()
