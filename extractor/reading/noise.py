"""Lines of ink that are no text: dust, and what is left of rules."""

from __future__ import annotations

from extractor.geometry import Box

# Lines lower than this share of the usual and no wider than high are dust; a dash is wide.
DUST_HEIGHT = 0.4
# On noisy paper what is so narrow (points) and so many times as high is what is left of a rule: a 1 is wider than 2.
BAR, BAR_HIGH = 1.6, 3.0
# Beside another line, what is smaller than text and so near (points) to two of the cell's rules is left of them.
CORNER = 1.3


def is_dust(line: Box, usual: float) -> bool:
    """Whether a line is much lower than the usual one, and no dash."""
    return line.height < DUST_HEIGHT * usual and line.width < 1.5 * max(line.height, DUST_HEIGHT * usual / 2)


def is_bar(line: Box) -> bool:
    """Whether a line is so narrow and high that it is no digit."""
    return line.width <= BAR and line.height >= BAR_HIGH * line.width


def without_corners(lines: list[Box], cell: Box, usual: float) -> list[Box]:
    """The lines of a cell of several, without what is left in its corner of the rules that meet there."""

    def is_corner(line: Box) -> bool:
        beside = min(line.x0 - cell.x0, cell.x1 - line.x1), min(line.y0 - cell.y0, cell.y1 - line.y1)
        return max(beside) <= CORNER and max(line.width, line.height) < usual

    return [line for line in lines if not is_corner(line)] if len(lines) > 1 else lines
