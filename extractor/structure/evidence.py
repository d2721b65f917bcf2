"""What a page shows of its structure: texts and lines, in points of the page as displayed."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extractor.model import LineMasks, LineSegment, Page
from extractor.structure.line_segments import trace_segments
from extractor.structure.runs import Run, group_runs

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Counts = NDArray[np.int32]

# The size of a letter on a page without any.
USUAL_LETTER = 9.0


class Evidence(NamedTuple):
    """Texts and lines of one page; `em` is the size of its usual letter (points).

    `exact` says that the lines are the document's own, not seen in a picture.
    """

    width: float
    height: float
    em: float
    runs: list[Run]
    lines: LineMasks
    horizontal: list[LineSegment]
    vertical: list[LineSegment]
    exact: bool

    @property
    def boxes(self) -> NDArray[np.float64]:
        """The runs' boxes, one a row."""
        return np.array([run.box for run in self.runs]).reshape(-1, 4)


def collect_evidence(page: Page) -> Evidence:
    """The evidence of a page: its words and its lines."""
    lines = page.lines or _no_lines(page.width, page.height)
    runs = group_runs(page.words, lines)
    em = float(np.median([run.em for run in runs])) if runs else USUAL_LETTER
    return Evidence(page.width, page.height, em, runs, lines, *trace_segments(lines), page.kind == "exported")


def _no_lines(width: float, height: float) -> LineMasks:
    empty = np.zeros((int(height) + 1, int(width) + 1), np.uint8)
    return LineMasks(empty, empty, 1.0)
