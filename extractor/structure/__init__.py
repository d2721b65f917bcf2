"""The structure of a page's tables as one inference: evidence, candidates, one decoding, margins."""

from extractor.structure.finder import Finder
from extractor.structure.tables import find_grids

__all__ = ["Finder", "find_grids"]
