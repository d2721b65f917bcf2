from dataclasses import replace

import cv2
import numpy as np
import pytest

from extractor.model import Flag, Reading
from extractor.reading.line_segmentation import mask_text
from extractor.reading.quality import assess_quality, assess_sheet
from tests.drawing import Sheet

SURE = [Reading("1.00", 0.99, "test")] * 20


@pytest.fixture
def sheet() -> Sheet:
    sheet = Sheet(dpi=200)
    sheet.table([40 + 20 * i for i in range(12)], [40, 140, 240, 340])
    return sheet


def verdict(page, readings=SURE):
    return assess_quality(page, mask_text(page), readings)


def test_a_clean_page_is_good(sheet):
    quality = verdict(replace(sheet.page(), resolution=200.0))
    assert quality.verdict == "good" and quality.why == () and quality.advice == ""
    assert quality.contrast is not None and quality.contrast > 0.8


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda page: replace(page, resolution=90.0), "90 dots an inch"),
        (lambda page: replace(page, noisy=True), "specks"),
        (lambda page: replace(page, image=(235 - (255 - page.image) // 6).astype(np.uint8)), "pale print"),
        (lambda page: replace(page, image=cv2.GaussianBlur(page.image, (0, 0), 4)), "blurred"),
    ],
)
def test_what_is_wrong_with_a_poor_page_is_said(sheet, change, said):
    quality = verdict(change(sheet.page()))
    assert quality.verdict == "poor" and any(said in why for why in quality.why) and "300 dpi" in quality.advice


def test_a_page_that_the_reader_is_unsure_of_is_poor(sheet):
    unsure = [Reading("1.0O", 0.4, "test")] * 5
    assert verdict(sheet.page(), SURE[:15] + unsure).why == ("25% of the cells read without certainty",)


def test_cells_below_a_seal_are_unsure_whatever_the_confidence(sheet):
    hidden = [SURE[0].flagged(Flag.HIDDEN)] * 5
    assert verdict(sheet.page(), SURE[:15] + hidden).unsure == 0.25
    assert verdict(sheet.page(), SURE[:15] + [SURE[0].flagged(Flag.CROSSED)] * 5).unsure == 0


def test_a_sheet_of_two_pages_is_as_bad_as_the_worse_in_everything(sheet):
    good = verdict(replace(sheet.page(), resolution=200.0))
    pale = good._replace(verdict="poor", why=("pale",), advice="again", contrast=0.1, blur=None)
    both = assess_sheet([good, pale._replace(unsure=0.5)])
    assert (both.verdict, both.why, both.contrast, both.blur, both.unsure) == ("poor", ("pale",), 0.1, good.blur, 0.5)
    assert "300 dpi" in both.advice
    assert assess_sheet([good]) == assess_sheet([good, good]) == good
    assert assess_sheet([pale, pale]).why == ("pale",)


def test_a_page_without_print_has_no_contrast():
    page = Sheet(dpi=100).page()
    assert verdict(page, []) == ("good", (), "", 0.0, None, None, 0.0)
