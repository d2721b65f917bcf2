"""A border that runs through ink."""

import numpy as np
import pytest

from extractor.geometry import Box
from extractor.model import Flag, Page
from extractor.reading.cut_cells import flag_cut
from tests.building import reading

SCALE = 3.0


def cut(columns: range, text: str = "2,058") -> bool:
    """Whether a cell from 20 to 60 points is cut by ink in these columns of points, below a vertical line at 60."""
    ink = np.zeros((120, 300), np.uint8)
    ink[:, 180:182] = 1
    ink[50:56, int(columns.start * SCALE) : int(columns.stop * SCALE)] = 1
    page = Page(1, 100, 40, "scanned", 255 - 255 * ink, SCALE)
    return Flag.CUT in flag_cut(reading(text, "rapidocr"), Box(20, 5, 60, 35), page, ink).flags


def test_ink_on_both_sides_of_a_border_cuts_a_figure():
    assert cut(range(50, 70))


@pytest.mark.parametrize("columns", [range(50, 60), range(61, 70), range(30, 50)])
def test_ink_on_one_side_does_not(columns):
    assert not cut(columns)


def test_a_text_without_digits_is_left_alone():
    assert not cut(range(50, 70), "行政运行")
