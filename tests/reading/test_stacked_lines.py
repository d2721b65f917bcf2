import pytest

from extractor.geometry import Box
from extractor.reading.line_segmentation import mask_text
from extractor.reading.stacked_lines import split_stacked
from tests.drawing import Sheet


def split(sheet: Sheet, box: Box) -> list[Box]:
    page = sheet.page()
    return split_stacked([box], mask_text(page), page.scale, 9)


def test_figures_one_below_the_other_are_a_line_each():
    sheet = Sheet(200)
    for k, figure in enumerate(("24", "25", "26")):
        sheet.text(100, 100 + 14 * k, figure, 9)
    sheet.level(112, 95, 120, style="dotted")
    found = split(sheet, Box(98, 98, 114, 142))
    assert [(box.x0, box.x1) for box in found] == [(98, 114)] * 3
    assert [box.centre[1] for box in found] == pytest.approx([106, 120, 134], abs=1.5)


def test_a_short_last_line_is_a_line_of_its_own():
    sheet = Sheet(200)
    sheet.text(100, 100, "progress of works", 9)
    sheet.text(100, 111, "is", 9)
    first, last = split(sheet, Box(98, 100, 180, 121))
    assert first.y1 < last.y0 and last.centre[1] == pytest.approx(116, abs=2)


@pytest.mark.parametrize("strokes", [(100, 118), (100, 109, 118)], ids=["two", "three"])
def test_a_large_character_of_strokes_above_each_other_is_one(strokes):
    sheet = Sheet(200)
    for y in strokes:
        sheet.fill(Box(100, y, 120, y + 2), 0)
    box = Box(98, 98, 122, 122)
    assert split(sheet, box) == [box]


def test_a_line_of_usual_height_is_left_as_it_is():
    sheet = Sheet(200)
    sheet.text(100, 100, "1234.56", 10)
    box = Box(98, 98, 142, 111)
    assert split(sheet, box) == [box]
