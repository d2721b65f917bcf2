"""Tables of scanned pages: the same decoding, on texts that a detector found and lines that a network saw."""

from collections.abc import Sequence

import numpy as np
import pytest

from extractor.model import Flag, Grid, Page
from extractor.reading import read_page, read_texts
from extractor.structure import Finder, find_grids
from tests.drawing import Sheet, turned

pytestmark = pytest.mark.slow

ROWS, COLUMNS = (60, 85, 110, 135, 160, 185), (40, 120, 200, 300, 380)
SHAPE = (len(ROWS) - 1, len(COLUMNS) - 1)


def seen(sheet: Sheet) -> Page:
    return read_texts(sheet.page())


def shape(grid: Grid) -> tuple[int, int]:
    return len(grid.rows) - 1, len(grid.columns) - 1


def texts(page: Page, grids: Sequence[Grid]) -> dict[tuple[int, int], str]:
    """What stands in each cell of the one table of a page."""
    (table,) = read_page(page, grids, "rapidocr").tables
    cells = zip(table.grid.cells, table.readings, strict=True)
    return {(cell.row, cell.column): reading.text for cell, reading in cells}


@pytest.mark.parametrize("style", ["solid", "dashed", "dotted"])
def test_a_ruled_table_is_read_cell_by_cell(style):
    sheet = Sheet(200)
    sheet.table(ROWS, COLUMNS, style=style)
    page = seen(sheet)
    grids = find_grids(page)
    assert [shape(grid) for grid in grids] == [SHAPE]
    assert texts(page, grids) == {(i, j): f"{i}{j}.{i}0" for i in range(SHAPE[0]) for j in range(SHAPE[1])}


def test_a_merged_cell_is_one_cell():
    sheet = Sheet(200)
    sheet.table(ROWS, COLUMNS, merged=[(0, 1, 1, 2)])
    (grid,) = find_grids(seen(sheet))
    assert shape(grid) == SHAPE
    assert [(cell.row, cell.column) for cell in grid.cells if cell.column_span == 2] == [(0, 1)]


def test_headings_over_two_rows_stay_apart_where_the_line_between_them_is_worn_away_above_their_texts():
    sheet = Sheet(200)
    for y in (60, 110, 135, 160, 185):
        sheet.level(y, 40, 380)
    sheet.level(80, 40, 200)
    for x, top in ((40, 60), (120, 80), (200, 60), (300, 94), (380, 60)):
        sheet.upright(x, top, 185)
    for x, y, words in ((105, 65, "Item"), (65, 90, "Code"), (145, 90, "Name")):
        sheet.text(x, y, words, 9)
    sheet.text(230, 84, "Basis", 9)
    sheet.text(320, 84, "Project", 9)
    for i, y in enumerate((118, 143, 168)):
        for j, x in enumerate((50, 130, 230, 320)):
            sheet.text(x, y, f"{i}{j}.{i}0", 9)
    page = seen(sheet)
    read = texts(page, find_grids(page))
    assert (read[0, 2], read[0, 3]) == ("Basis", "Project")


def test_a_table_without_vertical_lines_has_the_columns_of_its_texts():
    sheet = Sheet(200)
    for y in (ROWS[0], ROWS[1], ROWS[-1]):
        sheet.level(y, COLUMNS[0], COLUMNS[-1])
    for i, y in enumerate(ROWS[:-1]):
        for j, x in enumerate(COLUMNS[:-1]):
            sheet.text(x + 10, y + 8, f"{i}{j},{i}0{j}.{i}0", 9)
    page = seen(sheet)
    grids = find_grids(page)
    assert [shape(grid) for grid in grids] == [SHAPE]
    assert texts(page, grids)[4, 3] == "43,403.40"


def test_a_table_on_leaning_speckled_paper_is_read():
    sheet = Sheet(200)
    sheet.table(ROWS, COLUMNS)
    sheet.image = turned(sheet.image, 0.1)
    specks = np.random.default_rng(1).random(sheet.image.shape) < 0.002
    sheet.image[specks] = 0
    assert [shape(grid) for grid in find_grids(seen(sheet))] == [SHAPE]


def test_columns_of_an_open_table_go_on_where_the_next_sheet_lies_aside():
    columns = (40.0, 120.0, 200.0, 300.0, 380.0)
    pages = []
    for aside, rows in ((0, ROWS[:-1]), (8, ROWS[:3])):
        sheet = Sheet(200)
        for i, y in enumerate(rows):
            for j, x in enumerate(columns[:-1]):
                # On the second page a column is blank, and only the page before tells of it.
                if aside == 0 or j != 2:
                    sheet.text(x + aside + 10, y + 8, f"{i}{j},{i}0{j}.{i}0", 9)
        pages.append(seen(sheet))
    finder = Finder()
    (first,), (second,) = (finder.find(page) for page in pages)
    assert shape(first)[1] == shape(second)[1] == 4


def test_blank_paper_has_no_tables():
    assert find_grids(seen(Sheet(200))) == []


def erased(sheet: Sheet, x0: float, y0: float, x1: float, y1: float) -> None:
    """Take the print in a rectangle off."""
    left, top, right, bottom = (round(at * sheet.scale) for at in (x0, y0, x1, y1))
    sheet.image[top:bottom, left:right] = 255


def erased_upright(sheet: Sheet, x: float, y0: float, y1: float) -> None:
    """Take a piece of a vertical line off."""
    erased(sheet, x - 2, y0, x + 2, y1)


def erased_level(sheet: Sheet, y: float, x0: float, x1: float) -> None:
    """Take a piece of a horizontal line off."""
    erased(sheet, x0, y - 2, x1, y + 2)


def test_a_line_worn_away_in_one_row_still_parts_its_cells():
    sheet = Sheet(200)
    sheet.table(ROWS, COLUMNS)
    erased_upright(sheet, COLUMNS[2], ROWS[2] + 1, ROWS[3] - 1)
    page = seen(sheet)
    grids = find_grids(page)
    assert texts(page, grids)[2, 1] == "21.20"
    assert texts(page, grids)[2, 2] == "22.20"


def test_a_line_worn_away_in_the_header_still_parts_its_headings():
    sheet = Sheet(200)
    sheet.table(ROWS, COLUMNS)
    erased_upright(sheet, COLUMNS[2], ROWS[0] + 1, ROWS[2] - 1)
    page = seen(sheet)
    found = texts(page, find_grids(page))
    assert [found[i, j] for i in (0, 1) for j in (1, 2)] == ["01.00", "02.00", "11.10", "12.10"]


def test_two_frames_with_the_same_columns_and_text_between_them_are_two_tables():
    sheet = Sheet(200, height=520)
    sheet.table(ROWS, COLUMNS)
    for k in range(3):
        sheet.text(40, 200 + 18 * k, "notes that go on over the width of the table", 11)
    lower = [y + 210 for y in ROWS]
    sheet.table(lower, COLUMNS)
    grids = find_grids(seen(sheet))
    assert [shape(grid) for grid in grids] == [SHAPE, SHAPE]


def test_a_number_in_the_middle_of_its_column_is_there_though_the_line_beside_it_is_worn_away():
    sheet = Sheet(200)
    sheet.table(ROWS, COLUMNS, merged=[(4, 2, 1, 2)], texts=False)
    for i, y in enumerate(ROWS[:-1]):
        sheet.text(50, y + 4, f"3020{i}", 9)
        sheet.text(150, y + 4, f"{i}1.10", 9)
        sheet.text(240, y + 4, f"{i}2.20", 9)
    page = seen(sheet)
    grids = find_grids(page)
    found = texts(page, grids)
    assert (found[4, 2], found[4, 3]) == ("42.20", "")


def test_a_number_that_fills_its_cell_and_goes_on_below_is_in_one_row():
    rows, columns = (60, 85, 110, 135, 160), (40, 66, 160, 240)
    sheet = Sheet(200)
    sheet.table(rows, columns, texts=False)
    for i, y in enumerate(rows[:-1]):
        sheet.text(44, y + 2, "3010", 8)
        sheet.text(51, y + 13, f"{i}", 8)
        sheet.text(180, y + 8, f"{i}1.10", 8)
    (grid,) = find_grids(seen(sheet))
    assert shape(grid) == (4, 3)


def test_an_amount_at_the_right_of_its_column_is_there_though_the_line_beside_it_is_worn_away_in_most_rows():
    sheet = Sheet(200)
    sheet.table(ROWS, COLUMNS, texts=False)
    for j, x in enumerate(COLUMNS[:-1]):
        sheet.text(x + 15, ROWS[0] + 8, f"Head {'ABCD'[j]}", 9)
    for k, y in enumerate(ROWS[1:-1]):
        sheet.text(COLUMNS[0] + 15, y + 8, f"20{k}", 9)
        sheet.text(COLUMNS[3] - 32, y + 8, f"1{k}7.5{k}", 9)
    erased_upright(sheet, COLUMNS[2], ROWS[2] + 1, ROWS[-1])
    page = seen(sheet)
    found = texts(page, find_grids(page))
    assert [found.get((k, 2)) for k in range(2, 5)] == ["117.51", "127.52", "137.53"]


def test_rows_at_the_pitch_of_the_others_are_two_where_all_of_their_line_is_worn_away():
    sheet = Sheet(200)
    sheet.table(ROWS, COLUMNS, texts=False)
    for y in ROWS[:-1]:
        for x in COLUMNS[:2]:
            sheet.text(x + 10, y + 8, "Salaries", 9)
    erased_level(sheet, ROWS[3], COLUMNS[0] + 1, COLUMNS[-1] - 1)
    assert [shape(grid) for grid in find_grids(seen(sheet))] == [SHAPE]


def test_a_text_of_two_lines_in_a_row_without_a_line_between_them_is_one_cell():
    rows = (60, 85, 110, 135, 171, 196)
    sheet = Sheet(200)
    sheet.table(rows, COLUMNS, texts=False)
    for i, y in enumerate(rows[:-1]):
        for j, x in enumerate(COLUMNS[:-1]):
            for k in range(2 if (i, j) == (3, 0) else 1):
                sheet.text(x + 8, y + 8 + 12 * k, f"{i}{j}.{i}0", 9)
    assert [shape(grid) for grid in find_grids(seen(sheet))] == [SHAPE]


def test_a_number_stays_in_its_row_where_the_line_to_a_blank_cell_is_worn_away():
    sheet = Sheet(200)
    sheet.table(ROWS, COLUMNS, texts=False)
    for i, y in enumerate(ROWS[:-1]):
        for j, x in enumerate(COLUMNS[:-1]):
            if (i, j) != (2, 2):
                sheet.text(x + 10, y + 8, f"{i}{j}.{i}0", 9)
    erased_level(sheet, ROWS[3], COLUMNS[2] + 1, COLUMNS[3] - 1)
    page = seen(sheet)
    found = texts(page, find_grids(page))
    assert (found[2, 2], found[3, 2]) == ("", "32.30")


def test_a_heading_over_two_rows_holds_together_a_table_whose_headings_have_fewer_columns():
    sheet = Sheet(200, width=520)
    columns = [40 + 36 * k for k in range(13)]
    for y in (60, 84, 130, 154, 178):
        sheet.level(y, columns[0], columns[-1])
    sheet.level(107, columns[4], columns[10])
    for k, x in enumerate(columns):
        top = 60 if k in (0, 12) else 84 if k in (2, 4, 10) else 107 if k in (6, 8) else 130
        sheet.upright(x, top, 178)
    sheet.text(220, 66, "Expenses", 9)
    for x, y, words in ((62, 102, "Total"), (132, 102, "Abroad"), (250, 90, "Vehicles"), (416, 102, "Guests")):
        sheet.text(x, y, words, 9)
    for x in (198, 270, 342):
        sheet.text(x, 114, "Part", 9)
    for k, x in enumerate(columns[:-1]):
        sheet.text(x + 3, 137, "Budget" if k % 2 == 0 else "Final", 8)
        sheet.text(x + 6, 161, f"{k}.20", 8)
    (grid,) = find_grids(seen(sheet))
    assert shape(grid) == (5, 12)
    assert [cell.row_span for cell in grid.cells if cell.row == 1 and cell.column in (0, 2, 10)] == [2, 2, 2]


def headed(sheet: Sheet, top: float, bottom: float) -> None:
    """Three rows of figures below a header from `top` to `bottom`, with vertical lines from `top` on."""
    for k in range(4):
        sheet.level(bottom + 25 * k, COLUMNS[0], COLUMNS[-1])
    for x in COLUMNS:
        sheet.upright(x, top, bottom + 75)
    for k in range(3):
        for j, x in enumerate(COLUMNS[:-1]):
            sheet.text(x + 10, bottom + 8 + 25 * k, f"{k}{j}.{k}0", 9)


def test_the_numbers_of_columns_are_a_row_where_the_line_above_them_is_worn_away():
    sheet = Sheet(200)
    sheet.level(60, COLUMNS[0], COLUMNS[-1])
    headed(sheet, 60, 130)
    for j, x in enumerate(COLUMNS[:-1]):
        sheet.text(x + 15, 75, f"Head {'ABCD'[j]}", 9)
        sheet.text(x + 30, 112, str(j + 1), 9)
    page = seen(sheet)
    found = texts(page, find_grids(page))
    assert [found[0, j] for j in range(4)] == ["Head A", "Head B", "Head C", "Head D"]
    assert [found[1, j] for j in range(4)] == ["1", "2", "3", "4"]


def test_a_heading_of_several_columns_is_a_row_where_the_line_below_it_is_worn_away():
    sheet = Sheet(200)
    sheet.level(60, COLUMNS[0], COLUMNS[-1])
    headed(sheet, 90, 120)
    sheet.upright(COLUMNS[0], 60, 90)
    sheet.upright(COLUMNS[-1], 60, 90)
    sheet.text(190, 70, "Expenditure", 9)
    for j, x in enumerate(COLUMNS[:-1]):
        sheet.text(x + 15, 100, f"Head {'ABCD'[j]}", 9)
    page = seen(sheet)
    found = texts(page, find_grids(page))
    assert found[0, 0] == "Expenditure"
    assert [found[1, j] for j in range(4)] == ["Head A", "Head B", "Head C", "Head D"]


def test_a_heading_over_two_rows_stays_out_of_the_group_beside_it_where_the_line_between_is_worn_away():
    sheet = Sheet(200)
    for y in (60, 110, 135, 160, 185):
        sheet.level(y, COLUMNS[0], COLUMNS[-1])
    sheet.level(85, COLUMNS[0], 240)
    for k, x in enumerate(COLUMNS):
        sheet.upright(x, 60 if k in (0, 4) else 110 if k == 3 else 85, 185)
    sheet.text(130, 68, "Vehicles", 9)
    for j, x in enumerate(COLUMNS[:3]):
        sheet.text(x + 15, 93, f"Part {'ABC'[j]}", 9)
    sheet.text(320, 79, "Guests", 9)
    for k, y in enumerate((110, 135, 160)):
        for j, x in enumerate(COLUMNS[:-1]):
            sheet.text(x + 10, y + 8, f"{k}{j}.{k}0", 9)
    (grid,) = find_grids(seen(sheet))
    tall = [(cell.column, cell.column_span) for cell in grid.cells if cell.row == 0 and cell.row_span == 2]
    assert tall == [(3, 1)]


def headed_by_six(at: float):
    """Six headings in the middle of equally wide columns without lines between; the second and third figure begin
    `at` points from their columns' left.
    """
    sheet = Sheet(200)
    for y in (60, 84, 108):
        sheet.level(y, 40, 400)
    for k in range(6):
        sheet.text(58 + 60 * k, 68, "Head", 9)
    for k in (0, 4, 5):
        sheet.text(56 + 60 * k, 92, "18.45", 9)
    for k in (1, 2):
        sheet.text(40 + at + 60 * k, 92, "0.79", 9)
    page = seen(sheet)
    (table,) = read_page(page, find_grids(page), "rapidocr").tables
    return [(cell.column, reading) for cell, reading in zip(table.grid.cells, table.readings, strict=True)]


def test_figures_of_a_scan_midway_between_two_headings_are_unsure():
    flags = [reading.flags for _, reading in headed_by_six(52) if reading.text == "0.79"]
    assert flags and all(Flag.UNSURE_COLUMN in each for each in flags)


def test_figures_beside_their_headings_are_sure_where_these_stand_in_the_middle_of_their_columns():
    figures = [(column, reading.flags) for column, reading in headed_by_six(41) if reading.text == "0.79"]
    assert figures == [(1, frozenset()), (2, frozenset())]


def test_no_figure_is_cut_where_it_runs_over_the_border_that_headings_tell():
    assert [reading.text for _, reading in headed_by_six(48) if reading.text].count("0.79") == 2


def test_a_blank_last_column_is_there_where_its_heading_of_two_lines_stands_beside_the_others():
    """No line of its heading is level with another heading: its number alone is beside the others'."""
    sheet = Sheet(200)
    for y in (60, 100, 125, 150, 175):
        sheet.level(y, COLUMNS[0], COLUMNS[-1])
    for j, x in enumerate(COLUMNS[:-2]):
        sheet.text(x + 15, 75, f"Head {'ABC'[j]}", 9)
        sheet.text(x + 30, 108, str(j + 1), 9)
        for k, y in enumerate((133, 158)):
            sheet.text(x + 8, y, f"{k}{j}3,582.{k}0", 9)
    sheet.text(262, 64, "Head of the last one", 9)
    sheet.text(300, 86, "of all", 9)
    sheet.text(315, 108, "4", 9)
    page = seen(sheet)
    found = texts(page, find_grids(page))
    assert (found[0, 2], found[0, 3].replace(" ", "")) == ("Head C", "Headofthelastoneofall")


def test_the_first_figures_stand_below_their_headings_where_the_line_between_is_worn_away():
    sheet = Sheet(200)
    sheet.table(ROWS[:3], COLUMNS, texts=False)
    for j, x in enumerate(COLUMNS[:-1]):
        sheet.text(x + 15, ROWS[0] + 8, f"Head {'ABCD'[j]}", 9)
        sheet.text(x + 15, ROWS[1] + 8, f"{j}1.50", 9)
    for j in (0, 2):
        erased_level(sheet, ROWS[1], COLUMNS[j] + 1, COLUMNS[j + 1] - 1)
    page = seen(sheet)
    found = texts(page, find_grids(page))
    assert [found[0, j] for j in range(4)] == ["Head A", "Head B", "Head C", "Head D"]
    assert [found[1, j] for j in range(4)] == ["01.50", "11.50", "21.50", "31.50"]


def test_an_amount_read_as_one_with_the_code_behind_it_ends_at_the_border_worn_away_between_them():
    sheet = Sheet(200)
    sheet.table(ROWS, COLUMNS, texts=False)
    for i, y in enumerate(ROWS[:-1]):
        sheet.text(COLUMNS[2] - 24, y + 8, f"{i}1.30", 9)
        sheet.text(COLUMNS[2] + 4, y + 8, f"3100{i}", 9)
        sheet.text(COLUMNS[1] - 30, y + 8, f"{i}0.10", 9)
    for i in (1, 2):
        erased_upright(sheet, COLUMNS[2], ROWS[i] + 1, ROWS[i + 1] - 1)
        sheet.text(COLUMNS[2] + 1, ROWS[i] + 8, ".", 9)
    page = seen(sheet)
    found = texts(page, find_grids(page))
    assert [found[i, 1].rstrip(".") for i in (1, 2)] == ["11.30", "21.30"]
    assert [found[i, 2].lstrip(".") for i in (1, 2)] == ["31001", "31002"]


def test_a_number_at_the_left_of_its_cell_is_there_though_the_line_to_a_blank_cell_is_worn_away():
    sheet = Sheet(200)
    sheet.table(ROWS, COLUMNS, texts=False)
    for i, y in enumerate(ROWS[:-1]):
        sheet.text(COLUMNS[2] + 3, y + 8, f"3100{i}", 9)
        sheet.text(COLUMNS[3] + 3, y + 8, f"{i}0.10", 9)
        sheet.text(COLUMNS[0] + 3, y + 8, f"{i}2.10", 9)
    erased_upright(sheet, COLUMNS[2], ROWS[1] + 1, ROWS[3] - 1)
    page = seen(sheet)
    found = texts(page, find_grids(page))
    assert [found[i, 2] for i in (1, 2)] == ["31001", "31002"]


def test_rows_without_lines_between_them_are_rows_though_a_header_s_lines_are_as_far_apart():
    sheet = Sheet(200)
    sheet.text(42, 43, "Bureau", 9)
    for y in (60, 110, 258):
        sheet.level(y, COLUMNS[0], COLUMNS[-1])
    for j, x in enumerate(COLUMNS[:3]):
        sheet.text(x + 25, 68, f"Head {'ABC'[j]}", 9)
        sheet.text(x + 35, 93, str(j), 9)
        sheet.text(x + 25, 118, f"{j}7.20", 9)
        sheet.text(x + 25, 240, f"{j}3.10", 9)
    for name, y in zip("EFGHI", (118, 143, 168, 201, 240), strict=True):
        sheet.text(42, y, f"Row {name}", 9)
    sheet.text(340, 68, "Head D", 9)
    page = seen(sheet)
    found = texts(page, find_grids(page))
    assert {f"Row {name}" for name in "FGH"} <= set(found.values())


def test_a_caption_above_a_worn_top_line_is_none_of_a_table_whose_columns_are_numbered():
    """The caption stands over the border between the last two columns, which only headings and one figure show."""
    sheet = Sheet(200, width=520)
    xs = (40, 160, 240, 320, 400, 480)
    sheet.text(42, 44, "Bureau", 9)
    sheet.text(352, 44, "Unit of all figures", 9)
    sheet.level(60, 40, 190)
    sheet.level(60, 215, 480)
    sheet.level(110, 40, 480)
    sheet.level(210, 40, 480)
    for k, x in enumerate(xs[1:-1]):
        sheet.text(x + 22, 72, "Head", 9)
        sheet.text(x + 32, 94, str(k + 1), 9)
    for j in range(4):
        y = 118 + 22 * j
        sheet.text(42, y, f"Row {j}", 9)
        for k, x in enumerate(xs[1:4]):
            sheet.text(x + 26, y, f"{k}{j}.20", 9)
    page = seen(sheet)
    (table,) = read_page(page, find_grids(page), "rapidocr").tables
    found = {reading.text: cell.column for cell, reading in zip(table.grid.cells, table.readings, strict=True)}
    assert "Bureau" not in found
    assert [found[str(k)] for k in (1, 2, 3, 4)] == [1, 2, 3, 4]


def labelled(rows, *, worn):
    """A ruled table: a name (lines of text with their tops) and three figures a row; between names the lines at the
    heights `worn` are worn away.
    """
    sheet = Sheet(200)
    edges = [60 + 30 * k for k in range(len(rows) + 1)]
    sheet.table(edges, COLUMNS, texts=False)
    for y in worn:
        erased_level(sheet, y, COLUMNS[0] + 1, COLUMNS[1] - 1)
    for k, (top, lines) in enumerate(zip(edges, rows, strict=False)):
        for at, text in lines:
            sheet.text(COLUMNS[0] + 4, top + at, text, 9)
        for j, x in enumerate(COLUMNS[1:-1]):
            sheet.text(x + 20, top + 10, f"{k}{j}.{k}0", 9)
    page = seen(sheet)
    found = texts(page, find_grids(page))
    return {row: text.replace(" ", "") for (row, column), text in found.items() if column == 0}


@pytest.mark.parametrize("worn", [120, 150])
def test_a_name_in_the_middle_of_its_row_of_figures_is_there_where_the_line_beside_it_is_worn_away(worn):
    rows = [[(10, "Water")], [(10, "Roads")], [], [(10, "Total")], [(10, "Rest")]]
    found = labelled(rows, worn=[worn])
    assert [found[k] for k in (0, 1, 3, 4)] == ["Water", "Roads", "Total", "Rest"]


def test_a_name_of_two_lines_ends_with_one_that_leaves_room():
    rows = [[(10, "Water")], [(4, "Expenditure forxx"), (16, "rain")], [(10, "Roads")], [(10, "Rest")]]
    found = labelled(rows, worn=[120])
    assert (found[1], found[2]) == ("Expenditureforxxrain", "Roads")


def test_two_texts_further_apart_than_lines_are_in_two_cells_though_the_line_between_is_worn_away():
    rows = [[(26, "Amount")], [], [(10, "Quality")], [(10, "Time")]]
    found = labelled(rows, worn=[90, 120])
    assert [found[k] for k in (0, 2, 3)] == ["Amount", "Quality", "Time"]


def test_a_text_that_stands_like_the_one_above_it_ends_with_its_column_though_lines_are_worn_away():
    sheet = Sheet(200)
    sheet.table(ROWS, COLUMNS, texts=False)
    for k, y in enumerate(ROWS[:-1]):
        sheet.text(COLUMNS[0] + 8, y + 8, f"Item {'ABCDE'[k]}", 9)
        if k < 3:
            sheet.text(COLUMNS[1] + 15, y + 8, "Mark", 9)
        sheet.text(COLUMNS[2] + 15, y + 8, f"{k}1.50", 9)
    erased_upright(sheet, COLUMNS[1], ROWS[3] + 1, ROWS[-1])
    (grid,) = find_grids(seen(sheet))
    assert {(cell.row, cell.column_span) for cell in grid.cells if cell.column == 0} == {(k, 1) for k in range(5)}


def above_figures() -> Sheet:
    """A ruled table with figures below its first row, in which the heading of the first column stands."""
    sheet = Sheet(200)
    sheet.table(ROWS, COLUMNS, texts=False)
    sheet.text(COLUMNS[0] + 15, ROWS[0] + 8, "Item", 9)
    for k, y in enumerate(ROWS[1:-1]):
        for j, x in enumerate(COLUMNS[:-1]):
            sheet.text(x + 15, y + 8, f"{j}{k}7.5{k}", 9)
    return sheet


def columns_of_headings(sheet: Sheet) -> list[int]:
    (grid,) = find_grids(seen(sheet))
    return [cell.column for cell in grid.cells if cell.row == 0]


def test_headings_of_two_lines_that_stand_close_are_three_where_only_their_first_lines_are_one_text():
    sheet = above_figures()
    sheet.text(COLUMNS[1] + 3, ROWS[0] + 1, "Budget grants of funds for local loans by states", 9)
    for x in COLUMNS[1:-1]:
        erased_upright(sheet, x, ROWS[0] + 1, ROWS[1] - 1)
        sheet.text(x + 15, ROWS[0] + 13, "taxes", 9)
    assert columns_of_headings(sheet) == [0, 1, 2, 3]


def test_a_heading_in_the_middle_of_its_column_is_there_where_the_one_beside_it_was_not_seen():
    sheet = above_figures()
    erased_upright(sheet, COLUMNS[2], ROWS[0] + 1, ROWS[1] - 1)
    sheet.text((COLUMNS[2] + COLUMNS[3]) / 2 - 14, ROWS[0] + 8, "Taxes", 9)
    assert columns_of_headings(sheet) == [0, 1, 2, 3]


def test_what_is_left_of_a_line_between_two_texts_is_no_text_of_either():
    sheet = Sheet(200)
    sheet.table(ROWS, COLUMNS, texts=False)
    for k, y in enumerate(ROWS[:-1]):
        for j, x in enumerate(COLUMNS[:-1]):
            sheet.text(x + 8, y + 8, f"Item {'ABCDE'[k]}{'FGHI'[j]}", 9)
    border = COLUMNS[2]
    erased_upright(sheet, border, ROWS[2] + 1, ROWS[3] - 1)
    sheet.text(border - 1.5, ROWS[2] + 8, "l", 9)
    page = seen(sheet)
    grids = find_grids(page)
    found = texts(page, grids)
    assert [found[2, j][:7].strip() for j in range(4)] == [f"Item C{j}" for j in "FGHI"]
