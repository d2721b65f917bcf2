"""Where decisions are kept: rows that are only added."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from pydantic import ValidationError

from extractor.errors import DamagedError, OutputError
from extractor.review.decisions import Decision, Draft

DECISIONS_FILE = "decisions.jsonl"


class Decisions(Protocol):
    """The decisions about the files of a place."""

    def of(self, sha256: str) -> list[Decision]:
        """All decisions about a file, oldest first."""

    def add(self, drafts: Sequence[Draft]) -> list[Decision]:
        """Keep decisions about one file for good, all or none."""


class DecisionFile:
    """The decisions about one file, a line each, beside its result.

    Several processes may add to it: each takes the file's lock, and a line is written to disk before it counts.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def of(self, sha256: str) -> list[Decision]:
        """All decisions about the file.  Raises `DamagedError` where a line is none."""
        if not self._path.exists():
            return []
        found = []
        for number, line in enumerate(self._path.read_text(encoding="utf-8").splitlines(), 1):
            try:
                found.append(Decision.model_validate_json(line))
            except ValidationError as error:
                hint = "Put the line right, or restore the file from a copy"
                raise DamagedError(f"line {number} is no decision", file=self._path, hint=hint) from error
        return [decision for decision in found if decision.document == sha256]

    def add(self, drafts: Sequence[Draft]) -> list[Decision]:
        """Keep the drafts.  Raises `OutputError` where they cannot be written."""
        try:
            with self._path.open("a+", encoding="utf-8") as stream:
                fcntl.flock(stream, fcntl.LOCK_EX)
                stream.seek(0)
                last = sum(1 for _ in stream)
                kept = numbered(drafts, last)
                stream.write("".join(decision.model_dump_json() + "\n" for decision in kept))
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            hint = "See to space and rights there"
            raise OutputError(f"the decision cannot be kept: {error.strerror}", file=self._path, hint=hint) from error
        return kept


def numbered(drafts: Sequence[Draft], last: int) -> list[Decision]:
    """The drafts as decisions that follow the `last` one, of now."""
    now = datetime.now(UTC)
    return [Decision(**draft.model_dump(), number=last + at, when=now) for at, draft in enumerate(drafts, 1)]


def decisions_beside(document: Path) -> DecisionFile:
    """The decisions beside a result's `document.json`."""
    return DecisionFile(document.with_name(DECISIONS_FILE))
