"""Synthetic scans: sheets on which tables and text are drawn in points, at any resolution."""

from collections.abc import Iterable, Sequence
from typing import Literal

import cv2
import numpy as np
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont

from extractor.geometry import Box
from extractor.model import Page

Style = Literal["solid", "dashed", "dotted", "double"]
# Length of a dash or dot and of the gap after it, in points.
PATTERN = {"dashed": (4.5, 1.5), "dotted": (0.75, 0.75)}
DOUBLE_APART = 2.0

Merged = tuple[int, int, int, int]
"""Row, column, rows and columns of a merged cell."""


class Sheet:
    """White paper, `width` × `height` points."""

    def __init__(self, dpi: float = 200, width: float = 420, height: float = 320) -> None:
        self.width, self.height, self.scale = width, height, dpi / 72
        self.image = np.full((round(height * self.scale), round(width * self.scale)), 255, np.uint8)

    def fill(self, box: Box, grey: int) -> None:
        x0, y0, x1, y1 = (round(v * self.scale) for v in box)
        self.image[y0:y1, x0:x1] = np.minimum(self.image[y0:y1, x0:x1], grey)

    def level(self, y: float, x0: float, x1: float, thick: float = 0.6, style: Style = "solid", grey: int = 0) -> None:
        for at in _parallel(y, style):
            for start, end in _dashes(x0, x1, style):
                self._stroke(start, at - thick / 2, end, at + thick / 2, grey)

    def upright(
        self, x: float, y0: float, y1: float, thick: float = 0.6, style: Style = "solid", grey: int = 0
    ) -> None:
        for at in _parallel(x, style):
            for start, end in _dashes(y0, y1, style):
                self._stroke(at - thick / 2, start, at + thick / 2, end, grey)

    def text(self, x: float, y: float, text: str, size: float = 10) -> None:
        """Text with its left top at the point."""
        paper = Pillow.fromarray(self.image)
        font = ImageFont.load_default(size * self.scale)
        ImageDraw.Draw(paper).text((x * self.scale, y * self.scale), text, fill=0, font=font)
        self.image = np.array(paper)

    def table(
        self,
        rows: Sequence[float],
        columns: Sequence[float],
        *,
        merged: Iterable[Merged] = (),
        thick: float = 0.6,
        outer: float | None = None,
        style: Style = "solid",
        grey: int = 0,
        open_sides: bool = False,
        texts: bool = True,
    ) -> None:
        """A ruled table with a figure in every cell; `rows` and `columns` are border positions."""
        outer = thick if outer is None else outer
        owner = cells_of(len(rows) - 1, len(columns) - 1, merged)
        for i, y in enumerate(rows):
            edge = i in (0, len(rows) - 1)
            for j in range(len(columns) - 1):
                if edge or owner[i - 1][j] != owner[i][j]:
                    self.level(y, columns[j], columns[j + 1], outer if edge else thick, style, grey)
        for j, x in enumerate(columns):
            edge = j in (0, len(columns) - 1)
            if edge and open_sides:
                continue
            for i in range(len(rows) - 1):
                if edge or owner[i][j - 1] != owner[i][j]:
                    self.upright(x, rows[i], rows[i + 1], outer if edge else thick, style, grey)
        if texts:
            for i, j in {place for line in owner for place in line}:
                self.text(columns[j] + 5, rows[i] + 4, f"{i}{j}.{i}0", 9)

    def page(self, number: int = 1) -> Page:
        return Page(number, self.width, self.height, "scanned", self.image, self.scale)

    def bgr(self) -> np.ndarray:
        return cv2.cvtColor(self.image, cv2.COLOR_GRAY2BGR)

    def _stroke(self, x0: float, y0: float, x1: float, y1: float, grey: int) -> None:
        left, top = round(x0 * self.scale), round(y0 * self.scale)
        right, bottom = max(left + 1, round(x1 * self.scale)), max(top + 1, round(y1 * self.scale))
        self.image[top:bottom, left:right] = np.minimum(self.image[top:bottom, left:right], grey)


def cells_of(high: int, wide: int, merged: Iterable[Merged]) -> list[list[tuple[int, int]]]:
    """For every elementary cell the first cell of the one it belongs to."""
    owner = [[(i, j) for j in range(wide)] for i in range(high)]
    for row, column, rows, columns in merged:
        for i in range(row, row + rows):
            for j in range(column, column + columns):
                owner[i][j] = (row, column)
    return owner


def turned(image: np.ndarray, degrees: float) -> np.ndarray:
    """The picture turned counter-clockwise about its middle on white."""
    high, wide = image.shape[:2]
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), degrees, 1.0)
    return cv2.warpAffine(image, turn, (wide, high), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255))


def seen_aslant(image: np.ndarray, aside: float) -> tuple[np.ndarray, np.ndarray]:
    """The picture with its corners moved by up to a share of its sides, and the homography that did it."""
    high, wide = image.shape[:2]
    corners = np.array([(0, 0), (wide, 0), (wide, high), (0, high)], np.float32)
    moved = corners + np.array([(1, 0.5), (-0.5, 1.2), (0.2, -0.8), (0.8, 0.3)], np.float32) * aside * [wide, high]
    view = cv2.getPerspectiveTransform(corners, moved.astype(np.float32))
    return cv2.warpPerspective(image, view, (wide, high), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255)), view


def _parallel(at: float, style: Style) -> tuple[float, ...]:
    return (at - DOUBLE_APART / 2, at + DOUBLE_APART / 2) if style == "double" else (at,)


def _dashes(start: float, end: float, style: Style) -> Iterable[tuple[float, float]]:
    if style not in PATTERN:
        return [(start, end)]
    dash, gap = PATTERN[style]
    return [(at, min(at + dash, end)) for at in np.arange(start, end, dash + gap).tolist()]
