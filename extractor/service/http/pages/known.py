"""What is known of results without reading them: lines of the list that were made before, and a batch's manifest."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import TypeAdapter, ValidationError

from extractor.outputs.archive.originals import MANIFEST
from extractor.service.http.pages.shelf import Entry

KEPT = Path(".juesuan") / "entries.jsonl"


class Stamped(NamedTuple):
    """A line of the list with the versions of the result and of its decisions that it was made of."""

    name: str
    version: str
    decisions: str
    entry: Entry


_LINE = TypeAdapter(Stamped)


class Known:
    """The lines for the results below a folder, kept there so that a later start need not read thousands of results."""

    def __init__(self, out: Path) -> None:
        self._kept = out / KEPT
        self._entries = _kept(self._kept)
        self._manifest = out / MANIFEST
        self._records: dict[str, dict[str, Any]] = {}
        self._read = ""

    def get(self, name: str, version: str, decisions: str) -> Entry | None:
        """The line of a result, if it was made of these versions."""
        line = self._entries.get(name)
        return line.entry if line is not None and line[1:3] == (version, decisions) else None

    def put(self, name: str, version: str, decisions: str, entry: Entry) -> None:
        """Keep a line; where that is impossible it is made anew next time."""
        line = self._entries[name] = Stamped(name, version, decisions, entry)
        with suppress(OSError):
            self._kept.parent.mkdir(parents=True, exist_ok=True)
            with self._kept.open("ab") as stream:
                stream.write(_LINE.dump_json(line) + b"\n")

    def of_batch(self, key: str, name: str, document: Path, version: str) -> Entry | None:
        """The line of a result that nobody has decided about, by the manifest; None where that does not tell of it, or
        is older.
        """
        now = stamp_of(self._manifest)
        if not now or self._manifest.stat().st_mtime_ns < document.stat().st_mtime_ns:
            return None
        if now != self._read:
            self._records, self._read = _records(self._manifest), now
        record = self._records.get(name)
        if record is None or record.get("error") is not None:
            return None
        with suppress(KeyError, TypeError):
            return _entry(key, record, version, datetime.fromtimestamp(document.stat().st_mtime).astimezone())
        return None


def stamp_of(path: Path) -> str:
    """What changes with a file's content; empty where there is none."""
    if not path.exists():
        return ""
    found = path.stat()
    return f"{found.st_mtime_ns:x}-{found.st_size:x}"


def _kept(path: Path) -> dict[str, Stamped]:
    """The last line of each result; a torn one is none, and those that newer ones replace are thrown away."""
    lines = []
    with suppress(OSError):
        for line in path.read_bytes().splitlines():
            with suppress(ValidationError):
                lines.append(_LINE.validate_json(line))
    last = {line.name: line for line in lines}
    if len(last) < len(lines):
        with suppress(OSError):
            beside = path.with_suffix(".new")
            beside.write_bytes(b"".join(_LINE.dump_json(line) + b"\n" for line in last.values()))
            beside.replace(path)
    return last


def _records(manifest: Path) -> dict[str, dict[str, Any]]:
    """The last line of each folder."""
    found = {}
    with suppress(OSError):
        for line in manifest.read_text(encoding="utf-8", errors="replace").splitlines():
            with suppress(ValueError):
                record = json.loads(line)
                if isinstance(record, dict) and "folder" in record:
                    found[record["folder"]] = record
    return found


def _entry(key: str, record: dict[str, Any], version: str, created: datetime) -> Entry:
    suspects = record["suspects"]
    return Entry(
        key,
        Path(record["file"]).name,
        record["state"],
        version,
        record["unit_name"],
        record["year"],
        None if record["kind"] == "unknown" else record["kind"],
        record["pages"],
        record["pages"],
        suspects,
        suspects + record["unplaced"],
        len(record["failing_checks"]),
        tuple(record["missing_tables"]),
        created=created,
    )
