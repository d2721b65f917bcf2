"""What documents of one unit say of each other: years that follow each other, a budget and its final accounts."""

from extractor.outputs.comparison.compare import compared
from extractor.outputs.comparison.records import ComparedCell, Comparison
from extractor.outputs.comparison.units import Unread, compared_with_each_other, comparisons

__all__ = ["ComparedCell", "Comparison", "Unread", "compared", "compared_with_each_other", "comparisons"]
