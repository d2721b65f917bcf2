"""What people see of results: tables, messages, progress.  Results go to stdout, all else to stderr."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console

if TYPE_CHECKING:
    from extractor.cli.statuses import FileResult
    from extractor.document import Document
    from extractor.errors import JuesuanError
    from extractor.pipeline import Progress as OnProgress

# Codes of messages that the last lines of a file say.
SAID_LAST = ("quality", "nothing-found")

console = Console(stderr=True)


def show_log(verbose: bool) -> None:
    """Log to stderr what stages tell; `verbose`: with their times."""
    logging.basicConfig(stream=sys.stderr, format="%(message)s", level=logging.WARNING)
    logging.getLogger("extractor").setLevel(logging.DEBUG if verbose else logging.WARNING)


def show_error(error: JuesuanError) -> None:
    """Say what failed and what to do."""
    console.print(f"error: {error}", markup=False, highlight=False, soft_wrap=True, style="red")


@contextmanager
def shown_progress(name: str) -> Iterator[OnProgress]:
    """Pages done, on a terminal only; gone when the file is done."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

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
def shown_count(documents: int) -> Iterator[Callable[[int], None]]:
    """Documents done, on a terminal only."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = BarColumn(), MofNCompleteColumn(), TextColumn("documents"), TimeRemainingColumn()
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        task = bars.add_task("", total=documents)
        yield lambda number: bars.update(task, completed=number)


def show_outcomes(outcomes: list[FileResult]) -> None:
    """The summary for people; failures last, where they are seen."""
    from extractor.cli.results import outcome_lines

    results = Console()
    width = results.width if results.is_terminal else None
    for line in outcome_lines(outcomes, width):
        results.print(line, soft_wrap=True, highlight=False)
    show_messages(outcomes)


def show_messages(outcomes: list[FileResult]) -> None:
    """Errors and warnings; last of each document, a line each, its poor pages and what its result lacks."""
    for outcome in outcomes:
        if outcome.error is not None:
            show_error(outcome.error)
        for document in outcome.documents:
            for message in document.messages:
                if message.level != "info" and message.code not in SAID_LAST:
                    place = _place(outcome, document, message.page)
                    console.print(f"{place}: {message.text}", markup=False, highlight=False, soft_wrap=True)
    for outcome in outcomes:
        for document in outcome.documents:
            for line in _last_lines(document):
                text = f"{_whose(outcome, document)}: {line}"
                console.print(text, markup=False, highlight=False, soft_wrap=True, style="yellow")


def _place(outcome: FileResult, document: Document, page: int | None) -> str:
    """The file, and the page in it, that a message is of."""
    if page is None:
        return _whose(outcome, document)
    file = document.source_of(page).file if document.sources else outcome.file
    return f"{file} page {document.page_in_file(page)}"


def _whose(outcome: FileResult, document: Document) -> str:
    """The file, with the pages of a document that is one of several in it."""
    several = len(outcome.documents) > 1
    return (
        f"{outcome.file} pages {document.pages[0].number}-{document.pages[-1].number}" if several else f"{outcome.file}"
    )


def _last_lines(document: Document) -> Iterator[str]:
    """What a person should see last of a file: its poor pages and what to do, then what its result lacks."""
    from extractor.outputs.summary import ranges, shortfall

    qualities = {page.number: page.quality for page in document.pages}
    poor = {number: quality for number, quality in qualities.items() if quality and quality.verdict == "poor"}
    if poor:
        advice = next(iter(poor.values())).advice
        yield f"poor pages: {ranges(list(poor))}. {advice} (why: quality in document.json)"
    if document.state != "complete":
        seen = [message.text for message in document.messages if message.code == "nothing-found"]
        yield f"{document.state}: {'; '.join(filter(None, (*seen, shortfall(document))))}"
