"""Exported pages that are read once more, as scans."""

from extractor.balance import balance_readings
from extractor.checks import find_distrusted, prove
from extractor.geometry import Box
from extractor.interpretation import interpret
from extractor.model import Line
from tests.building import line, read_grid, read_page, reading

HEAD = ["科目编码", "科目名称", "本年收入合计", "财政拨款收入", "其他收入"]
CODES = [
    ("201", "一般公共服务支出"),
    ("205", "教育支出"),
    ("208", "社会保障和就业支出"),
    ("210", "卫生健康支出"),
    ("213", "农林水支出"),
    ("221", "住房保障支出"),
]


def distrusted(amounts, layouts, *, drawn=()):
    titles = [line(text, y=10 + 20 * i) for i, text in enumerate(["收入决算表", "单位：万元"])]
    boxes = [Box(50, 500 + 20 * k, 90, 510 + 20 * k) for k in range(len(drawn))]
    lines = [*titles, *(Line(box, reading(text, "rapidocr")) for box, text in zip(boxes, drawn, strict=True))]
    rows = [HEAD, *([code, name, *amounts] for code, name in CODES)]
    pages = [read_page([read_grid(rows)], 1, lines)]
    found = interpret(pages, layouts)
    balance = balance_readings(pages, found, layouts)
    return find_distrusted(pages, found, balance, prove(found, layouts, balance))


def test_a_page_whose_sums_hold_is_trusted(layouts):
    assert distrusted(["3.00", "1.00", "2.00"], layouts) == set()


def test_a_page_whose_sums_fail_all_over_is_not(layouts):
    assert distrusted(["7.00", "1.00", "5.00"], layouts) == {1}


def test_a_page_with_a_table_that_is_only_a_picture_is_not(layouts):
    assert distrusted(["3.00", "1.00", "2.00"], layouts, drawn=[f"{k}.00" for k in range(1, 9)]) == {1}
