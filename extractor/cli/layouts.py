"""`juesuan layouts` and `juesuan explain`: what is known of forms, and what a document lacks to be known."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from extractor.errors import JuesuanError
from extractor.layouts import Form, load_layouts
from extractor.layouts.faults import find_faults
from extractor.pipeline import extract
from extractor.tables.explain import explain_tables

FAILED = 1

layouts_app = typer.Typer(no_args_is_help=True, help="List, check and describe layouts.")

Own = Annotated[Path | None, typer.Option("--layouts", help="Folder of your own layouts, on top of the shipped.")]


@layouts_app.command("list")
def list_layouts(layouts: Own = None) -> None:
    """Print every form: its id, the table of its facts, its kind and title."""
    try:
        known = load_layouts(layouts)
    except JuesuanError as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(FAILED) from error
    for form in known.forms.values():
        typer.echo(f"{form.id:<34} {form.name:<34} {form.kind:<7} {form.title}")
    for card in known.scorecards.values():
        typer.echo(f"{card.id:<34} {card.table + '/N':<34} {card.kind or 'any':<7} {card.title}")


@layouts_app.command("check")
def check_layouts(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder of your own layouts.", show_default=False)],
) -> None:
    """Print every fault of a folder of layouts, with its file, line and key; exit 1 where there is one."""
    if not folder.is_dir():
        typer.echo(f"{folder}: there is no such folder", err=True)
        raise typer.Exit(FAILED)
    found = find_faults(folder)
    for fault in found:
        typer.echo(str(fault))
    raise typer.Exit(FAILED if found else 0)


@layouts_app.command("schema")
def schema_of_layouts() -> None:
    """Print the JSON Schema of a form's YAML file, for editors."""
    typer.echo(json.dumps(Form.model_json_schema(), ensure_ascii=False, indent=1))


def explain(
    file: Annotated[Path, typer.Argument(help="PDF, PNG, JPEG or TIFF file.", show_default=False)],
    page: Annotated[int | None, typer.Option(help="Only the tables of this page.")] = None,
    password: Annotated[str | None, typer.Option(help="Password of an encrypted PDF.")] = None,
    layouts: Own = None,
) -> None:
    """Say of every table of FILE which forms were considered, and what name the likeliest lacks."""
    try:
        document = extract(file, password=password, layouts=layouts)
        for line in explain_tables(document, load_layouts(layouts), page):
            typer.echo(line)
    except JuesuanError as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(FAILED) from error
