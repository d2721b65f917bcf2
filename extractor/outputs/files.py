"""A document as a folder of JSON files, whole or not at all."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from extractor.document import Document
from extractor.errors import OutputError
from extractor.outputs.facts import fact_lines, narrative_lines

_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
LONGEST_NAME = 80
# What a result consists of; files in its parts are numbered.
RESULT_FILES = ("document.json", "facts.jsonl", "narrative.jsonl")
# The list of the documents of one file, where there are several: each is a result in a folder beside it.
VOLUME_FILE = "volume.json"
PARTS = ("tables", "scorecards")
_NUMBERED = re.compile(r"\d{2,}-.+\.json")
_OF_VOLUME = re.compile(r"\d{2,}-.+")


def write_document(document: Document, folder: Path) -> Path:
    """Write `document.json`, `tables/<nn>-<title>.json`, `scorecards/<nn>-<project>.json`, `facts.jsonl` and
    `narrative.jsonl` into `folder`.

    Everything is written beside the folder first and then put in its place, so that a reader never sees half
    of it.  Of an earlier result its own files are replaced, files of others in it stay; anything else of that name is
    left alone.  Raises `OutputError` where that is impossible.
    """
    return write_folder(folder, partial(fill_result, document))


def write_folder(folder: Path, fill: Callable[[Path], None]) -> Path:
    """Put a folder that `fill` has filled in the place of an earlier result.  Errors are those of `write_document`."""
    check_target(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=".juesuan-", dir=folder.parent))
    except OSError as error:
        raise OutputError(
            f"cannot write there: {error.strerror}", file=folder.parent, hint="Choose another folder with -o"
        ) from error
    try:
        fill(work)
        work.chmod(0o755)
        put_in_place(work, folder)
    except OSError as error:
        why = error.strerror or error
        raise OutputError(f"cannot write: {why}", file=folder, hint="Check space and rights") from error
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return folder


def check_target(folder: Path) -> None:
    """Raise `OutputError` where no result can be put: something other than an earlier result is in its place, or
    nothing can be written there.  To be called before the work that makes the result.
    """
    try:
        if (folder.exists() or folder.is_symlink()) and not _may_be_replaced(folder):
            raise OutputError(
                "something else of that name is there", file=folder, hint="Choose another folder with -o, or move it"
            )
        above = next(parent for parent in folder.absolute().parents if parent.exists())
        tempfile.TemporaryDirectory(prefix=".juesuan-", dir=above).cleanup()
    except OSError as error:
        hint = "Choose another folder with -o"
        raise OutputError(f"cannot write there: {error.strerror}", file=folder.parent, hint=hint) from error


def is_result(folder: Path) -> bool:
    """Whether a folder is an earlier result, of one document or of several."""
    whole = all((folder / name).is_file() for name in ("document.json", "facts.jsonl"))
    return whole or (folder / VOLUME_FILE).is_file()


def _may_be_replaced(folder: Path) -> bool:
    """Whether a folder is an earlier result, or empty."""
    return folder.is_dir() and not folder.is_symlink() and (is_result(folder) or not any(folder.iterdir()))


def _is_own(path: Path) -> bool:
    """Whether a path below a result's folder is of a file that results consist of."""
    if path.as_posix() == VOLUME_FILE:
        return True
    if _OF_VOLUME.fullmatch(path.parts[0]):
        return len(path.parts) == 1 or _is_own(Path(*path.parts[1:]))
    numbered = path.parent.as_posix() in PARTS and _NUMBERED.fullmatch(path.name)
    return bool(numbered) or path.as_posix() in (*RESULT_FILES, *PARTS)


def _keep_foreign(folder: Path, work: Path) -> None:
    """Copy the files of others in an earlier result into the new one."""
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if _is_own(inside):
            continue
        if path.is_dir() and not path.is_symlink():
            (work / inside).mkdir(parents=True, exist_ok=True)
        else:
            (work / inside).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, work / inside, follow_symlinks=False)


def fill_result(document: Document, folder: Path) -> None:
    """Write the files of a document's result into an empty folder."""
    tables = folder / "tables"
    tables.mkdir()
    (folder / "document.json").write_text(document.model_dump_json(indent=1) + "\n", encoding="utf-8")
    for number, table in enumerate(document.tables, 1):
        path = tables / f"{number:02d}-{safe_name(table.title)}.json"
        path.write_text(table.model_dump_json(indent=1) + "\n", encoding="utf-8")
    if document.scorecards:
        (folder / "scorecards").mkdir()
    for card in document.scorecards:
        path = folder / "scorecards" / f"{card.number:02d}-{safe_name(card.project or card.title)}.json"
        while path.exists():  # cards of several tables are numbered apart
            path = path.with_stem(f"{path.stem}-2")
        path.write_text(card.model_dump_json(indent=1) + "\n", encoding="utf-8")
    write_lines(document, folder)


def write_lines(document: Document, folder: Path) -> None:
    """Write `facts.jsonl` and `narrative.jsonl` into a folder, each whole in the place of an earlier one."""
    for name, lines in (("facts.jsonl", fact_lines(document)), ("narrative.jsonl", narrative_lines(document))):
        beside = folder / f".{name}.new"
        beside.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        beside.replace(folder / name)


def put_in_place(work: Path, folder: Path) -> None:
    """Move a whole result to where it belongs, in the place of an earlier one; files of others are copied into the new
    one before, so that they are there whenever the work is cut off.
    """
    old = work.with_name(work.name + "-old")
    if folder.exists():
        _keep_foreign(folder, work)
        folder.rename(old)
    try:
        work.rename(folder)
    except OSError:
        if old.exists():
            old.rename(folder)
        raise
    if old.exists():
        shutil.rmtree(old)


def safe_name(title: str) -> str:
    """A title as part of a file name on any system."""
    return _UNSAFE.sub("_", title).strip(" .")[:LONGEST_NAME] or "table"
