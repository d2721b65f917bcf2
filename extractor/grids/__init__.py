"""From a page to the grids of its tables."""

from extractor.grids.find import Finder

__all__ = ["Finder"]
