"""Texts of cells that run together, because what is left of the border between them was no rule.

`0.138` beside `93.84` would read `0.13893.84`.  Where a column's border, as the other rows have it, falls into a blank
of such a cell, its parts are read by themselves; they are cells of their own if one of them is a figure, or all are
words.  A figure beside a blank belongs to the column where it stands.  As many figures as rows, `0.000.00`, are one in
each row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from extractor.geometry import Box
from extractor.model import Cell, Grid, Image, Page, Reading
from extractor.reading.reader import Reader

# A figure, or a target with its sign and unit.
_FIGURE = re.compile(r"-?\d[\d,]*(?:\.\d+)?%?|[≤≥=<>]\d[\d,.]*\D{0,4}", re.ASCII)
# Figures that run together.
_FIGURES = re.compile(r"[-.\d, ]*\d[-.\d, ]*", re.ASCII)
# Amounts that run together; each has two decimals.
_AMOUNTS = re.compile(r"-?\d[\d,]*\.\d\d", re.ASCII)
# What OCR reads of specks and of the rest of a border at a text's ends.
_DIRT = " .,:;'|!"
# What is left of the border reaches so far (points) to both sides of it; beyond, so much is blank.
RULE, BLANK = 1.6, 2.4
# With as much as this blank at one side a figure may stand flush with the border at the other.
WIDE = 12.0
# Ink of so much (square points) in a blank is a speck.
SPECK = 1.2
# Borders of rows reach this share of a cell's height into it.
EDGE = 0.2
# What stands beside a figure has no more characters, or is a figure, too; sentences are one cell.
SHORT = 8
# The characters of a word may be set apart as far; parts that are words have more of them.
LEAST_WORD = 3


def texts_apart(
    page: Page, mask: Image, grids: Sequence[Grid], readings: Sequence[Reading], reader: Reader
) -> tuple[list[Grid], list[Reading]]:
    """The grids and their cells' readings in order, with cells in parts where those are texts that stand apart;
    `mask` is the page's ink (`text_mask`).
    """
    cells = [(grid, cell) for grid in grids for cell in grid.cells]
    parts = {
        at: _parts(page, mask, grid, cell) if cell.column_span > 1 else _rows(grid, cell)
        for at, ((grid, cell), reading) in enumerate(zip(cells, readings, strict=True))
        if _may_be_columns(cell, reading, noisy=page.noisy) or _may_be_rows(cell, reading)
    }
    flat = [part for cell in parts.values() for part in cell]
    read = iter(reader.read(page, [part.box for part in flat]) if flat else [])
    apart = {at: [(part, next(read)) for part in cell] for at, cell in parts.items()}
    found: list[Grid] = []
    texts: list[Reading] = []
    start = 0
    for grid in grids:
        end = start + len(grid.cells)
        own = [
            pair
            for at in range(start, end)
            for pair in (apart[at] if _are_cells(apart.get(at, [])) else [(cells[at][1], readings[at])])
        ]
        own.sort(key=lambda pair: pair[0])
        found.append(replace(grid, cells=tuple(cell for cell, _ in own)))
        texts += [reading for _, reading in own]
        start = end
    return found, texts


def _may_be_columns(cell: Cell, reading: Reading, *, noisy: bool) -> bool:
    """Whether a cell's text may be several: figures alone, or where borders are lost among specks, words."""
    several = len(reading.text) >= 2 * LEAST_WORD or reading.has_digits
    return cell.column_span > 1 and (several if noisy else bool(_FIGURES.fullmatch(reading.text)))


def _may_be_rows(cell: Cell, reading: Reading) -> bool:
    """Whether a cell's text is as many amounts as the cell has rows."""
    amounts = _AMOUNTS.findall(reading.text) if cell.row_span > 1 else []
    return len(amounts) == cell.row_span and "".join(amounts) == reading.text


def _rows(grid: Grid, cell: Cell) -> list[Cell]:
    """A cell's parts between the rows' borders."""
    edges = [cell.box.y0, *grid.rows[cell.row + 1 : cell.row + cell.row_span], cell.box.y1]
    return [
        Cell(cell.row + k, cell.column, 1, cell.column_span, Box(cell.box.x0, top, cell.box.x1, bottom))
        for k, (top, bottom) in enumerate(pairwise(edges))
    ]


def _are_cells(parts: Sequence[tuple[Cell, Reading]]) -> bool:
    """Whether a figure stands apart from other short texts, or from blanks; or words stand apart from words."""
    printed = [text for _, reading in parts if (text := reading.text.strip(_DIRT))]
    figures = [text for text in printed if _FIGURE.fullmatch(text)]
    if figures:
        return all(len(text) <= SHORT for text in printed if text not in figures)
    return len(printed) > 1 and all(len(text) >= LEAST_WORD for text in printed)


def _parts(page: Page, mask: Image, grid: Grid, cell: Cell) -> list[Cell]:
    """A cell's parts between the columns' borders that fall into its blanks; none where it has no such border."""
    inner = grid.columns[cell.column + 1 : cell.column + cell.column_span]
    free = [x for x in inner if _is_free(page, mask, cell.box, x)]
    if not free:
        return []
    places = [cell.column, *(grid.columns.index(x) for x in free), cell.column + cell.column_span]
    edges = [cell.box.x0, *free, cell.box.x1]
    return [
        Cell(cell.row, first, cell.row_span, end - first, Box(left, cell.box.y0, right, cell.box.y1))
        for (first, end), (left, right) in zip(pairwise(places), pairwise(edges), strict=True)
    ]


def _is_free(page: Page, mask: Image, box: Box, x: float) -> bool:
    """Whether no text runs over a border at x: it is blank beside it, or far to one side."""
    top, bottom = box.y0 + EDGE * box.height, box.y1 - EDGE * box.height

    def blank(start: float, end: float) -> bool:
        ink = np.count_nonzero(mask[page.pixels(Box(start, top, end, bottom))])
        return bool(ink <= SPECK * page.scale**2)

    near = blank(x - RULE - BLANK, x - RULE), blank(x + RULE, x + RULE + BLANK)
    return all(near) or blank(x - WIDE, x - RULE) or blank(x + RULE, x + WIDE)
