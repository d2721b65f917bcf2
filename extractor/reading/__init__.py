"""From cells to readings, and from the rest of a page to lines of text."""

from extractor.reading.engines import OcrName, find_engine, load_reader
from extractor.reading.orientation import TextOrientation
from extractor.reading.page import read_page, read_texts
from extractor.reading.reader import Reader

__all__ = ["OcrName", "Reader", "TextOrientation", "find_engine", "load_reader", "read_page", "read_texts"]
