import dataclasses

import pytest

from extractor.geometry import Box
from extractor.narrative.paragraphs import Paragraph, TableMark, join_rows
from extractor.narrative.text_rows import read_rows
from tests.building import read_grid
from tests.narrative.writing import page_of, wrapped

FIRST = "（一）贯彻执行国家和省、市有关工作的方针政策和法律法规，拟订全市发展规划、年度计划并组织实施，开展指导和检查。"
SECOND = "2024年度收入总计584.83万元，支出总计584.83万元。与上年相比，收入总计减少267.37万元，下降31.37%，原因是完工。"


def texts(pages, layouts) -> list[str]:
    return [item.text for item in join_rows(read_rows(pages), layouts.sections) if isinstance(item, Paragraph)]


def test_lines_are_joined_without_breaks(layouts):
    lines = [*wrapped(FIRST), *wrapped(SECOND), *wrapped(FIRST)]
    assert texts([page_of(lines)], layouts) == [FIRST, SECOND, FIRST]


@pytest.mark.parametrize("cut", [1, 2, 3])
def test_a_paragraph_goes_on_over_the_page(layouts, cut):
    lines = [*wrapped(FIRST), *wrapped(SECOND)]
    pages = [page_of(lines[: len(lines) - cut], 1, foot="1"), page_of([*lines[-cut:], *wrapped(FIRST)], 2, foot="2")]
    assert texts(pages, layouts) == [FIRST, SECOND, FIRST]


def test_a_paragraph_goes_on_over_the_pages_of_a_sheet_wherever_the_second_begins(layouts):
    lines = [*wrapped(FIRST), *wrapped(SECOND)]
    left, right = page_of(lines[:-1]), page_of([lines[-1], *wrapped(FIRST)])
    lower = [
        line._replace(box=Box(line.box.x0, line.box.y0 + 300, line.box.x1, line.box.y1 + 300)) for line in right.lines
    ]
    halves = [dataclasses.replace(left, half="left"), dataclasses.replace(right, lines=lower, half="right")]
    assert texts(halves, layouts) == [FIRST, SECOND, FIRST]


def test_a_line_cut_before_a_long_number_goes_on(layouts):
    lines = [*wrapped(FIRST), "  本年支出合计307.82万元，其中：基本支出105.58", "万元，占34.30%。", *wrapped(FIRST)]
    assert texts([page_of(lines)], layouts)[1] == "本年支出合计307.82万元，其中：基本支出105.58万元，占34.30%。"


def test_a_heading_ends_even_without_a_full_stop(layouts):
    lines = ["  二、收入决算情况说明", *wrapped(SECOND), *wrapped(FIRST)]
    assert texts([page_of(lines)], layouts)[0] == "二、收入决算情况说明"


def test_paragraphs_without_indentation_end_where_there_was_room(layouts):
    full = SECOND[:36]
    lines = [full, "下一行到此为止。", full, full, "到此为止。", full, "完。"]
    assert texts([page_of(lines)], layouts) == [full + "下一行到此为止。", full * 2 + "到此为止。", full + "完。"]


def test_a_wrapped_title_is_one_paragraph(layouts):
    title = "|第三部分某某市某某区某某管理局二○二四年度部门预算和决算公开情况"
    found = texts([page_of([title, "|说明", *wrapped(FIRST), *wrapped(SECOND)])], layouts)
    assert found[0] == title[1:] + "说明"


def test_a_table_parts_paragraphs(layouts):
    page = dataclasses.replace(
        page_of([*wrapped(SECOND), *wrapped(FIRST)]), tables=[read_grid([["甲", "乙"]], top=155)]
    )
    items = join_rows(read_rows([page]), layouts.sections)
    assert [isinstance(item, TableMark) for item in items].count(True) == 1
    assert len(items) == 4


def test_leaders_are_one_mark(layouts):
    assert texts([page_of(["第一部分概况..............1"])], layouts) == ["第一部分概况...1"]


def test_the_row_of_a_place(layouts):
    item = join_rows(read_rows([page_of([*wrapped(FIRST), *wrapped(SECOND)])]), layouts.sections)[1]
    assert isinstance(item, Paragraph)
    row, start = item.row_at(item.text.index("31.37"))
    assert "31.37" in row.text
    assert item.text[start:].startswith(row.text[:5])
