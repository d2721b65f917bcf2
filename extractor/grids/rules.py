"""Printed rules in a picture: solid, dashed, thick, thin and grey lines, level and upright.

All lengths are in points and turned into pixels by the picture's scale, so any resolution serves.
"""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np

from extractor.model import Image, Page

# Shortest solid rule: longer than the strokes of body text, shorter than the lowest row is high.
SHORTEST = 7.0
# Connected ink longer than this both ways round is a lattice of rules (with what touches it), no character.
LARGEST_CHARACTER = 30.0
# Dashes (and the crosses they make) are straight in this share of their ink, at least this long, at most
# this thick; apart by at most this much they make a dashed rule at least that long.
DASH, DASH_STRAIGHT, DASH_THICK, DASH_GAP = 1.5, 0.85, 2.0, 5.0
LEAST_DASHED = 0.4
SHORTEST_DASHED = 40.0
# Straight ink at least this long.
STROKE = 2.5
# A rule is at most this thick; thicker dark bars are fills or borders drawn as boxes.
THICKEST = 5.0
# An upright this long is a rule wherever it ends; a shorter one must run from rule to rule.
CLEARLY_RULE = 24.0
# Rule ends and rules closer than this are taken to meet.
REACH = 2.5


class Rule(NamedTuple):
    """A straight rule; `at` is its middle across, `start` and `end` along, in points."""

    at: float
    start: float
    end: float


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


def ink_of(page: Page) -> Image:
    """The ink of a page (0 or 255): darker than its surroundings, so that uneven light and fills do not matter."""
    grey = page.image if page.image.ndim == 2 else cv2.cvtColor(page.image, cv2.COLOR_BGR2GRAY)
    block = int(14 * page.scale) | 1
    return cv2.adaptiveThreshold(
        grey.astype(np.uint8), 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, 14
    ).astype(np.uint8)


def rules_of(ink: Image, scale: float) -> Rules:
    """Every rule in an ink mask of `scale` pixels a point."""
    lattice, dashes = _without_characters(ink, scale)
    level = _direction(lattice, dashes, scale)
    upright = _direction(np.ascontiguousarray(lattice.T), np.ascontiguousarray(dashes.T), scale).T
    level_rules = _listed(level, scale)
    upright_rules = _listed(np.ascontiguousarray(upright.T), scale)
    upright_rules = [rule for rule in upright_rules if _is_border(rule, level_rules)]
    level_rules = [rule for rule in level_rules if _is_border(rule, upright_rules)]
    strokes = (_opened(ink, STROKE * scale), _opened(np.ascontiguousarray(ink.T), STROKE * scale).T)
    return Rules(level_rules, upright_rules, level, upright, *strokes, scale)


def _without_characters(ink: Image, scale: float) -> tuple[Image, Image]:
    """(large connected pieces, dashes): the ink that can belong to rules."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    wide, high, area = (stats[:, k] for k in (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT, cv2.CC_STAT_AREA))
    large = np.maximum(wide, high) > LARGEST_CHARACTER * scale
    straight = _opened(ink, DASH * scale) | _opened(np.ascontiguousarray(ink.T), DASH * scale).T
    inked = np.bincount(labels[straight > 0], minlength=len(area))
    dash = ~large & (inked >= DASH_STRAIGHT * area) & (area <= DASH_THICK * scale * (wide + high))
    large[0] = dash[0] = False
    full = np.uint8(255)
    return (large.astype(np.uint8) * full)[labels], (dash.astype(np.uint8) * full)[labels]


def _direction(lattice: Image, dashes: Image, scale: float) -> Image:
    """The pixels of level rules."""
    solid = _opened(lattice, SHORTEST * scale)
    gap = np.ones((1, max(3, round(DASH_GAP * scale))), np.uint8)
    along = _opened(dashes, DASH * scale)
    closed = cv2.morphologyEx(along | solid, cv2.MORPH_CLOSE, gap).astype(np.uint8)
    dashed = _mostly(along, _opened(closed, SHORTEST_DASHED * scale))
    thick = cv2.morphologyEx(solid, cv2.MORPH_OPEN, np.ones((round(THICKEST * scale), 1), np.uint8))
    return ((solid | dashed) & ~cv2.dilate(thick, np.ones((3, 1), np.uint8))).astype(np.uint8)


def _mostly(dashes: Image, runs: Image) -> Image:
    """The runs that are dashes in the main, not a solid rule with a stroke of a character in its line."""
    if not runs.any():
        return runs
    _, labels, stats, _ = cv2.connectedComponentsWithStats(runs)
    dashed = np.bincount(labels[dashes > 0], minlength=len(stats))
    keep = dashed >= LEAST_DASHED * stats[:, cv2.CC_STAT_AREA]
    keep[0] = False
    return (keep.astype(np.uint8) * np.uint8(255))[labels]


def _opened(ink: Image, length: float) -> Image:
    return cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, max(2, round(length))), np.uint8)).astype(np.uint8)


def _listed(mask: Image, scale: float) -> list[Rule]:
    """The connected pieces of a mask of level rules."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask)
    rules = []
    for x, y, wide, high, _ in stats[1:].tolist():
        if high <= (THICKEST + 1) * scale or high < 0.05 * wide:
            rules.append(Rule((y + (high - 1) / 2 + 0.5) / scale, x / scale, (x + wide) / scale))
    return rules


def _is_border(rule: Rule, across: list[Rule]) -> bool:
    """Long, or meeting rules of the other direction at both ends; strokes of characters are neither."""
    if rule.end - rule.start >= CLEARLY_RULE:
        return True
    return all(
        any(abs(other.at - end) <= REACH and other.start - REACH <= rule.at <= other.end + REACH for other in across)
        for end in (rule.start, rule.end)
    )
