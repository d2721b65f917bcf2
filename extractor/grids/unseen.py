"""Uprights of whole paper that the rules usually found miss: dotted ones, which run from level rule to level rule."""

from __future__ import annotations

import numpy as np

from extractor.geometry import runs
from extractor.grids.marks import Marks
from extractor.grids.rules import Rule, Rules
from extractor.grids.sides import REACH, SAME_LINE
from extractor.grids.stretches import MOSTLY, Line, inner_parts, line_of, runs_through_words
from extractor.grids.strokes import FREE, Hemmed, is_digit
from extractor.model import Image

# They are so long (points), and end so near to a level rule.
LEAST_UNSEEN, LOW_REACH = 24.0, 5.0
# This share is dark between any two level rules, or close to most of them.
LEAST_DOTTED = 0.25


def with_unseen(rules: Rules, anew: tuple[list[Rule], list[Rule]], mask: Image, marks: Marks) -> Rules | None:
    """The rules usually found, with uprights that those missed, dark where no text is: dotted ones; None without any.

    `anew` are level and upright lines, `mask` has the stretches of the upright ones.
    """
    missed = [
        rule
        for rule in joining(rules.level, [_between(rules.level, rule) for rule in anew[1]])
        if rule.end - rule.start >= LEAST_UNSEEN and not _has_near(rule, rules.upright)
    ]
    lines = [line_of(rule, anew[0], marks) for rule in missed]
    unseen = [
        rule if _is_dark_near_crossings(line) else _dotted_part(rule, line, marks)
        for rule, line in zip(missed, lines, strict=True)
        if not runs_through_words(line, marks)
    ]
    unseen = [rule for rule in unseen if rule.end - rule.start >= LEAST_UNSEEN]
    if not unseen:
        return None
    more = np.zeros_like(mask)
    for rule in unseen:
        at = round(rule.at * marks.scale - 0.5)
        along = slice(max(at - 1, 0), at + 2), slice(round(rule.start * marks.scale), round(rule.end * marks.scale) + 1)
        more[along] = mask[along]
    return rules._replace(upright=rules.upright + unseen, upright_mask=rules.upright_mask | more.T)


def _is_dark_near_crossings(line: Line) -> bool:
    near = sum(stretch.near for stretch in line.stretches)
    dark = sum(stretch.dark_near for stretch in line.stretches)
    return dark >= MOSTLY * near > 0


def _between(level: list[Rule], rule: Rule) -> Rule:
    """An upright from the first to the last of the level rules that it meets; one of another column may be among
    those it was drawn between.
    """
    met = [
        o.at
        for o in level
        if o.start - REACH <= rule.at <= o.end + REACH and rule.start - LOW_REACH <= o.at <= rule.end + LOW_REACH
    ]
    return rule._replace(start=min(met), end=max(met)) if met else rule


def _dotted_part(rule: Rule, line: Line, marks: Marks) -> Rule:
    """A rule where it is there alike between any two level rules, clear of text, as below a heading over two columns;
    of no length where that is not one piece.
    """
    dotted = [
        s.share >= LEAST_DOTTED and not s.crossed and s.hemmed is Hemmed.NOT and not is_digit(marks, line.at, at, FREE)
        for s, at in zip(line.stretches, inner_parts(line, marks.scale), strict=True)
    ]
    parts = runs(np.array(dotted, bool))
    if len(parts) != 1:
        return rule._replace(end=rule.start)
    first, last = parts[0]
    return rule._replace(start=line.ends[first] / marks.scale, end=line.ends[last] / marks.scale)


def _has_near(rule: Rule, others: list[Rule]) -> bool:
    """Whether one of the others runs beside a rule, or is the same."""
    return any(abs(o.at - rule.at) <= SAME_LINE and o.start < rule.end and rule.start < o.end for o in others)


def joining(level: list[Rule], upright: list[Rule]) -> list[Rule]:
    """The short uprights that join two of the level rules: the borders of a low table."""

    def ends_at(at: float, end: float) -> bool:
        return any(abs(rule.at - end) <= LOW_REACH and rule.start - REACH <= at <= rule.end + REACH for rule in level)

    return [rule for rule in upright if ends_at(rule.at, rule.start) and ends_at(rule.at, rule.end)]
