"""Where in a row a number is printed, and how surely it was read."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from extractor.geometry import Box
from extractor.model import Flag, Reading


def number_reading(readings: Sequence[Reading], number: str) -> Reading:
    """A number in a row of text as a reading of its own, by the readings of the row that have it."""
    seen = [reading for reading in readings if number in reading.text] or readings
    confidence = round(min(_confidence(reading, number) for reading in seen), 4)
    flags = frozenset[Flag]().union(*map(_flags, seen))
    return Reading(number, confidence, seen[0].engine, flags=flags)


def _flags(reading: Reading) -> frozenset[Flag]:
    """The flags that concern a number in the text.  What two looks saw differently is among the alternatives, and so
    part of the number's confidence.
    """
    return reading.flags - {Flag.SECOND_LOOK} if reading.alternatives else reading.flags


def _confidence(reading: Reading, number: str) -> float:
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
