import math
from itertools import chain, pairwise

import pytest

from extractor.structure import grids_of
from tests.building import page_of
from tests.structure.pages import exported, fill, line, rows_of_text, text, texts

XS, YS = [45, 150, 250, 340], [112, 132, 152, 172]
ROWS = [
    ["Item", "Budget", "Final", "Share"],
    ["Water", "12.30", "11.20", "91.06"],
    ["Roads", "4.50", "4.50", "100.00"],
    ["Total", "16.80", "15.70", "93.45"],
]
BORDERS, SIDES = [40, 140, 240, 330, 400], [98, 118, 138, 158, 178]


def ruled(dash: str = "[] 0 d", width: float = 0.5) -> str:
    across = "".join(line(40, y, 400, y, width, dash) for y in SIDES)
    return across + "".join(line(x, SIDES[0], x, SIDES[-1], width, dash) for x in BORDERS)


@pytest.mark.parametrize("dash", ["[] 0 d", "[3 2] 0 d", "[0.7 1.5] 0 d"], ids=["solid", "dashed", "dotted"])
def test_a_ruled_table_has_its_lines_as_borders(tmp_path, dash):
    page = exported(tmp_path, text(150, 60, "Accounts of 2024", 14) + ruled(dash) + rows_of_text(XS, YS, ROWS))
    (grid,) = grids_of(page)
    assert texts(page, grid) == ROWS
    assert grid.columns == pytest.approx(BORDERS, abs=1)
    assert grid.rows == pytest.approx(SIDES, abs=1)
    assert (grid.source, grid.ruled) == ("structure", True)


def test_a_table_of_three_lines_has_a_column_for_each_figure(tmp_path):
    lines = line(40, 98, 400, 98, 1) + line(40, 118, 400, 118) + line(40, 178, 400, 178, 1)
    page = exported(tmp_path, lines + rows_of_text(XS, YS, ROWS))
    (grid,) = grids_of(page)
    assert texts(page, grid) == ROWS
    assert not grid.ruled


def test_a_table_without_any_line(tmp_path):
    page = exported(tmp_path, text(150, 60, "Accounts of 2024", 14) + rows_of_text(XS, YS, ROWS))
    (grid,) = grids_of(page)
    assert texts(page, grid) == ROWS


def test_striped_rows_with_white_lines_between_dark_headings(tmp_path):
    heads = "".join(fill(a + 0.5, 98, b - 0.5, 118, 0.2) for a, b in pairwise(BORDERS))
    stripe = fill(40, 138, 400, 158, 0.9)
    white = f"1 g\n{rows_of_text(XS, YS[:1], ROWS[:1])}0 g\n"
    page = exported(tmp_path, heads + stripe + white + rows_of_text(XS, YS[1:], ROWS[1:]))
    (grid,) = grids_of(page)
    assert texts(page, grid) == ROWS


def test_double_sides_are_one_border(tmp_path):
    double = line(38, 96, 402, 96) + line(38, 180, 402, 180) + line(38, 96, 38, 180) + line(402, 96, 402, 180)
    page = exported(tmp_path, double + ruled() + rows_of_text(XS, YS, ROWS))
    (grid,) = grids_of(page)
    assert texts(page, grid) == ROWS


def test_a_code_that_wraps_in_its_narrow_cell_is_one_cell(tmp_path):
    lines = "".join(line(40, y, 200, y) for y in (98, 122, 146, 170))
    lines += "".join(line(x, 98, x, 170) for x in (40, 66, 130, 200))
    codes = "".join(
        text(42, y, code) + text(42, y + 10, "1") for y, code in ((108, "3020"), (132, "3021"), (156, "3022"))
    )
    amounts = rows_of_text([80, 150], [113, 137, 161], [["Water", "12.30"], ["Roads", "4.50"], ["Parks", "6.70"]])
    page = exported(tmp_path, lines + codes + amounts)
    (grid,) = grids_of(page)
    assert texts(page, grid) == [["30201", "Water", "12.30"], ["30211", "Roads", "4.50"], ["30221", "Parks", "6.70"]]


def test_prose_is_no_table(tmp_path):
    lines = [text(40, 80 + 18 * k, f"Line {k} says what was spent and goes on for a while") for k in range(12)]
    assert grids_of(exported(tmp_path, "".join(lines))) == []


def test_two_tables_on_a_page(tmp_path):
    others = [["Fund", "Paid"], ["Parks", "1.10"], ["Ports", "2.20"], ["Rails", "3.30"]]
    lower = rows_of_text([90, 250], [y + 200 for y in YS], others) + line(40, 298, 400, 298) + line(40, 378, 400, 378)
    between = text(60, 270, "Another-account-of-the-same-year", 14)
    page = exported(tmp_path, ruled() + rows_of_text(XS, YS, ROWS) + between + lower)
    assert [texts(page, grid) for grid in grids_of(page)] == [ROWS, others]


def test_a_heading_over_a_line_spans_the_columns_below(tmp_path):
    lines = line(40, 78, 400, 78, 1) + line(145, 98, 400, 98) + line(40, 118, 400, 118) + line(40, 178, 400, 178, 1)
    page = exported(tmp_path, lines + text(250, 92, "Spent") + rows_of_text(XS, YS, ROWS))
    (grid,) = grids_of(page)
    heading = next(cell for cell, said in zip(grid.cells, chain(*texts(page, grid)), strict=True) if said == "Spent")
    assert (heading.column, heading.column_span) == (1, 3)


def test_a_title_in_the_frame_is_part_of_the_table(tmp_path):
    frame = line(40, 58, 400, 58) + line(40, 58, 40, 98) + line(400, 58, 400, 98) + line(40, 78, 400, 78)
    frame += line(300, 78, 300, 98)
    lines = "".join(line(40, y, 400, y) for y in SIDES)
    title = text(180, 72, "Accounts") + text(45, 92, "Bureau") + text(305, 92, "Unit: yuan")
    page = exported(tmp_path, frame + lines + title + rows_of_text(XS, YS, ROWS))
    (grid,) = grids_of(page)
    assert texts(page, grid) == [["Accounts"], ["Bureau", "Unit: yuan"], *ROWS]


def test_a_table_that_goes_on_keeps_its_empty_columns(tmp_path):
    rows = [["Parks", "1.10", "1.00", ""], ["Ports", "2.20", "2.00", ""], ["Rails", "3.30", "3.00", ""]]
    page = exported(tmp_path, rows_of_text(XS, YS[:3], rows))
    (alone,) = grids_of(page)
    (going_on,) = grids_of(page, (39.0, 120.0, 225.0, 325.0, 400.0))
    assert len(alone.columns) == 4
    assert len(going_on.columns) == 5
    assert texts(page, going_on) == rows


def test_a_border_that_lines_and_texts_show_has_a_large_margin(tmp_path):
    (ruled_grid,) = grids_of(exported(tmp_path, ruled() + rows_of_text(XS, YS, ROWS)))
    (open_grid,) = grids_of(exported(tmp_path, rows_of_text(XS, YS, ROWS)))
    for grid in (ruled_grid, open_grid):
        assert len(grid.column_margins) == len(grid.columns)
        assert len(grid.row_margins) == len(grid.rows)
        assert math.isinf(grid.column_margins[0])
        assert math.isinf(grid.column_margins[-1])
        assert all(margin > 0 for margin in grid.column_margins)
    assert min(ruled_grid.column_margins) > min(open_grid.column_margins)


def test_a_page_without_words_has_no_table(tmp_path):
    assert grids_of(page_of([])) == []
