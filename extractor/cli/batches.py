"""`juesuan batch`: thousands of files into one folder."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from extractor.cli.display import console, show_error
from extractor.cli.options import Ocr, OwnLayouts, Password, Raster
from extractor.cli.statuses import DONE, FAILED, INTERRUPTED, OF_STATE, worst
from extractor.errors import JuesuanError
from extractor.service.choices import CORES, Limits

if TYPE_CHECKING:
    from extractor.service.batch import BatchRun


def batch(
    inputs: Annotated[list[str], typer.Argument(help="Files, folders, globs, lists (@FILE).", show_default=False)],
    out: Annotated[Path, typer.Option("-o", "--out", help="Folder for the results and manifest.jsonl.")],
    workers: Annotated[int, typer.Option(min=1, help="Processes that convert.", show_default="cores")] = CORES,
    max_failures: Annotated[int | None, typer.Option(min=1, help="Stop after N failed files.")] = None,
    page_seconds: Annotated[float, typer.Option(min=0, help="Time limit of a page.")] = Limits().page_seconds,
    document_seconds: Annotated[float, typer.Option(min=0, help="Time limit of a file.")] = Limits().document_seconds,
    memory: Annotated[int, typer.Option(min=512, help="Address space of a process, MiB.")] = Limits().memory_mib,
    max_pages: Annotated[int, typer.Option(min=1, help="Pages that a file may have.")] = Limits().pages,
    watch: Annotated[
        bool, typer.Option("--watch", help="Go on with what comes into the folders, until Ctrl-C.")
    ] = False,
    password: Password = None,
    ocr: Ocr = "rapidocr",
    rasterizer: Raster = "pdfium",
    layouts: OwnLayouts = None,
) -> None:
    """Convert all INPUTS into folders of OUT; run it again to go on where it stopped."""
    from extractor.pipeline import Settings
    from extractor.service.batch import run_batch
    from extractor.service.inputs import inputs_of
    from extractor.service.watch import rounds

    settings = Settings(password, rasterizer, ocr, layouts)
    limits = Limits(page_seconds, document_seconds, memory, max_pages)
    try:
        for files in rounds(inputs) if watch else [inputs_of(inputs)]:
            with _shown_batch(len(files)) as ended:
                done = run_batch(files, out, settings, limits, workers=workers, most_failures=max_failures, ended=ended)
            console.print(_said(done, len(files)), highlight=False, soft_wrap=True)
            if done.stopped:
                break
    except JuesuanError as error:
        show_error(error)
        raise typer.Exit(FAILED) from error
    except KeyboardInterrupt as error:  # between two rounds of a watch
        raise typer.Exit(INTERRUPTED) from error
    enough = max_failures is not None and done.states["failed"] >= max_failures
    if done.stopped and not enough:
        raise typer.Exit(INTERRUPTED)
    pages = FAILED if done.with_failed_pages else DONE
    raise typer.Exit(worst((pages, *(OF_STATE[state] for state in done.states))))


def _said(done: BatchRun, files: int) -> str:
    """How a run ended, in one line."""
    told = ", ".join(f"{done.states[state]} {state}" for state in OF_STATE)
    told += f"; {done.skipped} skipped (converted before)"
    left = files - done.states.total()
    return told + (f"; stopped, {left} left: run it again to go on" if done.stopped else "")


@contextmanager
def _shown_batch(files: int) -> Iterator[Callable[[dict[str, Any], bool], None]]:
    """Files done, their rate and the time that remains; failures as they come."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from extractor.service.convert import Failure

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
