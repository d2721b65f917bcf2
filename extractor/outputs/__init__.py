"""From a document to files and lines."""

from typing import TYPE_CHECKING

from extractor.lazy import load_on_use

if TYPE_CHECKING:
    from extractor.outputs.balance import balance_lines
    from extractor.outputs.checks import check_lines
    from extractor.outputs.facts import fact_line, fact_lines, fact_lines_with_document
    from extractor.outputs.files import write_document
    from extractor.outputs.summary import shortfall, summary_of
else:
    __getattr__ = load_on_use(
        __name__,
        {
            "balance_lines": "balance",
            "check_lines": "checks",
            "fact_line": "facts",
            "fact_lines": "facts",
            "fact_lines_with_document": "facts",
            "write_document": "files",
            "shortfall": "summary",
            "summary_of": "summary",
        },
    )

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
