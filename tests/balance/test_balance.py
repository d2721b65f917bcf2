"""Every word and line that was read ends in one place, and the counts add up."""

from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.balance import balance_readings
from extractor.geometry import Box
from extractor.interpretation import interpret
from extractor.layouts import load_layouts
from extractor.model import Flag, Word
from extractor.reading.text_layer import TextLayerReader
from tests.building import line, page_of, read_grid, read_page
from tests.scorecards.cards import MERGED, ROWS, TITLE

HIDDEN = frozenset({Flag.HIDDEN})
HEAD = ["科目编码", "科目名称", "本年收入合计", "财政拨款收入", "其他收入"]
TOTAL = ["合计", "", "3.00", "3.00", ""]
ROW = ["201", "一般公共服务支出", "3.00", "3.00", ""]


def income(rows, *, extra=(), merged=((1, 0, 1, 2),), title="收入决算表"):
    above = [title, "部门：某市财政局", "单位：万元"]
    lines = [line(text, y=10 + 20 * i) for i, text in enumerate(above)]
    lines += [line(text, x=100, y=500 + 20 * i) for i, text in enumerate(extra)]
    return read_page([read_grid(rows, merged=merged)], 1, lines)


def balance(*pages, layouts=None):
    layouts = layouts or load_layouts()
    return balance_readings(pages, interpret(pages, layouts), layouts)


def unplaced(*pages):
    return {(item.reading.text, item.reason) for item in balance(*pages).unplaced}


def test_a_table_that_is_read_right_leaves_nothing_over():
    found = balance(income([HEAD, TOTAL, ROW]))
    assert found.unplaced == []
    assert found.by_page()[1] == {
        "read": 15,
        "code": 1,
        "fact": 4,
        "heading": 5,
        "label": 2,
        "title": 1,
        "unit-line": 2,
    }


def test_amounts_below_an_unknown_heading_are_unplaced():
    rows = [[*HEAD, "某种新收入"], [*TOTAL, "7.00"], [*ROW, "7.00"]]
    assert unplaced(income(rows)) == {("7.00", "column-not-known")}


def unplaced_items(page) -> list[tuple[str, str | None]]:
    """The texts that are unplaced, with the reasons, also those that are there twice."""
    return [(item.reading.text, item.reason) for item in balance(page).items if item.place == "unplaced"]


def test_amounts_of_an_unknown_row_are_unplaced():
    rows = [HEAD, TOTAL, ROW, ["", "其中：政府采购", "1.00", "1.00", ""]]
    assert unplaced(income(rows)) == {("1.00", "row-not-known")}


@pytest.mark.parametrize("amount", ["5,284.17*", "￥5,284.17", "5,284.17万元"])
def test_amounts_that_are_taken_for_a_heading_are_unplaced(amount):
    rows = [HEAD, ["合计", "", amount, amount, ""], ROW]
    placed = {item.reading.text for item in balance(income(rows)).items if item.place == "fact"}
    assert amount in placed | {text for text, _ in unplaced(income(rows))}


def test_column_numbers_and_row_numbers_are_no_figures():
    rows = [HEAD, ["栏次", "", "1", "2", "3"], TOTAL, ROW]
    assert unplaced(income(rows, merged=[(1, 0, 1, 2), (2, 0, 1, 2)])) == set()


@pytest.mark.parametrize("text", ["1,230.20", "201 一般公共服务支出 3.00 3.00", "3.00 3.00"])
def test_figures_outside_all_tables_are_unplaced(text):
    assert (text, "no-table") in unplaced(income([HEAD, TOTAL, ROW], extra=[text]))


@pytest.mark.parametrize("text", ["2024年12月31日", "收入合计3.00万元，比上年增加1.00万元。", "（此页无正文）"])
def test_sentences_and_dates_are_no_tables(text):
    assert unplaced(income([HEAD, TOTAL, ROW], extra=[text])) == set()


def test_the_figures_of_a_table_without_a_title_are_unplaced():
    page = read_page([read_grid([["甲", "乙"], ["1.00", "2.00"]])])
    assert unplaced(page) == {("1.00", "form-not-known"), ("2.00", "form-not-known")}


VEHICLES = ["机要通信用车", "应急保障用车", "执法执勤用车", "特种专业技术用车", "其他用车"]


def test_the_counts_of_a_table_with_a_part_of_a_form_s_rows_are_unplaced():
    counts = ["5", "6", "", "", "6"]
    rows = [[f"{k}. {name}", str(k), count] for k, (name, count) in enumerate(zip(VEHICLES, counts, strict=True), 3)]
    found = [text for text, reason in unplaced_items(read_page([read_grid(rows)])) if reason == "form-not-known"]
    assert (found.count("5"), found.count("6")) == (2, 3)
    rows = [[name.replace("用车", "设备"), *counts] for name, *counts in rows]
    assert unplaced_items(read_page([read_grid(rows)])) == []


def test_a_count_among_the_numbers_of_rows_is_unplaced():
    names = ["政府采购情况", "合计", "货物", "工程", "服务", "国有资产占用情况", *VEHICLES]
    rows = [["项目", "行次", "统计数"], *([name, str(k), "2"] for k, name in enumerate(names, 1)), ["其他", "6", ""]]
    page = read_page([read_grid(rows)], 1, [line("部门决算公开相关信息统计表", y=10)])
    assert ("6", "column-not-known") in unplaced_items(page)
    assert "5" not in [text for text, _ in unplaced_items(page)]


def test_a_table_of_another_kind_is_kept_as_it_is():
    page = read_page([read_grid([["资产", "期末数"], ["房屋", "2.00"]])], 1, [line("国有资产占有使用情况表")])
    assert [item.place for item in balance(page).items] == [*["other-table"] * 4, "title"]


def test_figures_that_the_proof_dropped_are_unplaced():
    found = balance(income([HEAD, TOTAL, ROW]))
    fact = next(item for item in found.items if item.place == "fact")
    assert found.without([fact.spot]).unplaced == [fact._replace(place="unplaced", reason="dropped")]


def scanned_income(rows, *, merged=((1, 0, 1, 2),)):
    lines = [line(text, y=10 + 20 * i) for i, text in enumerate(["收入决算表", "部门：某市财政局", "单位：万元"])]
    return read_page([read_grid(rows, merged=merged, engine="rapidocr")], 1, lines)


def test_a_figure_that_was_read_in_a_labels_cell_is_unplaced():
    rows = [HEAD, TOTAL, ["201", "一般公共服务支出13.00", "3.00", "", ""]]
    assert ("一般公共服务支出13.00", "column-not-known") in unplaced(scanned_income(rows))


def test_letters_that_were_read_for_a_figure_are_unplaced():
    rows = [HEAD, TOTAL, ROW, ["20103", "oO", "3.00", "3.00", ""]]
    assert ("oO", "column-not-known") in unplaced(scanned_income(rows))


@pytest.mark.parametrize("text", ["行（周）", "行", "0"])
def test_what_was_read_below_a_seal_in_place_of_a_figure_is_unplaced(text):
    grid = read_grid(
        [HEAD, *[["201", "一般公共服务支出", "3.00", "3.00", ""]] * 4, ["203", "国防支出", "3.00", text, ""]]
    )
    readings = [
        replace(reading, engine="rapidocr", **({"confidence": 0.17, "flags": HIDDEN} if reading.text == text else {}))
        for reading in grid.readings
    ]
    lines = [line("收入决算表", y=10), line("单位：万元", y=30)]
    page = read_page([replace(grid, readings=tuple(readings))], 1, lines)
    assert (text, "not-read") in unplaced(page)


def test_a_figure_over_two_columns_tells_the_second():
    """The border between the columns was lost, and one of two figures was not read."""
    rows = [
        ["项目", "合计", "因公出国（境）费", "公务接待费"],
        ["预算数", "9.00", "-7.00", ""],
        ["决算数", "6.00", "1.00", "5.00"],
    ]
    grid = read_grid(rows, merged=[(1, 2, 1, 2)], engine="rapidocr")
    page = read_page([grid], 1, [line("财政拨款“三公”经费支出决算表", y=10), line("单位：万元", y=30)])
    assert unplaced(page) == {("", "not-read")}


def test_a_cell_with_the_figures_of_two_is_unplaced():
    rows = [HEAD, TOTAL, ["201", "一般公共服务支出", "3.0012.00", "3.00", ""]]
    assert ("3.0012.00", "several-figures") in unplaced(scanned_income(rows))


def test_what_ocr_read_with_digits_in_a_table_that_was_not_recognised_is_unplaced():
    page = read_page([read_grid([["甲", "乙"], ["75.9515年支", "2.00"]], engine="rapidocr")])
    assert unplaced(page) == {("75.9515年支", "form-not-known"), ("2.00", "form-not-known")}


def page_with_card(merged, engine="rapidocr", lines=()):
    above = [line(TITLE, y=10), line("（2024年度）", y=30)]
    return read_page([read_grid(ROWS, merged=merged, engine=engine)], 1, [*above, *lines])


def test_indicators_whose_group_lost_its_rows_are_announced():
    """Their group's name is merged over both in print, and was read in one row alone."""
    lost = [span for span in MERGED if span != (9, 1, 2, 1)]
    found = balance(page_with_card(lost))
    (item,) = (item for item in found.unplaced if item.reason == "not-read")
    assert (item.table, item.reading.text, item.reading.pieces) == ("scorecard/1", "", 0)
    assert [item for item in balance(page_with_card(MERGED)).unplaced if item.reason == "not-read"] == []


def test_a_label_of_a_scorecard_with_its_value_in_one_cell_is_unplaced():
    rows = [*ROWS[:-1], ["", "主要经验做法无", *[""] * 9]]
    page = read_page(
        [read_grid(rows, merged=[*MERGED[:-2], (15, 1, 1, 10)], engine="rapidocr")], 1, [line(TITLE, y=10)]
    )
    assert ("主要经验做法无", "scorecard-cell") in unplaced(page)


def test_digits_set_apart_on_an_exported_page_are_one_figure():
    assert unplaced(income([HEAD, ["合计", "", "1 0.9 0", "3.00", ""]], merged=[(1, 0, 1, 2)])) == set()


def test_a_row_of_a_scorecard_that_its_grid_lacks_is_unplaced():
    row = [scanned_line("下一步改进措施及管理建议", x=60), scanned_line("无", x=300)]
    found = balance(page_with_card(MERGED, lines=row))
    assert {"下一步改进措施及管理建议", "无"} <= {i.reading.text for i in found.unplaced if i.reason == "no-table"}


def scanned_line(text, x):
    read = line(text, x=x, y=500)
    return read._replace(reading=replace(read.reading, engine="rapidocr"))


TEXTS = st.sampled_from(
    [
        "",
        "合计",
        "201",
        "20103",
        "行政运行",
        "3.00",
        "1,234.56",
        "-",
        "——",
        "7",
        "1.00 2.00",
        "小计3.00",
        "注：无。",
        "续表",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(TEXTS, min_size=5, max_size=5), min_size=1, max_size=8), st.lists(TEXTS, max_size=4))
def test_the_counts_add_up_whatever_is_printed(rows, extra):
    found = balance(income([HEAD, *rows], extra=extra, merged=[]), layouts=load_layouts())
    counts = found.by_page()[1]
    assert counts["read"] == sum(number for place, number in counts.items() if place != "read")
    spots = Counter(item.spot for item in found.items)
    assert max(spots.values()) == 1


@settings(max_examples=150, deadline=None)
@given(st.lists(TEXTS, min_size=5, max_size=5))
def test_an_amount_is_a_fact_or_unplaced(row):
    found = balance(income([HEAD, TOTAL, ROW, row], merged=[(1, 0, 1, 2)]), layouts=load_layouts())
    for item in found.items:
        if "1,234.56" in item.reading.text:
            assert item.place in ("fact", "unplaced")


X = st.floats(0, 380)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(X, st.floats(0, 280), st.integers(1, 8), st.floats(0, 6)), max_size=12),
    st.lists(st.floats(20, 380), min_size=2, max_size=6, unique=True),
)
def test_every_character_of_the_text_layer_is_read_once(words, borders):
    """Words may cross borders, lie outside all cells, or reach beyond the page."""
    placed = []
    for number, (x, y, length, gap) in enumerate(words):
        glyphs = tuple((x + i * (5 + gap), x + i * (5 + gap) + 5) for i in range(length))
        placed.append(Word(chr(0x4E00 + number) * length, Box(x, y, glyphs[-1][1], y + 10), glyphs))
    edges = sorted(borders)
    cells = [Box(a, 40, b, 160) for a, b in pairwise(edges)]
    text = TextLayerReader().read_all(page_of(placed), cells)
    readings = [*text.readings, *(one.reading for one in text.lines)]
    printed = Counter(character for word in placed for character in word.text)
    assert Counter(c for reading in readings for c in reading.text if c != " ") == printed
    assert sum(reading.pieces for reading in readings) == text.words
