import numpy as np
import pytest

from extractor.geometry import Box
from extractor.tables.join import join_tables
from extractor.tables.table import part
from tests.building import line, read_grid, read_page

HEADER = ["科目编码", "科目名称", "合计"]
BODY = [["201", "一般公共服务支出", "1.00"], ["20103", "政府办公厅", "2.00"]]
MORE = [["208", "社会保障和就业支出", "3.00"]]


def texts(table) -> list[list[str]]:
    return [[cell.text for cell in cells] for _, cells in table.by_row()]


def joined(first, second, layouts, **more):
    return join_tables([read_page([first], 1), read_page([second], 2, **more)], layouts)


def test_a_page_without_header_goes_on(layouts):
    (table,) = joined(read_grid([HEADER, *BODY]), read_grid(MORE), layouts)
    assert texts(table) == [HEADER, *BODY, *MORE]
    assert [page for page, _ in table.places] == [1, 2]
    assert [cell.page for cell in table.cells if cell.row == 3] == [2, 2, 2]


def test_a_table_goes_on_over_the_pages_of_a_sheet_and_to_the_next(layouts):
    pieces = [read_grid([HEADER, *BODY]), read_grid(MORE), read_grid(MORE, top=300), read_grid(MORE)]
    places = [(3, "left"), (3, "right"), (4, "left"), (4, "right")]
    pages = [read_page([piece], number, half=half) for piece, (number, half) in zip(pieces, places, strict=True)]
    (table,) = join_tables(pages, layouts)
    assert table.rows == 6
    assert [page for page, _ in table.places] == [3, 3, 4, 4]
    assert [page for page, _ in part(table, 2, 5).places] == [3, 3, 4]


def test_a_page_between_parts_tables_though_it_is_on_one_sheet(layouts):
    pages = [
        read_page([read_grid([HEADER, *BODY])], 3, half="left"),
        read_page([], 3, half="right"),
        read_page([read_grid([HEADER, *MORE])], 4, half="left"),
    ]
    assert len(join_tables(pages, layouts)) == 2


def test_a_page_with_the_header_again_goes_on(layouts):
    (table,) = joined(read_grid([HEADER, *BODY]), read_grid([HEADER, *MORE]), layouts)
    assert texts(table) == [HEADER, *BODY, HEADER, *MORE]


def test_a_page_with_the_header_again_goes_on_though_its_rows_are_joined(layouts):
    over, numbering = ["项目", "", "本年支出"], ["", "栏次", "1"]
    again = ["科目编码", "科目名称栏次", "合计1"]
    (table,) = joined(
        read_grid([over, HEADER, numbering, *BODY]), read_grid([over, again, ["", "合计", "6.00"]]), layouts
    )
    assert texts(table)[-1] == ["", "合计", "6.00"]


def test_a_row_without_figures_whose_label_is_a_heading_goes_on(layouts):
    header = ["项目", "行次", "金额", "项目", "行次", "国有资本经营预算财政拨款"]
    first = [header, ["一、一般公共预算财政拨款", "1", "3.00", "一、一般公共服务支出", "33", ""]]
    more = [["国有资本经营预算财政拨款", "31", "", "", "63", ""], ["总计", "32", "3.00", "总计", "64", "3.00"]]
    (table,) = joined(read_grid(first), read_grid(more), layouts)
    assert texts(table)[-1] == more[-1]


def test_a_title_begins_a_table(layouts):
    tables = joined(read_grid([HEADER, *BODY]), read_grid([HEADER, *MORE]), layouts, lines=[line("支出决算表")])
    assert len(tables) == 2


def test_a_title_that_says_continued_goes_on(layouts):
    (table,) = joined(read_grid([HEADER, *BODY]), read_grid(MORE), layouts, lines=[line("收入决算表（续）")])
    assert table.rows == 4


def test_page_numbers_and_unit_lines_are_no_titles(layouts):
    lines = [line("- 7 -", y=10), line("单位：万元", y=30)]
    (table,) = joined(read_grid([HEADER, *BODY]), read_grid(MORE), layouts, lines=lines)
    assert table.rows == 4


def test_the_form_s_title_once_more_goes_on(layouts):
    """Spreadsheets print the rows above a table on every page."""
    above = [line("收入决算表", y=20), line("公开02表", y=40), line("公开部门：某市档案馆", y=60)]
    pages = [read_page([read_grid([HEADER, *rows])], n, above) for n, rows in ((1, BODY), (2, MORE))]
    (table,) = join_tables(pages, layouts)
    assert table.rows == 5


def test_another_unit_s_form_is_another_table(layouts):
    names = ["公开部门：某市档案馆", "公开部门：某市党校委员会"]
    pages = [
        read_page([read_grid([HEADER, *BODY])], n, [line("收入决算表", y=20), line(name, y=60)])
        for n, name in enumerate(names, 1)
    ]
    assert len(join_tables(pages, layouts)) == 2


def test_a_form_whose_title_is_nearly_the_one_before_is_another_table(layouts):
    titles = ["一般公共预算财政拨款支出决算表", "一般公共预算财政拨款基本支出决算表"]
    pages = [read_page([read_grid([HEADER, *BODY])], n, [line(title, y=20)]) for n, title in enumerate(titles, 1)]
    assert len(join_tables(pages, layouts)) == 2


def test_sheets_of_one_unknown_title_are_tables_of_their_own(layouts):
    pages = [read_page([read_grid([HEADER, *BODY])], n, [line("项目支出绩效自评表", y=20)]) for n in (1, 2, 3)]
    assert len(join_tables(pages, layouts)) == 3


def test_running_headers_and_footers_do_not_part_a_table(layouts):
    def around(number: int) -> list:
        return [line("某市档案馆2024年度部门决算", y=20), line(f"某市财政局监制 第{number}页", y=780)]

    pages = [read_page([read_grid([HEADER, *rows])], n, around(n)) for n, rows in enumerate((BODY, MORE, MORE), 1)]
    (table,) = join_tables(pages, layouts)
    assert [page for page, _ in table.places] == [1, 2, 3]


def test_a_table_without_a_header_goes_on_whatever_is_printed_between(layouts):
    first = read_page([read_grid([HEADER, *BODY])], 1, [line("注：本表反映收入情况。", y=300)])
    pages = [first, read_page([], 2, [line("说明。")]), read_page([read_grid(MORE)], 3)]
    (table,) = join_tables(pages, layouts)
    assert texts(table) == [HEADER, *BODY, *MORE]


def test_a_page_between_ends_a_table_whose_header_comes_again(layouts):
    pages = [read_page([read_grid([HEADER, *BODY])], 1), read_page([], 2), read_page([read_grid([HEADER, *MORE])], 3)]
    assert len(join_tables(pages, layouts)) == 2


def test_a_footer_that_ends_like_a_title_ends_no_table(layouts):
    footer = [line("Z02 收入决算表", y=780)]
    pages = [read_page([read_grid([HEADER, *BODY] if n == 1 else MORE)], n, footer) for n in (1, 2, 3)]
    assert len(join_tables(pages, layouts)) == 1


def test_a_title_and_a_header_inside_a_grid_begin_a_table(layouts):
    other = ["科目编码", "基本支出", "项目支出"]
    rows = [HEADER, *BODY, ["支出决算表", "", ""], other, ["201", "4.00", "5.00"]]
    tables = join_tables([read_page([read_grid(rows)], 1)], layouts)
    assert [texts(table)[0] for table in tables] == [HEADER, ["支出决算表", "", ""]]


def test_another_header_inside_a_grid_begins_a_table(layouts):
    other = ["科目编码", "基本支出", "项目支出"]
    tables = join_tables([read_page([read_grid([HEADER, *BODY, other, ["201", "4.00", "5.00"]])], 1)], layouts)
    assert [texts(table)[0] for table in tables] == [HEADER, other]


def test_a_narrower_table_inside_a_grid_has_no_more_columns_than_its_texts(layouts):
    narrow = ["科目编码", "基本支出", ""]
    first, second = join_tables(
        [read_page([read_grid([HEADER, *BODY, ["支出决算表", "", ""], narrow, ["201", "4.00", ""]])], 1)], layouts
    )
    assert (first.columns, second.columns) == (3, 2)
    assert texts(second) == [["支出决算表", ""], narrow[:2], ["201", "4.00"]]


def test_names_of_rows_beside_their_figures_are_no_header(layouts):
    header = ["项目", "决算数", "项目", "决算数"]
    rows = [["一、事业收入", "5.00", "一、教育支出", "4.00"], ["使用非财政拨款结余", "", "结余分配", ""]]
    last = [["年初结转和结余", "1.00", "年末结转和结余", "2.00"]]
    (whole,) = join_tables([read_page([read_grid([header, *rows, *last])], 1)], layouts)
    (over_pages,) = joined(read_grid([header, rows[0]]), read_grid([rows[1], *last]), layouts)
    assert texts(whole) == texts(over_pages) == [header, *rows, *last]


def test_a_second_table_of_a_page_begins_anew(layouts):
    pages = [read_page([read_grid([HEADER, *BODY]), read_grid([HEADER, *MORE], top=300)], 1)]
    assert len(join_tables(pages, layouts)) == 2


def test_other_columns_are_another_table(layouts):
    other = read_grid([["a", "b", "c", "d"]], columns=[50, 60, 120, 190, 400])
    assert len(joined(read_grid([HEADER, *BODY]), other, layouts)) == 2


WIDE = [50, 110, 290, 350, 410]
WIDER = [*HEADER, "基本支出"]
ROW = ["208", "社会保障和就业支出", "3.00", "1.00"]


@pytest.mark.parametrize(
    ("columns", "row"),
    [
        ([50, 80, 95, 110, 290, 350, 410], ["208", "", "", *ROW[1:]]),
        ([50, 110, 290, 350], ROW[:3]),
        ([58, 118, 298, 358], ROW[:3]),
        ([50, 290, 350, 380, 410], ["208社会保障和就业支出", *ROW[2:], ""]),
        ([150, 180, 200, 220, 290, 350, 410], ["208", "", "", *ROW[1:]]),
    ],
    ids=["stray-lines", "last-border-lost", "moved", "as-many-others", "other-label-columns"],
)
def test_a_page_of_which_borders_were_lost_or_stray_goes_on(layouts, columns, row):
    """Its amounts come below those of the first page."""
    first = read_grid([WIDER, ["201", "一般公共服务支出", "1.00", "1.00"]], columns=WIDE, engine="rapidocr")
    second = read_grid([row], columns=columns, engine="rapidocr")
    (table,) = joined(first, second, layouts)
    place = {cell.text: cell.column for cell in table.cells}
    assert place["3.00"] == place["合计"]


@pytest.mark.parametrize(("engine", "tables"), [("rapidocr", 1), ("text-layer", 2)])
def test_a_header_of_which_ocr_misread_one_heading_comes_again(layouts, engine, tables):
    first = read_grid([[*WIDER, "项目支出"], [*ROW, "2.00"]], engine=engine)
    second = read_grid([["科目编码", "科目名称", "合计", "基本支出", "顶且文山"], [*ROW, "2.00"]], engine=engine)
    assert len(joined(first, second, layouts)) == tables


def test_a_blank_page_that_lacks_a_border_keeps_its_place(layouts):
    """A filler without text shows only some of the borders; its cells fall into the table's columns."""
    first = read_grid([["1", "2", "3", "4"]], columns=[50, 100, 200, 300, 400])
    filler = read_grid([["", "", ""]], columns=[50, 100, 200, 400])
    (table,) = joined(first, filler, layouts)
    assert [(cell.column, cell.column_span) for cell in table.cells if cell.row == 1] == [(0, 1), (1, 1), (2, 2)]


def test_three_pages_join(layouts):
    pages = [read_page([read_grid([HEADER, *BODY])], 1), *(read_page([read_grid(MORE)], n) for n in (2, 3))]
    (table,) = join_tables(pages, layouts)
    assert table.rows == 5
    assert [page for page, _ in table.places] == [1, 2, 3]


def test_boxes_are_of_the_page_as_displayed(layouts):
    shift = np.array([[1.0, 0.0, 5.0], [0.0, 1.0, -3.0], [0.0, 0.0, 1.0]])
    grid = read_grid([["1", "2"]])
    (table,) = join_tables([read_page([grid], turn=shift)], layouts)
    x0, y0, x1, y1 = grid.grid.cells[0].box
    assert table.cells[0].box == Box(x0 + 5, y0 - 3, x1 + 5, y1 - 3)


def test_lines_around_a_table_are_its_own(layouts):
    grids = [read_grid([["1", "2"]], top=100), read_grid([["3", "4"]], top=300)]
    lines = [line("first", y=80), line("between", y=200), line("last", y=400)]
    one, two = join_tables([read_page(grids, 1, lines)], layouts)
    assert ([x.text for x in one.above], [x.text for x in one.below]) == (["first"], ["between"])
    assert ([x.text for x in two.above], [x.text for x in two.below]) == (["between"], ["last"])
