"""Where in a row a number is printed, and how surely it was read."""

from __future__ import annotations

import unicodedata

from extractor.geometry import Box
from extractor.model import Reading


def sureness(reading: Reading, number: str) -> float:
    """How sure a reading is of a number in it: as its line, or (where the engine names other readings) as sure
    as no other reading changes the number.
    """
    if not reading.alternatives:
        return reading.confidence
    others = [a.confidence for a in reading.alternatives if a.text.count(number) < reading.text.count(number)]
    return 1.0 - max(others, default=0.0)


def part_of(box: Box, text: str, start: int, end: int) -> Box:
    """The part of a row's box that prints some of its characters, by their usual widths."""
    widths = [1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in text]
    total = sum(widths) or 1.0
    left, right = sum(widths[: max(start, 0)]) / total, sum(widths[:end]) / total
    return Box(box.x0 + left * box.width, box.y0, box.x0 + min(right, 1.0) * box.width, box.y1)
