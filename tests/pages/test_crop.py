import numpy as np
import pytest

from extractor.pages.crop import crop_sheet
from tests.drawing import Sheet


@pytest.fixture
def sheet() -> Sheet:
    sheet = Sheet(dpi=100, width=500, height=400)
    sheet.table([60 + 24 * i for i in range(12)], [50, 150, 250, 350, 450])
    return sheet


def on_desk(image: np.ndarray, shade: int) -> np.ndarray:
    """The picture with a desk of one shade around it and light that falls off to a half from left to right."""
    desk = np.full((image.shape[0] + 80, image.shape[1] + 100), shade, np.uint8)
    desk[40:-40, 50:-50] = image
    light = np.linspace(1.0, 0.5, desk.shape[1])[None, :]
    return (desk * light).astype(np.uint8)


@pytest.mark.parametrize("shade", [0, 90, 190])
def test_what_lies_around_the_sheet_becomes_paper(sheet, shade):
    alone = crop_sheet(on_desk(sheet.image, shade))
    paper = on_desk(np.full_like(sheet.image, 255), 255)
    assert np.abs(alone[:30].astype(int) - paper[:30]).max() < 40
    assert np.abs(alone[-30:].astype(int) - paper[-30:]).max() < 40


def test_print_on_the_sheet_stays(sheet):
    photo = on_desk(sheet.image, 90)
    inner = slice(60, -60), slice(75, -75)
    assert np.array_equal(crop_sheet(photo)[inner], photo[inner])


def test_a_picture_that_is_all_paper_is_left_alone(sheet):
    assert crop_sheet(sheet.image) is sheet.image


def test_a_shaded_header_across_the_page_is_no_edge(sheet):
    sheet.image[20:50, 10:-10] = 160
    assert crop_sheet(sheet.image) is sheet.image


def test_the_soft_edge_of_a_shadow_is_no_edge(sheet):
    across = np.arange(sheet.image.shape[1]) / sheet.image.shape[1]
    shadow = 1 - 0.3 / (1 + np.exp((across - 0.15) * 40))
    shaded = (sheet.image * shadow[None, :]).astype(np.uint8)
    assert crop_sheet(shaded) is shaded
