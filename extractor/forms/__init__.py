"""From grids with readings to known tables with named rows and columns."""

from extractor.forms.interpret import Interpretation, KnownTable, interpreted

__all__ = ["Interpretation", "KnownTable", "interpreted"]
