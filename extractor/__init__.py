"""Juesuan: printed government accounts become data that can be trusted.

>>> from extractor import extract
>>> document = extract("samples/model-exported.pdf")
"""

from importlib.metadata import version

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
from extractor.pipeline import extract

__version__ = version("juesuan")

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
    "extract",
]
