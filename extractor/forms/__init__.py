"""From grids with readings to known tables with named rows and columns."""

from extractor.forms.interpret import Interpretation, KnownTable, interpreted
from extractor.forms.layouts import Layouts, load_layouts

__all__ = ["Interpretation", "KnownTable", "Layouts", "interpreted", "load_layouts"]
