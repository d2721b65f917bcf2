"""From a document to files and lines."""

from typing import TYPE_CHECKING

from extractor.lazy import load_on_use

if TYPE_CHECKING:
    from extractor.outputs.balance import balance_lines
    from extractor.outputs.checks import check_lines
    from extractor.outputs.facts import fact_line, fact_lines, fact_lines_with_document
    from extractor.outputs.files import write_document
    from extractor.outputs.summary import shortfall, summary_of, summary_of_all
    from extractor.outputs.volume import list_documents, write_documents
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
            "summary_of_all": "summary",
            "list_documents": "volume",
            "write_documents": "volume",
        },
    )

__all__ = [
    "balance_lines",
    "check_lines",
    "fact_line",
    "fact_lines",
    "fact_lines_with_document",
    "list_documents",
    "shortfall",
    "summary_of",
    "summary_of_all",
    "write_document",
    "write_documents",
]
