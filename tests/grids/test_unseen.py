import pytest

from extractor.geometry import Box
from tests.drawing import Sheet, pictured

ROWS = [60, 82, 104, 126, 148]
COLUMNS = [40, 120, 200, 280, 380]


def test_a_dotted_upright_ends_at_the_heading_over_its_two_columns():
    sheet = Sheet(dpi=100, width=420, height=240)
    sheet.table(ROWS, COLUMNS, texts=False)
    for row in ROWS[2:4]:
        sheet.text(50, row + 6, "34.1", 9)
        sheet.text(90, row + 6, "24.5", 9)
        at, start, end = (round(place * sheet.scale) for place in (80, row + 4, row + 18))
        sheet.image[start:end:2, at] = 0
    (grid,) = pictured(sheet.page())
    assert [cell.column_span for cell in grid.cells if cell.column == 0] == [2, 2, 1, 1]


@pytest.mark.parametrize(("every", "columns"), [(3, 6), (9, 5)])
def test_a_dotted_upright_of_the_last_rows_is_a_border_though_no_dot_is_near_to_its_crossings(every, columns):
    sheet = Sheet(dpi=100, width=420, height=240)
    sheet.table(ROWS, COLUMNS, merged=[(0, 0, 1, 4)], texts=False)
    # Of other columns than the upright's.
    sheet.level(93, 200, 380)
    for row in ROWS[2:4]:
        sheet.text(50, row + 6, "34.1", 9)
        sheet.text(90, row + 6, "24.5", 9)
        at, start, end = (round(place * sheet.scale) for place in (80, row + 4, row + 18))
        sheet.image[start:end:every, at] = 0
    (grid,) = pictured(sheet.page())
    assert len(grid.columns) == columns


def test_ones_of_figures_one_above_the_other_are_no_dotted_upright():
    sheet = Sheet(dpi=100, width=420, height=240)
    sheet.table(ROWS, COLUMNS, texts=False)
    for row, rest in zip(ROWS[2:4], ("7.70", "0.72"), strict=True):
        sheet.text(234, row + 5, rest, 10)
        sheet.fill(Box(230, row + 8, 231, row + 14.5), 0)
    (grid,) = pictured(sheet.page())
    assert len(grid.columns) == len(COLUMNS)
