"""Level rules that belong together: the pieces of a broken one, and those of one table."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.geometry import clusters
from extractor.grids.rules import Rule

# Rules of one table start, and end, within so many points.
SAME_END = 8.0
# Pieces in one line are a rule where they make up this share of it, and so many whole rules have its ends.
SAME_LINE, LEAST_PIECES, LEAST_WHOLE = 1.6, 0.7, 4


def mended(level: Sequence[Rule]) -> list[Rule]:
    """The rules, pieces of a broken one as one."""
    found: list[Rule] = []
    for group in clusters([rule.at for rule in level], SAME_LINE):
        pieces = [rule for rule in level if group[0] <= rule.at <= group[-1]]
        whole = Rule(pieces[0].at, min(r.start for r in pieces), max(r.end for r in pieces), pieces[0].thick)
        there = sum(r.end - r.start for r in pieces) >= LEAST_PIECES * (whole.end - whole.start)
        like = sum(_has_ends_of(whole, rule) for rule in level if rule not in pieces)
        found += [whole] if len(pieces) > 1 and there and like >= LEAST_WHOLE else pieces
    return found


def same_ends(wide: Sequence[Rule]) -> list[list[Rule]]:
    """Consecutive rules that start and end at the same places; at least two make a table.

    A shorter rule inside (below a header over several columns) does not end the table.
    """
    tables: list[list[Rule]] = []
    for rule in sorted(wide):
        last = tables[-1][-1] if tables else None
        if last and _has_ends_of(last, rule):
            tables[-1].append(rule)
        elif not (last and last.start - SAME_END < rule.start and rule.end < last.end + SAME_END):
            tables.append([rule])
    return [table for table in tables if len(table) >= 2]


def _has_ends_of(rule: Rule, other: Rule) -> bool:
    return abs(other.start - rule.start) < SAME_END and abs(other.end - rule.end) < SAME_END
