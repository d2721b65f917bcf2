import math
from itertools import chain, pairwise

import pytest

from extractor.structure import find_grids
from extractor.structure.candidates import find_candidates
from extractor.structure.evidence import collect_evidence
from tests.building import page_of, word
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
    (grid,) = find_grids(page)
    assert texts(page, grid) == ROWS
    assert grid.columns == pytest.approx(BORDERS, abs=1)
    assert grid.rows == pytest.approx(SIDES, abs=1)
    assert (grid.source, grid.ruled) == ("structure", True)


def test_a_table_of_three_lines_has_a_column_for_each_figure(tmp_path):
    lines = line(40, 98, 400, 98, 1) + line(40, 118, 400, 118) + line(40, 178, 400, 178, 1)
    page = exported(tmp_path, lines + rows_of_text(XS, YS, ROWS))
    (grid,) = find_grids(page)
    assert texts(page, grid) == ROWS
    assert not grid.ruled


def test_a_table_without_any_line(tmp_path):
    page = exported(tmp_path, text(150, 60, "Accounts of 2024", 14) + rows_of_text(XS, YS, ROWS))
    (grid,) = find_grids(page)
    assert texts(page, grid) == ROWS


def test_striped_rows_with_white_lines_between_dark_headings(tmp_path):
    heads = "".join(fill(a + 0.5, 98, b - 0.5, 118, 0.2) for a, b in pairwise(BORDERS))
    stripe = fill(40, 138, 400, 158, 0.9)
    white = f"1 g\n{rows_of_text(XS, YS[:1], ROWS[:1])}0 g\n"
    page = exported(tmp_path, heads + stripe + white + rows_of_text(XS, YS[1:], ROWS[1:]))
    (grid,) = find_grids(page)
    assert texts(page, grid) == ROWS


def test_double_sides_are_one_border(tmp_path):
    double = line(38, 96, 402, 96) + line(38, 180, 402, 180) + line(38, 96, 38, 180) + line(402, 96, 402, 180)
    page = exported(tmp_path, double + ruled() + rows_of_text(XS, YS, ROWS))
    (grid,) = find_grids(page)
    assert texts(page, grid) == ROWS


def test_a_code_that_wraps_in_its_narrow_cell_is_one_cell(tmp_path):
    lines = "".join(line(40, y, 200, y) for y in (98, 122, 146, 170))
    lines += "".join(line(x, 98, x, 170) for x in (40, 66, 130, 200))
    codes = "".join(
        text(42, y, code) + text(42, y + 10, "1") for y, code in ((108, "3020"), (132, "3021"), (156, "3022"))
    )
    amounts = rows_of_text([80, 150], [113, 137, 161], [["Water", "12.30"], ["Roads", "4.50"], ["Parks", "6.70"]])
    page = exported(tmp_path, lines + codes + amounts)
    (grid,) = find_grids(page)
    assert texts(page, grid) == [["30201", "Water", "12.30"], ["30211", "Roads", "4.50"], ["30221", "Parks", "6.70"]]


def test_prose_is_no_table(tmp_path):
    lines = [text(40, 80 + 18 * k, f"Line {k} says what was spent and goes on for a while") for k in range(12)]
    assert find_grids(exported(tmp_path, "".join(lines))) == []


def test_two_tables_on_a_page(tmp_path):
    others = [["Fund", "Paid"], ["Parks", "1.10"], ["Ports", "2.20"], ["Rails", "3.30"]]
    lower = rows_of_text([90, 250], [y + 200 for y in YS], others) + line(40, 298, 400, 298) + line(40, 378, 400, 378)
    between = text(60, 270, "Another-account-of-the-same-year", 14)
    page = exported(tmp_path, ruled() + rows_of_text(XS, YS, ROWS) + between + lower)
    assert [texts(page, grid) for grid in find_grids(page)] == [ROWS, others]


def test_a_heading_over_a_line_spans_the_columns_below(tmp_path):
    lines = line(40, 78, 400, 78, 1) + line(145, 98, 400, 98) + line(40, 118, 400, 118) + line(40, 178, 400, 178, 1)
    page = exported(tmp_path, lines + text(250, 92, "Spent") + rows_of_text(XS, YS, ROWS))
    (grid,) = find_grids(page)
    heading = next(cell for cell, said in zip(grid.cells, chain(*texts(page, grid)), strict=True) if said == "Spent")
    assert (heading.column, heading.column_span) == (1, 3)


def test_a_title_in_the_frame_is_part_of_the_table(tmp_path):
    frame = line(40, 58, 400, 58) + line(40, 58, 40, 98) + line(400, 58, 400, 98) + line(40, 78, 400, 78)
    frame += line(300, 78, 300, 98)
    lines = "".join(line(40, y, 400, y) for y in SIDES)
    title = text(180, 72, "Accounts") + text(45, 92, "Bureau") + text(305, 92, "Unit: yuan")
    page = exported(tmp_path, frame + lines + title + rows_of_text(XS, YS, ROWS))
    (grid,) = find_grids(page)
    said = texts(page, grid)
    assert [list(filter(None, row)) for row in said[:2]] == [["Accounts"], ["Bureau", "Unit: yuan"]]
    assert said[2:] == ROWS


def test_a_table_that_goes_on_keeps_its_empty_columns(tmp_path):
    rows = [["Parks", "1.10", "1.00", ""], ["Ports", "2.20", "2.00", ""], ["Rails", "3.30", "3.00", ""]]
    page = exported(tmp_path, rows_of_text(XS, YS[:3], rows))
    (alone,) = find_grids(page)
    (going_on,) = find_grids(page, (39.0, 120.0, 225.0, 325.0, 400.0))
    assert len(alone.columns) == 4
    assert len(going_on.columns) == 5
    assert texts(page, going_on) == rows


def test_a_border_that_lines_and_texts_show_has_a_large_margin(tmp_path):
    (ruled_grid,) = find_grids(exported(tmp_path, ruled() + rows_of_text(XS, YS, ROWS)))
    (open_grid,) = find_grids(exported(tmp_path, rows_of_text(XS, YS, ROWS)))
    for grid in (ruled_grid, open_grid):
        assert len(grid.column_margins) == len(grid.columns)
        assert len(grid.row_margins) == len(grid.rows)
        assert math.isinf(grid.column_margins[0])
        assert math.isinf(grid.column_margins[-1])
        assert all(margin > 0 for margin in grid.column_margins)
    assert min(ruled_grid.column_margins) > min(open_grid.column_margins)


def test_a_page_without_words_has_no_table(tmp_path):
    assert find_grids(page_of([])) == []


def test_headings_centred_over_figures_at_the_left_of_their_columns(tmp_path):
    """The lines around the table say nothing of columns, in the title's rows no more than in the figures'."""
    frame = "".join(line(x, 38, x, 178) for x in (40, 400)) + line(40, 38, 400, 38) + line(40, 58, 400, 58)
    lines = frame + "".join(line(40, y, 400, y) for y in (78, *SIDES))
    title = text(180, 52, "Accounts") + text(45, 72, "Bureau") + text(350, 72, "Unit: yuan", 9)
    heads = text(60, 92, "Item") + text(175, 92, "Budget") + text(275, 92, "Final") + text(350, 92, "Share")
    counted = rows_of_text([80, 190, 285, 362], [112], ["abcd"])
    figures = rows_of_text([45, 141, 241, 331], YS[1:], ROWS[1:])
    (grid,) = find_grids(exported(tmp_path, lines + title + heads + counted + figures))
    page = exported(tmp_path, lines + title + heads + counted + figures)
    (grid,) = find_grids(page)
    assert len(grid.columns) - 1 == 4
    assert texts(page, grid)[2:] == [ROWS[0], ["a", "b", "c", "d"], *ROWS[1:]]


def test_the_letters_of_a_spread_word_are_in_one_column():
    rows = [["一", "般", "支", "出"], ["教", "育", "费"], ["农", "林", "水"], ["合", "计"]]
    places = [[45, 80, 115, 150], [45, 97, 150], [45, 97, 150], [45, 150]]
    letters = [
        word(letter, x, 80 + 20 * k, size=18)
        for k, (row, xs) in enumerate(zip(rows, places, strict=True))
        for letter, x in zip(row, xs, strict=True)
    ]
    figures = [word(f"{k + 3}.5{k}", 250, 84 + 20 * k) for k in range(4)]
    (grid,) = find_grids(page_of([*letters, *figures, *(word(f"{k}.12", 320, 84 + 20 * k) for k in range(4))]))
    assert len(grid.columns) - 1 == 3


def test_headings_that_wrap_by_one_letter_have_columns_of_their_own_where_nothing_stands_below():
    heads = [word(f"{name}收", x, 80, size=20) for name, x in (("本年各项", 200), ("财政拨款", 270), ("上级补助", 340))]
    ends = [word("入", x, 93, size=20) for x in (220, 290, 360)]
    names = [word("项目", 60, 86, size=20), *(word("机关服务", 50, 120 + 20 * k, size=20) for k in range(4))]
    figures = [word(f"{k + 3}.5{k}", x, 125 + 20 * k) for k in range(4) for x in (212, 282)]
    (grid,) = find_grids(page_of([*heads, *ends, *names, *figures]))
    assert len(grid.columns) - 1 == 4


def test_a_row_without_a_line_below_it_is_a_row_where_vertical_lines_go_on(tmp_path):
    across = "".join(line(40, y, 400, y) for y in SIDES[1:-1])
    down = "".join(line(x, SIDES[0], x, SIDES[-1]) for x in BORDERS)
    page = exported(tmp_path, across + down + rows_of_text(XS, YS, ROWS) + text(200, 560, "- 7 -"))
    (grid,) = find_grids(page)
    assert texts(page, grid) == ROWS
    assert grid.rows == pytest.approx(SIDES, abs=1)


def test_lines_of_text_between_two_tables_of_the_same_columns_are_rows(tmp_path):
    down = "".join(line(x, y + SIDES[0], x, y + SIDES[-1]) for x in BORDERS for y in (0, 110))
    across = "".join(line(40, y + below, 400, y + below) for y in SIDES for below in (0, 110))
    lower = rows_of_text(XS, [y + 110 for y in YS], ROWS)
    between = text(150, 190, "Other accounts") + text(350, 202, "Unit: yuan")
    page = exported(tmp_path, across + down + rows_of_text(XS, YS, ROWS) + between + lower)
    said = [row for grid in find_grids(page) for row in texts(page, grid)]
    assert said[:4] == said[-4:] == ROWS
    assert all(len(list(filter(None, row))) <= 1 for row in said[4:-4])


def test_labels_without_lines_between_them_name_the_rows_of_their_figures(tmp_path):
    across = "".join(line(140, y, 400, y) for y in SIDES[1:-1]) + line(40, 98, 400, 98) + line(40, 178, 400, 178)
    down = "".join(line(x, SIDES[0], x, SIDES[-1]) for x in BORDERS)
    page = exported(tmp_path, across + line(40, 118, 140, 118) + down + rows_of_text(XS, YS, ROWS))
    (grid,) = find_grids(page)
    assert texts(page, grid) == ROWS


def test_a_table_under_a_title_does_not_go_on_from_the_page_before(tmp_path):
    before = (39.0, 120.0, 190.0, 225.0, 325.0, 400.0)
    page = exported(
        tmp_path, text(150, 60, "Accounts of 2024", 14) + text(45, 80, "Bureau") + rows_of_text(XS, YS, ROWS)
    )
    (alone,), (after,) = find_grids(page), find_grids(page, before)
    assert alone == after


def test_a_narrower_table_below_in_one_frame_has_cells_of_its_own(tmp_path):
    ys = [y + 120 for y in YS[:3]]
    lower = [["Fund", "Paid"], ["Parks", "1.10"], ["Ports", ""]]
    lines = "".join(line(40, y + 120, 240, y + 120) for y in SIDES[:4])
    lines += "".join(line(x, SIDES[0] + 120, x, SIDES[3] + 120) for x in (40, 140))
    page = exported(tmp_path, ruled() + rows_of_text(XS, YS, ROWS) + lines + rows_of_text(XS[:2], ys, lower))
    said = [row for grid in find_grids(page) for row in texts(page, grid) if any(row)]
    assert said[:4] == ROWS
    assert [row[:2] for row in said[4:]] == lower


def test_headings_in_the_middle_of_their_columns_span_them(tmp_path):
    heads = text(128, 92, "Planned", 9) + text(302, 92, "Spent", 9)
    rows = [["Total", "Cars", "Total", "Cars"], ["12.30", "11.20", "11.06", "10.01"], ["4.50", "4.50", "4.00", "3.99"]]
    page = exported(tmp_path, heads + rows_of_text([50, 190, 265, 365], YS[:3], rows))
    (grid,) = find_grids(page)
    spans = [(cell.column, cell.column_span) for cell in grid.cells if cell.row == 0]
    assert spans == [(0, 2), (2, 2)]


def test_a_heading_over_two_others_does_not_cross_the_border_between_them(tmp_path):
    xs = [50, 120, 190, 260, 330, 400]
    rows = [["Plan", "Fact", "Plan", "Fact", "Plan", "Fact"], ["1.10", "1.20", "2.10", "2.20", "", ""]]
    heads = text(78, 74, "Sum") + text(205, 74, "Travel") + text(345, 74, "Guests")
    lines = line(40, 58, 440, 58) + line(40, 118, 440, 118)
    page = exported(tmp_path, lines + heads + rows_of_text(xs, [94, 112], rows))
    (grid,) = find_grids(page)
    assert len(grid.columns) - 1 == 6


def test_a_border_leaves_headings_wider_than_their_figures_whole(tmp_path):
    rows = [["Code", "Income of lower units", "Other"], *([f"20{k}", "-", "0.26"] for k in range(4))]
    ys = [74, 94, 114, 134, 154]
    texts_of = "".join(
        text(x, y, said) for y, row in zip(ys, rows, strict=True) for x, said in zip((50, 150, 330), row, strict=True)
    )
    lines = line(40, 58, 400, 58) + line(40, 80, 400, 80) + line(40, 160, 400, 160)
    page = exported(tmp_path, lines + texts_of)
    (grid,) = find_grids(page)
    assert texts(page, grid)[0] == rows[0]


def test_a_heading_of_two_lines_beside_a_line_below_other_headings_is_one(tmp_path):
    rows = [["Opening", "Plan", "Fact"], *([f"{k}.10", f"{k}.20", f"{k}.30"] for k in range(4))]
    xs, ys = [60, 180, 290], [100, 120, 140, 160, 180]
    lines = line(40, 58, 400, 58) + line(150, 78, 400, 78) + line(40, 104, 400, 104) + line(40, 186, 400, 186)
    heads = text(60, 72, "Funds") + text(240, 72, "Spent")
    page = exported(tmp_path, lines + heads + rows_of_text(xs, ys, rows))
    (grid,) = find_grids(page)
    opening = next(cell for cell in grid.cells if cell.column == 0)
    assert (opening.row, opening.row_span) == (0, 2)


def test_a_heading_over_two_others_spans_them(tmp_path):
    xs = [50, 120, 190, 260, 330, 400]
    rows = [["Plan", "Fact", "Plan", "Fact", "Plan", "Fact"], ["1.10", "1.20", "2.10", "2.20", "3.10", "3.20"]]
    heads = text(83, 74, "Sum") + text(215, 74, "Trips") + text(355, 74, "Guests")
    lines = line(40, 58, 440, 58) + line(40, 118, 440, 118)
    page = exported(tmp_path, lines + heads + rows_of_text(xs, [94, 112], rows))
    (grid,) = find_grids(page)
    assert [(cell.column, cell.column_span) for cell in grid.cells if cell.row == 0] == [(0, 2), (2, 2), (4, 2)]


def test_figures_between_headings_are_unsure_in_all_columns_that_may_be_shifted_together(tmp_path):
    heads = "".join(
        text(x, 74, said) for x, said in ((45, "Name"), (150, "Plan"), (230, "Fact"), (310, "Rest"), (390, "Note"))
    )
    rows = [["Roads", "1.10", "2.20", "3.30"], ["Parks", "4.40", "5.50", "6.60"], ["Ports", "7.70", "8.80", "9.90"]]
    body = rows_of_text([45, 186, 266, 346], [94, 114, 134], rows)
    lines = line(40, 58, 440, 58) + line(40, 78, 440, 78) + line(40, 142, 440, 142)
    page = exported(tmp_path, lines + heads + body)
    (grid,) = find_grids(page)
    said = chain(*texts(page, grid))
    unsure = {name for cell, name in zip(grid.cells, said, strict=True) if grid.beside_unsure_border(cell)}
    assert {"1.10", "5.50", "9.90"} <= unsure


def test_a_line_of_text_above_the_top_line_is_no_row(tmp_path):
    unit = text(45, 72, "Bureau-of-roads-and-bridges") + text(300, 72, "Unit:yuan") + text(220, 72, "Year-2024")
    rows = [["Plan", "Fact", "Plan", "Fact"], ["1.10", "1.20", "2.10", "2.20"], ["3.10", "3.20", "4.10", "4.20"]]
    lines = line(40, 78, 400, 78) + line(40, 98, 400, 98) + line(40, 142, 400, 142)
    page = exported(tmp_path, unit + lines + rows_of_text([60, 130, 240, 330], [92, 116, 136], rows))
    (grid,) = find_grids(page)
    assert texts(page, grid) == rows


def test_no_table_goes_on_from_the_page_before_with_a_form_s_number_in_parts(tmp_path):
    number = text(300, 85, "Form") + text(329, 85, "06") + text(345, 85, "A")
    before = (40.0, 140.0, 240.0, 330.0, 400.0)
    for above, goes_on in ((number + text(45, 112, "Item") + text(150, 112, "Budget"), False), ("", True)):
        page = exported(tmp_path, above + rows_of_text(XS, YS[1:], ROWS[1:]))
        assert find_candidates(collect_evidence(page), before).expected.any() == goes_on


# Six columns of 50 points behind one of names, and where their numbers begin (points from a column's left).
NUMBERED, MIDDLE = [106 + 50 * k for k in range(7)], 22.8


def numbered(figures, starts):
    """A table between three lines with a number in the middle of each column, and rows of figures; `starts` is where
    each begins.
    """
    lines = "".join(line(30, y, 406, y) for y in (100, 120, 120 + 14 * len(figures)))
    heads = text(61.8, 112, "No.", 8)
    heads += "".join(text(x + MIDDLE, 112, str(k + 1), 8) for k, x in enumerate(NUMBERED[:-1]))
    names = "".join(text(35, 130 + 14 * n, f"Item {n}", 8) for n in range(len(figures)))
    return lines + heads + names + rows_of_text_at(figures, starts)


def rows_of_text_at(figures, starts):
    """Figures in rows 14 points high, each at its own start."""
    return "".join(
        text(x, 130 + 14 * n, words, 8)
        for n, (row, places) in enumerate(zip(figures, starts, strict=True))
        for words, x in zip(row, places, strict=True)
        if words
    )


def test_figures_at_the_right_of_their_columns_are_below_the_numbers_in_their_middles(tmp_path):
    figures = [["3168.01", "1199.96", "1968.05", "", "", ""], ["25.00", "", "25.00", "", "", ""]]
    starts = [[x + 46 - 4.45 * (len(words) - 1) for x, words in zip(NUMBERED, row, strict=False)] for row in figures]
    page = exported(tmp_path, numbered(figures, starts))
    (grid,) = find_grids(page)
    assert grid.columns[1:-1] == pytest.approx(NUMBERED[:-1], abs=1)
    assert min(grid.column_margins) >= 1
    assert texts(page, grid)[1:] == [["Item 0", *figures[0]], ["Item 1", *figures[1]]]


def test_columns_of_headings_alone_are_found_beside_figures_that_end_at_many_places(tmp_path):
    figures = [["1.5", "2.5", "3.5", "4.5", "", ""] for _ in range(18)]
    starts = [[x + 5 + 1.9 * ((n * 7 + 5 * k) % 16) for k, x in enumerate(NUMBERED[:-1])] for n in range(18)]
    page = exported(tmp_path, numbered(figures, starts))
    (grid,) = find_grids(page)
    assert len(grid.columns) == 8


def test_figures_in_two_parts_make_no_border_where_the_other_figures_of_their_column_run_over_it(tmp_path):
    sides = [98 + 16 * k for k in range(13)]
    lines = "".join(line(40, y, 400, y) for y in sides) + "".join(line(x, sides[0], x, sides[-1]) for x in BORDERS)
    rows = [[f"Item {k}", "117.38", f"{k}9.42", "3.00"] for k in range(12)]
    words = rows_of_text(XS, [y + 11 for y in sides[:-1]], [[*row[:1], "", *row[2:]] for row in rows])
    for k, y in enumerate(sides[:-1]):
        words += text(150, y + 11, "117") + text(170, y + 11, "38") if k in (2, 7) else text(150, y + 11, "117.38")
    page = exported(tmp_path, lines + words)
    (grid,) = find_grids(page)
    assert grid.columns == pytest.approx(BORDERS, abs=1)
