"""From a document to files and lines."""

from extractor.outputs.balance import balance_lines
from extractor.outputs.checks import check_lines
from extractor.outputs.facts import fact_line, fact_lines, fact_lines_with_document
from extractor.outputs.files import write_document
from extractor.outputs.summary import shortfall, summary_of

__all__ = [
    "balance_lines",
    "check_lines",
    "fact_line",
    "fact_lines",
    "fact_lines_with_document",
    "shortfall",
    "summary_of",
    "write_document",
]
