import cv2
import numpy as np
import pytest

from extractor.geometry import Box
from extractor.grids.lattice import ruled_grids
from extractor.grids.rules import Rules, ink_of, rules_of
from extractor.model import Grid
from tests.drawing import Sheet

DPIS = (100, 200, 300)
ROWS = [40 + 22.0 * i for i in range(8)]
COLUMNS = [40.0, 110, 200, 260, 330, 380]
# A name over two rows, a heading over three columns, a block of two by two.
MERGED = [(0, 0, 2, 1), (0, 1, 1, 3), (4, 2, 2, 2)]
STYLES = {
    "solid": {},
    "thick outer border": {"outer": 2.2},
    "double": {"style": "double", "thick": 0.5},
    "thin grey": {"thick": 0.4, "grey": 130},
    "dashed": {"style": "dashed", "thick": 1.5},
    "thick": {"thick": 1.5},
}


def grids_on(sheet: Sheet) -> list[Grid]:
    return ruled_grids(rules_of(ink_of(sheet.page())))


def shape(grid: Grid) -> tuple[int, int]:
    return len(grid.rows) - 1, len(grid.columns) - 1


def spans(grid: Grid) -> list[tuple[int, int, int, int]]:
    return sorted(tuple(cell[:4]) for cell in grid.cells if (cell.row_span, cell.column_span) != (1, 1))


@pytest.mark.parametrize("dpi", DPIS)
@pytest.mark.parametrize("style", STYLES)
def test_rows_columns_and_spans(style, dpi):
    sheet = Sheet(dpi)
    sheet.table(ROWS, COLUMNS, merged=MERGED, **STYLES[style])
    (grid,) = grids_on(sheet)
    assert shape(grid) == (7, 5)
    assert spans(grid) == sorted(MERGED)
    assert grid.ruled


def test_level_rules_that_reach_over_the_outermost_upright_make_no_column():
    sheet = Sheet()
    sheet.table(ROWS, COLUMNS)
    for y in ROWS:
        sheet.level(y, COLUMNS[0] - 6, COLUMNS[0])
    (grid,) = grids_on(sheet)
    assert shape(grid) == (7, 5)
    assert grid.columns == pytest.approx(COLUMNS, abs=1.5)


@pytest.mark.parametrize("dpi", DPIS)
def test_borders_stand_where_they_were_drawn(dpi):
    sheet = Sheet(dpi)
    sheet.table(ROWS, COLUMNS)
    (grid,) = grids_on(sheet)
    assert grid.rows == pytest.approx(ROWS, abs=1.0)
    assert grid.columns == pytest.approx(COLUMNS, abs=1.5)
    assert grid.box == pytest.approx((40, 40, 380, ROWS[-1]), abs=2.5)


@pytest.mark.parametrize("dpi", DPIS)
def test_a_filled_header(dpi):
    sheet = Sheet(dpi)
    sheet.fill(Box(40, 40, 380, 62), 190)
    sheet.table(ROWS, COLUMNS)
    (grid,) = grids_on(sheet)
    assert shape(grid) == (7, 5)


@pytest.mark.parametrize("dpi", DPIS)
def test_open_left_and_right_sides(dpi):
    sheet = Sheet(dpi)
    sheet.table(ROWS, COLUMNS, open_sides=True)
    (grid,) = grids_on(sheet)
    assert shape(grid) == (7, 5)
    assert (grid.columns[0], grid.columns[-1]) == pytest.approx((40, 380), abs=2)


@pytest.mark.parametrize("dpi", DPIS)
def test_two_tables_on_a_page(dpi):
    sheet = Sheet(dpi, height=400)
    sheet.table([200, 220, 240, 260, 280], [60, 150, 250])
    sheet.table([40, 60, 80, 100], COLUMNS)
    assert [shape(grid) for grid in grids_on(sheet)] == [(3, 5), (4, 2)]


def test_a_table_in_uneven_light():
    sheet = Sheet(200)
    sheet.table(ROWS, COLUMNS, merged=MERGED)
    light = np.linspace(0.55, 1.0, sheet.image.shape[1])[None, :]
    sheet.image = (sheet.image * light).astype(np.uint8)
    (grid,) = grids_on(sheet)
    assert (shape(grid), spans(grid)) == ((7, 5), sorted(MERGED))


@pytest.mark.parametrize("dpi", DPIS)
def test_low_rows_stay_rows(dpi):
    """Rows barely higher than their text, as in long tables."""
    rows = [40 + 12.0 * i for i in range(20)]
    sheet = Sheet(dpi)
    sheet.table(rows, COLUMNS, texts=False)
    for i in range(19):
        sheet.text(45, rows[i] + 1, f"2010{i:02d} 1234.5", 8)
    (grid,) = grids_on(sheet)
    assert shape(grid) == (19, 5)


@pytest.mark.parametrize(("longer", "rows"), [(1, 7), (2, 8)])
def test_one_upright_that_sticks_out_makes_no_row(longer, rows):
    sheet = Sheet(200)
    sheet.table(ROWS, COLUMNS)
    for x in COLUMNS[1 : 1 + longer]:
        sheet.upright(x, ROWS[-1], ROWS[-1] + 14)
    (grid,) = grids_on(sheet)
    assert shape(grid) == (rows, 5)


def test_strokes_beside_each_other_in_one_low_row_make_no_column():
    sheet = Sheet()
    rows = [40 + 13.0 * i for i in range(8)]
    sheet.table(rows, COLUMNS, texts=False)
    for x in (60, 63):
        sheet.upright(x, rows[3], rows[4])
    (grid,) = grids_on(sheet)
    assert grid.columns == pytest.approx(COLUMNS, abs=1.5)


def test_a_box_around_text_is_no_table():
    sheet = Sheet()
    sheet.table([40, 100], [40, 300])
    assert grids_on(sheet) == []


def test_lines_without_uprights_are_no_ruled_table():
    sheet = Sheet()
    for y in (40, 60, 200):
        sheet.level(y, 40, 380)
    assert grids_on(sheet) == []


SEAL = Box(115, 70, 195, 130)


def without_rules_in(sheet: Sheet, box: Box) -> Rules:
    """The sheet's rules, of which nothing is left in a box."""
    rules = rules_of(ink_of(sheet.page()))
    x0, y0, x1, y1 = (round(v * rules.inked.scale) for v in box)
    for mask in (rules.level_mask, rules.upright_mask, rules.level_dashes, rules.upright_dashes):
        mask[y0:y1, x0:x1] = 0
    rules.inked.grey[y0:y1, x0:x1] = 255
    return rules


def test_borders_that_a_seal_took_lead_through_it():
    sheet = Sheet()
    sheet.table(ROWS, COLUMNS)
    (cut,) = ruled_grids(without_rules_in(sheet, SEAL))
    (whole,) = ruled_grids(without_rules_in(sheet, SEAL), [SEAL])
    assert len(cut.cells) < len(whole.cells) == 7 * 5


def test_below_a_seal_text_that_crosses_a_line_is_of_one_cell():
    sheet = Sheet()
    sheet.table(ROWS, COLUMNS, texts=False)
    rules = without_rules_in(sheet, SEAL)
    y, high, step = (round(v * rules.inked.scale) for v in ((ROWS[2] + ROWS[3]) / 2, 22, 8))
    for x in range(round((COLUMNS[1] + 10) * rules.inked.scale), round(190 * rules.inked.scale), step):
        rules.inked.ink[y : y + high, x : x + 4] = 255
    (grid,) = ruled_grids(rules, [SEAL])
    assert len(grid.cells) < 7 * 5


def test_a_table_that_the_ring_of_a_seal_cut_is_one():
    sheet = Sheet()
    sheet.table(ROWS, COLUMNS)
    middle = tuple(round(v * sheet.scale) for v in ((COLUMNS[0] + COLUMNS[-1]) / 2, (ROWS[0] + ROWS[-1]) / 2))
    cv2.circle(sheet.image, middle, round(55 * sheet.scale), 255, round(7 * sheet.scale))
    assert len(grids_on(sheet)) == 1
