"""From a source file to upright pages with picture and text layer."""

from extractor.pages.open import open_source
from extractor.pages.source import PageSource

__all__ = ["PageSource", "open_source"]
