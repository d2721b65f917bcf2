"""From cells to readings, and from the rest of a page to lines of text."""

from typing import TYPE_CHECKING

from extractor.lazy import load_on_use

if TYPE_CHECKING:
    from extractor.reading.engines import OcrName, find_engine, load_reader
    from extractor.reading.orientation import TextOrientation
    from extractor.reading.page import read_page, read_texts
    from extractor.reading.reader import Reader
else:
    __getattr__ = load_on_use(
        __name__,
        {
            "OcrName": "engines",
            "find_engine": "engines",
            "load_reader": "engines",
            "TextOrientation": "orientation",
            "read_page": "page",
            "read_texts": "page",
            "Reader": "reader",
        },
    )

__all__ = ["OcrName", "Reader", "TextOrientation", "find_engine", "load_reader", "read_page", "read_texts"]
