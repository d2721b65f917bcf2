"""Columns whose headings OCR lost or misread are known by the form's order, their numbers and what is left of them."""

import pytest

from extractor.layouts import ColumnSpec
from extractor.tables.alignment import Heading, align, find_headings
from extractor.tables.code_rows import read_code_rows
from tests.building import table_of

INCOME = ["本年收入合计", "财政拨款收入", "上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入"]
SPECS = [ColumnSpec(key=name, names=(name,)) for name in INCOME]


def headings(*texts, confidence=0.3, numbers=None):
    numbers = numbers or [None] * len(texts)
    return [
        Heading(column, (text,) if text else (), (), confidence, number)
        for column, (text, number) in enumerate(zip(texts, numbers, strict=True), 2)
    ]


@pytest.mark.parametrize(
    "lost",
    [
        {0: ""},
        {0: "位pU科t全", 1: "财政提就收入"},
        {2: "上级补制收入", 3: ""},
        {5: "附属单位上想收入", 6: "其地收"},
        {0: "", 6: ""},
    ],
)
def test_headings_that_were_lost_or_misread_are_known_by_their_order(lost):
    texts = [lost.get(at, name) for at, name in enumerate(INCOME)]
    found = {at + 2: name for at, name in enumerate(INCOME) if at not in lost}
    assert align(headings(*texts), SPECS, found) == {at + 2: INCOME[at] for at in lost}


def test_a_heading_that_was_surely_read_and_is_another_names_no_column_of_the_form():
    texts = [*INCOME[:6], "某种新收入"]
    found = {at + 2: name for at, name in enumerate(INCOME[:6])}
    assert align(headings(*texts, confidence=0.99), SPECS, found) == {}


def test_a_remark_behind_the_last_column_is_none_of_the_form():
    texts = [*INCOME[:6], "其他攸入", "备注"]
    found = {at + 2: name for at, name in enumerate(INCOME[:6])}
    assert align(headings(*texts, confidence=0.9), SPECS, found) == {8: "其他收入"}


def test_one_column_too_few_between_known_ones_is_not_known_without_words():
    """Either may be the one that the table lacks."""
    found = {2: INCOME[0], 4: INCOME[3]}
    assert align(headings(INCOME[0], "", INCOME[3]), SPECS[:4], found) == {}


def test_its_number_tells_which_of_two_a_column_is():
    found = {2: INCOME[0], 4: INCOME[3]}
    texts = (INCOME[0], "", INCOME[3])
    assert align(headings(*texts, numbers=[1, 3, 4]), SPECS[:4], found) == {3: INCOME[2]}


def test_columns_in_another_order_than_the_forms_are_left_alone():
    found = {2: INCOME[3], 3: INCOME[0]}
    assert align(headings(INCOME[3], INCOME[0], ""), SPECS, found) == {}


ROWS = [
    ["科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出对附属单位补助支出", ""],
    ["", "E次", "1", "2", "3", "4", "5", "6"],
    ["208", "社会保障和就业支出", "6.00", "1.00", "2.00", "0.00", "0.00", "3.00"],
]


def test_two_headings_in_one_cell_name_the_columns_below_in_their_order(layouts):
    table = table_of(ROWS, merged=[(0, 6, 1, 2)], engine="rapidocr")
    values = read_code_rows(table, layouts.forms["expenditure"], layouts, "万元", 2024)
    assert [(value.column, value.value) for value in values][-2:] == [
        ("经营支出", "0.00"),
        ("对附属单位补助支出", "3.00"),
    ]
    assert all(value.doubts for value in values[-2:])


def test_of_columns_below_one_heading_that_with_most_amounts_has_it(layouts):
    rows = [["科目名称", "项日支出", ""], ["教育支出", "", "1.00"], ["国防支出", "", "2.00"]]
    table = table_of(rows, merged=[(0, 1, 1, 2)], engine="rapidocr")
    specs = layouts.forms["expenditure"].columns
    assert [heading.column for heading in find_headings(table, [1, 2], 1, specs, layouts)] == [2]
