"""`juesuan layouts` and `juesuan explain`: what is known of forms, and what a document lacks to be known."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from extractor.errors import JuesuanError, OutputError

if TYPE_CHECKING:
    from extractor.layouts import Layouts
    from extractor.review.proposals import Proposal

FAILED = 1
FolderName = Literal["tables", "scorecards"]

layouts_app = typer.Typer(no_args_is_help=True, help="List, check and describe layouts.")

Own = Annotated[Path | None, typer.Option("--layouts", help="Folder of your own layouts, on top of the shipped.")]


@layouts_app.command("list")
def list_layouts(layouts: Own = None) -> None:
    """Print every form: its id, the table of its facts, its kind and title."""
    from extractor.layouts import load_layouts

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
    from extractor.layouts.faults import find_faults

    if not folder.is_dir():
        typer.echo(f"{folder}: there is no such folder", err=True)
        raise typer.Exit(FAILED)
    found = find_faults(folder)
    for fault in found:
        typer.echo(str(fault))
    raise typer.Exit(FAILED if found else 0)


@layouts_app.command("schema")
def schema_of_layouts(
    name: Annotated[FolderName, typer.Argument(help="The folder that the file is in.")] = "tables",
) -> None:
    """Print the JSON Schema of a form's YAML file, for editors."""
    from extractor.layouts import Form
    from extractor.layouts.scorecards import ScorecardForm

    # A scorecard `like` another may have few keys of its own.
    card = ScorecardForm.model_json_schema() | {"required": ["id"]}
    schema = Form.model_json_schema() if name == "tables" else card
    typer.echo(json.dumps(schema, ensure_ascii=False, indent=1))


@layouts_app.command("propose")
def propose_names(
    results: Annotated[list[Path], typer.Argument(help="Folders of results that people reviewed.", show_default=False)],
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="Folder for whole forms with the names.", show_default=False)
    ] = None,
    layouts: Own = None,
) -> None:
    """Print the names that people gave to headings, labels and titles, and that the forms lack (docs/review.md)."""
    from extractor.layouts import load_layouts
    from extractor.outputs.export import results_in
    from extractor.outputs.export.results import read_result
    from extractor.review.proposals import proposals_of
    from extractor.review.store import decisions_beside

    try:
        known = load_layouts(layouts)
        found = results_in(results)
        decided = [decisions_beside(result.path).of(read_result(result).source.sha256) for result in found]
        proposals = proposals_of(decided, known)
        for proposal, decisions in sorted(proposals.items()):
            where = f"{proposal.axis} {proposal.key}".strip()
            said = ", ".join(sorted({decision.who for decision in decisions}))
            typer.echo(f"tables/{proposal.form}.yaml: {where}: {proposal.printed}  ({said})")
        if out is not None:
            write_forms(out, known, proposals)
    except JuesuanError as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(FAILED) from error


def write_forms(folder: Path, layouts: Layouts, proposals: Iterable[Proposal]) -> None:
    """Write every form that lacks a name, with it.  Raises `OutputError` where a form's file is there already."""
    import yaml

    from extractor.review.proposals import with_names

    by_form: dict[str, list[Proposal]] = defaultdict(list)
    for proposal in proposals:
        by_form[proposal.form].append(proposal)
    paths = {form: folder / "tables" / f"{form}.yaml" for form in by_form}
    for path in paths.values():
        if path.exists():
            raise OutputError("is there already", file=path, hint="Take the printed names over by hand")
    for form, path in paths.items():
        content = with_names(layouts.forms[form], by_form[form]).model_dump(mode="json", exclude_defaults=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=1000), encoding="utf-8")


def explain(
    file: Annotated[Path, typer.Argument(help="PDF, PNG, JPEG or TIFF file.", show_default=False)],
    page: Annotated[int | None, typer.Option(help="Only the tables of this page.")] = None,
    password: Annotated[str | None, typer.Option(help="Password of an encrypted PDF.")] = None,
    layouts: Own = None,
) -> None:
    """Say of every table of FILE which forms were considered, and what name the likeliest lacks."""
    from extractor.layouts import load_layouts
    from extractor.pipeline import extract
    from extractor.tables.explain import explain_tables

    try:
        document = extract(file, password=password, layouts=layouts)
        for line in explain_tables(document, load_layouts(layouts), page):
            typer.echo(line)
    except JuesuanError as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(FAILED) from error
