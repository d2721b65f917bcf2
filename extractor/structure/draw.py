"""Pictures of what the structure of a page was decoded from, and what it is."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from extractor.geometry import Box
from extractor.imaging import to_colour
from extractor.model import LEAST_MARGIN, Grid, Image, Page
from extractor.structure.candidates import find_candidates
from extractor.structure.evidence import collect_evidence

# BGR.
TEXT, NUMBER, LINE = (220, 180, 120), (90, 180, 90), (200, 200, 0)
CANDIDATE, SURE, DOUBTFUL = (170, 170, 170), (60, 60, 220), (0, 160, 255)
# Candidates are marked over so many pixels at the page's sides.
MARK = 12


def draw_evidence(page: Page) -> Image:
    """The page in colour (BGR) with its texts and lines, and marks at its sides where borders may be.

    Numbers are green, other texts blue, lines cyan, marks grey.
    """
    evidence = collect_evidence(page)
    picture = np.ascontiguousarray(to_colour(page.image).copy())
    _colour_lines(picture, evidence.lines.horizontal | evidence.lines.vertical)
    for run in evidence.runs:
        _rectangle(picture, run.box, page.scale, NUMBER if run.number else TEXT)
    if evidence.runs:
        found = find_candidates(evidence, ())
        for x in found.x:
            cv2.line(picture, (round(x * page.scale), 0), (round(x * page.scale), MARK), CANDIDATE, 1)
        for y in found.edges:
            cv2.line(picture, (0, round(y * page.scale)), (MARK, round(y * page.scale)), CANDIDATE, 1)
    return picture


def draw_structure(page: Page, grids: Sequence[Grid]) -> Image:
    """The page with its evidence and grids, each inner border with its margin: red, orange where that is small."""
    picture = draw_evidence(page)
    for grid in grids:
        _draw_grid(picture, grid, page.scale)
    return picture


def _colour_lines(picture: Image, lines: Image) -> None:
    high, wide = picture.shape[:2]
    picture[cv2.resize(lines, (wide, high), interpolation=cv2.INTER_AREA) > 0] = LINE


def _draw_grid(picture: Image, grid: Grid, scale: float) -> None:
    for cell in grid.cells:
        _rectangle(picture, cell.box, scale, SURE)
    for x, margin in zip(grid.columns, grid.column_margins, strict=True):
        _draw_margin(picture, (x, grid.box.y0), (x, grid.box.y1), margin, scale)
    for y, margin in zip(grid.rows, grid.row_margins, strict=True):
        _draw_margin(picture, (grid.box.x0, y), (grid.box.x1, y), margin, scale)


def _draw_margin(
    picture: Image, start: tuple[float, float], end: tuple[float, float], margin: float, scale: float
) -> None:
    """The margin of an inner border in figures at its start; the whole border where it is doubtful."""
    if not np.isfinite(margin):
        return
    (x0, y0), (x1, y1) = ((round(x * scale), round(y * scale)) for x, y in (start, end))
    colour = DOUBTFUL if margin < LEAST_MARGIN else SURE
    if margin < LEAST_MARGIN:
        cv2.line(picture, (x0, y0), (x1, y1), colour, 2)
    cv2.putText(picture, f"{margin:.0f}", (x0 + 1, y0 - 2), cv2.FONT_HERSHEY_PLAIN, 0.7, colour)


def _rectangle(picture: Image, box: Box, scale: float, colour: tuple[int, int, int]) -> None:
    x0, y0, x1, y1 = (round(side * scale) for side in box)
    cv2.rectangle(picture, (x0, y0), (x1, y1), colour, 1)
