import pytest

from extractor.geometry import Box
from extractor.grids import Finder
from extractor.model import Grid, Page
from tests.drawing import Sheet

LEFTS = (50, 150, 250, 340)


def rows_on(sheet: Sheet, top: float, rows: list[list[str]], step: float = 18) -> None:
    for i, row in enumerate(rows):
        for x, text in zip(LEFTS, row, strict=True):
            sheet.text(x, top + step * i, text, 10)


def body(count: int, start: int = 0) -> list[list[str]]:
    """Figures of one to six digits, so that their points do not stand under each other."""
    return [[f"2010{i:02d}", *(f"{(i + k) * 7 ** (i % 5)}.40" for k in (3, 2, 1))] for i in range(start, start + count)]


def found_on(*pages: Page) -> list[list[Grid]]:
    return Finder().find(pages)


def three_lines(closed: bool = True, height: float = 320) -> Sheet:
    sheet = Sheet(200, height=height)
    sheet.level(40, 40, 390, 1.2)
    rows_on(sheet, 45, [["CODE", "TOTAL", "BASIC", "OTHER"]])
    sheet.level(62, 40, 390)
    rows_on(sheet, 66, body(8))
    if closed:
        sheet.level(206, 40, 390, 1.2)
    return sheet


def test_a_heading_in_two_pieces_over_one_column_makes_no_second():
    sheet = Sheet(200, height=320)
    sheet.level(40, 40, 390, 1.2)
    rows_on(sheet, 45, [["CODE", "TOTAL", "BASIC", "OT"]])
    sheet.text(357, 45, "HER", 10)
    sheet.level(62, 40, 390)
    for i, (code, total, basic, other) in enumerate(body(8)):
        rows_on(sheet, 66 + 18 * i, [[code, total, basic, ""]])
        sheet.text(359, 66 + 18 * i, other[-6:], 10)
    sheet.level(206, 40, 390, 1.2)
    (grid,) = found_on(sheet.page())[0]
    assert shape(grid) == (9, 4)


def test_text_that_reaches_over_the_end_of_the_rules_is_not_cut():
    sheet = Sheet(200, height=320)
    for y, thick in ((40, 1.2), (62, 0.6), (206, 1.2)):
        sheet.level(y, 40, 362, thick)
    rows_on(sheet, 45, [["CODE", "TOTAL", "BASIC", "OTHER"]])
    rows_on(sheet, 66, body(8))
    (grid,) = found_on(sheet.page())[0]
    assert grid.columns[-1] > 372


def shape(grid: Grid) -> tuple[int, int]:
    return len(grid.rows) - 1, len(grid.columns) - 1


def test_a_three_line_table():
    ((grid,),) = found_on(three_lines().page())
    assert shape(grid) == (9, 4)
    assert not grid.ruled
    assert len(grid.cells) == 36


@pytest.mark.parametrize(("rows", "columns"), [(8, 4), (4, 5)])
def test_decimals_whose_points_are_not_seen_are_no_column(rows, columns):
    """Where only some figures have two digits close by, those are a column of their own."""
    sheet = Sheet(200, height=320)
    sheet.level(40, 40, 390, 1.2)
    rows_on(sheet, 45, [["CODE", "TOTAL", "BASIC", "O"]])
    sheet.level(62, 40, 390)
    for i, (code, total, basic, _) in enumerate(body(8)):
        rows_on(sheet, 66 + 18 * i, [[code, total, basic, "2"]])
        if i < rows:
            sheet.text(351, 66 + 18 * i, "82", 10)
    sheet.level(206, 40, 390, 1.2)
    (grid,) = found_on(sheet.page())[0]
    assert len(grid.columns) - 1 == columns


def test_dirt_between_rows_below_the_header_does_not_end_the_table():
    sheet = three_lines(closed=False)
    sheet.fill(Box(50, 114.5, 53, 118.5), 0)  # taller than a speck, lower than text
    ((grid,),) = found_on(sheet.page())
    assert shape(grid) == (9, 4)


def test_a_note_below_the_last_rule_is_not_of_the_table():
    sheet = three_lines()
    sheet.text(50, 216, "Note: figures are rounded and may not add up", 10)
    ((grid,),) = found_on(sheet.page())
    assert shape(grid) == (9, 4)


def test_a_note_of_several_sentences_below_the_last_rule_is_not_of_the_table():
    sheet = three_lines()
    for x, sentence in (50, "Note: figures are rounded."), (195, "They may not add up."), (320, "See above."):
        sheet.text(x, 216, sentence, 10)
    ((grid,),) = found_on(sheet.page())
    assert shape(grid) == (9, 4)


def test_a_heading_over_two_columns_spans_them():
    sheet = Sheet(200)
    sheet.level(40, 40, 390, 1.2)
    sheet.text(255, 45, "EXPENDITUREOFYEAR", 10)
    sheet.level(58, 245, 390)
    rows_on(sheet, 62, [["CODE", "TOTAL", "BASIC", "OTHER"]])
    sheet.level(78, 40, 390)
    rows_on(sheet, 82, body(8))
    sheet.level(222, 40, 390, 1.2)
    ((grid,),) = found_on(sheet.page())
    assert shape(grid) == (10, 4)
    assert (0, 2, 1, 2) in [cell[:4] for cell in grid.cells]


def test_a_page_that_goes_on_without_header_takes_the_columns():
    sheet = Sheet(200)
    rows_on(sheet, 40, body(6, 8))
    first, second = found_on(three_lines(closed=False, height=240).page(), sheet.page(2))
    assert shape(second[0]) == (6, 4)
    assert second[0].columns == first[0].columns


def test_a_row_whose_text_seems_to_run_over_a_border_does_not_end_what_goes_on():
    sheet = Sheet(200)
    rows_on(sheet, 40, body(7, 8))
    sheet.fill(Box(90, 95, 140, 103), 0)
    _, second = found_on(three_lines(closed=False, height=240).page(), sheet.page(2))
    assert len(second[0].rows) - 1 == 7


@pytest.mark.parametrize("dirt", [(396, 81, 399, 85), (8, 50, 11, 54)])
def test_dirt_beside_the_rows_does_not_end_what_goes_on(dirt):
    after = Sheet(200, height=320)
    rows_on(after, 30, body(6, 8))
    after.fill(Box(*dirt), 0)
    first, second = found_on(three_lines(closed=False).page(), after.page())
    assert second[0].columns == pytest.approx(first[0].columns)
    assert shape(second[0]) == (6, 4)


def test_prose_after_a_ruled_table_is_no_table():
    ruled = Sheet(200)
    ruled.table([40, 60, 80], [40, 200, 380])
    prose = Sheet(200)
    for i in range(8):
        prose.text(40, 40 + 18 * i, "This page is prose from its left to its right margin", 10)
    assert [len(grids) for grids in found_on(ruled.page(), prose.page(2))] == [1, 0]


def test_a_rule_under_every_row_of_which_some_are_broken_by_a_seal():
    sheet = Sheet(200)
    rows_on(sheet, 45, [["CODE", "TOTAL", "BASIC", "OTHER"], *body(8)])
    for row in range(10):
        sheet.level(42 + 18 * row, 40, 390)
    for row in (7, 8, 9):
        x0, x1, y = (round(v * sheet.scale) for v in (230 + 10 * (row - 7), 260, 42 + 18 * row))
        sheet.image[y - 3 : y + 4, x0:x1] = 255
    ((grid,),) = found_on(sheet.page())
    assert shape(grid) == (9, 4)
    assert len(grid.cells) == 36


def test_a_table_goes_on_in_its_columns_where_the_next_page_is_seen_larger():
    first, second = three_lines(closed=False), Sheet(200, width=460)
    for x, text in zip((50, 160, 270, 369), ("201050", "1.40", "", "2.60"), strict=True):
        for row in range(3):
            second.text(10 + x, 46 + 20 * row, text, 10)
    for row in range(4):
        second.level(42 + 20 * row, 49, 434)
    (before,), (after, *_) = found_on(first.page(), second.page(2))
    assert len(after.columns) == len(before.columns)
    assert (after.columns[0], after.columns[-1]) == pytest.approx((49, 434), abs=1)


def test_a_table_ends_in_its_columns_where_the_next_page_shows_its_last_rule_alone_and_aside():
    first, second = three_lines(closed=False), Sheet(200, width=460)
    for row in range(4):
        for x, text in zip((90, 190, 290, 380), ("201050", "1.40", "", "2.60"), strict=True):
            second.text(x, 46 + 18 * row, text, 10)
    second.level(120, 80, 430, 1.2)
    (before,), (after,) = found_on(first.page(), second.page(2))
    assert len(after.columns) == len(before.columns)
    assert (after.columns[0], after.columns[-1]) == pytest.approx((80, 430), abs=1)
    assert shape(after)[0] == 4


def seen_aside(rows: list[list[str]], by: float, larger: float) -> Sheet:
    sheet = Sheet(200, width=460)
    for i, row in enumerate(rows):
        for x, text in zip(LEFTS, row, strict=True):
            sheet.text(by + larger * x, 40 + 18 * i, text, 10)
    return sheet


def test_a_table_goes_on_where_its_texts_stand_below_each_other_though_no_rule_shows_it():
    second = seen_aside(body(8, 8), 38, 1.02)
    second.fill(Box(447, 30, 449, 60), 60)
    second.text(230, 40 + 18 * 10, "2", 10)
    (before,), (after,) = found_on(three_lines(closed=False).page(), second.page(2))
    assert shape(after) == (8, 4)
    assert after.columns == pytest.approx([38 + 1.02 * x for x in before.columns], abs=3)


def test_text_that_reaches_over_the_side_of_what_goes_on_is_not_cut():
    first = Sheet(200, height=240)
    first.level(40, 49.8, 390, 1.2)
    rows_on(first, 45, [["CODE", "TOTAL", "BASIC", "OTHER"]])
    first.level(62, 49.8, 390)
    rows_on(first, 66, body(8))
    second = Sheet(200)
    for i, row in enumerate(body(6, 8)):
        for x, text in zip(LEFTS, row, strict=True):
            second.text(x - 1, 40 + 18 * i, text, 10)
    (before,), (after,) = found_on(first.page(), second.page(2))
    assert before.columns[0] > 49.5
    assert after.columns[0] < 49


def test_texts_that_stand_elsewhere_go_on_with_no_table():
    rows = [[code, "", "", f"{code} {code}"] for code, *_ in body(8, 8)]
    (_,), grids = found_on(three_lines(closed=False).page(), seen_aside(rows, 38, 1.0).page(2))
    assert grids == []
