"""From cells to readings, and from the rest of a page to lines of text."""

from extractor.reading.engines import OcrName, reader_named
from extractor.reading.orientation import Facing
from extractor.reading.page import read_page, with_texts
from extractor.reading.reader import Reader

__all__ = ["Facing", "OcrName", "Reader", "read_page", "reader_named", "with_texts"]
