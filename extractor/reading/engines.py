"""OCR engines by name, each loaded once a process and only when a scanned page needs it.

An engine's module is imported when the engine is asked for: commands need the names alone.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from extractor.errors import EngineError

if TYPE_CHECKING:
    from extractor.reading.rapidocr import RapidReader
    from extractor.reading.reader import Reader


class Engine(NamedTuple):
    """An engine: what makes its reader, and the Python package whose version a result names."""

    reader: Callable[[], Reader]
    package: str


@cache
def load_text_finder() -> RapidReader:
    """The engine that finds the lines of text of a page, whatever reads its cells."""
    from extractor.reading.rapidocr import RapidReader

    return RapidReader()


def _tesseract() -> Reader:
    from extractor.reading.tesseract import TesseractReader

    return TesseractReader()


ENGINES: dict[str, Engine] = {
    "rapidocr": Engine(load_text_finder, "rapidocr"),
    "tesseract": Engine(_tesseract, "pytesseract"),
}


def find_engine(name: str) -> Engine:
    """The engine of this name; raises `EngineError` where there is none."""
    if name not in ENGINES:
        raise EngineError(f"there is no engine {name}", hint=f"Choose among {', '.join(ENGINES)}")
    return ENGINES[name]


@cache
def load_reader(name: str) -> Reader:
    """The engine's reader; raises `EngineError` where it is not known or not installed."""
    return find_engine(name).reader()


# What commands and settings take: one of the names above.
if TYPE_CHECKING:
    OcrName = str
else:
    OcrName = Literal[tuple(ENGINES)]
