"""Ruled tables in a picture: regions of connected rules, their border positions, their cells."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import cv2
import numpy as np

from extractor.geometry import Box, around, clusters
from extractor.grids.covered import led_through, places_covered
from extractor.grids.rules import Inked, Rule, Rules, is_crossed
from extractor.model import Grid, Image
from extractor.picture import dilated
from extractor.structure.cells import merged_cells, without_unused

# Rules closer than this are one (double lines, thick borders found as two edges).
SAME_RULE = 4.5
# So close (points) to the outermost rule there is no room for text: rules across reach over it.
LEAST_ROOM = 8.0
# A table of so few row borders may have uprights in one row only.
FEW_ROWS = 4
# In a larger one the uprights in one line are together at least so long.
LEAST_COMPANY = 24.0
# So many rules across tell where a table ends.
MANY = 4
# Rules this near to each other belong to one table.
CONNECTED = 2.5
# A border is there when this share of its length is inked.
LEAST_INKED = 0.5
# Dashes too few for a rule are a border where they fill this share of its length.
LEAST_DASHED = 0.95
# Half the width of the band in which a border may stray from its position.
BAND = 2.0
# A border too light for the rules' mask (a hairline beside text, a short dotted one) is darker than what lies
# this far off across it, by this much, along this share of its length, within a pixel of one straight line.
HAIR_ROOM, HAIR_DEPTH, LEAST_HAIR = 1.6, 12, 0.85
# Text that touches a border from both sides crosses it once at most.
LEAST_CROSSINGS = 2
SMALLEST_TABLE = (40.0, 8.0)

Region = tuple[list[Rule], list[Rule]]
"""Level and upright rules that hang together."""


def ruled_grids(rules: Rules, seals: Sequence[Box] = ()) -> list[Grid]:
    """The grid of every table with level and upright rules, from top to bottom; `seals` are places where seals were."""
    grids = []
    covered = places_covered(seals, rules.inked.grey.shape, rules.inked.scale)
    for level, upright in _regions(rules):
        grid = _grid(level, upright, rules, covered)
        if grid is not None:
            grids.append(grid)
    return sorted(grids, key=lambda grid: (grid.box.y0, grid.box.x0))


def _regions(rules: Rules) -> list[Region]:
    """Rules in groups that hang together; only groups with rules both ways."""
    mask = rules.level_mask | rules.upright_mask
    joined = dilated(mask, (max(2, round(CONNECTED * rules.scale)),) * 2)
    _, labels = cv2.connectedComponents(joined)
    high, wide = labels.shape

    def label(x: float, y: float) -> int:
        column = min(max(int(x * rules.scale), 0), wide - 1)
        row = min(max(int(y * rules.scale), 0), high - 1)
        near = labels[max(row - 1, 0) : row + 2, max(column - 1, 0) : column + 2]
        return int(near.max())

    regions: dict[int, Region] = {}
    for rule in rules.level:
        regions.setdefault(label((rule.start + rule.end) / 2, rule.at), ([], []))[0].append(rule)
    for rule in rules.upright:
        regions.setdefault(label(rule.at, (rule.start + rule.end) / 2), ([], []))[1].append(rule)
    return _whole([(level, upright) for key, (level, upright) in regions.items() if key and level and upright])


def _whole(regions: list[Region]) -> list[Region]:
    """The regions, those that lie within another and are in line with its rules as parts of it: what was taken off
    a page, as the ring of a seal, cuts a table's rules.
    """
    kept: list[Region] = []
    for region in sorted(regions, key=lambda region: -_box(region).area):
        within = next((other for other in kept if _is_part(region, other)), None)
        if within is None:
            kept.append(([*region[0]], [*region[1]]))
        else:
            within[0].extend(region[0])
            within[1].extend(region[1])
    return kept


def _is_part(region: Region, other: Region) -> bool:
    return all(_box(other).grown(SAME_RULE).holds(*corner) for corner in (_box(region)[:2], _box(region)[2:])) and all(
        any(abs(rule.at - mate.at) < SAME_RULE for mate in mates)
        for rules, mates in zip(region, other, strict=True)
        for rule in rules
    )


def _box(region: Region) -> Box:
    level, upright = region
    return around([Box(r.start, r.at, r.end, r.at) for r in level] + [Box(r.at, r.start, r.at, r.end) for r in upright])


def _grid(level: list[Rule], upright: list[Rule], rules: Rules, covered: Image | None) -> Grid | None:
    box = _box((level, upright))
    if box.width < SMALLEST_TABLE[0] or box.height < SMALLEST_TABLE[1]:
        return None
    box = Box(*_ends(level, upright, min), *_ends(level, upright, max))
    rows = _positions([r.at for r in level], box.y0, box.y1)
    columns = _positions(_supported(upright, len(rows)), box.x0, box.x1)
    if len(rows) < 2 or len(columns) < 3:
        return None
    grey, ink, scale = rules.inked
    below = _inked(rules.level_mask, rules.level_dashes, Inked(grey, ink, scale), rows[1:-1], columns)
    turned = rules.upright_mask.T, rules.upright_dashes.T, Inked(grey.T, ink.T, scale)
    right = _inked(*turned, columns[1:-1], rows)
    if covered is not None:
        below = led_through(below, rows[1:-1], columns, Inked(grey, ink, scale), covered)
        right = led_through(right, columns[1:-1], rows, turned[2], covered.T)
    right = right.T
    cells = merged_cells(rows, columns, below, right)
    kept_rows, kept_columns, kept = without_unused(rows, columns, cells)
    if len(kept) < 2:
        return None
    return Grid(box, kept_rows, kept_columns, kept, "opencv")


def _ends(level: list[Rule], upright: list[Rule], outer: Callable[[list[float]], float]) -> tuple[float, float]:
    """Where a table's columns and its rows begin (`min`) or end (`max`): at a rule, or where rules across do; of many,
    one alone sticks out by a stroke of a character that it touches.
    """
    found = []
    for rules, across in (upright, level), (level, upright):
        ends = [outer([rule.start, rule.end]) for rule in across]
        company = [a for a in ends if len(ends) < MANY or sum(abs(a - b) <= SAME_RULE for b in ends) > 1]
        found.append(outer([rule.at for rule in rules] + company))
    return found[0], found[1]


def _supported(upright: list[Rule], rows: int) -> list[float]:
    """Where uprights stand; in a table of many rows one as short as a character must have company in line.

    Where rows are as low as their text, strokes of characters reach from rule to rule.
    """
    if rows <= FEW_ROWS:
        return [rule.at for rule in upright]
    kept: list[float] = []
    for group in clusters([rule.at for rule in upright], SAME_RULE):
        members = [rule for rule in upright if group[0] <= rule.at <= group[-1]]
        if _length_in_all(members) >= LEAST_COMPANY:
            kept += group
    return kept


def _length_in_all(rules: list[Rule]) -> float:
    """The length of rules in one line; where they run beside each other, once."""
    length, end = 0.0, float("-inf")
    for rule in sorted(rules, key=lambda rule: rule.start):
        length += max(0.0, rule.end - max(rule.start, end))
        end = max(end, rule.end)
    return length


def _positions(found: Sequence[float], first: float, last: float) -> list[float]:
    """Border positions: the middles of groups of close rules, and the region's own ends, if there is room between."""
    ends = [end for end in (first, last) if not any(0 < abs(end - at) < LEAST_ROOM for at in found)]
    return [sum(group) / len(group) for group in clusters([*found, *ends], SAME_RULE)]


def _inked(mask: Image, dashes: Image, inked: Inked, at: Sequence[float], along: Sequence[float]) -> np.ndarray:
    """For each position across and each stretch along: whether a rule is there (len(at) × len(along)-1)."""
    flags = np.zeros((len(at), len(along) - 1), bool)
    scale = inked.scale
    reach = max(1, round(BAND * scale))
    for i, position in enumerate(at):
        middle = round(position * scale)
        rows = slice(max(middle - reach, 0), middle + reach + 1)
        rule, dash, hair = mask[rows] > 0, dashes[rows] > 0, _hairs(inked.grey, rows, scale)
        for j in range(len(along) - 1):
            start, end = round(along[j] * scale) + 1, round(along[j + 1] * scale)
            stretch = slice(start, max(end, start + 1))
            line = _line(rule[:, stretch], dash[:, stretch], hair[:, stretch])
            if line is not None:
                there = Rule(
                    (rows.start + line + 0.5) / scale, along[j] + SAME_RULE, along[j + 1] - SAME_RULE, 1 / scale
                )
                flags[i, j] = not is_crossed(there, inked.ink, scale, LEAST_CROSSINGS)
    return flags


def _line(rule: np.ndarray, dash: np.ndarray, hair: np.ndarray) -> float | None:
    """The row of a band's stretch in which a border runs: a rule's own, dashes', or one dark nearly all along."""
    if not rule.size:
        return None
    for mask, least in (rule, LEAST_INKED), (dash, LEAST_DASHED):
        if float(mask.any(axis=0).mean()) >= least:
            return float(np.average(np.arange(len(mask)), weights=mask.sum(axis=1)))
    pairs = (hair[:-1] | hair[1:]).mean(axis=1)
    best = int(pairs.argmax())
    return best + 0.5 if pairs[best] >= LEAST_HAIR else None


def _hairs(grey: Image, rows: slice, scale: float) -> np.ndarray:
    """Which pixels of a band are darker than the lightest on both sides across it (black top-hat)."""
    room = max(1, round(HAIR_ROOM * scale))
    first, last = max(rows.start - 2 * room, 0), rows.stop + 2 * room
    strip = np.ascontiguousarray(grey[first:last])
    hat = cv2.morphologyEx(strip, cv2.MORPH_BLACKHAT, np.ones((2 * room + 1, 1), np.uint8))
    return np.asarray(hat[rows.start - first : rows.stop - first] >= HAIR_DEPTH)
