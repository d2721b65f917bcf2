"""Printed rules in a picture: solid, dashed, thick, thin and grey lines, level and upright.

All lengths are in points and turned into pixels by the picture's scale, so any resolution serves.
"""

from __future__ import annotations

from math import ceil
from typing import NamedTuple

import cv2
import numpy as np

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
# this thick; apart by at most this much they make a dashed rule at least that long.
DASH, DASH_STRAIGHT, DASH_THICK, DASH_GAP = 1.5, 0.85, 2.0, 4.3
LEAST_DASHED = 0.4
SHORTEST_DASHED = 40.0
# Straight ink at least this long, gaps in it (of dotted rules) up to this long.
STROKE, STROKE_GAP = 2.5, 1.5
# A rule is at most this thick; thicker dark bars are fills or borders drawn as boxes.
THICKEST = 5.0
# An upright this long is a rule wherever it ends; a shorter one must run from rule to rule.
CLEARLY_RULE = 24.0
# Beside a rule, this far from it and from its ends, at most this share is inked on one side at least.
SIDE_ROOM, END_ROOM, MOST_BESIDE = 3.5, 3.0, 0.12
# Pieces of one broken rule: each at least so long, in line within so much, together at least so long.
LEAST_PIECE, SAME_LINE, LEAST_PIECES = 12.0, 0.8, 48.0
# Rule ends and rules closer than this are taken to meet.
REACH = 1.3


class Rule(NamedTuple):
    """A straight rule; `at` is its middle across, `start` and `end` along, `thick` its thickness, in points."""

    at: float
    start: float
    end: float
    thick: float


class Rules(NamedTuple):
    """Level and upright rules with the pixel masks they were found in.

    The stroke masks hold every straight piece of ink, those of characters too: where a rule is known to run,
    they tell whether it is there on a short stretch.
    """

    level: list[Rule]
    upright: list[Rule]
    level_mask: Image
    upright_mask: Image
    level_strokes: Image
    upright_strokes: Image
    scale: float


def ink_of(page: Page) -> tuple[Image, float]:
    """The page's ink (0 or 255) at RULE_DPI at most, and its scale in pixels a point.

    Ink is darker than its surroundings, so that uneven light and fills do not matter.  At this resolution
    dots of dotted rules melt together and noise averages out, while rules a point apart stay two.
    """
    grey = grey_of(page.image)
    ratio = min(1.0, RULE_DPI / 72 / page.scale)
    if ratio < 0.95:  # a ratio near 1 would only blur
        grey = shrunk(grey, ratio)
    scale = grey.shape[1] / page.width
    return local_ink(grey, scale, INK_DEPTH), scale


def rules_of(ink: Image, scale: float) -> Rules:
    """Every rule in an ink mask of `scale` pixels a point."""
    lattice, dashes = _without_characters(ink, scale)
    level = _direction(lattice, dashes, scale)
    upright = _direction(np.ascontiguousarray(lattice.T), np.ascontiguousarray(dashes.T), scale).T
    level_rules = _listed(level, scale)
    upright_rules = _listed(np.ascontiguousarray(upright.T), scale)
    upright_rules = [
        r
        for r in upright_rules
        if (_is_border(r, level_rules) or _is_piece(r, upright_rules)) and not _is_stroke(r, ink.T, scale)
    ]
    level_rules = [r for r in level_rules if _is_border(r, upright_rules) or _is_piece(r, level_rules)]
    strokes = _strokes(ink, scale), _strokes(np.ascontiguousarray(ink.T), scale).T
    return Rules(level_rules, upright_rules, level, upright, *strokes, scale)


def _strokes(ink: Image, scale: float) -> Image:
    return _bridged(_opened(ink, STROKE * scale), STROKE_GAP * scale)


def _without_characters(ink: Image, scale: float) -> tuple[Image, Image]:
    """(large connected pieces, dashes): the ink that can belong to rules."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    wide, high, area = (stats[:, k] for k in (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT, cv2.CC_STAT_AREA))
    large = np.maximum(wide, high) > LARGEST_CHARACTER * scale
    straight = _opened(ink, DASH * scale) | _opened(np.ascontiguousarray(ink.T), DASH * scale).T
    inked = np.bincount(labels[straight > 0], minlength=len(area))
    dash = ~large & (inked >= DASH_STRAIGHT * area) & (area <= DASH_THICK * scale * (wide + high))
    large[0] = dash[0] = False
    return chosen(large, labels), chosen(dash, labels)


def _direction(lattice: Image, dashes: Image, scale: float) -> Image:
    """The pixels of level rules, solid and dashed."""
    solid = _opened(lattice, SHORTEST * scale)
    along = _opened(dashes, DASH * scale)
    dashed = _mostly(along, _bridged(along | solid, DASH_GAP * scale), scale) if along.any() else along
    thick = dilated(opened(solid, (round(THICKEST * scale), 1)), (3, 1))
    return (solid | dashed) & ~thick


def _bridged(mask: Image, gap: float) -> Image:
    """Level gaps up to `gap` pixels filled."""
    return closed(mask, (1, max(3, round(gap) + 1)))


def _mostly(pieces: Image, bridged: Image, scale: float) -> Image:
    """Runs long enough for a rule, and of pieces in the main.

    A solid rule with a stroke of a character in its line has few pieces.
    """
    runs = _opened(bridged, SHORTEST_DASHED * scale)
    if not runs.any():
        return runs
    _, labels, stats, _ = cv2.connectedComponentsWithStats(runs)
    inked = np.bincount(labels[pieces > 0], minlength=len(stats))
    keep = inked >= LEAST_DASHED * stats[:, cv2.CC_STAT_AREA]
    keep[0] = False
    return chosen(keep, labels)


def _opened(ink: Image, length: float) -> Image:
    return opened(ink, (1, max(2, round(length))))


def _listed(mask: Image, scale: float) -> list[Rule]:
    """The connected pieces of a mask of level rules."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask)
    rules = []
    for x, y, wide, high, _ in stats[1:].tolist():
        if high <= (THICKEST + 1) * scale or high < 0.05 * wide:
            rules.append(Rule((y + (high - 1) / 2 + 0.5) / scale, x / scale, (x + wide) / scale, high / scale))
    return rules


def _is_border(rule: Rule, across: list[Rule]) -> bool:
    """Long, or meeting rules of the other direction at both ends; strokes of characters are neither."""
    if rule.end - rule.start >= CLEARLY_RULE:
        return True
    return all(any(_meets(rule.at, end, other) for other in across) for end in (rule.start, rule.end))


def _is_stroke(rule: Rule, ink: Image, scale: float) -> bool:
    """Whether a short rule is a stroke of a character: other strokes stand on both its sides.

    `ink` is turned so that the rule is level in it.
    """
    if rule.end - rule.start >= CLEARLY_RULE:
        return False
    start, end = round((rule.start + END_ROOM) * scale), round((rule.end - END_ROOM) * scale)
    near, far = ceil((rule.thick / 2 + 1.0) * scale), ceil((rule.thick / 2 + SIDE_ROOM) * scale)
    middle = round(rule.at * scale)
    sides = ink[middle - far : middle - near, start:end], ink[middle + near + 1 : middle + far + 1, start:end]
    return all(side.size > 0 and float((side > 0).mean()) > MOST_BESIDE for side in sides)


def _is_piece(rule: Rule, along: list[Rule]) -> bool:
    """One of several pieces in a line, each longer than a character, that a faint rule broke into."""
    if rule.end - rule.start < LEAST_PIECE:
        return False
    lengths = [r.end - r.start for r in along if abs(r.at - rule.at) <= SAME_LINE and r.end - r.start >= LEAST_PIECE]
    return sum(lengths) >= LEAST_PIECES


def _meets(at: float, end: float, other: Rule) -> bool:
    reach = REACH + other.thick / 2
    return abs(other.at - end) <= reach and other.start - reach <= at <= other.end + reach
