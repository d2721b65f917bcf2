import numpy as np
import pytest

from extractor.geometry import Box
from extractor.grids.blobs import bands_of, blobs_of
from extractor.grids.rules import ink_of, rules_of
from tests.drawing import Sheet


def test_ink_is_joined_to_words_and_rules_are_left_out():
    sheet = Sheet(200)
    sheet.level(60, 40, 380)
    sheet.text(50, 70, "1234.56", 10)
    sheet.text(150, 70, "78.90", 10)
    page = sheet.page()
    inked = ink_of(page)
    blobs = sorted(blobs_of(page, inked.ink, rules_of(inked)))
    assert len(blobs) == 2
    assert all(blob.y0 > 65 for blob in blobs)


def test_specks_and_what_shines_through_are_no_blobs():
    sheet = Sheet(200)
    sheet.text(150, 70, "78.90", 10)
    behind = Sheet(200)
    behind.text(250, 70, "45.60", 10)
    sheet.image = np.minimum(sheet.image, 255 - (255 - behind.image) // 6)
    sheet.image[250:256, 600:612] = 0  # a flat speck, two points by four
    page = sheet.page()
    inked = ink_of(page)
    (blob,) = blobs_of(page, inked.ink, rules_of(inked))
    assert 149 < blob.x0 < 155


@pytest.mark.parametrize(("foot", "count"), [(80, 1), (75, 2)])
def test_a_point_on_the_line_joins_the_parts_of_its_figure(foot, count):
    sheet = Sheet(200)
    for x in (150, 159.1):
        sheet.fill(Box(x, 72, x + 1.5, 80), 0)
    sheet.fill(Box(154.8, foot - 1, 155.8, foot), 0)
    page = sheet.page()
    inked = ink_of(page)
    assert len(blobs_of(page, inked.ink, rules_of(inked))) == count


def test_bands_are_rows_of_text_left_to_right():
    bands = bands_of([Box(100, 20, 140, 30), Box(10, 21, 60, 31), Box(10, 40, 60, 50)])
    assert bands == [[Box(10, 21, 60, 31), Box(100, 20, 140, 30)], [Box(10, 40, 60, 50)]]


def test_a_figure_beside_a_wrapped_name_joins_its_lines():
    name, more, figure = Box(10, 20, 90, 30), Box(10, 31, 90, 41), Box(100, 25, 140, 36)
    assert bands_of([name, more, figure]) == [sorted([name, more, figure])]
