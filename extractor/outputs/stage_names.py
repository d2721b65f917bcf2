"""The stages whose sight `juesuan draw` shows (`extractor.outputs.pictures`)."""

from __future__ import annotations

from typing import Literal

StageName = Literal["lines", "structure", "readings", "facts"]
