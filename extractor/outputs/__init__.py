"""From a document to files and lines."""

from extractor.outputs.checks import check_lines
from extractor.outputs.facts import fact_line, fact_lines
from extractor.outputs.files import write_document

__all__ = ["check_lines", "fact_line", "fact_lines", "write_document"]
