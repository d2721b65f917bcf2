"""`juesuan serve`, `worker` and `keys`.  What they need is loaded only when they are called."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape

from extractor.errors import InputError, JuesuanError
from extractor.service.choices import Scope
from extractor.service.packages import require_service

if TYPE_CHECKING:
    from rich.table import Table

    from extractor.service.database import Database
    from extractor.service.keys import Keys
    from extractor.service.people import People
    from extractor.service.settings import ServiceSettings

# Columns of output that is piped: nothing is cut or wrapped.
UNCUT = 10_000

keys_app = typer.Typer(no_args_is_help=True, help="API keys of the service.")
users_app = typer.Typer(no_args_is_help=True, help="People who sign in to the review desk.")


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.", show_default="127.0.0.1")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Port to listen on.", show_default="8000")] = None,
    workers: Annotated[
        int | None, typer.Option(min=0, help="Documents to convert at a time; 0: none.", show_default="cores")
    ] = None,
) -> None:
    """Answer HTTP, and convert what is handed in.  Settings: JUESUAN_* (docs/service.md)."""
    with _errors_told():
        from extractor.service.serve import serve as run

        run(_settings(host=host, port=port, workers=workers))


def worker(
    workers: Annotated[
        int | None, typer.Option(min=1, help="Documents to convert at a time.", show_default="cores")
    ] = None,
) -> None:
    """Convert what services hand in, on this machine, until told to end."""
    with _errors_told():
        from extractor.service.serve import work

        work(_settings(workers=workers))


@keys_app.command("create")
def create_key(
    name: Annotated[str, typer.Argument(help="Whose it is.", show_default=False)],
    scope: Annotated[Scope, typer.Option(help="What it may do; write may read, admin also make keys.")] = "write",
) -> None:
    """Make a key and print it: it cannot be shown again."""
    with _errors_told(), _keys() as keys:
        _, key = keys.create(name, scope)
        typer.echo(key)


def show_table(table: Table) -> None:
    """Print a table as wide as the terminal; piped, as wide as it is."""
    results = Console()
    (results if results.is_terminal else Console(width=UNCUT)).print(table)


@keys_app.command("list")
def list_keys() -> None:
    """Show all keys that were made, not what they are."""
    from rich.table import Table

    table = Table("id", "name", "scope", "created", "revoked")
    with _errors_told(), _keys() as keys:
        for row in keys.all():
            ended = f"{row.revoked:%F}" if row.revoked else ""
            table.add_row(row.id, escape(row.name), row.scope, f"{row.created:%F}", ended)
    show_table(table)


@keys_app.command("revoke")
def revoke_key(key_id: Annotated[str, typer.Argument(metavar="ID", help="From `list`.", show_default=False)]) -> None:
    """End a key for good."""
    with _errors_told(), _keys() as keys:
        keys.revoke(key_id)


@users_app.command("create")
def create_user(
    name: Annotated[str, typer.Argument(help="The name that signs.", show_default=False)],
    scope: Annotated[Scope, typer.Option(help="What the person may do; write may also hand in.")] = "review",
    password: Annotated[
        str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True, envvar="JUESUAN_NEW_PASSWORD")
    ] = "",
) -> None:
    """Let a person sign in.  The password is asked for, or taken from JUESUAN_NEW_PASSWORD."""
    with _errors_told(), _people() as people:
        people.create(name, password, scope)


@users_app.command("list")
def list_users() -> None:
    """Show everybody who was let in."""
    from rich.table import Table

    table = Table("name", "scope", "created", "ended")
    with _errors_told(), _people() as people:
        for row in people.all():
            table.add_row(escape(row.name), row.scope, f"{row.created:%F}", f"{row.ended:%F}" if row.ended else "")
    show_table(table)


@users_app.command("end")
def end_user(name: Annotated[str, typer.Argument(help="From `list`.", show_default=False)]) -> None:
    """Let a person sign in no more; what was signed stays."""
    with _errors_told(), _people() as people:
        people.end(name)


@contextmanager
def _people() -> Iterator[People]:
    from extractor.service.people import People

    with _database() as database:
        yield People(database)


@contextmanager
def _keys() -> Iterator[Keys]:
    from extractor.service.keys import Keys

    with _database() as database:
        yield Keys(database)


@contextmanager
def _database() -> Iterator[Database]:
    from extractor.service.database import Database

    database = Database(_settings())
    database.prepare()
    try:
        yield database
    finally:
        database.close()


def _settings(**given: object) -> ServiceSettings:
    """The environment's settings, and before them the command's options."""
    from pydantic import ValidationError

    from extractor.service.settings import ServiceSettings

    try:
        return ServiceSettings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        wrong = "; ".join(f"JUESUAN_{str(each['loc'][0]).upper()}: {each['msg']}" for each in error.errors())
        raise InputError(wrong, hint="See docs/service.md") from error


@contextmanager
def _errors_told() -> Iterator[None]:
    """Errors end the command with a line that says what to do; so does an installation without the service."""
    try:
        require_service()
        yield
    except JuesuanError as error:
        Console(stderr=True).print(f"error: {error}", markup=False, highlight=False, style="red")
        raise typer.Exit(1) from error
