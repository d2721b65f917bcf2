import math
from collections.abc import Callable

import cv2
import numpy as np
import pytest

from extractor.geometry import Box, turn_box
from extractor.pages.open import as_it_lies
from extractor.pages.perspective import LEAST_SKEW, find_view
from extractor.pages.reduced_ink import reduce_ink
from extractor.pages.straighten import straighten
from extractor.pages.vertical_edges import find_uprights
from tests import drawing
from tests.drawing import Sheet


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    sheet = Sheet(dpi=150, width=500, height=400)
    sheet.table([60 + 24 * i for i in range(12)], [50, 150, 250, 350, 450])
    return sheet


@pytest.mark.parametrize("lean", [-10.0, -3.0, -0.7, 0.3, 1.5, 7.0])
def test_skew_is_the_angle_that_was_put_in(sheet, lean):
    assert find_view(reduce_ink(drawing.turned(sheet.image, lean))).skew == pytest.approx(-lean, abs=0.06)


def test_colour_makes_no_difference(sheet):
    assert find_view(reduce_ink(drawing.turned(sheet.bgr(), 1.0))).skew == pytest.approx(-1.0, abs=0.06)


def test_blank_paper_has_no_skew():
    assert find_view(reduce_ink(np.full((500, 400), 255, np.uint8))) == (0.0, None)


def test_a_level_page_is_left_alone(sheet):
    page = sheet.page()
    (left,) = straighten(page, as_it_lies)
    assert left.skew == 0 and np.array_equal(left.image, page.image)


def test_a_leaning_page_comes_out_level(sheet):
    lean = sheet.page()
    (lean,) = straighten(
        type(lean)(1, lean.width, lean.height, "scanned", drawing.turned(sheet.image, 2.0), lean.scale), as_it_lies
    )
    assert abs(find_view(reduce_ink(lean.image)).skew) < LEAST_SKEW
    assert lean.skew == pytest.approx(-2.0, abs=0.06)


def test_print_that_the_edge_cuts_does_not_run_on_beyond_it():
    cut = Sheet(dpi=150, width=500, height=400)
    cut.table([40, 80, 120, 160, 200, 240, 280], [0.0, 160, 320, 480])
    lean = cut.page()
    (page,) = straighten(type(lean)(1, 500, 400, "scanned", drawing.turned(cut.image, 7.0), lean.scale), as_it_lies)
    corner = page.image[: round(60 * lean.scale), : round(8 * lean.scale)]
    assert corner.min() > 200


def test_boxes_go_back_to_the_page_as_displayed(sheet):
    """A mark's box upright, taken through `turn`, lies where the mark was on the leaning page."""
    marked = Sheet(dpi=150, width=500, height=400)
    marked.image = sheet.image.copy()
    lean = 2.0
    page = marked.page()
    (page,) = straighten(type(page)(1, 500, 400, "scanned", drawing.turned(marked.image, lean), page.scale), as_it_lies)
    upright = Box(400, 100, 410, 110)
    centre = turn_box(upright, page.turn).centre
    angle = math.radians(lean)
    dx, dy = upright.centre[0] - 250, upright.centre[1] - 200
    there = (250 + dx * math.cos(angle) + dy * math.sin(angle), 200 - dx * math.sin(angle) + dy * math.cos(angle))
    assert centre == pytest.approx(there, abs=0.5)


def straightened_places(image: np.ndarray, view: np.ndarray) -> Callable[[float, float], np.ndarray]:
    """Where a place of a sheet (shares across and down), seen as `image` by a homography, comes to lie in pixels."""
    straight = find_view(reduce_ink(image)).straight
    assert straight is not None
    high, wide = image.shape

    def place(across: float, down: float) -> np.ndarray:
        there = straight @ view @ [across * wide, down * high, 1]
        return there[:2] / there[2]

    return place


@pytest.mark.parametrize("aside", [0.02, 0.04])
def test_rows_and_columns_seen_aslant_come_out_level_and_upright(sheet, aside):
    image, view = drawing.seen_aslant(sheet.image, aside)
    place = straightened_places(image, view)
    high, wide = image.shape
    corner, right, below = place(0.1, 0.15), place(0.9, 0.15), place(0.1, 0.9)
    assert abs(right[1] - corner[1]) < 0.004 * wide
    assert abs(below[0] - corner[0]) < 0.006 * high


@pytest.mark.parametrize("slant", [0.05, 0.1, -0.1])
def test_uprights_that_lean_against_level_rows_come_out_upright(sheet, slant):
    high, wide = sheet.image.shape
    view = np.array([[1, slant, -slant * high / 2], [0, 1, 0], [0, 0, 1]])
    place = straightened_places(cv2.warpPerspective(sheet.image, view, (wide, high), borderValue=(255,)), view)
    for across in (0.15, 0.5, 0.85):
        assert place(across, 0.2)[0] == pytest.approx(place(across, 0.8)[0], abs=2)


@pytest.mark.parametrize(("step", "there"), [(12, True), (3, False)])
def test_hairlines_that_lean_are_uprights_though_broken_from_pixel_to_pixel(step, there):
    ink = np.zeros((400, 900), np.uint8)
    for left in range(100, 800, 150):
        for y in range(60, 260):
            ink[y, left + (y - 60) // step] = 1
    assert (find_uprights(ink) is not None) == there


@pytest.mark.parametrize("narrower", [0.03, 0.06])
def test_columns_that_converge_alone_come_out_upright(narrower):
    """A sheet seen from above its foot: the rows stay level."""
    sheet = Sheet(dpi=150, width=500, height=400)
    sheet.table([60 + 24 * i for i in range(12)], [50, 150, 250, 350, 450])
    high, wide = sheet.image.shape
    corners = np.array([(0, 0), (wide, 0), (wide, high), (0, high)], np.float32)
    moved = corners + np.array([(narrower * wide, 0), (-narrower * wide, 0), (0, 0), (0, 0)], np.float32)
    view = cv2.getPerspectiveTransform(corners, moved.astype(np.float32))
    image = cv2.warpPerspective(sheet.image, view, (wide, high), flags=cv2.INTER_CUBIC, borderValue=255)
    place = straightened_places(image, view)
    for x in (0.1, 0.9):
        assert abs(place(x, 0.8)[0] - place(x, 0.15)[0]) < 0.006 * high


@pytest.mark.parametrize(("across", "lean"), [(180, 2.0), (250, 0.8), (330, 1.2)])
def test_a_single_upright_tells_of_no_columns_that_converge(across, lean):
    sheet = Sheet(dpi=150, width=500, height=400)
    for k in range(12):
        sheet.level(60 + 24 * k, 50, 450)
    for k in range(11):
        sheet.upright(across + lean * k / 11, 60 + 24 * k, 84 + 24 * k)
    straight = find_view(reduce_ink(sheet.image)).straight
    assert straight is not None and straight[2] == pytest.approx([0, 0, 1])


def level_only(rows: int = 12) -> Sheet:
    sheet = Sheet(dpi=150)
    for row in range(rows):
        y = 40 + 20 * row
        sheet.level(y, 40, 380)
        sheet.text(45, y + 5, f"2010{row:02d}", 9)
        sheet.text(250, y + 5, f"{row}.40", 9)
    return sheet


@pytest.mark.parametrize("aside", [0.02, 0.04])
def test_columns_without_uprights_come_out_upright_by_the_ends_of_level_rules(aside):
    image, view = drawing.seen_aslant(level_only().image, aside)
    place = straightened_places(image, view)
    for x in (0.1, 0.9):
        assert abs(place(x, 0.8)[0] - place(x, 0.15)[0]) < 0.008 * len(image)


def three_line(rows: int = 20) -> Sheet:
    """Two rules above figures that stand right below each other, none beside or below; a large title."""
    sheet = Sheet(dpi=150, width=842, height=595)
    sheet.text(300, 20, "HILL MILL LILT", 30)
    for y in (70, 90):
        sheet.level(y, 60, 780)
    for row in range(rows):
        y = 96 + 22 * row
        sheet.text(64, y, f"2010{row:02d}", 10)
        sheet.text(150, y, ("supplies", "a line of some length", "other expenses of the year")[row % 3], 10)
        for x in (420, 540, 660):
            sheet.text(x - 6 * (row % 4), y, f"{10 ** (row % 4)}.40", 10)
    return sheet


@pytest.mark.parametrize("aside", [0.01, 0.03])
def test_columns_of_a_three_line_table_come_out_upright_by_the_edges_of_its_texts(aside):
    image, view = drawing.seen_aslant(three_line().image, aside)
    place = straightened_places(image, view)
    for x in (0.1, 0.9):
        assert abs(place(x, 0.9)[0] - place(x, 0.15)[0]) < 0.008 * len(image)


@pytest.mark.parametrize("apart", [-0.02, 0.014, 0.05])
def test_rows_that_converge_slightly_come_out_level(apart):
    """Also between the steps of the rough search."""
    sheet = three_line()
    high, wide = sheet.image.shape
    corners = np.array([(0, 0), (wide, 0), (wide, high), (0, high)], np.float32)
    moved = corners + np.array([(0, 0), (0, apart * wide / 2), (0, -apart * wide / 2), (0, 0)], np.float32)
    view = cv2.getPerspectiveTransform(corners, moved.astype(np.float32))
    image = cv2.warpPerspective(sheet.image, view, (wide, high), flags=cv2.INTER_CUBIC, borderValue=255)
    place = straightened_places(image, view)
    for y in (0.15, 0.9):
        assert abs(place(0.9, y)[1] - place(0.1, y)[1]) < 0.003 * wide


def test_a_level_page_of_texts_without_uprights_is_left_alone():
    assert find_view(reduce_ink(three_line().image)).straight is None


def test_columns_of_texts_that_stand_nowhere_below_each_other_tell_nothing():
    sheet = Sheet(dpi=150)
    places = np.random.default_rng(1)
    for row in range(14):
        for x in (20, 150, 280):
            sheet.text(x + places.uniform(0, 90), 20 + 20 * row, "1.40", 9)
    assert find_view(reduce_ink(sheet.image)).straight is None


def test_rules_of_two_widths_tell_nothing_of_columns():
    sheet = Sheet(dpi=150)
    for row in range(12):
        sheet.level(30 + 12 * row, 40, 380)
        sheet.level(190 + 8 * row, 70, 350)
        sheet.text(80, 32 + 12 * row, f"{row}.40", 7)
    assert find_view(reduce_ink(sheet.image)).straight is None


def test_strokes_of_characters_in_rows_that_stand_close_are_no_uprights():
    sheet = Sheet(dpi=150, height=420)
    places = np.random.default_rng(0)
    for row in range(28):
        sheet.text(40 + places.uniform(0, 4), 20 + 13 * row, "III LIL ILI", 12)
        sheet.text(300, 20 + 13 * row, "1.40", 9)
    assert find_view(reduce_ink(sheet.image)).straight is None


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_boxes_of_a_quarter_turned_page_go_back_to_the_page_as_displayed(turns):
    sheet = Sheet(dpi=100, width=500, height=400)
    sheet.fill(Box(100, 50, 180, 70), 0)
    lying = np.ascontiguousarray(np.rot90(sheet.image, -turns))
    width, height = (400, 500) if turns % 2 else (500, 400)
    (page,) = straighten(type(sheet.page())(1, width, height, "scanned", lying, 100 / 72), lambda page: turns)
    assert (page.width, page.height) == (500, 400) and page.displayed == (width, height)
    shown = turn_box(Box(100, 50, 180, 70), page.turn)
    assert lying[type(page)(1, width, height, "scanned", lying, 100 / 72).pixels(shown.grown(-1))].max() == 0
