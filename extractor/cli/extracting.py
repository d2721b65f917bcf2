"""`juesuan extract`, `facts` and `check`: files into data, one after the other."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.options import KnownOnly, Ocr, OwnLayouts, Password, Raster, Verbose
from extractor.cli.shown import show_log, show_messages, show_outcomes, shown_progress
from extractor.cli.statuses import CONTRADICTED, DONE, Outcome, worst
from extractor.document import Document
from extractor.errors import JuesuanError
from extractor.outputs import balance_lines, check_lines, fact_lines, summary_of, write_document
from extractor.outputs.files import check_target, safe_name
from extractor.pipeline import Settings
from extractor.pipeline import extract as extract_document
from extractor.records import without_others

log = logging.getLogger(__name__)


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
    show_log(verbose)
    outcomes = []
    taken: set[str] = set()
    for file in files:
        folder = out / _free_name(file, taken)
        started = time.perf_counter()
        try:
            check_target(folder)
            with shown_progress(file.name) as progress:
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
        show_outcomes(outcomes)
    raise typer.Exit(worst(outcome.status for outcome in outcomes))


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
    show_log(verbose)
    outcome = _told(
        file,
        lambda found: fact_lines(without_others(found) if known_only else found),
        Settings(password, rasterizer, ocr, layouts),
    )
    raise typer.Exit(outcome.status)


def check(
    file: Annotated[Path, typer.Argument(help="PDF, PNG, JPEG or TIFF file.", show_default=False)],
    password: Password = None,
    ocr: Ocr = "rapidocr",
    rasterizer: Raster = "pdfium",
    layouts: OwnLayouts = None,
    verbose: Verbose = False,
) -> None:
    """Print where all that was read on FILE ended, then every check of its figures, failing first."""
    show_log(verbose)
    outcome = _told(file, _checked_lines, Settings(password, rasterizer, ocr, layouts))
    document = outcome.document
    contradicted = document and any(c.result == "fails" and c.level == "error" for c in document.checks)
    raise typer.Exit(worst((outcome.status, CONTRADICTED if contradicted else DONE)))


def _told(file: Path, lines: Callable[[Document], Iterator[str]], settings: Settings) -> Outcome:
    """Extract a file and print lines of it, then what is to be said of it."""
    try:
        outcome = Outcome(file, 0.0, extract_document(file, **settings._asdict()))
    except JuesuanError as error:
        outcome = Outcome(file, 0.0, error=error)
    for line in lines(outcome.document) if outcome.document else ():
        typer.echo(line)
    show_messages([outcome])
    return outcome


def _checked_lines(document: Document) -> Iterator[str]:
    """What `check` prints: the balance, a blank line, the checks."""
    yield from balance_lines(document)
    yield ""
    yield from check_lines(document)


def _free_name(file: Path, taken: set[str]) -> str:
    """A folder name for the file; a second file of the same name gets a number."""
    name = base = safe_name(file.stem)
    number = 2
    while name in taken:
        name, number = f"{base}-{number}", number + 1
    taken.add(name)
    return name


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
