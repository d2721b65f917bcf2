import numpy as np
import pytest

from extractor.grids.marks import Marks
from extractor.grids.stretches import stretch_of

SCALE = 2.0


def beside_text(*, clean: bool) -> Marks:
    """A line of which every third pixel is there, with as much ink along one side and none along the other."""
    thin = np.zeros((60, 240), np.uint8)
    thin[30, ::3] = 1
    thin[31:52, 1::3] = 1
    return Marks(thin, thin, np.zeros_like(thin), SCALE, clean=clean)


def test_strokes_of_a_column_of_words_are_no_rule_on_clean_paper():
    clean, dirty = (stretch_of(beside_text(clean=clean), 30, 0, 200) for clean in (True, False))
    assert clean.beside == pytest.approx(1 / 6, abs=0.02)
    assert dirty.beside == 0
    assert clean.share == pytest.approx(dirty.share - 1 / 6, abs=0.02)
