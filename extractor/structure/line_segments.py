"""Lines of a page's maps: as strokes, and as what runs along a place."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from extractor.geometry import clusters
from extractor.model import Image, LineMasks, LineSegment

Flags = NDArray[np.bool_]


def trace_segments(lines: LineMasks) -> tuple[list[LineSegment], list[LineSegment]]:
    """The lines, horizontal and vertical: of a wide one each row, or column, of pixels."""
    return _strokes(np.ascontiguousarray(lines.horizontal.T), lines.scale), _strokes(lines.vertical, lines.scale)


def cover_horizontal(lines: LineMasks, y: float, reach: float) -> Flags:
    """For every pixel across: whether a horizontal line runs within `reach` points of y."""
    first, last = _around(y, reach, lines.scale, lines.horizontal.shape[0])
    return np.asarray(lines.horizontal[first:last].any(axis=0))


def cover_vertical(lines: LineMasks, x: float, reach: float) -> Flags:
    """For every pixel down: whether a vertical line runs within `reach` points of x."""
    first, last = _around(x, reach, lines.scale, lines.vertical.shape[1])
    return np.asarray(lines.vertical[:, first:last].any(axis=1))


def merge_segments(strokes: Sequence[LineSegment], near: float) -> list[float]:
    """Where strokes lie, those near to each other as one: where the long ones do."""
    length: dict[float, float] = {}
    for stroke in strokes:
        length[stroke.at] = length.get(stroke.at, 0.0) + stroke.end - stroke.start
    groups = clusters(length, near)
    return [_where_longest(group, np.array([length[at] for at in group])) for group in groups]


def _strokes(mask: Image, scale: float) -> list[LineSegment]:
    """The runs of ink down every column of pixels."""
    inked = np.flatnonzero(mask.any(axis=0))
    padded = np.zeros((len(inked), mask.shape[0] + 2), np.int8)
    padded[:, 1:-1] = mask[:, inked].T
    step = np.diff(padded, axis=1)
    column, start = np.nonzero(step == 1)
    end = np.nonzero(step == -1)[1]
    places = zip((inked[column] + 0.5) / scale, start / scale, end / scale, strict=True)
    return [LineSegment(float(at), float(first), float(last)) for at, first, last in places]


def _around(at: float, reach: float, scale: float, size: int) -> tuple[int, int]:
    first = min(max(int((at - reach) * scale), 0), size - 1)
    return first, max(min(int((at + reach) * scale) + 1, size), first + 1)


def _where_longest(places: Sequence[float], lengths: NDArray[np.float64]) -> float:
    long = lengths >= 0.5 * lengths.max()
    return float(np.average(np.array(places)[long], weights=lengths[long]))
