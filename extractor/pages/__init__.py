"""From a source file to upright pages with picture and text layer."""

from extractor.pages.source import PageSource, open_source

__all__ = ["PageSource", "open_source"]
