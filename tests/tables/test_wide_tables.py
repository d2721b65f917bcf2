"""Tables whose right columns stand on later pages."""

from extractor.tables.join import join_tables
from tests.building import line, read_grid, read_page

LEFT = [
    ["科目编码", "科目名称", "本年收入合计"],
    ["合计", "", "3.00"],
    ["201", "一般公共服务支出", "1.00"],
    ["205", "教育支出", "2.00"],
]
RIGHT = [["财政拨款收入", "其他收入"], ["2.00", "1.00"], ["1.00", ""], ["1.00", "1.00"]]


def joined(layouts, right, *, lines=(), top=100.0):
    first = read_page([read_grid(LEFT)], 1, [line("收入决算表")])
    return join_tables([first, read_page([read_grid(right, top=top)], 2, lines)], layouts)


def texts(table):
    return [[cell.text for cell in sorted(cells, key=lambda cell: cell.column)] for _, cells in table.by_row()]


def test_columns_without_labels_at_the_same_heights_are_the_table_s(layouts):
    (table,) = joined(layouts, RIGHT)
    assert texts(table) == [[*left, *right] for left, right in zip(LEFT, RIGHT, strict=True)]
    assert [page for page, _ in table.places] == [1, 2]


def test_labels_that_are_printed_again_are_left_out(layouts):
    (table,) = joined(layouts, [[*left[:2], *right] for left, right in zip(LEFT, RIGHT, strict=True)])
    assert texts(table) == [[*left, *right] for left, right in zip(LEFT, RIGHT, strict=True)]


def test_a_table_with_a_title_of_its_own_is_not_the_right_part_of_another(layouts):
    assert len(joined(layouts, RIGHT, lines=[line("支出决算表")])) == 2


def test_rows_at_other_heights_are_another_table_s(layouts):
    assert len(joined(layouts, RIGHT, top=130)) == 2
