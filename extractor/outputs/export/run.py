"""An export from beginning to end: results in, one file or folder out, whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from extractor.errors import JuesuanError, OutputError
from extractor.layouts import load_layouts
from extractor.outputs.export import tables
from extractor.outputs.export.formats import FORMATS, FormatName
from extractor.outputs.export.rows import Named, rows_of
from extractor.outputs.export.values import Row
from extractor.outputs.export.writer import Writer

# Comparisons that are written at a time.
AT_A_TIME = 1000


class Exported(NamedTuple):
    """How many documents and facts were written, and why results could not be read."""

    documents: int
    facts: int
    failures: tuple[JuesuanError, ...]


def export_documents(
    documents: Iterable[Named | JuesuanError],
    to: FormatName,
    target: Path,
    done: Callable[[int], None] = lambda number: None,
    comparisons: Iterable[Row] = (),
) -> Exported:
    """Write the documents' tables into `target`, and call `done` with how many were taken; then the `comparisons`,
    which are asked for when all documents were taken.

    One document is in memory at a time.  Where the format has one file a table (or a workbook a document), these go
    into the folder `target`, but for a target with the format's suffix: that is one file.  An earlier file is replaced
    when the new one is whole; other files in a folder stay.  A document that cannot be read is a failure, and the
    rest goes on.

    Raises `PackageError` where a package of the format is missing, `OutputError` where the target cannot be written.
    """
    format_ = FORMATS[to]
    folder = format_.takes_folder(target)
    if target.exists() and target.is_dir() != folder:
        kind = "a folder" if folder else f"a file, such as facts{format_.suffix}"
        raise OutputError("something else is there", file=target, hint=f"Give the name of {kind} with -o")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".juesuan-", dir=target.parent) as name:
            work = Path(name) / target.name
            exported = _written(documents, format_.writer(work, folder=folder), done, comparisons)
            _put_in_place(work, target)
    except OSError as error:
        hint = "See to space and rights there, or choose another place with -o"
        raise OutputError(f"cannot write: {error.strerror or error}", file=target, hint=hint) from error
    return exported


def _written(
    documents: Iterable[Named | JuesuanError],
    writer: Writer,
    done: Callable[[int], None],
    comparisons: Iterable[Row],
) -> Exported:
    layouts = load_layouts()
    written = facts = 0
    failures: list[JuesuanError] = []
    try:
        for number, named in enumerate(documents, 1):
            if isinstance(named, JuesuanError):
                failures.append(named)
            else:
                rows = rows_of(named, layouts)
                writer.add(named, rows)
                written += 1
                facts += len(rows[tables.FACTS.name])
            done(number)
        _add_comparisons(comparisons, writer)
    except BaseException:
        with suppress(Exception):  # the first failure is the one to tell
            writer.close()
        raise
    writer.close()
    return Exported(written, facts, tuple(failures))


def _add_comparisons(comparisons: Iterable[Row], writer: Writer) -> None:
    none: dict[str, Sequence[Row]] = {table.name: () for table in tables.ALL}
    rest = iter(comparisons)
    while rows := list(islice(rest, AT_A_TIME)):
        writer.add(None, {**none, tables.COMPARISONS.name: rows})


def _put_in_place(work: Path, target: Path) -> None:
    """Move a file, or each file of a folder, to where it belongs."""
    if work.is_file():
        work.replace(target)
        return
    for path in sorted(path for path in work.rglob("*") if path.is_file()):
        place = target / path.relative_to(work)
        place.parent.mkdir(parents=True, exist_ok=True)
        path.replace(place)
    target.mkdir(exist_ok=True)
    shutil.rmtree(work)
