"""Rules of bad paper: broken, faded, gnawed at by noise.

What is left of such a rule is thin, dark against what lies just above and below it, and in a line; text is
that too, but also a little higher and lower.  So a rule is where the share of dark along a window is large
and falls off quickly across it.  Rules found so are drawn anew, stretch by stretch between the rules that
cross them, and the lattice is built from the drawing.
"""

from __future__ import annotations

from itertools import compress, pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.geometry import clusters
from extractor.grids.rules import LARGEST_CHARACTER, Inked, Rule, Rules, is_crossed, listed_rules
from extractor.grids.sides import REACH, SAME_LINE, Table, ends_of, lines_of, tables_of
from extractor.grids.stretches import ASIDE, LEAST_ALONE, LEAST_STRETCH, MOSTLY, THICK, drawn, stretch_of
from extractor.model import Image
from extractor.picture import chosen, closed, opened

# Thin is what is darker by so many grey levels than the lightest within so many points on both sides.
DEPTH, ROOM = 14, 2.2
# The other side's print shows through with less than this share of the depth of this side's.
OF_DARKEST = 0.3
# A piece of a rule, or of two that cross, has less ink than this thickness along its width and height.
THIN = 1.2
# So is a straight piece at most so many points thick that is so many times as long.
BAR, OBLONG = 2.4, 4.0
# And a straight run of so many points, longer than strokes of body text, though characters touch it.
RUN = 12.5
# The window, in points along the rule, in which the share of dark is taken; the share that makes a rule, and
# by how much it exceeds that aside.
WINDOW, LEAST_SHARE, LEAST_FALL = 36.0, 0.26, 0.16
# Gaps in a rule up to so many points; rules are at least so long.
GAP, LEAST_LENGTH = 14.0, 48.0
# The window and least length of the uprights of tables lower than that; how near to a level rule they end.
LOW_WINDOW, LOW_LENGTH, LOW_REACH = 12.0, 12.0, 5.0
# A level rule that fewer long uprights cross may be of such a table.
FEW = 3
# Ink that measures no more points both ways is a speck, or the point of a figure.
SPECK = 1.7
# So close (points) to another line there is no room for text.
LEAST_ROOM = 8.5
# So long (points) in one piece a line is there, whatever the rest of it.
LONG = 40.0
# The rules usually found are trusted where they have this share of the length drawn here, level and upright.
# Measured: 0.98 and 0.78 and more on whole paper, 0.44 and less one way or the other on worn-out paper.
ENOUGH = 0.8, 0.65

Masks = tuple[Image, Image]


def faint_rules(rules: Rules) -> Rules | None:
    """The page's rules however faint; None where those found by their solid ink are most of them."""
    grey, ink, scale = rules.inked
    thin, dark = _thin(grey, scale)
    found = [_found(one, scale, WINDOW, LEAST_LENGTH) for one in thin]
    low = [rule for rule in found[0] if sum(_crosses(rule, other) for other in found[1]) < FEW]
    if low:
        found[1] += _joining(low, _found(thin[1], scale, LOW_WINDOW, LOW_LENGTH))
    if not found[0]:
        return None
    darks = dark, dark.T
    found = [_uncrossed(found[k], found[1 - k], darks[k], scale) for k in (0, 1)]
    level, upright = np.zeros_like(thin[0]), np.zeros_like(thin[1])
    for table in tables_of(found[0], found[1]):
        _draw(table, (level, upright), thin, darks, scale)
    anew = listed_rules(level, scale), listed_rules(upright, scale)
    # Where no upright is found on paper whose level rules are whole, none is printed.
    both = zip((rules.level, rules.upright), anew, ENOUGH, strict=True)
    whole = [_length(usual) >= enough * _length(drawn_anew) for usual, drawn_anew, enough in both]
    if not anew[0] or (whole[0] and (whole[1] or not rules.upright)):
        return None
    blank = Inked(np.full_like(grey, 255), np.zeros_like(ink), scale)
    none = np.zeros_like(level)
    return Rules(*anew, level, np.ascontiguousarray(upright.T), none, none, blank)


def printed_ink(inked: Inked) -> Image:
    """The ink (255) of this side of worn paper, without dots."""
    _, dark = _thin(inked.grey, inked.scale)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    keep = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]) > SPECK * inked.scale
    keep[0] = False
    return chosen(keep, labels)


def _open_sides(table: Table, thin: Image, scale: float) -> list[Rule]:
    """Where a table's level rules run on beyond its outermost uprights: uprights that are not printed."""
    ends = ends_of(table, thin, scale)
    if ends is None:
        return []
    top, bottom = (end(rule.at for rule in table.level) for end in (min, max))
    outer = [end(rule.at for rule in table.upright) for end in (min, max)]
    return [
        Rule(at, top, bottom, THICK) for at, upright in zip(ends, outer, strict=True) if abs(at - upright) > LEAST_ROOM
    ]


def _draw(table: Table, masks: Masks, thin: Masks, darks: Masks, scale: float) -> None:
    """Draw a table's rules into both masks."""
    whole = _whole(table, thin[0], scale)
    uprights = _certain([_lines(table.level, table.upright), _lines(table.upright, whole)], thin, darks, scale)[1]
    if not uprights:
        for part in tables_of(table.level, []):
            _draw_alone(masks[0], part, thin[0], darks[0], scale)
        return
    across = uprights + _open_sides(Table(table.level, uprights), thin[0], scale)
    lines = _certain([_lines(table.level, across), uprights], thin, darks, scale, across)
    for k, others in enumerate((across, lines[0])):
        masks[k][:] |= drawn(lines[k], others, thin[k], darks[k], scale)


def _whole(table: Table, thin: Image, scale: float) -> list[Rule]:
    """A table's level rules, pieces in one line as one, most of the table's width as all of it."""
    ends = ends_of(table, thin, scale)
    rules = []
    for line in lines_of(table):
        near = [piece for piece in table.level if abs(piece.at - line) <= SAME_LINE]
        start, end = min(piece.start for piece in near), max(piece.end for piece in near)
        if ends is not None and end - start >= MOSTLY * (ends[1] - ends[0]):
            start, end = min(start, ends[0]), max(end, ends[1])
        rules.append(Rule(line, start, end, THICK))
    return rules


def _certain(
    lines: list[list[Rule]], thin: Masks, darks: Masks, scale: float, across: list[Rule] | None = None
) -> list[list[Rule]]:
    """Level and upright lines without those that prove to be none; `across` are all that level ones meet."""
    crossed = lines[1] if across is None else across, lines[0]
    certain = []
    for k in (0, 1):
        mask = drawn(lines[k], crossed[k], thin[k], darks[k], scale)
        certain.append(_apart([line for line in lines[k] if _is_drawn(line, mask, scale)], mask, scale))
    return certain


def _draw_alone(mask: Image, table: Table, thin: Image, dark: Image, scale: float) -> None:
    """Draw the rules of a table without uprights: whole where they are there for the most part, else as found."""
    ends = ends_of(table, thin, scale)
    if ends is None:
        return
    for line in lines_of(table):
        at = round(line * scale - 0.5)
        pieces = [(piece.start, piece.end) for piece in table.level if abs(piece.at - line) <= SAME_LINE]
        quarters = np.linspace(*ends, 5).tolist()
        whole = list(pairwise(quarters))

        def are_there(places: list[tuple[float, float]], least: float, at: int = at) -> list[bool]:
            pixels = [(round(start * scale), round(end * scale)) for start, end in places]
            return [stretch_of(thin, dark, at, *place, scale).share >= least for place in pixels]

        kept = whole if all(are_there(whole, LEAST_STRETCH)) else list(compress(pieces, are_there(pieces, LEAST_ALONE)))
        for start, end in kept:
            mask[at - 1 : at + 2, round(start * scale) : round(end * scale)] = 255


def _length(rules: list[Rule]) -> float:
    return sum(rule.end - rule.start for rule in rules)


def _thin(grey: Image, scale: float) -> tuple[tuple[Image, Image], Image]:
    """Pixels (0 or 1) of level and (in the picture turned) upright ink that is thin and no character; all ink."""
    room = 2 * max(2, round(ROOM * scale)) + 1
    hats = [cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, np.ones(kernel, np.uint8)) for kernel in ((room, 1), (1, room))]
    either = np.maximum(*hats)
    depth = max(DEPTH, OF_DARKEST * float(np.percentile(either[either >= DEPTH], 90))) if either.any() else DEPTH
    _, labels, stats, _ = cv2.connectedComponentsWithStats((either >= depth).astype(np.uint8), connectivity=8)
    wide, high, area = (stats[:, k] for k in (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT, cv2.CC_STAT_AREA))
    longer, shorter = np.maximum(wide, high), np.minimum(wide, high)
    bar = (shorter <= BAR * scale) & (longer >= OBLONG * shorter)
    rule = (area <= THIN * scale * (wide + high)) | (longer > LARGEST_CHARACTER * scale) | bar
    rule[0] = False
    ruling = chosen(rule, labels)
    dark = (either >= depth).astype(np.uint8)
    run = round(RUN * scale)
    level, upright = (
        (hat >= depth).astype(np.uint8) & (ruling | opened(dark, kernel))
        for hat, kernel in zip(hats, ((1, run), (run, 1)), strict=True)
    )
    return (level, np.ascontiguousarray(upright.T)), dark


def _found(thin: Image, scale: float, window_length: float, least: float) -> list[Rule]:
    """Level rules, each as far as it can be followed."""
    window = max(3, round(window_length * scale))
    thick = cv2.dilate(thin, np.ones((3, 1), np.uint8)).astype(np.float32)
    share = np.asarray(cv2.blur(thick, (window, 1)), np.float32)
    moves = [sign * round(by * scale) for by in ASIDE for sign in (-1, 1)]
    beside = np.mean([np.roll(share, move, axis=0) for move in moves], axis=0)
    crest = share >= cv2.dilate(share, np.ones((2 * round(ASIDE[0] * scale) - 1, 1), np.uint8)) - 0.02
    strong = ((share >= LEAST_SHARE) & (share - beside >= LEAST_FALL) & crest).astype(np.uint8)
    # A crest wanders by a pixel where a rule is two pixels thick.
    runs = closed(cv2.dilate(strong, np.ones((3, 1), np.uint8)).astype(np.uint8), (1, round(GAP * scale)))
    long = listed_rules(opened(runs, (1, round(least * scale))), scale)
    return [rule._replace(thick=THICK) for rule in long]


def _crosses(rule: Rule, other: Rule) -> bool:
    return rule.start - REACH <= other.at <= rule.end + REACH and other.start <= rule.at <= other.end


def _joining(level: list[Rule], upright: list[Rule]) -> list[Rule]:
    """The short uprights that join two of the level rules: the borders of a low table."""

    def ends_at(at: float, end: float) -> bool:
        return any(abs(rule.at - end) <= LOW_REACH and rule.start - REACH <= at <= rule.end + REACH for rule in level)

    return [rule for rule in upright if ends_at(rule.at, rule.start) and ends_at(rule.at, rule.end)]


def _uncrossed(rules: list[Rule], across: list[Rule], dark: Image, scale: float) -> list[Rule]:
    """The rules that no characters' strokes cross; `dark` is all ink, the rules level in it."""
    others = dark.copy()
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


def _is_drawn(line: Rule, mask: Image, scale: float) -> bool:
    """Whether a line is there for the most part, or begins at one of its ends as the borders of headers do, or is
    long in one piece.
    """
    ink = _ink_along(line, mask, scale)
    end = max(1, round(3 * scale))
    if not ink.any():
        return False
    edges = np.flatnonzero(np.diff(np.concatenate([[0], ink.astype(int), [0]])))
    longest = int((edges[1::2] - edges[::2]).max())
    return bool(ink.mean() >= MOSTLY or ink[end] or ink[-end - 1] or longest >= LONG * scale)


def _apart(lines: list[Rule], mask: Image, scale: float) -> list[Rule]:
    """Without the lesser of two lines that leave no room for text between them."""
    length = {line: int(np.count_nonzero(_ink_along(line, mask, scale))) for line in lines}
    return [
        line
        for line in lines
        if not any(abs(o.at - line.at) < LEAST_ROOM and length[o] > length[line] for o in lines if o is not line)
    ]
