"""Uprights of worn tables on clean paper where they are solid: thick pieces are no thin ink, and may pass for text."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from extractor.grids.rules import Rule, Rules
from extractor.grids.sides import REACH
from extractor.model import Image

# This share of a solid stretch is in the rules usually found.
SOLID = 0.9


def with_solid(upright: Image, anew: tuple[list[Rule], list[Rule]], rules: Rules) -> Image:
    """The mask of the uprights drawn anew, turned, with their stretches from level rule to level rule that the rules
    usually found have from end to end: no character is as high as its row.
    """
    level, uprights = anew
    whole = upright.copy()
    for rule in uprights:
        at = round(rule.at * rules.scale - 0.5)
        ends = [round(o.at * rules.scale - 0.5) for o in level if o.start - REACH <= rule.at <= o.end + REACH]
        for start, end in pairwise(sorted(set(ends))):
            stretch = rules.upright_mask[start : end + 1, max(at - 1, 0) : at + 2]
            if np.mean(stretch.any(axis=1)) >= SOLID:
                whole[at, start : end + 1] = 255
    return whole
