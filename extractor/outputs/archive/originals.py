"""The files that results were made from, found again by their content."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from extractor.document import Source
from extractor.errors import MissingFileError
from extractor.outputs.export.results import Result

MANIFEST = "manifest.jsonl"


class Originals:
    """Files and folders in which originals are sought; a batch's manifest names them, too."""

    def __init__(self, given: Sequence[Path]) -> None:
        self._of_size: dict[int, list[Path]] = defaultdict(list)
        for path in given:
            for file in [path] if path.is_file() else sorted(path.rglob("*")):
                if file.is_file():
                    self._of_size[file.stat().st_size].append(file)

    def find(self, source: Source, result: Result) -> Path:
        """The file of a result.  Raises `MissingFileError` where none has its content."""
        candidates: list[Path] = [*self._of_size.get(source.bytes, ()), *_named(result)]
        for path in candidates:
            with suppress(OSError):
                if sha256_of(path) == source.sha256:
                    return path
        raise MissingFileError(
            f"the original of {result.name} is not there (sha256 {source.sha256})",
            file=source.file,
            hint="Say with --originals in which file or folder it is",
        )


def sha256_of(path: Path) -> str:
    """The digest of a file's content."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _named(result: Result) -> Iterator[Path]:
    """The file that the manifest of a result's batch names."""
    folder = result.path.parent
    for above in folder.parents:
        manifest = above / MANIFEST
        if manifest.is_file():
            inside = folder.relative_to(above).as_posix()
            for line in manifest.read_text(encoding="utf-8", errors="replace").splitlines():
                with suppress(ValueError):
                    record = json.loads(line)
                    if record.get("folder") == inside:
                        yield Path(record["file"])
            return
