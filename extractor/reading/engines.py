"""OCR engines by name, each loaded once a process and only when a scanned page needs it."""

from __future__ import annotations

from functools import cache
from typing import Literal

from extractor.reading.rapidocr import RapidReader
from extractor.reading.tesseract import TesseractReader

OcrName = Literal["rapidocr", "tesseract"]


def load_text_finder() -> RapidReader:
    """The engine that finds the lines of text of a page, whatever reads its cells."""
    return _rapid()


@cache
def _rapid() -> RapidReader:
    return RapidReader()


@cache
def load_reader(name: OcrName) -> RapidReader | TesseractReader:
    """The engine; raises `EngineError` where it is not installed."""
    return TesseractReader() if name == "tesseract" else _rapid()
