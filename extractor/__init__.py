"""Juesuan: printed government accounts become data that can be trusted.

>>> from extractor import extract
>>> document = extract("samples/model-exported.pdf")
"""

from typing import TYPE_CHECKING

from extractor.errors import (
    DamagedError,
    EmptyDocumentError,
    EngineError,
    FormatError,
    InputError,
    JuesuanError,
    LayoutError,
    MissingFileError,
    OutputError,
    PackageError,
    PageError,
    PageReadError,
    PageRenderError,
    PageSizeError,
    PasswordError,
    TooManyPagesError,
)
from extractor.lazy import load_on_use

if TYPE_CHECKING:
    from extractor.document import (
        Check,
        Document,
        Fact,
        Message,
        NarrativeFigure,
        OtherTable,
        ScorecardRecord,
        TableRecord,
        Unplaced,
    )
    from extractor.outputs.pictures import draw
    from extractor.pipeline import extract, extract_documents
    from extractor.version import __version__
else:
    __getattr__ = load_on_use(
        __name__,
        {
            "Check": "document",
            "Document": "document",
            "Fact": "document",
            "Message": "document",
            "NarrativeFigure": "document",
            "OtherTable": "document",
            "ScorecardRecord": "document",
            "TableRecord": "document",
            "Unplaced": "document",
            "__version__": "version",
            "draw": "outputs.pictures",
            "extract": "pipeline",
            "extract_documents": "pipeline",
        },
    )

__all__ = [
    "Check",
    "DamagedError",
    "Document",
    "EmptyDocumentError",
    "EngineError",
    "Fact",
    "FormatError",
    "InputError",
    "JuesuanError",
    "LayoutError",
    "Message",
    "MissingFileError",
    "NarrativeFigure",
    "OtherTable",
    "OutputError",
    "PackageError",
    "PageError",
    "PageReadError",
    "PageRenderError",
    "PageSizeError",
    "PasswordError",
    "ScorecardRecord",
    "TableRecord",
    "TooManyPagesError",
    "Unplaced",
    "__version__",
    "draw",
    "extract",
    "extract_documents",
]
