import pytest

from extractor.interpretation import interpret
from tests.building import line, read_grid, read_page

HEADS = {
    "收入决算表": ["科目编码", "科目名称", "本年收入合计", "财政拨款收入"],
    "支出决算表": ["科目编码", "科目名称", "本年支出合计", "基本支出"],
}
ROWS = [
    ["208", "社会保障和就业支出", "6.00", "6.00"],
    ["20808", "抚恤", "6.00", "6.00"],
    ["2080801", "死亡抚恤", "2.00", "2.00"],
    ["2080802", "伤残抚恤", "4.00", "4.00"],
]


def page(number: int, title: str, rows: list[list[str]], engine: str = "rapidocr"):
    lines = [line(text, y=10 + 20 * i) for i, text in enumerate([title, "单位：万元"])]
    return read_page([read_grid([HEADS[title], *rows], engine=engine)], number, lines)


def codes_read(layouts, code: str, name: str, *, first: bool = False, engine: str = "rapidocr") -> dict[str, bool]:
    """Code → whether it is doubted, of a table in which the third code, or one before all others, was read so."""
    rows = [list(row) for row in ROWS]
    rows[2][:2] = code, name
    if first:
        rows.insert(0, rows.pop(2))
    found = interpret([page(1, "收入决算表", ROWS), page(2, "支出决算表", rows, engine)], layouts)
    return {value.row: bool(value.doubts) for value in found.known[1].values}


@pytest.mark.parametrize("code", ["208080", "280801"])
def test_a_code_that_lacks_a_digit_is_the_one_that_other_tables_have_there(layouts, code):
    assert codes_read(layouts, code, "死")["2080801"]


def test_a_code_is_not_taken_from_another_place(layouts):
    assert "2080801" not in codes_read(layouts, "208080", "死", first=True)


def test_a_printed_code_stands(layouts):
    assert "208080" in codes_read(layouts, "208080", "死", engine="text-layer")
