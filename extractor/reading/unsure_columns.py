"""Figures beside a border that could as well lie elsewhere: they may belong to the next column."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.model import Flag, Grid, Reading


def flag_unsure_columns(grids: Sequence[Grid], readings: Sequence[Reading]) -> list[Reading]:
    """The readings of all cells of the grids, those of figures beside an unsure border flagged."""
    cells = [(grid, cell) for grid in grids for cell in grid.cells]
    return [
        reading.flagged(Flag.UNSURE_COLUMN) if reading.has_digits and grid.beside_unsure_border(cell) else reading
        for (grid, cell), reading in zip(cells, readings, strict=True)
    ]
