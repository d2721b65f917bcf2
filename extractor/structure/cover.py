"""Which borders have a line along them, and which texts run over them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from extractor.structure.evidence import Evidence, Flags, Floats
from extractor.structure.line_segments import cover_horizontal, cover_vertical
from extractor.structure.runs import Run

# Lengths are in letters where nothing else is said.
# A line belongs to a border if it runs at most so many points, or letters, beside it.
LEAST_REACH, REACH = 1.0, 0.15
# A line's ends are where it meets another: so much of a cell's height, and width, says nothing at each end.
ENDS_DOWN, ENDS_ACROSS = 0.12, 0.08
# Text crosses a border that lies so far (letters, but this share of the text at most) inside of it.
INSIDE, INSIDE_SHARE = 0.15, 0.3
# Text runs over an edge that lies so far (letters) inside of it.
INSIDE_DOWN = 0.2


def vertical_cover(page: Evidence, x: Floats, edges: Floats) -> Floats:
    """The share of the height between neighbouring edges in which a vertical line runs at x (n × m)."""
    reach = max(LEAST_REACH, REACH * page.em)
    inked = [cover_vertical(page.lines, float(at), reach) for at in x]
    return _shares(inked, edges, page.lines.scale, ENDS_DOWN).T


def horizontal_cover(page: Evidence, edges: Floats, x: Floats) -> Floats:
    """The share of the width between neighbouring x in which a horizontal line runs at each edge (n+1 × m-1)."""
    reach = max(LEAST_REACH, REACH * page.em)
    inked = [cover_horizontal(page.lines, float(at), reach) for at in edges]
    return _shares(inked, x, page.lines.scale, ENDS_ACROSS)


def crosses(page: Evidence, boxes: Floats, x: Floats) -> Flags:
    """Whether each text (by its box) runs over each place."""
    em = np.array([run.em for run in page.runs])
    inside = np.minimum(INSIDE * em, INSIDE_SHARE * (boxes[:, 2] - boxes[:, 0]))
    return np.asarray((boxes[:, [0]] + inside[:, None] < x) & (x < boxes[:, [2]] - inside[:, None]))


def runs_over(texts: Sequence[Run], edges: Floats) -> Flags:
    """Whether each text runs over each edge (texts × edges)."""
    spans = [(run.box.y0 + INSIDE_DOWN * run.em, run.box.y1 - INSIDE_DOWN * run.em) for run in texts]
    inner = np.array(spans).reshape(-1, 2)
    return np.asarray((inner[:, [0]] < edges) & (edges < inner[:, [1]]))


def _shares(inked: Sequence[Flags], places: Floats, scale: float, ends: float) -> Floats:
    """For each row of flags the share of true ones between neighbouring places, without the ends."""
    sums = np.concatenate([np.zeros((len(inked), 1)), np.cumsum(np.array(inked), axis=1)], axis=1)
    sizes = np.diff(places)
    last = sums.shape[1] - 1
    first = np.clip(((places[:-1] + ends * sizes) * scale).astype(int), 0, last - 1)
    after = np.clip(((places[1:] - ends * sizes) * scale).astype(int), first + 1, last)
    return np.asarray((sums[:, after] - sums[:, first]) / (after - first))
