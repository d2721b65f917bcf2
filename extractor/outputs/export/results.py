"""The results that are to be exported: found by their folders, read one at a time."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from extractor.document import Document
from extractor.errors import DamagedError, MissingFileError

DOCUMENT_FILE = "document.json"


class Result(NamedTuple):
    """A result's `document.json`, and the name that no other result of the export has."""

    path: Path
    name: str


def results_in(given: Sequence[Path]) -> list[Result]:
    """The results that are meant, each once: folders of a result, folders with results below them, `document.json`s.

    A result is named by its path below the given folder, a second one of that name with a number behind it.  Raises
    `MissingFileError` where nothing is meant by a path.
    """
    found: dict[Path, str] = {}
    for path in given:
        meant = list(_meant(path))
        if not meant:
            raise MissingFileError(
                "no result is there", file=path, hint="Give a folder that `juesuan extract` or `batch` wrote"
            )
        for document, name in meant:
            found.setdefault(document.resolve(), name)
    taken: set[str] = set()
    return [Result(path, _free(name, taken)) for path, name in found.items()]


def read_result(result: Result) -> Document:
    """The document of a result.  Raises `DamagedError` where it is none of this version."""
    hint = "Extract the file again"
    try:
        return Document.model_validate_json(result.path.read_bytes())
    except OSError as error:
        raise DamagedError(f"cannot be read: {error.strerror}", file=result.path, hint=hint) from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        why = f"{place}: {first['msg']}" if place else first["msg"]
        raise DamagedError(f"is no document of this version ({why})", file=result.path, hint=hint) from error


def _meant(path: Path) -> Iterator[tuple[Path, str]]:
    """Pairs of a `document.json` and its result's name."""
    if path.is_file():
        yield path, path.resolve().parent.name
    elif (path / DOCUMENT_FILE).is_file():
        yield path / DOCUMENT_FILE, path.resolve().name
    else:
        for here, folders, files in os.walk(path):
            # Names that begin with a point are workshops of batches.
            folders[:] = sorted(folder for folder in folders if not folder.startswith("."))
            if DOCUMENT_FILE in files:
                folders.clear()
                yield Path(here, DOCUMENT_FILE), Path(here).relative_to(path).as_posix()


def _free(name: str, taken: set[str]) -> str:
    """A name that no other result has; case does not tell names apart, as in some file systems."""
    names = [name, *(f"{name}-{number}" for number in range(2, len(taken) + 2))]
    free = next(each for each in names if each.casefold() not in taken)
    taken.add(free.casefold())
    return free
