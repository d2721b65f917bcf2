"""Printed rules in a picture: solid, dashed, thick, thin and grey lines, level and upright.

All lengths are in points and turned into pixels by the picture's scale, so any resolution serves.
"""

from __future__ import annotations

from math import ceil
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.model import Image, Page
from extractor.picture import chosen, closed, dilated, grey_of, local_ink, opened, shrunk

# Resolution at which rules are sought, whatever the scan's.
RULE_DPI = 100
# Darker than the surroundings' mean by so many of 255 grey levels is ink.
INK_DEPTH = 14
# Shortest solid rule: longer than the strokes of body text, shorter than the lowest row is high.
SHORTEST = 7.0
# Connected ink longer than this both ways round is a lattice of rules (with what touches it), no character.
LARGEST_CHARACTER = 30.0
# Dashes (and the crosses they make) are straight in this share of their ink, at least this long, at most
# thick; apart by at most this much they make a dashed rule at least that long.
DASH, DASH_STRAIGHT, DASH_THICK, DASH_GAP = 1.5, 0.85, 2.0, 4.3
LEAST_DASHED, LEAST_DASHES = 0.6, 24.0
# Pieces smaller than this both ways are dots; apart by at most this much they make a dash.
DOT, DOT_GAP = 2.2, 1.5
# Such a rule is not quite level: its pieces of so many points lie a row of pixels apart.
SHORTEST_DASHED, DASHED_PIECE = 40.0, 16.0
# A rule is at most this thick; thicker dark bars are fills or borders drawn as boxes.
THICKEST = 5.0
# An upright this long is a rule wherever it ends; a shorter one must run from rule to rule.
CLEARLY_RULE = 60.0
# Beside a rule, this far from it and from its ends, at most this share is inked on one side at least.
SIDE_ROOM, END_ROOM, MOST_BESIDE = 3.5, 3.0, 0.12
# Ink that reaches this far from a rule on both sides crosses it; a rule is crossed by less than one a stretch so long.
CROSSING, UNCROSSED = 2.5, 24.0
# Pieces of one broken rule: each at least so long, in line within so much, together at least so long.
LEAST_PIECE, SAME_LINE, LEAST_PIECES = 12.0, 0.8, 48.0
# Rule ends and rules closer than this are taken to meet, and those between which this share is inked.
REACH, LEAST_LED = 1.3, 0.8


class Rule(NamedTuple):
    """A straight rule; `at` is its middle across, `start` and `end` along, `thick` its thickness, in points."""

    at: float
    start: float
    end: float
    thick: float


class Inked(NamedTuple):
    """A page in grey, its ink (0 or 255), and the scale of both in pixels a point."""

    grey: Image
    ink: Image
    scale: float


class Rules(NamedTuple):
    """Level and upright rules, the pixel masks they were found in, and the ink that shows them.

    The dash masks hold dashes too few for a rule of their own: where a rule is known to run, they tell whether
    it is there on a short stretch.
    """

    level: list[Rule]
    upright: list[Rule]
    level_mask: Image
    upright_mask: Image
    level_dashes: Image
    upright_dashes: Image
    inked: Inked

    @property
    def scale(self) -> float:
        """Pixels a point."""
        return self.inked.scale


def ink_of(page: Page) -> Inked:
    """The page's ink at RULE_DPI at most.

    Ink is darker than its surroundings, so that uneven light and fills do not matter.  At this resolution
    dots of dotted rules melt together and noise averages out, while rules a point apart stay two.
    """
    grey = grey_of(page.image)
    ratio = min(1.0, RULE_DPI / 72 / page.scale)
    if ratio < 0.95:  # a ratio near 1 would only blur
        grey = shrunk(grey, ratio)
    scale = grey.shape[1] / page.width
    return Inked(grey, local_ink(grey, scale, INK_DEPTH), scale)


def rules_of(inked: Inked) -> Rules:
    """Every rule in a page's ink."""
    _, ink, scale = inked
    large, dashes, dots = _without_characters(ink, scale)
    level, level_dashes = _direction(large, dashes, dots, scale)
    turned = [np.ascontiguousarray(part.T) for part in (large, dashes, dots)]
    upright, upright_dashes = (mask.T for mask in _direction(turned[0], turned[1], turned[2], scale))
    level_rules = listed_rules(level, scale)
    upright_rules = listed_rules(np.ascontiguousarray(upright.T), scale)
    # The strokes of a character may meet each other.
    level_rules = _borders(level_rules, upright_rules)
    upright_rules = [_led_on(rule, level_rules, ink.T, scale) for rule in upright_rules]
    others = (ink & ~dilated(level, (3, 1))).T
    upright_rules = [
        r
        for r in _borders(upright_rules, level_rules)
        if not _is_stroke(r, others, scale) and not is_crossed(r, others, scale)
    ]
    level_rules = _borders(level_rules, upright_rules)
    return Rules(level_rules, upright_rules, level, upright, level_dashes, upright_dashes, inked)


def _without_characters(ink: Image, scale: float) -> tuple[Image, Image, Image]:
    """(large connected pieces, dashes, dots): the ink that can belong to rules."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    wide, high, area = (stats[:, k] for k in (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT, cv2.CC_STAT_AREA))
    large = np.maximum(wide, high) > LARGEST_CHARACTER * scale
    straight = _opened(ink, DASH * scale) | _opened(np.ascontiguousarray(ink.T), DASH * scale).T
    inked = np.bincount(labels[straight > 0], minlength=len(area))
    dash = ~large & (inked >= DASH_STRAIGHT * area) & (area <= DASH_THICK * scale * (wide + high))
    dot = np.maximum(wide, high) <= DOT * scale
    large[0] = dash[0] = dot[0] = False
    return chosen(large, labels), chosen(dash & ~dot, labels), chosen(dot, labels)


def _direction(lattice: Image, dashes: Image, dots: Image, scale: float) -> tuple[Image, Image]:
    """The pixels of level rules, solid and dashed, and those of dashes in a row, however few."""
    solid = _opened(lattice, SHORTEST * scale)
    along = _opened(dashes | _bridged(dots, DOT_GAP * scale), DASH * scale)
    thick = dilated(opened(solid, (round(THICKEST * scale), 1)), (3, 1))
    row = _bridged(along | solid, DASH_GAP * scale)
    return (solid | _dashed(along, solid, row, scale)) & ~thick, row


def _bridged(mask: Image, gap: float) -> Image:
    """Level gaps up to `gap` pixels filled."""
    return closed(mask, (1, max(3, round(gap) + 1)))


def _dashed(pieces: Image, solid: Image, row: Image, scale: float) -> Image:
    """Runs long enough for a rule, and of dashes in the main where they are not solid.

    A solid rule with a stroke of a character in its line has few dashes.
    """
    runs = _opened(row, SHORTEST_DASHED * scale) | _leaning(_opened(row, DASHED_PIECE * scale), solid, scale)
    rows = inked_rows(runs)
    if not len(rows):
        return runs
    count, labels = cv2.connectedComponents(runs[rows])
    loose = runs[rows] & ~solid[rows]
    dashes, rest = (np.bincount(labels[mask > 0], minlength=count) for mask in (pieces[rows], loose))
    keep = (dashes >= LEAST_DASHED * rest) & (dashes >= LEAST_DASHES * scale)
    keep[0] = False
    runs[rows] = chosen(keep, labels)
    return runs


def _leaning(runs: Image, solid: Image, scale: float) -> Image:
    """The pieces of dashed rules, hardly solid, that lie so little apart across that they are one."""
    rows = inked_rows(runs)
    leaning = np.zeros_like(runs)
    if len(rows):
        count, labels, stats, _ = cv2.connectedComponentsWithStats(runs[rows])
        solids = np.bincount(labels[solid[rows] > 0], minlength=count)
        wide, high, area = (stats[:, k] for k in (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT, cv2.CC_STAT_AREA))
        thin = high <= DASH_THICK * scale
        keep = (wide >= SHORTEST_DASHED * scale) & thin & (solids <= LEAST_DASHED * area)
        keep[0] = False
        leaning[rows] = chosen(keep, labels)
    return leaning


def _opened(ink: Image, length: float) -> Image:
    return opened(ink, (1, max(2, round(length))))


def listed_rules(mask: Image, scale: float) -> list[Rule]:
    """The connected pieces of a mask of level rules, those in line with hardly a gap between them as one."""
    rows = inked_rows(mask)
    if not len(rows):
        return []
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask[rows])
    pieces = []
    for x, row, wide, high, _ in stats[1:].tolist():
        y = int(rows[row])
        if high <= (THICKEST + 1) * scale or high < 0.05 * wide:
            pieces.append(Rule((y + (high - 1) / 2 + 0.5) / scale, x / scale, (x + wide) / scale, high / scale))
    return _chained(pieces)


def inked_rows(mask: Image) -> NDArray[np.intp]:
    """The rows of a mask that have ink, a blank one after each run of them: few where it holds level rules."""
    inked = np.asarray(mask.any(axis=1))
    after = np.concatenate([[False], inked[:-1]])
    return np.flatnonzero(inked | after)


def _chained(pieces: list[Rule]) -> list[Rule]:
    rules: list[Rule] = []
    open_at: list[int] = []
    for piece in sorted(pieces, key=lambda r: r.start):
        open_at = [i for i in open_at if rules[i].end >= piece.start - REACH]
        before = next((i for i in open_at if abs(rules[i].at - piece.at) <= SAME_LINE), None)
        if before is None:
            open_at.append(len(rules))
            rules.append(piece)
        else:
            rules[before] = _joined(rules[before], piece)
    return rules


def _joined(a: Rule, b: Rule) -> Rule:
    longer = max(a, b, key=lambda r: r.end - r.start)
    return Rule(longer.at, min(a.start, b.start), max(a.end, b.end), max(a.thick, b.thick))


def _borders(rules: list[Rule], across: list[Rule]) -> list[Rule]:
    """The rules that are borders, or pieces of broken ones."""
    return [rule for rule in rules if _is_border(rule, across) or _is_piece(rule, rules)]


def _is_border(rule: Rule, across: list[Rule]) -> bool:
    """Long, or meeting rules of the other direction at both ends; strokes of characters are neither."""
    if rule.end - rule.start >= CLEARLY_RULE:
        return True
    return all(any(_meets(rule.at, end, other) for other in across) for end in (rule.start, rule.end))


def _is_stroke(rule: Rule, others: Image, scale: float) -> bool:
    """Whether a short rule is a stroke of a character: other strokes stand on both its sides.

    `others` as in `is_crossed`.
    """
    if rule.end - rule.start >= LARGEST_CHARACTER:
        return False
    start, end = round((rule.start + END_ROOM) * scale), round((rule.end - END_ROOM) * scale)
    near, far = ceil((rule.thick / 2 + 1.0) * scale), ceil((rule.thick / 2 + SIDE_ROOM) * scale)
    middle = round(rule.at * scale)
    sides = others[middle - far : middle - near, start:end], others[middle + near + 1 : middle + far + 1, start:end]
    return all(side.size > 0 and float((side > 0).mean()) > MOST_BESIDE for side in sides)


def is_crossed(rule: Rule, others: Image, scale: float, least: int = 1) -> bool:
    """Whether a rule is strokes of characters in a line: `least` others cross it, more than one in so many points.

    `others` is the ink that is no rule of the other direction, turned so that the rule is level in it.
    """
    start, end, middle = round(rule.start * scale), round(rule.end * scale), round(rule.at * scale)
    near, far = ceil((rule.thick / 2 + 1.0) * scale), ceil((rule.thick / 2 + CROSSING) * scale)
    above, below = (
        others[middle - far : middle - near, start:end],
        others[middle + near + 1 : middle + far + 1, start:end],
    )
    crossed = np.concatenate([[False], (above > 0).all(axis=0) & (below > 0).all(axis=0)])
    crossings = int(np.count_nonzero(crossed[1:] & ~crossed[:-1]))
    return crossings >= least and crossings * UNCROSSED > rule.end - rule.start


def _led_on(rule: Rule, across: list[Rule], ink: Image, scale: float) -> Rule:
    """A rule as far as the rules across that its ends are near to, where it is inked up to them: a last piece that lies
    a pixel aside is too short for a solid one.  In `ink` the rule is level.
    """

    def inked(start: float, end: float) -> bool:
        at, first, last = (round(place * scale) for place in (rule.at - 0.5 / scale, start, end))
        return float((ink[max(at - 1, 0) : at + 2, first:last] > 0).any(axis=0).mean()) >= LEAST_LED

    places = [o.at for o in across if o.start <= rule.at <= o.end]
    starts = [at for at in places if REACH < rule.start - at <= SHORTEST + REACH and inked(at, rule.start)]
    ends = [at for at in places if REACH < at - rule.end <= SHORTEST + REACH and inked(rule.end, at)]
    return rule._replace(start=max(starts, default=rule.start), end=min(ends, default=rule.end))


def _is_piece(rule: Rule, along: list[Rule]) -> bool:
    """One of several pieces in a line, each longer than a character, that a faint rule broke into."""
    if rule.end - rule.start < LEAST_PIECE:
        return False
    lengths = [r.end - r.start for r in along if abs(r.at - rule.at) <= SAME_LINE and r.end - r.start >= LEAST_PIECE]
    return sum(lengths) >= LEAST_PIECES


def _meets(at: float, end: float, other: Rule) -> bool:
    reach = REACH + other.thick / 2
    return abs(other.at - end) <= reach and other.start - reach <= at <= other.end + reach
