"""Ruled tables in a picture: regions of connected rules, their border positions, their cells."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from extractor.geometry import Box, around, clusters
from extractor.grids.rules import Rule, Rules
from extractor.grids.spans import merged_cells, without_unused
from extractor.model import Grid
from extractor.picture import dilated

# Rules closer than this are one (double lines, thick borders found as two edges).
SAME_RULE = 4.5
# A table of so few row borders may have uprights in one row only.
FEW_ROWS = 4
# In a larger one the uprights in one line are together at least so long.
LEAST_COMPANY = 24.0
# Rules this near to each other belong to one table.
CONNECTED = 2.5
# A border is there when this share of its length is inked.
LEAST_INKED = 0.5
# Strokes of characters can stand where a border might be, but fill less of a row's height than this.
LEAST_STROKED = 0.78
# Half the width of the band in which a border may stray from its position.
BAND = 2.0
SMALLEST_TABLE = (40.0, 8.0)


def ruled_grids(rules: Rules) -> list[Grid]:
    """The grid of every table with level and upright rules, from top to bottom."""
    grids = []
    for level, upright in _regions(rules):
        grid = _grid(level, upright, rules)
        if grid is not None:
            grids.append(grid)
    return sorted(grids, key=lambda grid: (grid.box.y0, grid.box.x0))


def _regions(rules: Rules) -> list[tuple[list[Rule], list[Rule]]]:
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

    regions: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for rule in rules.level:
        regions.setdefault(label((rule.start + rule.end) / 2, rule.at), ([], []))[0].append(rule)
    for rule in rules.upright:
        regions.setdefault(label(rule.at, (rule.start + rule.end) / 2), ([], []))[1].append(rule)
    return [(level, upright) for key, (level, upright) in regions.items() if key and level and upright]


def _grid(level: list[Rule], upright: list[Rule], rules: Rules) -> Grid | None:
    box = around([Box(r.start, r.at, r.end, r.at) for r in level] + [Box(r.at, r.start, r.at, r.end) for r in upright])
    if box.width < SMALLEST_TABLE[0] or box.height < SMALLEST_TABLE[1]:
        return None
    rows = _positions([r.at for r in level], box.y0, box.y1)
    columns = _positions(_supported(upright, len(rows)), box.x0, box.x1)
    if len(rows) < 2 or len(columns) < 3:
        return None
    below = _inked(rules.level_mask, rules.level_strokes, rows[1:-1], columns, rules.scale)
    right = _inked(rules.upright_mask.T, rules.upright_strokes.T, columns[1:-1], rows, rules.scale).T
    cells = merged_cells(rows, columns, below, right)
    kept_rows, kept_columns, kept = without_unused(rows, columns, cells)
    if len(kept) < 2:
        return None
    return Grid(box, kept_rows, kept_columns, kept, "opencv")


def _supported(upright: list[Rule], rows: int) -> list[float]:
    """Where uprights stand; in a table of many rows one as short as a character must have company in line.

    Where rows are as low as their text, strokes of characters reach from rule to rule.
    """
    if rows <= FEW_ROWS:
        return [rule.at for rule in upright]
    kept: list[float] = []
    for group in clusters([rule.at for rule in upright], SAME_RULE):
        members = [rule for rule in upright if group[0] <= rule.at <= group[-1]]
        if sum(rule.end - rule.start for rule in members) >= LEAST_COMPANY:
            kept += group
    return kept


def _positions(found: Sequence[float], first: float, last: float) -> list[float]:
    """Border positions: the middles of groups of close rules, with the region's own ends."""
    middles = [sum(group) / len(group) for group in clusters([*found, first, last], SAME_RULE)]
    return middles


def _inked(
    mask: np.ndarray, strokes: np.ndarray, at: Sequence[float], along: Sequence[float], scale: float
) -> np.ndarray:
    """For each position across and each stretch along: whether a rule is there (len(at) × len(along)-1)."""
    flags = np.zeros((len(at), len(along) - 1), bool)
    reach = max(1, round(BAND * scale))
    for i, position in enumerate(at):
        middle = round(position * scale)
        rows = slice(max(middle - reach, 0), middle + reach + 1)
        rule, stroke = mask[rows].max(axis=0) > 0, strokes[rows].max(axis=0) > 0
        for j in range(len(along) - 1):
            start, end = round(along[j] * scale) + 1, round(along[j + 1] * scale)
            stretch = slice(start, max(end, start + 1))
            flags[i, j] = _share(rule[stretch]) >= LEAST_INKED or _share(stroke[stretch]) >= LEAST_STROKED
    return flags


def _share(flags: np.ndarray) -> float:
    return float(flags.mean()) if flags.size else 0.0
