"""What a caller gives to be extracted, as a file: bytes and streams become one for the time of the work."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, NamedTuple

from extractor.errors import JuesuanError

Given = str | Path | bytes | BinaryIO


class GivenFile(NamedTuple):
    """A file, and the name that the document gets from it."""

    path: Path
    name: str


@contextmanager
def given_file(given: Given) -> Iterator[GivenFile]:
    """The file that is meant; errors name what was given, never the file that was made of it."""
    if isinstance(given, str | Path):
        path = Path(given)
        yield GivenFile(path, path.name)
        return
    stream = BytesIO(given) if isinstance(given, bytes) else given
    name = getattr(stream, "name", None)
    with tempfile.TemporaryDirectory(prefix="juesuan-") as folder:
        file = GivenFile(Path(folder) / "given", Path(name.strip("<>")).name if isinstance(name, str) else "given")
        with file.path.open("wb") as copy:
            shutil.copyfileobj(stream, copy)
        try:
            yield file
        except JuesuanError as error:
            if error.file == str(file.path):
                error.file = file.name
            raise
