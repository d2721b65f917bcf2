"""Cells whose border runs through ink: a false border may have cut a figure in two."""

from __future__ import annotations

from extractor.geometry import Box
from extractor.model import Flag, Image, Page, Reading

# Ink on both sides of a border that reaches so far (points) from it in one row of pixels runs across: a printed line is
# thinner, and text that touches it stands on one side.
REACH = 1.6
# The share of a cell's height at its top and bottom where horizontal lines meet the border.
EDGE = 0.25


def flag_cut(reading: Reading, box: Box, page: Page, ink: Image) -> Reading:
    """A cell's reading, flagged where ink (the page's mask, 0 or 1) runs across its left or right border."""
    if not reading.has_digits:
        return reading
    cut = any(_runs_across(x, box, page, ink) for x in (box.x0, box.x1))
    return reading.flagged(Flag.CUT) if cut else reading


def _runs_across(x: float, box: Box, page: Page, ink: Image) -> bool:
    inset = EDGE * box.height
    part = ink[page.pixels(Box(x - REACH, box.y0 + inset, x + REACH, box.y1 - inset))]
    return bool(part.size and part.all(axis=1).any())
