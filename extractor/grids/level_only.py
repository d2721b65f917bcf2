"""Worn tables without uprights: their level rules, each whole from where the table begins to where it ends."""

from __future__ import annotations

from itertools import compress, pairwise

import numpy as np

from extractor.grids.marks import THICK, Marks
from extractor.grids.rules import Rule
from extractor.grids.sides import SAME_END, SAME_LINE, Table, ends_of, lines_of
from extractor.grids.stretches import LEAST_ALONE, LEAST_STRETCH, MOSTLY, stretch_of
from extractor.model import Image


def draw_level(mask: Image, table: Table, marks: Marks) -> None:
    """Draw a table's rules into `mask`: whole where they are there for the most part, else as found."""
    scale = marks.scale
    lines = {line: [rule for rule in table.level if abs(rule.at - line) <= SAME_LINE] for line in lines_of(table)}
    whole = [_around(pieces) for pieces in lines.values()]
    widest = max(rule.end - rule.start for rule in whole)
    wide = [rule for rule in whole if rule.end - rule.start >= MOSTLY * widest]
    ends = ends_of(Table(wide, []), marks.thin, scale) or _common_ends(wide)
    if ends is None:
        return
    for line, pieces in lines.items():
        at = round(line * scale - 0.5)
        quarters = list(pairwise(np.linspace(*ends, 5).tolist()))

        def are_there(places: list[tuple[float, float]], least: float, at: int = at) -> list[bool]:
            pixels = [(round(start * scale), round(end * scale)) for start, end in places]
            seen = [stretch_of(marks, at, *place) for place in pixels]
            return [stretch.share >= least and not stretch.crossed for stretch in seen]

        found = [(piece.start, piece.end) for piece in pieces]
        is_whole = all(are_there(quarters, LEAST_STRETCH[marks.clean]))
        kept = quarters if is_whole else list(compress(found, are_there(found, LEAST_ALONE[marks.clean])))
        for start, end in kept:
            mask[at - 1 : at + 2, round(start * scale) : round(end * scale)] = 255


def _around(pieces: list[Rule]) -> Rule:
    """Pieces in a line as one."""
    return Rule(pieces[0].at, min(p.start for p in pieces), max(p.end for p in pieces), THICK)


def _common_ends(wide: list[Rule]) -> tuple[float, float] | None:
    """Where a few wide rules begin and end; None where they do not agree, but for one that lost its beginning."""
    start, end = float(np.median([rule.start for rule in wide])), max(rule.end for rule in wide)
    alike = sum(abs(rule.start - start) <= SAME_END for rule in wide)
    return (start, end) if alike >= max(2, len(wide) - 1) else None
