"""The published document model: what every output is made from.

JSON Schema by `juesuan schema`; the names of facts are those of the contract (docs/facts.md).
"""

from extractor.document.cells import BBox, Fact, GridCell, Place, Status
from extractor.document.tables import (
    Check,
    CheckedCell,
    OtherTable,
    ScorecardRecord,
    ScorecardTarget,
    TableRecord,
)
from extractor.document.text import GlossaryTerm, NarrativeFigure, ParagraphRecord, SectionRecord, TextLine
from extractor.document.whole import (
    Document,
    Kind,
    Making,
    Message,
    MissingTable,
    PageRecord,
    QualityRecord,
    Source,
    State,
    Unplaced,
)

__all__ = [
    "BBox",
    "Check",
    "CheckedCell",
    "Document",
    "Fact",
    "GlossaryTerm",
    "GridCell",
    "Kind",
    "Making",
    "Message",
    "MissingTable",
    "NarrativeFigure",
    "OtherTable",
    "PageRecord",
    "ParagraphRecord",
    "Place",
    "QualityRecord",
    "ScorecardRecord",
    "ScorecardTarget",
    "SectionRecord",
    "Source",
    "State",
    "Status",
    "TableRecord",
    "TextLine",
    "Unplaced",
]
