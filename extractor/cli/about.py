"""`juesuan schema` and `doctor`: what the program writes, and what it finds on this machine."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from extractor.cli.statuses import DONE, FAILED
from extractor.outputs.schema_names import SchemaName


def schema(
    name: Annotated[SchemaName, typer.Argument(help="What is described.")] = "document",
) -> None:
    """Print the JSON Schema of document.json, or of another output."""
    from extractor.outputs.schemas import schema_of

    typer.echo(json.dumps(schema_of(name), ensure_ascii=False, indent=1))


def show_version(wanted: bool) -> None:
    """Print the version and exit, where it is asked for."""
    if wanted:
        from importlib.metadata import version

        typer.echo(f"juesuan {version('juesuan')}")
        raise typer.Exit(DONE)


def doctor() -> None:
    """Say which engines, models and system programs are here."""
    from rich.table import Table

    from extractor.doctor import findings
    from extractor.service.commands import show_table

    table = Table("", "what", "detail")
    found = findings()
    for finding in found:
        mark = "[green]yes" if finding.found else "[red]no" if finding.needed else "[yellow]no (optional)"
        table.add_row(mark, finding.name, finding.detail)
    show_table(table)
    raise typer.Exit(DONE if all(f.found for f in found if f.needed) else FAILED)
