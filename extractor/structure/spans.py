"""The cells of a table: pieces between its borders, joined where no line parts them and text goes on across."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from extractor.model import Cell
from extractor.structure.candidates import vertical_cover
from extractor.structure.cells import merged_cells
from extractor.structure.columns import Columns
from extractor.structure.evidence import Evidence
from extractor.structure.rows import Rows
from extractor.structure.runs import Run, on_one_line
from extractor.structure.weights import LINE_ABSENT, LINE_THERE

Place = tuple[int, int]

# Text goes on over a border that lies so far (letters) inside of it.
INSIDE = 0.3
# A text that leaves less room (letters) on its line may go on below.
FULL = 1.0
# A line is below a row, and ends at a border, that is so near (letters).
NEAR_LINE = 0.5


class _Pieces:
    """The pieces of a table, joined to groups that hold one number at most."""

    def __init__(self, numbers: NDArray[np.int32]) -> None:
        self._columns: int = numbers.shape[1]
        self._parent = list(range(numbers.size))
        self._numbers: list[int] = numbers.ravel().tolist()

    def join(self, one: Place, other: Place) -> None:
        """Make two pieces one cell, unless it would hold two numbers."""
        a, b = self.root(one), self.root(other)
        if a != b and self._numbers[a] + self._numbers[b] <= 1:
            self._parent[b] = a
            self._numbers[a] += self._numbers[b]

    def root(self, place: Place) -> int:
        """The same for all pieces of one cell."""
        index = place[0] * self._columns + place[1]
        while self._parent[index] != index:
            index = self._parent[index]
        return index


def cells_of(page: Evidence, table: Columns, rows: Rows) -> list[Cell]:
    """The cells of a table in reading order."""
    ys, xs = table.edges[list(rows.edges)], table.at
    high, wide = len(ys) - 1, len(xs) - 1
    held = _held(table, rows)
    numbers = np.array([[sum(run.number for run in held.get((i, j), ())) for j in range(wide)] for i in range(high)])
    pieces = _Pieces(numbers.reshape(high, wide).astype(np.int32))
    _join_across(page, table, rows, held, pieces)
    _join_over_lines(page, table, ys, held, pieces)
    _join_down(table, rows, held, pieces)
    roots = np.array([[pieces.root((i, j)) for j in range(wide)] for i in range(high)])
    return merged_cells(ys.tolist(), xs.tolist(), roots[:-1] != roots[1:], roots[:, :-1] != roots[:, 1:])


def _held(table: Columns, rows: Rows) -> dict[Place, list[Run]]:
    """The texts in each piece."""
    row = np.searchsorted(rows.edges, table.strip, side="right") - 1
    held: dict[Place, list[Run]] = {}
    for run, i, j in zip(table.runs, row.tolist(), table.column.tolist(), strict=True):
        held.setdefault((i, j), []).append(run)
    return held


def _join_across(page: Evidence, table: Columns, rows: Rows, held: dict[Place, list[Run]], pieces: _Pieces) -> None:
    """Join neighbours in a row: text goes on over their border, or a ruled table has no line there, nor one above or
    below only one of them.
    """
    line = vertical_cover(page, table.at, table.edges[list(rows.edges)])
    one, other = rows.line[:, :-1], rows.line[:, 1:]
    ending = ((one >= LINE_THERE) & (other < LINE_ABSENT)) | ((other >= LINE_THERE) & (one < LINE_ABSENT))
    for i in range(len(rows.edges) - 1):
        for j in range(1, len(table.at) - 1):
            if line[i, j] >= LINE_ABSENT:
                continue
            left, right = held.get((i, j - 1), []), held.get((i, j), [])
            merged = table.style == "ruled" and not _unlike(left, right) and not ending[i : i + 2, j - 1].any()
            if merged or _goes_over(left + right, float(table.at[j])):
                pieces.join((i, j - 1), (i, j))


def _goes_over(runs: list[Run], x: float) -> bool:
    return any(run.box.x0 + INSIDE * run.em < x < run.box.x1 - INSIDE * run.em for run in runs)


def _unlike(left: list[Run], right: list[Run]) -> bool:
    """Whether only one of two texts is a number."""
    kinds = [any(run.number for run in runs) for runs in (left, right) if runs]
    return len(set(kinds)) == 2


def _join_over_lines(
    page: Evidence, table: Columns, ys: NDArray[np.float64], held: dict[Place, list[Run]], pieces: _Pieces
) -> None:
    """Join what stands over a line below several columns, but not all: a heading of those columns."""
    near = NEAR_LINE * page.em
    xs = table.at
    parted = vertical_cover(page, xs, ys) >= LINE_ABSENT
    for line in page.horizontal:
        over = np.flatnonzero((xs[:-1] > line.start - near) & (xs[1:] < line.end + near))
        below = np.flatnonzero(np.abs(ys[1:-1] - line.at) < near)
        if len(below) and 1 < len(over) < len(xs) - 1:
            row = int(below[0])
            texts = [held[row, j] for j in over.tolist() if (row, j) in held]
            heads = len(texts) == 1 and not any(run.number for run in texts[0])
            if heads and not parted[row, over[1:]].any():
                for j in over[1:].tolist():
                    pieces.join((row, j - 1), (row, j))


def _join_down(table: Columns, rows: Rows, held: dict[Place, list[Run]], pieces: _Pieces) -> None:
    """Join neighbours in a column: text goes on over their border, or others of the row have a line there and the two
    do not name rows of figures.
    """
    high, wide = len(rows.edges) - 1, len(table.at) - 1
    numbers = [[run for j in range(wide) for run in held.get((i, j), ()) if run.number] for i in range(high)]
    for i in range(1, high):
        some_line = rows.lined and bool((rows.line[i] >= LINE_THERE).any())
        for j in range(wide):
            upper, lower = held.get((i - 1, j), []), held.get((i, j), [])
            full = any(table.at[j + 1] - run.box.x1 < FULL * run.em for run in upper)
            named = not full and _beside(upper, numbers[i - 1]) and _beside(lower, numbers[i])
            if rows.line[i, j] < LINE_ABSENT and ((some_line and not named) or rows.crossed[i, j]):
                pieces.join((i - 1, j), (i, j))


def _beside(texts: list[Run], numbers: list[Run]) -> bool:
    """Whether a text stands on the line of a number."""
    return any(on_one_line(run, number) for run in texts for number in numbers if number is not run)
