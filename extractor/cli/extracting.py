"""`juesuan extract`, `facts` and `check`: files into data, one after the other."""

from __future__ import annotations

import json
import logging
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.display import show_log, show_messages, show_outcomes, shown_progress
from extractor.cli.options import KnownOnly, Ocr, OwnLayouts, Pages, Password, Raster, Verbose
from extractor.cli.statuses import CONTRADICTED, DONE, FileResult, worst
from extractor.errors import JuesuanError, MissingFileError

if TYPE_CHECKING:
    from extractor.document import Document
    from extractor.pipeline import Settings

# Stands for standard input, and what a result from there is called.
STDIN, STDIN_NAME = Path("-"), "stdin"
FILE_HELP = "PDF, PNG, JPEG or TIFF file; - for standard input."

log = logging.getLogger(__name__)


def extract(
    files: Annotated[
        list[Path], typer.Argument(help="PDF, PNG, JPEG or TIFF files; - for standard input.", show_default=False)
    ],
    out: Annotated[Path, typer.Option("-o", "--out", help="Folder for the results, one folder in it per file.")],
    password: Password = None,
    ocr: Ocr = "rapidocr",
    rasterizer: Raster = "pdfium",
    layouts: OwnLayouts = None,
    pages: Pages = None,
    known_only: KnownOnly = False,
    together: Annotated[
        bool, typer.Option("--together", help="All FILES are one disclosure: one result, named by the first.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a file instead of a table.")] = False,
    verbose: Verbose = False,
) -> None:
    """Extract each FILE into OUT/<name>/: document.json, tables/, facts.jsonl.

    Of a file with several documents, split at their covers, each has a folder in OUT/<name>/; volume.json lists them.
    """
    from extractor.pipeline import Settings

    show_log(verbose)
    settings = Settings(password, rasterizer, ocr, layouts, pages)
    outcomes = []
    taken: set[str] = set()
    for given in [files] if together else [[file] for file in files]:
        folder = out / _free_name(given[0], taken)
        outcome = _outcome(given, settings, folder, known_only=known_only, together=together)
        outcomes.append(outcome)
        if as_json:
            typer.echo(json.dumps(_summary(outcome), ensure_ascii=False))
    if not as_json:
        show_outcomes(outcomes)
    raise typer.Exit(worst(outcome.status for outcome in outcomes))


def facts(
    file: Annotated[Path, typer.Argument(help=FILE_HELP, show_default=False)],
    password: Password = None,
    ocr: Ocr = "rapidocr",
    rasterizer: Raster = "pdfium",
    layouts: OwnLayouts = None,
    pages: Pages = None,
    known_only: KnownOnly = False,
    with_document: Annotated[
        bool, typer.Option("--with-document", help="Say in every line which document it is of.")
    ] = False,
    verbose: Verbose = False,
) -> None:
    """Print the facts of FILE, one JSON object a line; of a file with several documents as with --with-document."""
    from extractor.outputs import fact_lines, fact_lines_with_document
    from extractor.pipeline import Settings

    show_log(verbose)

    def lines(documents: Sequence[Document]) -> Iterable[str]:
        told = fact_lines_with_document if with_document or len(documents) > 1 else fact_lines
        return chain.from_iterable(map(told, documents))

    outcome = _told(file, lines, Settings(password, rasterizer, ocr, layouts, pages), known_only=known_only)
    raise typer.Exit(outcome.status)


def check(
    file: Annotated[Path, typer.Argument(help=FILE_HELP, show_default=False)],
    password: Password = None,
    ocr: Ocr = "rapidocr",
    rasterizer: Raster = "pdfium",
    layouts: OwnLayouts = None,
    pages: Pages = None,
    failing: Annotated[bool, typer.Option("--failing", help="Only the checks that fail or warn.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a check, no balance.")] = False,
    verbose: Verbose = False,
) -> None:
    """Print where all that was read on FILE ended, then every check of its figures, failing first."""
    from extractor.document import Check
    from extractor.outputs import balance_lines, check_lines
    from extractor.pipeline import Settings

    show_log(verbose)

    def lines(documents: Sequence[Document]) -> Iterator[str]:
        for document in documents:
            if len(documents) > 1 and not as_json:
                yield f"{document.unit_name} {document.year} {document.kind}:"
            yield from lines_of(document)

    def lines_of(document: Document) -> Iterable[str]:
        checks = [each for each in document.checks if each.result == "fails" or not failing]
        if as_json:
            return map(Check.model_dump_json, checks)
        if failing:
            return check_lines(checks) if checks else ("no check fails",)
        return *balance_lines(document), "", *check_lines(checks)

    outcome = _told(file, lines, Settings(password, rasterizer, ocr, layouts, pages))
    checks = (check for document in outcome.documents for check in document.checks)
    contradicted = any(check.result == "fails" and check.level == "error" for check in checks)
    raise typer.Exit(worst((outcome.status, CONTRADICTED if contradicted else DONE)))


def _told(
    file: Path, lines: Callable[[Sequence[Document]], Iterable[str]], settings: Settings, *, known_only: bool = False
) -> FileResult:
    """Extract a file and print lines of its documents, then what is to be said of them."""
    outcome = _outcome([file], settings, known_only=known_only)
    for line in lines(outcome.documents):
        typer.echo(line)
    show_messages([outcome])
    return outcome


def _outcome(
    files: Sequence[Path],
    settings: Settings,
    folder: Path | None = None,
    *,
    known_only: bool = False,
    together: bool = False,
) -> FileResult:
    """What becomes of a file, or of several `together`; the result goes into `folder`, where there is one."""
    from extractor.outputs import write_documents
    from extractor.outputs.files import check_target
    from extractor.records import without_others

    started, file = time.perf_counter(), files[0]
    error: JuesuanError
    try:
        if folder is not None:
            check_target(folder)
        documents = _extracted(files, settings, together=together)
        documents = list(map(without_others, documents)) if known_only else documents
        if folder is not None:
            write_documents(documents, folder)
        return FileResult(file, time.perf_counter() - started, documents, folder)
    except JuesuanError as known:
        error = known
        error.file = error.file or str(file)
    except Exception as unknown:  # whatever a library does with one file, the others go on
        log.debug("%s", file, exc_info=True)
        what = f"failed unexpectedly ({type(unknown).__name__}: {unknown})"
        error = JuesuanError(what, file=file, hint="Show where with -v; report it")
    return FileResult(file, time.perf_counter() - started, error=error)


def _extracted(files: Sequence[Path], settings: Settings, *, together: bool) -> list[Document]:
    """The documents of a file or of standard input, or the one document of several files."""
    from extractor.pipeline import extract as extract_document
    from extractor.pipeline import extract_documents

    for file in files:
        if file.is_dir():
            hint = f"To convert the documents in it: juesuan batch {file} -o OUT"
            raise MissingFileError("is a folder", file=file, hint=hint)
    with shown_progress(files[0].name) as progress:
        given = [sys.stdin.buffer if file == STDIN else file for file in files]
        if together:
            return [extract_document(*given, **settings._asdict(), progress=progress)]
        return extract_documents(given[0], **settings._asdict(), progress=progress)


def _free_name(file: Path, taken: set[str]) -> str:
    """A folder name for the file; a second file of the same name gets a number."""
    from extractor.outputs.files import safe_name

    name = base = STDIN_NAME if file == STDIN else safe_name(file.stem)
    number = 2
    while name in taken:
        name, number = f"{base}-{number}", number + 1
    taken.add(name)
    return name


def _summary(outcome: FileResult) -> dict[str, object]:
    """One input's result for machines, under the manifest's keys."""
    from extractor.outputs import list_documents, summary_of_all

    base: dict[str, object] = {"file": str(outcome.file), "seconds": round(outcome.seconds, 3)}
    if outcome.error is not None:
        error = outcome.error
        failure = {"code": error.code, "message": error.message, "page": error.page, "hint": error.hint}
        return base | {"state": "failed", "error": failure}
    documents = outcome.documents
    messages = [message.model_dump() for document in documents for message in document.messages]
    told = base | {"folder": str(outcome.folder)} | summary_of_all(documents) | {"error": None, "messages": messages}
    if documents[0].sources:
        told["sources"] = [source.model_dump() for source in documents[0].sources]
    listed = [each.model_dump() for each in list_documents(documents)]
    return told | ({"documents": listed} if listed else {})
