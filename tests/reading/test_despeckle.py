from dataclasses import replace

import numpy as np
import pytest

from extractor.reading.despeckle import remove_specks
from tests.drawing import Sheet


@pytest.fixture
def sheet() -> Sheet:
    sheet = Sheet(dpi=200)
    for row in range(40, 300, 20):
        sheet.text(60, row, "2,940.05   1,503.52", 10)
    return sheet


def peppered(sheet: Sheet, share: float) -> np.ndarray:
    image = sheet.image.copy()
    for y, x in np.argwhere(np.random.default_rng(1).random(image.shape) < share):
        image[y : y + 2, x : x + 2] = 0
    return image


def test_pepper_is_taken_off_where_nothing_is_printed(sheet):
    page = remove_specks(replace(sheet.page(), image=peppered(sheet, 0.001)))
    blank = page.image[:, round(250 * page.scale) :]
    assert page.noisy and (blank < 200).mean() < 0.0005


def test_decimal_points_stay(sheet):
    """Whatever of the text is dark on clean paper is dark after the pepper is gone."""
    page = remove_specks(replace(sheet.page(), image=peppered(sheet, 0.001)))
    assert (page.image[sheet.image < 60] < 128).mean() > 0.995


def test_a_clean_page_is_left_alone(sheet):
    page = sheet.page()
    assert remove_specks(page) is page


def test_dots_of_dotted_rules_are_no_specks(sheet):
    for row in range(32, 300, 20):
        for x in np.arange(50, 380, 2.2):
            at, left = round(row * sheet.scale), round(x * sheet.scale)
            sheet.image[at : at + 2, left : left + 2] = 0
    page = sheet.page()
    assert remove_specks(page) is page
