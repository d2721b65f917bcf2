"""Ruled tables of exported pages from the PDF's own rules, through camelot's vector lattice."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from extractor.geometry import Box, clusters
from extractor.model import Grid
from extractor.structure.cells import merged_cells, without_unused

if TYPE_CHECKING:
    from camelot.core import Table

# Rows and columns thinner than this are the inside of double or thick rules.
SLIVER = 4.5


def vector_grids(path: Path, pages: Sequence[int], password: str | None) -> dict[int, list[Grid]]:
    """The grids of the pages (1-based), top to bottom; exact to the PDF's own numbers.

    A file that camelot refuses (its permissions, its syntax) has none: the picture's rules serve then.
    """
    if not pages:
        return {}
    from camelot.io import read_pdf  # it brings Matplotlib and pandas: half a second

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            tables = read_pdf(
                str(path),
                pages=",".join(map(str, pages)),
                password=password,
                flavor="lattice",
                engine="vector",
                suppress_stdout=True,
            )
        except Exception:  # camelot lets its parser's errors of every kind through
            return {}
    found: dict[int, list[Grid]] = {}
    for table in tables:
        grid = _grid(table)
        if grid is not None:
            found.setdefault(int(table.page), []).append(grid)
    return {page: sorted(grids, key=lambda grid: grid.box.y0) for page, grids in found.items()}


def _grid(table: Table) -> Grid | None:
    """A camelot table (origin bottom left) as a grid; slivers between double rules vanish."""
    if table.rotation:
        return None  # camelot turned the page by its text; its numbers are of another page than ours
    height = float(table.pdf_size[1]) if table.pdf_size else 0.0
    rows = [height - table.rows[0][0]] + [height - bottom for _, bottom in table.rows]
    columns = [table.cols[0][0]] + [right for _, right in table.cols]
    row_groups, column_groups = clusters(rows, SLIVER), clusters(columns, SLIVER)
    keep_rows = _kept(rows, row_groups)
    keep_columns = _kept(columns, column_groups)
    high, wide = len(keep_rows), len(keep_columns)
    below, right = np.zeros((high - 1, wide), bool), np.zeros((high, wide - 1), bool)
    for i, row in enumerate(keep_rows):
        for j, column in enumerate(keep_columns):
            cell = table.cells[row][column]
            if i + 1 < high:
                below[i, j] = bool(cell.bottom)
            if j + 1 < wide:
                right[i, j] = bool(cell.right)
    row_at = [sum(group) / len(group) for group in row_groups]
    column_at = [sum(group) / len(group) for group in column_groups]
    if high < 1 or wide < 2:
        return None
    cells = merged_cells(row_at, column_at, below, right)
    kept_rows, kept_columns, kept = without_unused(row_at, column_at, cells)
    return Grid(Box(column_at[0], row_at[0], column_at[-1], row_at[-1]), kept_rows, kept_columns, kept, "camelot")


def _kept(positions: list[float], groups: list[list[float]]) -> list[int]:
    """The indices of the rows (or columns) that lie between two groups of borders, not inside one."""
    last = {max(group) for group in groups[:-1]}
    return [index for index, position in enumerate(positions[:-1]) if position in last]
