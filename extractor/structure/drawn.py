"""The grid of a table whose borders a person has drawn: cells are merged where most of a border has a line and a part
of it has none, or text runs over it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from extractor.geometry import Box
from extractor.model import Grid, Page
from extractor.structure.cells import merge_cells
from extractor.structure.cover import horizontal_cover, vertical_cover
from extractor.structure.evidence import Evidence, Flags, Floats, collect_evidence
from extractor.structure.tables import SOURCE, find_grids
from extractor.structure.weights import LINE_ABSENT, LINE_THERE

# A border of columns has lines where more than this share of its pieces have one; of rows, where any has: that below
# one heading of several is short.
MOST_OF_COLUMN, ANY_OF_ROW = 0.5, 0.0
# A text crosses a border that lies so far (letters) inside of it.
INSIDE = 0.2


class Drawn(NamedTuple):
    """A table that a person drew on a page as displayed (points): its box, and the borders inside it.

    Without borders the box alone is given, and the page tells the rest.
    """

    page: int
    box: Box
    rows: tuple[float, ...] = ()
    columns: tuple[float, ...] = ()


def drawn_grid(page: Page, drawn: Drawn) -> Grid:
    """The grid of a drawn table on its page."""
    box = page.upright(drawn.box)
    part = replace(page, words=tuple(word for word in page.words if box.holds(*word.box.centre)))
    if not drawn.rows and not drawn.columns:
        found = find_grids(part)
        if found:
            return max(found, key=lambda grid: grid.box.area)
    ys = _upright(drawn, page, across=False)
    xs = _upright(drawn, page, across=True)
    evidence = collect_evidence(part)
    numbers = _numbers(evidence, ys, xs)
    below = _divides(horizontal_cover(evidence, ys, xs)[1:-1], _crossed(evidence, ys, xs, down=True), ANY_OF_ROW)
    right = _divides(
        vertical_cover(evidence, xs, ys)[:, 1:-1].T, _crossed(evidence, xs, ys, down=False), MOST_OF_COLUMN
    ).T
    below |= numbers[1:] | numbers[:-1]
    cells = merge_cells(ys.tolist(), xs.tolist(), below, right)
    return Grid(
        Box(float(xs[0]), float(ys[0]), float(xs[-1]), float(ys[-1])),
        tuple(ys.tolist()),
        tuple(xs.tolist()),
        tuple(cells),
        SOURCE,
    )


def _upright(drawn: Drawn, page: Page, *, across: bool) -> Floats:
    """The borders on one axis of the upright page, the box's sides first and last."""
    box = drawn.box
    found = set()
    for at in (drawn.columns if across else drawn.rows) or ():
        there = page.upright(Box(at, box.y0, at, box.y1) if across else Box(box.x0, at, box.x1, at))
        found.add(there.centre[0] if across else there.centre[1])
    sides = page.upright(box)
    first, last = (sides.x0, sides.x1) if across else (sides.y0, sides.y1)
    return np.array([first, *sorted(at for at in found if first < at < last), last])


def _numbers(evidence: Evidence, ys: Floats, xs: Floats) -> Flags:
    """Whether a number stands in each piece (rows × columns): it is a cell of its own."""
    found = np.zeros((len(ys) - 1, len(xs) - 1), bool)
    for run in evidence.runs:
        x, y = run.box.centre
        row, column = (int(np.searchsorted(places, at)) - 1 for places, at in ((ys, y), (xs, x)))
        if run.number and 0 <= row < len(found) and 0 <= column < found.shape[1]:
            found[row, column] = True
    return found


def _divides(line: Floats, crossed: Flags, share: float) -> Flags:
    """Whether each piece of each border (borders × pieces) divides two cells: where more than a `share` of a border has
    lines, a piece without one does not.
    """
    lined = (line >= LINE_THERE).mean(axis=1, keepdims=True) > share if line.size else np.zeros((len(line), 1), bool)
    return np.asarray(~(crossed | (lined & (line < LINE_ABSENT))))


def _crossed(evidence: Evidence, borders: Floats, pieces: Floats, *, down: bool) -> Flags:
    """Whether a text of a piece runs over each inner border (borders × pieces)."""
    crossed = np.zeros((len(borders) - 2, len(pieces) - 1), bool)
    for run in evidence.runs:
        box, inset = run.box, INSIDE * run.em
        low, high, middle = (box.y0, box.y1, box.centre[0]) if down else (box.x0, box.x1, box.centre[1])
        piece = int(np.clip(np.searchsorted(pieces, middle) - 1, 0, len(pieces) - 2))
        crossed[(low + inset < borders[1:-1]) & (borders[1:-1] < high - inset), piece] = True
    return crossed
