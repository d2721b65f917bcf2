"""Which files a batch is asked for, and the folder of each one's result."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from extractor.errors import MissingFileError
from extractor.outputs.files import safe_name

LIST = "Give a text in UTF-8, a path a line"
SUFFIXES = (".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff")
LOOKED_FOR = f"Looked for files ending in {', '.join(SUFFIXES)} in a folder and below it, and for paths in a list"


class Input(NamedTuple):
    """A file, and where its result goes: a path below the output folder, with slashes."""

    path: Path
    folder: str


def inputs_of(given: Sequence[str]) -> list[Input]:
    """The files that are meant, each once: files, folders with all below them, globs, and lists (`@FILE`, a line each).

    A file found in a folder keeps its path below that folder.  Two results never get the same folder: the second
    keeps its suffix, or gets a number.  Raises `MissingFileError` where nothing is meant by a name: no such file, a
    folder without a document, an empty list.
    """
    found: dict[Path, Path] = {}
    for name in given:
        meant = list(_meant(name))
        if not meant:
            raise MissingFileError("nothing to convert there", file=name, hint=LOOKED_FOR)
        for path, inside in meant:
            found.setdefault(Path(os.path.realpath(path)), inside)
    taken: set[str] = set()
    return [Input(path, _free(inside, taken)) for path, inside in found.items()]


def _meant(name: str) -> Iterator[tuple[Path, Path]]:
    """Pairs of a file and its path below what was given.

    What is found or listed may be no file that can be read: that is that file's failure.
    """
    path = Path(name)
    kind = _kind(path)
    if kind == "file":
        yield path, Path(path.name)
    elif kind == "folder":
        yield from ((each, each.relative_to(path)) for each in sorted(_below(path)))
    elif name.startswith("@"):
        yield from ((Path(line), Path(Path(line).name)) for line in _listed(name[1:]))
    else:
        matches = sorted(glob.glob(name, recursive=True))  # noqa: PTH207 - Path.glob takes no absolute pattern
        if not matches:
            raise MissingFileError("there is no such file", file=name, hint="Check the name")
        for match in map(Path, matches):
            yield from _meant(str(match)) if _kind(match) == "folder" else [(match, Path(match.name))]


def _kind(path: Path) -> Literal["file", "folder"] | None:
    """What a name is of; None, too, where its folder cannot be read, or it is too long for a name."""
    try:
        return "file" if path.is_file() else "folder" if path.is_dir() else None
    except OSError:
        return None


def _below(folder: Path) -> Iterator[Path]:
    """All documents below a folder, and the folders that cannot be read."""
    unreadable: list[OSError] = []
    for here, _, names in os.walk(folder, onerror=unreadable.append):
        yield from (Path(here, name) for name in names if Path(name).suffix.lower() in SUFFIXES)
    yield from (Path(error.filename) for error in unreadable)


def _listed(name: str) -> Iterator[str]:
    """The lines of a list."""
    try:
        text = Path(name).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not in UTF-8"
        raise MissingFileError(f"the list cannot be read: {why}", file=name, hint=LIST) from error
    if "\0" in text:
        raise MissingFileError("the list is no text", file=name, hint=LIST)
    return filter(None, map(str.strip, text.splitlines()))


def _free(inside: Path, taken: set[str]) -> str:
    """A folder that no other result has."""
    above = [safe_name(part) for part in inside.parts[:-1]]
    names = [safe_name(inside.stem), safe_name(inside.name)]
    names += [f"{names[0]}-{number}" for number in range(2, len(taken) + 3)]
    folder = next(path for name in names if (path := "/".join([*above, name])).casefold() not in taken)
    taken.add(folder.casefold())
    return folder
