"""The names of what has a JSON Schema (`extractor.outputs.schemas`)."""

from __future__ import annotations

from typing import Literal

SchemaName = Literal[
    "document",
    "fact",
    "narrative",
    "table",
    "scorecard",
    "manifest",
    "volume",
    "export",
    "comparison",
    "decision",
]
