"""Results as people decided about them: the document with the decisions that are kept beside it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from extractor.document import Document
from extractor.layouts import load_layouts
from extractor.outputs.export.results import Result, read_result
from extractor.outputs.export.rows import Named
from extractor.outputs.files import write_document, write_lines
from extractor.review import Decision, reading_of, reviewed
from extractor.review.store import DECISIONS_FILE, decisions_beside


def read_decided(result: Result) -> Named:
    """A result's document with the decisions beside it.  Raises `DamagedError` where one of the two cannot be read."""
    return as_decided(result, read_result(result))


def as_decided(result: Result, document: Document) -> Named:
    """The same of a document that was read from the result."""
    decisions = decisions_beside(result.path).of(document.source.sha256)
    if decisions:
        document = reviewed(reading_of(document, load_layouts()), decisions).document
    return Named(result.name, document, decisions)


def write_decided(read: Document, decided: Document, decisions: Sequence[Decision], folder: Path) -> Path:
    """Write a result as the review desk leaves it: the document as it was read, facts and figures of the text as people
    decided, and the decisions.
    """
    write_document(read, folder)
    if decisions:
        write_lines(decided, folder)
        lines = "".join(f"{decision.model_dump_json()}\n" for decision in decisions)
        (folder / DECISIONS_FILE).write_text(lines, encoding="utf-8")
    return folder
