"""What documents of one unit say of each other: years that follow each other, a budget and its final accounts."""

from extractor.outputs.comparison.compare import compare_figures
from extractor.outputs.comparison.records import ComparedCell, Comparison
from extractor.outputs.comparison.rows import comparison_rows
from extractor.outputs.comparison.units import Source, Units, Unread, compare_documents, compare_results, sources_of

__all__ = [
    "ComparedCell",
    "Comparison",
    "Source",
    "Units",
    "Unread",
    "compare_documents",
    "compare_figures",
    "compare_results",
    "comparison_rows",
    "sources_of",
]
