"""What a page shows of its structure: texts and lines, in points of the page as displayed."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extractor.model import Page
from extractor.structure.lines import LineMaps, Stroke, line_maps, no_lines
from extractor.structure.runs import Run, runs_of

# The size of a letter on a page without any.
USUAL_LETTER = 9.0


class Evidence(NamedTuple):
    """Texts and lines of one page; `em` is the size of its usual letter (points)."""

    width: float
    height: float
    em: float
    runs: list[Run]
    lines: LineMaps
    horizontal: list[Stroke]
    vertical: list[Stroke]

    @property
    def boxes(self) -> NDArray[np.float64]:
        """The runs' boxes, one a row."""
        return np.array([run.box for run in self.runs]).reshape(-1, 4)


def evidence_of(page: Page) -> Evidence:
    """The evidence of an exported page: its words, and the lines of its picture without text."""
    lines = no_lines(page.width, page.height) if page.bare is None else line_maps(page.bare, _scale(page))
    runs = runs_of(page.words, lines)
    em = float(np.median([run.em for run in runs])) if runs else USUAL_LETTER
    return Evidence(page.width, page.height, em, runs, lines, *lines.strokes())


def _scale(page: Page) -> float:
    assert page.bare is not None
    return page.bare.shape[1] / page.width
