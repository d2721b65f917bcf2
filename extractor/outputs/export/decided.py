"""Results as people decided about them: the document with the decisions that are kept beside it."""

from __future__ import annotations

from extractor.layouts import load_layouts
from extractor.outputs.export.results import Result, read_result
from extractor.outputs.export.rows import Named
from extractor.review import reading_of, reviewed
from extractor.review.store import decisions_beside


def read_decided(result: Result) -> Named:
    """A result's document with the decisions beside it.  Raises `DamagedError` where one of the two cannot be read."""
    document = read_result(result)
    decisions = decisions_beside(result.path).of(document.source.sha256)
    if decisions:
        document = reviewed(reading_of(document, load_layouts()), decisions).document
    return Named(result.name, document, decisions)
