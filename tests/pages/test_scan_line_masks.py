import numpy as np
import pytest

from extractor.geometry import Box
from extractor.model import LineMasks
from extractor.pages.scan_line_masks import find_scan_lines
from tests.drawing import Sheet, turned

pytestmark = pytest.mark.slow

ROWS, COLUMNS = (60, 85, 110, 135, 160, 185), (40, 120, 200, 300, 380)
LETTER = 9.0


def drawn(**options: object) -> Sheet:
    sheet = Sheet(200)
    sheet.table(ROWS, COLUMNS, **options)
    return sheet


def found(sheet: Sheet, texts: tuple[Box, ...] = ()) -> tuple[list[float], list[float], LineMasks]:
    """Where long horizontal and vertical lines are (points), and the maps."""
    lines = find_scan_lines(sheet.page(), texts, LETTER)
    level = np.flatnonzero(lines.horizontal.sum(axis=1) > 150 * lines.scale) / lines.scale
    upright = np.flatnonzero(lines.vertical.sum(axis=0) > 60 * lines.scale) / lines.scale
    return level.tolist(), upright.tolist(), lines


@pytest.mark.parametrize("style", ["solid", "dashed", "dotted"])
@pytest.mark.parametrize("dpi", [150, 300])
def test_lines_are_where_they_are_printed_in_every_style(style, dpi):
    sheet = Sheet(dpi)
    sheet.table(ROWS, COLUMNS, style=style)
    level, upright, _ = found(sheet)
    assert level == pytest.approx(ROWS, abs=1.0)
    assert upright == pytest.approx(COLUMNS, abs=1.0)


def test_pale_lines_on_grey_paper_are_found():
    sheet = drawn(grey=170)
    sheet.image = np.minimum(sheet.image, 225)
    level, upright, _ = found(sheet)
    assert level == pytest.approx(ROWS, abs=1.0)
    assert upright == pytest.approx(COLUMNS, abs=1.0)


def test_lines_of_a_sheet_that_leans_a_little_are_drawn_straight():
    sheet = drawn()
    sheet.image = turned(sheet.image, 0.15)
    level, upright, _ = found(sheet)
    assert level == pytest.approx(ROWS, abs=1.5)
    assert upright == pytest.approx(COLUMNS, abs=1.5)


def test_lines_end_where_they_are_printed_to_end():
    _, _, lines = found(drawn())
    inked = np.flatnonzero(lines.horizontal.any(axis=0)) / lines.scale
    assert (inked[0], inked[-1]) == pytest.approx((COLUMNS[0], COLUMNS[-1]), abs=1.5)


def test_a_stroke_far_from_all_lines_across_is_no_line():
    sheet = drawn()
    sheet.upright(405, 220, 300)
    _, upright, _ = found(sheet)
    assert upright == pytest.approx(COLUMNS, abs=1.0)


def test_strokes_of_characters_are_no_lines():
    sheet = Sheet(200)
    sheet.text(60, 100, "HHHH 1111 ----", 40)
    _, _, lines = found(sheet, (Box(55, 100, 400, 150),))
    assert not lines.vertical.any()
    assert not lines.horizontal.any()


def test_blank_paper_has_no_lines():
    _, _, lines = found(Sheet(200))
    assert not lines.vertical.any()
    assert not lines.horizontal.any()


def test_a_line_of_one_low_row_goes_from_one_line_across_to_another():
    sheet = Sheet(200)
    sheet.table((60, 76), COLUMNS, texts=False)
    lines = find_scan_lines(sheet.page(), (), 16.0)
    upright = np.flatnonzero(lines.vertical.any(axis=0)) / lines.scale
    assert all(np.abs(upright - x).min() < 1.0 for x in COLUMNS)


def test_a_line_ends_before_a_text_with_a_stroke_in_line_with_it():
    sheet = Sheet(200)
    sheet.table((60, 85, 110), (40, 200, 380), merged=[(1, 0, 1, 2)], texts=False)
    sheet.upright(200, 93, 102)
    text = Box(60, 92.5, 300, 102.5)
    lines = find_scan_lines(sheet.page(), (text,), LETTER)
    below = lines.vertical[round(88 * lines.scale) : round(108 * lines.scale)]
    assert not below[:, round(190 * lines.scale) : round(210 * lines.scale)].any()
