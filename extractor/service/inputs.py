"""Which files a batch is asked for, and the folder of each one's result."""

from __future__ import annotations

import glob
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from extractor.errors import MissingFileError
from extractor.outputs.files import safe_name

SUFFIXES = (".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff")


class Input(NamedTuple):
    """A file, and where its result goes: a path below the output folder, with slashes."""

    path: Path
    folder: str


def inputs_of(given: Sequence[str]) -> list[Input]:
    """The files that are meant, each once: files, folders with all below them, globs, and lists (`@FILE`, a line each).

    A file found in a folder keeps its path below that folder.  Two results never get the same folder: the second
    keeps its suffix, or gets a number.  Raises `MissingFileError` where nothing is meant by a name.
    """
    found: dict[Path, Path] = {}
    for name in given:
        for path, inside in _meant(name):
            found.setdefault(path.resolve(), inside)
    taken: set[str] = set()
    return [Input(path, _free(inside, taken)) for path, inside in found.items()]


def _meant(name: str) -> Iterator[tuple[Path, Path]]:
    """Pairs of a file and its path below what was given."""
    path = Path(name)
    if path.is_file():
        yield path, Path(path.name)
    elif path.is_dir():
        below = (each for each in sorted(path.rglob("*")) if each.suffix.lower() in SUFFIXES and each.is_file())
        yield from ((each, each.relative_to(path)) for each in below)
    elif name.startswith("@"):
        try:
            lines = Path(name[1:]).read_text(encoding="utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise MissingFileError(f"the list cannot be read: {error}", file=name[1:], hint="Check its name") from error
        # What a list names may be gone: that is that file's failure.
        yield from ((Path(line), Path(Path(line).name)) for line in map(str.strip, lines) if line)
    else:
        matches = sorted(glob.glob(name, recursive=True))  # noqa: PTH207 - Path.glob takes no absolute pattern
        if not matches:
            raise MissingFileError("there is no such file", file=name, hint="Check the name")
        for match in matches:
            yield from _meant(match)


def _free(inside: Path, taken: set[str]) -> str:
    """A folder that no other result has."""
    above = [safe_name(part) for part in inside.parts[:-1]]
    names = [safe_name(inside.stem), safe_name(inside.name)]
    names += [f"{names[0]}-{number}" for number in range(2, len(taken) + 3)]
    folder = next(path for name in names if (path := "/".join([*above, name])).casefold() not in taken)
    taken.add(folder.casefold())
    return folder
