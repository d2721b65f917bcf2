import numpy as np
import pytest

from extractor.geometry import Box
from extractor.model import LineMasks
from extractor.reading.line_extents import extend_to_ink
from tests.drawing import Sheet

NO_LINES = LineMasks(np.zeros((640, 840), np.uint8), np.zeros((640, 840), np.uint8), 2.0)


def extended(sheet: Sheet, *boxes: Box) -> list[Box]:
    return extend_to_ink(boxes, sheet.page(), NO_LINES)


def test_a_text_reaches_as_far_as_its_ink():
    sheet = Sheet(200)
    sheet.text(100, 100, "1234.56", 10)
    (box,) = extended(sheet, Box(108, 100, 125, 112))
    assert (box.x0, box.x1) == pytest.approx((100, 139), abs=2.5)


@pytest.mark.parametrize("rest", [Box(96, 114.5, 112, 115.2), Box(96, 88, 97, 116)], ids=["horizontal", "vertical"])
def test_what_is_left_of_a_line_is_no_part_of_a_text(rest):
    sheet = Sheet(200)
    sheet.text(100, 100, "1234.56", 10)
    (alone,) = extended(sheet, Box(98, 99, 142, 114))
    sheet.fill(rest, 0)
    (box,) = extended(sheet, Box(98, 99, 142, 114))
    assert box == pytest.approx(alone)
