"""Where the level rules of worn tables end: one broken rule does not tell, all of a table together do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extractor.geometry import clusters
from extractor.grids.rules import Rule
from extractor.model import Image

# So many rules tell where they end; so many are a table where no upright shows one.
LEAST_RULES, LEAST_ALONE = 3, 5
# Rules go on while their mean dark is this share of the usual, over gaps of so many points.
SHARE, GAP = 0.5, 6.0
# The mean is taken over so many points.
SMOOTH = 3.0
# Pieces so close across (points) are of one rule; rules further apart are of different tables.
SAME_LINE, APART = 2.2, 60.0
# A rule ends at one across that is so near.
REACH = 16.0
# The rules of a table without uprights begin (and end) at one place within so many points.
SAME_END = 20.0
# Its widest rules have this share of the longest one's length.
WIDEST = 0.9
# Uprights side by side over this share of the shorter one are of one table; shorter than that share of the longest one,
# it is short.
BESIDE = 0.5

Flags = NDArray[np.bool_]


class Table(NamedTuple):
    """The rules of one worn table: what was found of its level ones, and its uprights."""

    level: list[Rule]
    upright: list[Rule]


def tables_of(level: Sequence[Rule], upright: Sequence[Rule]) -> list[Table]:
    """Rules in tables: those that cross each other or stand side by side, directly or by others; level ones alone by
    their distance.
    """
    tables: list[Table] = []
    for rule in sorted(upright):
        crossing = [one for one in level if _crosses(one, rule)]
        joined = [
            table
            for table in tables
            if any(one in table.level for one in crossing) or any(_stands_beside(one, rule) for one in table.upright)
        ]
        tables = [table for table in tables if table not in joined]
        every = {one for table in joined for one in table.level} | set(crossing)
        tables.append(Table(sorted(every), [*(one for table in joined for one in table.upright), rule]))
    taken = {one for table in tables for one in table.level}
    alone = [one for one in level if one not in taken]
    for group in clusters([one.at for one in alone], APART):
        tables.append(Table([one for one in alone if group[0] <= one.at <= group[-1]], []))
    return [table for table in tables if table.level]


def without_strays(table: Table) -> Table:
    """The table without short uprights that none of its level rules reaches, as the edge of a sheet beside it."""
    longest = max((rule.end - rule.start for rule in table.upright), default=0.0)
    kept = [
        rule
        for rule in table.upright
        if rule.end - rule.start >= BESIDE * longest or any(_crosses(one, rule) for one in table.level)
    ]
    return Table(table.level, kept)


def with_last_rules(tables: Sequence[Table]) -> list[Table]:
    """Tables without uprights, those that have wide rules with the same ends as one: of a three-line table the
    last rule is far from the others.
    """
    joined: list[Table] = []
    for table in tables:
        if joined and _have_same_ends(joined[-1], table):
            joined[-1].level.extend(table.level)
        else:
            joined.append(Table([*table.level], []))
    return joined


def _have_same_ends(above: Table, below: Table) -> bool:
    return any(
        abs(one.start - other.start) <= SAME_END and abs(one.end - other.end) <= SAME_END
        for one in _widest(above)
        for other in _widest(below)
    )


def _widest(table: Table) -> list[Rule]:
    """The table's rules that are hardly shorter than its longest: each may be worn, or run on over specks, at its
    ends.
    """
    longest = max(rule.end - rule.start for rule in table.level)
    return [rule for rule in table.level if rule.end - rule.start >= WIDEST * longest]


def _stands_beside(rule: Rule, other: Rule) -> bool:
    """Whether two uprights are side by side for the most part of the shorter one."""
    common = min(rule.end, other.end) - max(rule.start, other.start)
    return common >= BESIDE * min(rule.end - rule.start, other.end - other.start)


def _crosses(rule: Rule, other: Rule) -> bool:
    across = rule.start - REACH <= other.at <= rule.end + REACH
    return across and other.start - REACH <= rule.at <= other.end + REACH


def lines_of(table: Table) -> list[float]:
    """Where the table's level rules run: each where its longest piece does."""
    groups = clusters([rule.at for rule in table.level], SAME_LINE)
    pieces = [[rule for rule in table.level if group[0] <= rule.at <= group[-1]] for group in groups]
    return [max(line, key=lambda rule: rule.end - rule.start).at for line in pieces]


def ends_of(table: Table, thin: Image, scale: float) -> tuple[float, float] | None:
    """Where the table's level rules begin and end; None where they are too few to tell."""
    lines = lines_of(table)
    if len(lines) < (LEAST_RULES if table.upright else LEAST_ALONE):
        return None
    rows = [round(at * scale - 0.5) for at in lines]
    width = max(3, round(SMOOTH * scale)) | 1
    share = np.mean([thin[max(row - 1, 0) : row + 2].any(axis=0) for row in rows], axis=0)
    dark = np.convolve(share, np.full(width, 1 / width), "same")
    if table.upright:
        places = [rule.at for rule in table.upright]
        inside = min(places), max(places)
    else:
        inside = float(np.median([r.start for r in table.level])), float(np.median([r.end for r in table.level]))
    first, last = (min(max(round(x * scale), 0), len(dark) - 1) for x in inside)
    there = dark >= SHARE * float(np.median(dark[first : last + 1])) if first < last else dark > 1
    gap = round(GAP * scale)
    return (first - _reach(there[first::-1], gap)) / scale, (last + _reach(there[last:], gap) + 1) / scale


def _reach(there: Flags, gap: int) -> int:
    """How far it goes on from the first place."""
    places = np.flatnonzero(there)
    if not len(places) or places[0] > gap:
        return 0
    breaks = np.flatnonzero(np.diff(places) > gap)
    return int(places[breaks[0]] if len(breaks) else places[-1])
