"""Rules of bad paper: broken, faded, gnawed at by noise.

Lines found in what is left of them are drawn anew as rules, stretch by stretch between those that cross them, and
the lattice is built from the drawing.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extractor.geometry import clusters, runs
from extractor.grids.faded import unfaded
from extractor.grids.level_only import draw_level
from extractor.grids.lost_rows import lost_rows, missed_rows
from extractor.grids.marks import THICK, Both, Marks, lines_in, lines_through, with_text
from extractor.grids.rules import Inked, Rule, Rules, is_crossed, listed_rules
from extractor.grids.sides import REACH, SAME_LINE, Table, ends_of, lines_of, tables_of, with_last_rules, without_strays
from extractor.grids.solid import with_solid
from extractor.grids.stretches import MOSTLY, certain_in, drawn, likely_in, line_of
from extractor.grids.unseen import joining, with_unseen
from extractor.model import Image

# The window and least length of the uprights of tables lower than that.
LOW_WINDOW, LOW_LENGTH = 12.0, 12.0
# A level rule that fewer long uprights cross may be of such a table; fewer of them alone are strokes of characters.
FEW = 3
# So close (points) to another line there is no room for text.
LEAST_ROOM = 8.5
# So long (points) in one piece, or among specks in all pieces, a line is there, whatever the rest of it: on clean
# paper pieces in a line may be strokes of words that stand in a column.
LONG, LONG_IN_ALL = 40.0, 60.0
# The rules usually found are trusted where they have this share of the length drawn here, level ones each in one
# piece.  Measured: 0.87 and 0.83 and more on whole paper, 0.76 one way or the other and less on worn-out paper.
ENOUGH = 0.8, 0.8
# Or where this share of the uprights' ends are so near (points) to a level rule: lines drawn here may be strokes of
# words.  Measured: 0.98 and more on whole paper, 0.5 and less on worn-out paper.
MEETING, NEAR = 0.9, 4.0


def faint_rules(rules: Rules, both: Both) -> Rules | None:
    """The rules of a page, so marked, however faint; None where those found by their solid ink are most of them."""
    grey, ink, scale = rules.inked
    found = [lines_in(marks) for marks in both]
    if not both[1].clean:
        found[1] += _through_tables(found[0], found[1], both[1])
    low = [rule for rule in found[0] if sum(_crosses(rule, other) for other in found[1]) < FEW]
    if low:
        found[1] += joining(low, lines_in(both[1], LOW_WINDOW, LOW_LENGTH))
    if not found[0]:
        return None
    both = with_text(both, *found)
    found = [_uncrossed(found[k], found[1 - k], both[k]) for k in (0, 1)]
    level, upright = (np.zeros_like(marks.thin) for marks in both)
    lost = np.zeros_like(level)
    tables = [without_strays(table) for table in tables_of(*found)]
    alone = [rule for table in tables for rule in _draw(table, (level, upright, lost), both)]
    without = tables_of(alone, [])
    # Of thick rules on clean paper both edges are found: the usual ones tell.
    for table in without if both[0].clean else with_last_rules(without):
        draw_level(level, table, both[0])
    anew = listed_rules(level, scale), listed_rules(upright, scale)
    if both[1].clean:
        upright = with_solid(upright, anew, rules)
        anew = anew[0], listed_rules(upright, scale)
    # Where no upright is found on paper whose level rules are whole, none is printed.
    usual = _in_one_piece(rules.level, anew[0]), _length(rules.upright)
    whole = [length >= enough * _length(one) for length, one, enough in zip(usual, anew, ENOUGH, strict=True)]
    # Thick rules are not sought here; where they are left, so is the rest.
    more = both[0].clean and _length(rules.level) >= _length(anew[0])
    if not anew[0] or ((whole[0] or more) and (whole[1] or _meeting(rules) >= MEETING)):
        return with_unseen(rules, anew, upright, both[1]) if both[1].clean and rules.upright else None
    level |= lost
    anew = listed_rules(level, scale), anew[1]
    blank = Inked(np.full_like(grey, 255), np.zeros_like(ink), scale)
    none = np.zeros_like(level)
    return Rules(*anew, level, np.ascontiguousarray(upright.T), none, none, blank)


def _through_tables(level: list[Rule], upright: list[Rule], marks: Marks) -> list[Rule]:
    """Uprights from end to end of tables that were not seen as lines."""
    lines = []
    for table in tables_of(level, upright):
        if len(table.upright) >= FEW:
            places = [rule.at for rule in table.level]
            sides = min(rule.start for rule in table.level), max(rule.end for rule in table.level)
            lines += [
                line
                for line in lines_through(marks, min(places), max(places))
                if sides[0] <= line.at <= sides[1]
                and all(abs(line.at - rule.at) >= LEAST_ROOM for rule in table.upright)
            ]
    return lines


def _open_sides(table: Table, ends: tuple[float, float] | None) -> list[Rule]:
    """Where a table's level rules run on beyond its outermost uprights: uprights that are not printed."""
    if ends is None:
        return []
    top, bottom = (end(rule.at for rule in table.level) for end in (min, max))
    outer = [end(rule.at for rule in table.upright) for end in (min, max)]
    return [
        Rule(at, top, bottom, THICK) for at, upright in zip(ends, outer, strict=True) if abs(at - upright) > LEAST_ROOM
    ]


class Lined(NamedTuple):
    """A worn table's lines: level ones, uprights, all that level ones meet (open sides, too), and rows lost."""

    level: list[Rule]
    upright: list[Rule]
    across: list[Rule]
    lost: list[Rule]


def _draw(table: Table, masks: tuple[Image, Image, Image], both: Both) -> list[Rule]:
    """Draw a table's level rules, its uprights and its lost level rules into three masks.

    Returns its level rules where it has no uprights, and nothing is drawn.
    """
    lined = _lined(table, both)
    if lined is None:
        return table.level
    masks[0][:] |= _drawn(lined.level, lined.across, both[0], upright=False)
    masks[1][:] |= _drawn(lined.upright, lined.level + lined.lost, both[1], upright=True)
    scale = both[0].scale
    for rule in lined.lost:
        masks[2][round(rule.at * scale - 0.5), round(rule.start * scale) : round(rule.end * scale) + 1] = 255
    return []


def _drawn(rules: list[Rule], across: list[Rule], marks: Marks, *, upright: bool) -> Image:
    lines = [line_of(rule, across, marks) for rule in rules]
    there = [likely_in(line, marks) for line in lines]
    if marks.clean:
        there = unfaded(lines, there, marks, upright=upright)
    return drawn(lines, there, marks.thin.shape)


def _lined(table: Table, both: Both) -> Lined | None:
    """The lines of a table that are certain; None where it has no uprights."""
    whole = _whole(table, both[0])
    level, uprights = _certain([_lines(table.level, table.upright), _lines(table.upright, whole)], both)
    lost = []
    if both[0].clean:
        lost = lost_rows(level, table.upright, both[0]) or missed_rows(level, uprights, table.upright, both[0])
    if lost:
        uprights = _certain([level + lost, _lines(table.upright, whole + lost)], both)[1]
    short = all(rule.end - rule.start < LONG for rule in table.upright)
    if not uprights or (short and len(uprights) < FEW):
        return None
    ends = (lost[0].start, lost[0].end) if lost else ends_of(Table(table.level, uprights), both[0].thin, both[0].scale)
    across = uprights + _open_sides(Table(table.level + lost, uprights), ends)
    lines = _lines(table.level, across)
    level, uprights = _certain([lines, uprights], both, [across, lines + lost])
    return Lined(level, uprights, across, lost) if uprights else None


def _whole(table: Table, marks: Marks) -> list[Rule]:
    """A table's level rules, pieces in one line as one, most of the table's width as all of it."""
    ends = ends_of(table, marks.thin, marks.scale)
    rules = []
    for line in lines_of(table):
        near = [piece for piece in table.level if abs(piece.at - line) <= SAME_LINE]
        start, end = min(piece.start for piece in near), max(piece.end for piece in near)
        if ends is not None and (marks.clean or end - start >= MOSTLY * (ends[1] - ends[0])):
            start, end = min(start, ends[0]), max(end, ends[1])
        rules.append(Rule(line, start, end, THICK))
    return rules


def _certain(lines: list[list[Rule]], both: Both, across: list[list[Rule]] | None = None) -> list[list[Rule]]:
    """Level and upright lines without those that prove to be none; `across` is what level ones and uprights meet."""
    crossed = across or [lines[1], lines[0]]
    certain = []
    for k in (0, 1):
        seen, scale = [line_of(rule, crossed[k], both[k]) for rule in lines[k]], both[k].scale
        mask = drawn(seen, [certain_in(line, both[k]) for line in seen], both[k].thin.shape)
        kept = [line for line in lines[k] if _is_drawn(line, mask, both[k])]
        # Of a stretch on clean paper a few pixels may be left.
        certain.append(_apart(kept, mask & both[k].thick if both[k].clean else mask, scale))
    return certain


def _in_one_piece(rules: list[Rule], lines: list[Rule]) -> float:
    """The length of the longest rule found along each line."""
    pieces = [
        [min(rule.end, line.end) - max(rule.start, line.start) for rule in rules if abs(rule.at - line.at) <= SAME_LINE]
        for line in lines
    ]
    return sum(max([0.0, *lengths]) for lengths in pieces)


def _meeting(rules: Rules) -> float:
    """The share of the uprights' ends that meet a level rule; 1 where there is none."""
    met = [
        any(abs(o.at - end) <= NEAR and o.start - NEAR <= rule.at <= o.end + NEAR for o in rules.level)
        for rule in rules.upright
        for end in (rule.start, rule.end)
    ]
    return float(np.mean(met)) if met else 1.0


def _length(rules: list[Rule]) -> float:
    return sum(rule.end - rule.start for rule in rules)


def _crosses(rule: Rule, other: Rule) -> bool:
    return rule.start - REACH <= other.at <= rule.end + REACH and other.start <= rule.at <= other.end


def _uncrossed(rules: list[Rule], across: list[Rule], marks: Marks) -> list[Rule]:
    """The rules that no characters' strokes cross."""
    others, scale = marks.dark.copy(), marks.scale
    for rule in across:
        at = round(rule.at * scale - 0.5)
        others[:, max(at - 2, 0) : at + 3] = 0
    return [rule for rule in rules if not is_crossed(rule, others, scale)]


def _lines(rules: list[Rule], across: list[Rule]) -> list[Rule]:
    """Pieces in line as one, from the first rule across that reaches it to the last."""
    lines = []
    for group in clusters([rule.at for rule in rules], SAME_LINE):
        pieces = [rule for rule in rules if group[0] <= rule.at <= group[-1]]
        longest = max(pieces, key=lambda r: r.end - r.start)
        met = [o.at for o in across if o.start - REACH <= longest.at <= o.end + REACH]
        if len(met) >= 2:
            lines.append(Rule(longest.at, min(met), max(met), longest.thick))
    return lines


def _ink_along(line: Rule, mask: Image, scale: float) -> NDArray[np.bool_]:
    at = round(line.at * scale - 0.5)
    return np.asarray(mask[at, round(line.start * scale) : round(line.end * scale)] > 0)


def _is_drawn(line: Rule, mask: Image, marks: Marks) -> bool:
    """Whether a line is there for the most part, or begins at one of its ends as the borders of headers do, or is
    long.
    """
    scale = marks.scale
    ink = _ink_along(line, mask, scale)
    end = max(1, round(3 * scale))
    if not ink.any():
        return False
    longest = max(after - first for first, after in runs(ink))
    long = longest >= LONG * scale or (not marks.clean and np.count_nonzero(ink) >= LONG_IN_ALL * scale)
    return bool(ink.mean() >= MOSTLY or ink[end] or ink[-end - 1] or long)


def _apart(lines: list[Rule], mask: Image, scale: float) -> list[Rule]:
    """Without the lesser of two lines that leave no room for text between them."""
    length = {line: int(np.count_nonzero(_ink_along(line, mask, scale))) for line in lines}
    return [
        line
        for line in lines
        if not any(abs(o.at - line.at) < LEAST_ROOM and (length[o], o) > (length[line], line) for o in lines)
    ]
