import cv2
import numpy as np
import pytest

from extractor.geometry import Bend, Box
from extractor.model import Page
from extractor.pages.dewarp import find_bend
from extractor.pages.open import as_it_lies
from extractor.pages.reduced_ink import reduce_ink
from extractor.pages.straighten import straighten
from tests.drawing import Sheet

SCALE = 150 / 72
# Where a sheet begins to lift, in points across, and where along the binding lines stay level, in points down.
LIFTS, AXIS = 220.0, 100.0


def ruled() -> Sheet:
    sheet = Sheet(dpi=150)
    sheet.table([30 + 22 * i for i in range(13)], [30, 130, 230, 320, 395])
    return sheet


def three_line() -> Sheet:
    sheet = Sheet(dpi=150)
    for y in (30, 50, 300):
        sheet.level(y, 30, 395)
    for row in range(13):
        for x in (34, 140, 240, 340):
            sheet.text(x, 55 + 18 * row, f"{row * 7}.{x}", 10)
    return sheet


def fallen(x: float, y: float, lift: float) -> float:
    """How much lower a place of the flat sheet is seen on the curled one, in points."""
    return lift * max(0.0, (x - LIFTS) / (420 - LIFTS)) ** 2 * (y - AXIS)


def curled(image: np.ndarray, lift: float) -> np.ndarray:
    """The sheet lifted towards its right side: what is there is seen moved away from the axis."""
    high, wide = image.shape[:2]
    y, x = np.mgrid[0:high, 0:wide].astype(np.float32)
    raised = lift * np.clip((x / SCALE - LIFTS) / (420 - LIFTS), 0, None) ** 2
    flat = (y + raised * AXIS * SCALE) / (1 + raised)
    return cv2.remap(image, x, flat.astype(np.float32), cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)


@pytest.mark.parametrize("sheet", [ruled(), three_line()], ids=["ruled", "three lines"])
@pytest.mark.parametrize("lift", [-0.02, 0.015, 0.02])
@pytest.mark.parametrize("mirrored", [False, True])
def test_lines_that_bend_beside_a_binding_are_followed(sheet, lift, mirrored):
    image = curled(sheet.image, lift)
    bend = find_bend(reduce_ink(np.ascontiguousarray(image[:, ::-1]) if mirrored else image), SCALE)
    assert bend is not None
    for x in (100, 330, 370, 390):
        for y in (40, 160, 280):
            here = 420 - x if mirrored else x
            seen = bend.bent(Box(here - 1, y - 1, here + 1, y + 1)).centre[1]
            assert seen - y == pytest.approx(fallen(x, y, lift), abs=0.8)


def test_a_curled_page_comes_out_with_straight_lines_and_boxes_lead_back():
    sheet, lift = ruled(), 0.03
    image = curled(sheet.image, lift)
    (page,) = straighten(Page(1, 420, 320, "scanned", image, SCALE), as_it_lies)
    assert page.bend is not None
    rule = page.image[round(SCALE * (30 + 22 * 11)) - 3 : round(SCALE * (30 + 22 * 11)) + 4]
    assert rule[:, round(SCALE * 40) : round(SCALE * 390)].min(axis=0).max() < 140
    cell = Box(325, 30 + 22 * 11, 390, 30 + 22 * 12)
    shown = page.bend.bent(cell)
    assert shown.centre[1] - cell.centre[1] == pytest.approx(fallen(357, cell.centre[1], lift), abs=0.8)
    assert page.upright(shown) == pytest.approx(cell)


@pytest.mark.parametrize("sheet", [ruled(), three_line()], ids=["ruled", "three lines"])
def test_a_flat_page_is_left_alone(sheet):
    assert find_bend(reduce_ink(sheet.image), SCALE) is None
    (page,) = straighten(sheet.page(), as_it_lies)
    assert page.bend is None and np.array_equal(page.image, sheet.image)


def test_rows_of_unlike_heights_side_by_side_are_no_bend():
    sheet = Sheet(dpi=150)
    sheet.table([30 + 20 * i for i in range(13)], [30, 120, 200])
    sheet.table([30 + 21.5 * i for i in range(12)], [220, 300, 395])
    bend = find_bend(reduce_ink(sheet.image), SCALE)
    assert bend is None or max(map(abs, bend.falls)) < 2


def test_blank_paper_has_no_bend():
    assert find_bend(reduce_ink(np.full((500, 400), 255, np.uint8)), SCALE) is None


def test_a_bend_and_back():
    bend = Bend((0.0, 100.0, 200.0), (0.0, 0.0, 5.0), (0.0, 0.0, 0.02), 150.0)
    box = Box(140, 40, 160, 60)
    assert bend.bent(box) == pytest.approx((140, 41.4, 160, 61.6))
    assert bend.level(bend.bent(box)) == pytest.approx(box)
