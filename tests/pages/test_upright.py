import math

import numpy as np
import pytest

from extractor.geometry import Box, turned
from extractor.pages.upright import LEAST_SKEW, skew_of, straightened
from tests import drawing
from tests.drawing import Sheet


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    sheet = Sheet(dpi=150, width=500, height=400)
    sheet.table([60 + 24 * i for i in range(12)], [50, 150, 250, 350, 450])
    return sheet


@pytest.mark.parametrize("lean", [-3.0, -0.7, 0.3, 1.5, 4.0])
def test_skew_is_the_angle_that_was_put_in(sheet, lean):
    assert skew_of(drawing.turned(sheet.image, lean)) == pytest.approx(-lean, abs=0.06)


def test_colour_makes_no_difference(sheet):
    assert skew_of(drawing.turned(sheet.bgr(), 1.0)) == pytest.approx(-1.0, abs=0.06)


def test_blank_paper_has_no_skew():
    assert skew_of(np.full((500, 400), 255, np.uint8)) == 0.0


def test_a_level_page_is_left_alone(sheet):
    page = sheet.page()
    left = straightened(page)
    assert left.skew == 0 and np.array_equal(left.image, page.image)


def test_a_leaning_page_comes_out_level(sheet):
    lean = sheet.page()
    lean = straightened(type(lean)(1, lean.width, lean.height, "scanned", drawing.turned(sheet.image, 2.0), lean.scale))
    assert abs(skew_of(lean.image)) < LEAST_SKEW
    assert lean.skew == pytest.approx(-2.0, abs=0.06)


def test_boxes_go_back_to_the_page_as_displayed(sheet):
    """A mark's box upright, taken through `turn`, lies where the mark was on the leaning page."""
    marked = Sheet(dpi=150, width=500, height=400)
    marked.image = sheet.image.copy()
    lean = 2.0
    page = marked.page()
    page = straightened(type(page)(1, 500, 400, "scanned", drawing.turned(marked.image, lean), page.scale))
    upright = Box(400, 100, 410, 110)
    centre = turned(upright, page.turn).centre
    angle = math.radians(lean)
    dx, dy = upright.centre[0] - 250, upright.centre[1] - 200
    there = (250 + dx * math.cos(angle) + dy * math.sin(angle), 200 - dx * math.sin(angle) + dy * math.cos(angle))
    assert centre == pytest.approx(there, abs=0.5)
