"""What documents of one unit say of each other: years that follow each other, a budget and its final accounts."""

from extractor.outputs.comparison.compare import compare_figures
from extractor.outputs.comparison.records import ComparedCell, Comparison
from extractor.outputs.comparison.units import Unread, compare_documents, compare_results

__all__ = ["ComparedCell", "Comparison", "Unread", "compare_documents", "compare_figures", "compare_results"]
