"""Where the documents of a file begin."""

from extractor.tables.covers import find_parts
from tests.building import line, read_grid, read_page

GRID = [["科目", "金额"], ["合计", "1.00"]]


def cover(number, *texts):
    return read_page([], number, [line(text, y=100 + 40 * index) for index, text in enumerate(texts)])


def sheet(number):
    return read_page([read_grid(GRID)], number, [line("收入决算表")])


def parts(layouts, pages):
    return [tuple(part) for part in find_parts(pages, layouts, [page.number for page in pages])]


def test_a_document_begins_at_the_cover_of_another_unit(layouts):
    pages = [
        cover(1, "大同市公安局", "2024年度部门决算"),
        sheet(2),
        cover(3, "大同市民政局", "2024年度部门决算"),
        sheet(4),
        sheet(5),
    ]
    assert parts(layouts, pages) == [(1, 2, 1), (3, 5, 3)]


def test_a_document_begins_at_the_cover_of_another_year_or_kind(layouts):
    pages = [
        cover(1, "大同市公安局2024年度部门决算"),
        sheet(2),
        cover(3, "大同市公安局2023年度部门决算"),
        sheet(4),
        cover(5, "大同市公安局2023年度部门预算"),
        sheet(6),
    ]
    assert parts(layouts, pages) == [(1, 2, 1), (3, 4, 3), (5, 6, 5)]


def test_the_name_may_stand_behind_the_year_or_below_it(layouts):
    pages = [
        cover(1, "2024年度大同市公安局部门决算"),
        sheet(2),
        cover(3, "2024年度部门决算", "大同市民政局", "2025年8月"),
        sheet(4),
    ]
    assert parts(layouts, pages) == [(1, 2, 1), (3, 4, 3)]


def test_title_and_contents_of_the_volume_precede_its_first_document(layouts):
    pages = [
        cover(1, "大同市2024年部门决算汇编"),
        cover(2, "目录", "大同市公安局1", "大同市民政局9"),
        cover(3, "大同市公安局", "2024年度部门决算"),
        sheet(4),
        cover(5, "大同市民政局", "2024年度部门决算"),
        sheet(6),
    ]
    assert parts(layouts, pages) == [(1, 4, 3), (5, 6, 5)]


def test_titles_inside_a_document_are_no_covers(layouts):
    pages = [
        cover(1, "大同市公安局", "2024年度部门决算"),
        sheet(2),
        cover(3, "第二部分", "大同市公安局2023年度部门决算表"),  # a heading of a part
        sheet(4),
        cover(5, "大同市公安局", "2024年度部门决算"),  # the cover again
        sheet(6),
        cover(7, "大同市民政局2023年度部门决算绩效自评报告"),  # an annex
        sheet(8),
        cover(9, "大同市民政局", "2024年度部门决算"),  # nothing follows
    ]
    assert parts(layouts, pages) == [(1, 9, 1)]
