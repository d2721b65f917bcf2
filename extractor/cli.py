"""The command line: thin over `extractor.extract`."""

from __future__ import annotations

import json
import logging
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from extractor.doctor import findings
from extractor.document import Document
from extractor.errors import JuesuanError
from extractor.layout_commands import explain, layouts_app
from extractor.outputs import balance_lines, check_lines, fact_lines, shortfall, summary_of, write_document
from extractor.outputs.files import check_target, safe_name
from extractor.outputs.summary import ranges
from extractor.pages.source import Rasterizer
from extractor.pipeline import Progress as OnProgress
from extractor.pipeline import Settings
from extractor.pipeline import extract as extract_document
from extractor.reading import OcrName
from extractor.records import without_others
from extractor.service.batch import run_batch
from extractor.service.commands import keys_app, serve, worker
from extractor.service.convert import Failure, Limits
from extractor.service.inputs import inputs_of
from extractor.service.settings import CORES

# Exit statuses (docs/command-line.md): 2 is the usage error that typer itself answers.  Where several apply, the lowest
# but DONE is answered.
DONE, FAILED, CONTRADICTED, INCOMPLETE, NOTHING_FOUND, INTERRUPTED = 0, 1, 3, 4, 5, 130
OF_STATE = {"complete": DONE, "incomplete": INCOMPLETE, "nothing-found": NOTHING_FOUND, "failed": FAILED}
# Codes of messages that the last lines of a file say.
SAID_LAST = ("quality", "nothing-found")

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Disclosed final accounts of Chinese government units become data that can be trusted.",
)
app.command()(serve)
app.command()(worker)
app.add_typer(keys_app, name="keys")
app.add_typer(layouts_app, name="layouts")
app.command()(explain)
console = Console(stderr=True)
log = logging.getLogger(__name__)

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


class Outcome(NamedTuple):
    """What became of one input."""

    file: Path
    seconds: float
    document: Document | None = None
    folder: Path | None = None
    error: JuesuanError | None = None

    @property
    def status(self) -> int:
        """The exit status: of a failure of the file or a page of it, else of the document's state."""
        if self.document is None or any(page.kind == "failed" for page in self.document.pages):
            return FAILED
        return OF_STATE[self.document.state]


@app.command()
def extract(
    files: Annotated[list[Path], typer.Argument(help="PDF, PNG, JPEG or TIFF files.", show_default=False)],
    out: Annotated[Path, typer.Option("-o", "--out", help="Folder for the results, one folder in it per file.")],
    password: Password = None,
    ocr: Ocr = "rapidocr",
    rasterizer: Raster = "pdfium",
    layouts: OwnLayouts = None,
    known_only: KnownOnly = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a file instead of a table.")] = False,
    verbose: Verbose = False,
) -> None:
    """Extract each FILE into OUT/<name>/: document.json, tables/, facts.jsonl."""
    _log(verbose)
    outcomes = []
    taken: set[str] = set()
    for file in files:
        folder = out / _free_name(file, taken)
        started = time.perf_counter()
        try:
            check_target(folder)
            with _shown_progress(file.name) as progress:
                document = extract_document(
                    file, password=password, ocr=ocr, rasterizer=rasterizer, layouts=layouts, progress=progress
                )
            document = without_others(document) if known_only else document
            write_document(document, folder)
            outcome = Outcome(file, time.perf_counter() - started, document, folder)
        except JuesuanError as error:
            if error.file is None:
                error.file = str(file)
            outcome = Outcome(file, time.perf_counter() - started, error=error)
        except Exception as error:  # whatever a library does with one file, the others go on
            log.debug("%s", file, exc_info=True)
            failure = JuesuanError(
                f"failed unexpectedly ({type(error).__name__}: {error})",
                file=file,
                hint="Show where with -v; report it",
            )
            outcome = Outcome(file, time.perf_counter() - started, error=failure)
        outcomes.append(outcome)
        if as_json:
            typer.echo(json.dumps(_summary(outcome), ensure_ascii=False))
    if not as_json:
        _show(outcomes)
    raise typer.Exit(_worst(outcome.status for outcome in outcomes))


@app.command()
def facts(
    file: Annotated[Path, typer.Argument(help="PDF, PNG, JPEG or TIFF file.", show_default=False)],
    password: Password = None,
    ocr: Ocr = "rapidocr",
    rasterizer: Raster = "pdfium",
    layouts: OwnLayouts = None,
    known_only: KnownOnly = False,
    verbose: Verbose = False,
) -> None:
    """Print the facts of FILE, one JSON object a line."""
    _log(verbose)
    outcome = _told(
        file,
        lambda found: fact_lines(without_others(found) if known_only else found),
        Settings(password, rasterizer, ocr, layouts),
    )
    raise typer.Exit(outcome.status)


@app.command()
def check(
    file: Annotated[Path, typer.Argument(help="PDF, PNG, JPEG or TIFF file.", show_default=False)],
    password: Password = None,
    ocr: Ocr = "rapidocr",
    rasterizer: Raster = "pdfium",
    layouts: OwnLayouts = None,
    verbose: Verbose = False,
) -> None:
    """Print where all that was read on FILE ended, then every check of its figures, failing first."""
    _log(verbose)
    outcome = _told(file, _checked_lines, Settings(password, rasterizer, ocr, layouts))
    document = outcome.document
    contradicted = document and any(c.result == "fails" and c.level == "error" for c in document.checks)
    raise typer.Exit(_worst((outcome.status, CONTRADICTED if contradicted else DONE)))


@app.command()
def batch(
    inputs: Annotated[list[str], typer.Argument(help="Files, folders, globs, lists (@FILE).", show_default=False)],
    out: Annotated[Path, typer.Option("-o", "--out", help="Folder for the results and manifest.jsonl.")],
    workers: Annotated[int, typer.Option(min=1, help="Processes that convert.", show_default="cores")] = CORES,
    max_failures: Annotated[int | None, typer.Option(min=1, help="Stop after so many failed files.")] = None,
    page_seconds: Annotated[float, typer.Option(min=0, help="Time limit of a page.")] = Limits().page_seconds,
    document_seconds: Annotated[float, typer.Option(min=0, help="Time limit of a file.")] = Limits().document_seconds,
    memory: Annotated[int, typer.Option(min=512, help="Address space of a process, MiB.")] = Limits().memory_mib,
    max_pages: Annotated[int, typer.Option(min=1, help="Pages that a file may have.")] = Limits().pages,
    password: Password = None,
    ocr: Ocr = "rapidocr",
    rasterizer: Raster = "pdfium",
    layouts: OwnLayouts = None,
) -> None:
    """Convert all INPUTS into folders of OUT; run it again to go on where it stopped."""
    settings = Settings(password, rasterizer, ocr, layouts)
    limits = Limits(page_seconds, document_seconds, memory, max_pages)
    try:
        files = inputs_of(inputs)
        with _shown_batch(len(files)) as ended:
            done = run_batch(files, out, settings, limits, workers=workers, most_failures=max_failures, ended=ended)
    except JuesuanError as error:
        console.print(f"error: {error}", markup=False, highlight=False, style="red")
        raise typer.Exit(FAILED) from error
    told = ", ".join(f"{done.states[state]} {state}" for state in OF_STATE)
    told += f"; {done.skipped} skipped (converted before)"
    left = len(files) - done.states.total()
    told += f"; stopped, {left} left: run it again to go on" if done.stopped else ""
    console.print(told, highlight=False, soft_wrap=True)
    enough = max_failures is not None and done.states["failed"] >= max_failures
    if done.stopped and not enough:
        raise typer.Exit(INTERRUPTED)
    pages = FAILED if done.with_failed_pages else DONE
    raise typer.Exit(_worst((pages, *(OF_STATE[state] for state in done.states))))


@app.command()
def schema() -> None:
    """Print the JSON Schema of document.json."""
    typer.echo(json.dumps(Document.model_json_schema(), ensure_ascii=False, indent=1))


@app.command()
def doctor() -> None:
    """Say which engines, models and system programs are here."""
    table = Table("", "what", "detail")
    found = findings()
    for finding in found:
        mark = "[green]yes" if finding.found else "[red]no" if finding.needed else "[yellow]no (optional)"
        table.add_row(mark, finding.name, finding.detail)
    Console().print(table)
    raise typer.Exit(DONE if all(f.found for f in found if f.needed) else FAILED)


def _told(file: Path, lines: Callable[[Document], Iterator[str]], settings: Settings) -> Outcome:
    """Extract a file and print lines of it, then what is to be said of it."""
    try:
        outcome = Outcome(file, 0.0, extract_document(file, **settings._asdict()))
    except JuesuanError as error:
        outcome = Outcome(file, 0.0, error=error)
    for line in lines(outcome.document) if outcome.document else ():
        typer.echo(line)
    _show_messages([outcome])
    return outcome


def _checked_lines(document: Document) -> Iterator[str]:
    """What `check` prints: the balance, a blank line, the checks."""
    yield from balance_lines(document)
    yield ""
    yield from check_lines(document)


def _worst(statuses: Iterable[int]) -> int:
    """The exit status for several: the lowest that says that something is wrong."""
    return min((status for status in statuses if status != DONE), default=DONE)


def _log(verbose: bool) -> None:
    logging.basicConfig(stream=sys.stderr, format="%(message)s", level=logging.WARNING)
    logging.getLogger("extractor").setLevel(logging.DEBUG if verbose else logging.WARNING)


def _free_name(file: Path, taken: set[str]) -> str:
    """A folder name for the file; a second file of the same name gets a number."""
    name = base = safe_name(file.stem)
    number = 2
    while name in taken:
        name, number = f"{base}-{number}", number + 1
    taken.add(name)
    return name


@contextmanager
def _shown_progress(name: str) -> Iterator[OnProgress]:
    """Pages done, on a terminal only; gone when the file is done."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("pages"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        task = bars.add_task(name, total=None)
        yield lambda stage, done, pages: bars.update(task, completed=done, total=pages)


@contextmanager
def _shown_batch(files: int) -> Iterator[Callable[[dict[str, Any], bool], None]]:
    """Files done, their rate and the time that remains; failures as they come."""
    rate = TextColumn("{task.fields[rate]}")
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("files"), rate, TimeRemainingColumn())
    started = time.monotonic()
    converted = 0
    with Progress(*columns, console=console, disable=not console.is_terminal) as bars:
        task = bars.add_task("", total=files, rate="")

        def ended(record: dict[str, Any], skipped: bool) -> None:
            nonlocal converted
            converted += not skipped
            if record["error"]:
                failure = Failure(**record["error"])
                hint = f". {failure.hint}" if failure.hint else ""
                bars.console.print(f"{record['file']}: {failure}{hint}", markup=False, highlight=False, style="red")
            minutes = (time.monotonic() - started) / 60
            bars.update(task, advance=1, rate=f"{converted / minutes:.1f} a minute" if converted else "")

        yield ended


def _summary(outcome: Outcome) -> dict[str, object]:
    """One input's result for machines, under the manifest's keys."""
    base: dict[str, object] = {"file": str(outcome.file), "seconds": round(outcome.seconds, 3)}
    if outcome.error is not None:
        error = outcome.error
        failure = {"code": error.code, "message": error.message, "page": error.page, "hint": error.hint}
        return base | {"state": "failed", "error": failure}
    document = outcome.document
    assert document is not None
    messages = [message.model_dump() for message in document.messages]
    return base | {"folder": str(outcome.folder)} | summary_of(document) | {"error": None, "messages": messages}


def _show(outcomes: list[Outcome]) -> None:
    """The summary for people; failures last, where they are seen."""
    # Nothing between the columns but one blank: all fit into a terminal of 80.
    table = Table(box=SIMPLE_HEAD, padding=0, show_edge=False)
    table.add_column("file", overflow="fold", min_width=8)
    table.add_column("state", no_wrap=True)
    table.add_column("unit", overflow="fold", min_width=8)
    for name in ("pages", "tables", "cards", "facts", "verified", "suspect", "fails"):
        table.add_column(name, justify="right", no_wrap=True)
    for outcome in outcomes:
        if outcome.document is None:
            table.add_row(outcome.file.name, "[red]failed", *[""] * 8)
            continue
        found = summary_of(outcome.document)
        failing = len(found["failing_checks"])
        table.add_row(
            outcome.file.name,
            found["state"] if found["state"] == "complete" else f"[yellow]{found['state']}",
            found["unit_name"] or "",
            str(found["pages"]),
            str(len(found["tables"])),
            str(found["scorecards"]),
            str(found["facts"]),
            str(found["verified"]),
            f"[yellow]{found['suspects']}" if found["suspects"] else "0",
            f"[yellow]{failing}" if failing else "0",
        )
    Console().print(table)
    _show_messages(outcomes)


def _show_messages(outcomes: list[Outcome]) -> None:
    """Errors and warnings; last of each file, a line each, its poor pages and what its result lacks."""
    for outcome in outcomes:
        if outcome.error is not None:
            console.print(f"error: {outcome.error}", markup=False, highlight=False, style="red")
        for message in outcome.document.messages if outcome.document else ():
            if message.level != "info" and message.code not in SAID_LAST:
                place = f" page {message.page}" if message.page else ""
                console.print(f"{outcome.file}{place}: {message.text}", markup=False, highlight=False)
    for outcome in outcomes:
        if outcome.document is not None:
            for line in _last_lines(outcome.document):
                text = f"{outcome.file}: {line}"
                console.print(text, markup=False, highlight=False, soft_wrap=True, style="yellow")


def _last_lines(document: Document) -> Iterator[str]:
    """What a person should see last of a file: its poor pages and what to do, then what its result lacks."""
    qualities = {page.number: page.quality for page in document.pages}
    poor = {number: quality for number, quality in qualities.items() if quality and quality.verdict == "poor"}
    if poor:
        advice = next(iter(poor.values())).advice
        yield f"poor pages: {ranges(list(poor))}. {advice} (why: quality in document.json)"
    if document.state != "complete":
        seen = [message.text for message in document.messages if message.code == "nothing-found"]
        yield f"{document.state}: {'; '.join(filter(None, (*seen, shortfall(document))))}"


def main() -> None:
    """Entry point of the `juesuan` command."""
    app()
