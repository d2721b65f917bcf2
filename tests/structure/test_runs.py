import numpy as np

from extractor.model import LineMasks
from extractor.structure.runs import group_runs
from tests.building import word

NO_LINES = LineMasks(np.zeros((400, 400), np.uint8), np.zeros((400, 400), np.uint8), 1.0)


def line_at(x: int) -> LineMasks:
    vertical = np.zeros((400, 400), np.uint8)
    vertical[:, x] = 1
    return LineMasks(np.zeros_like(vertical), vertical, 1.0)


def said(*words, lines=NO_LINES):
    return [run.text for run in group_runs(words, lines)]


def test_the_spread_letters_of_a_word_are_one_text():
    assert said(word("合", 50, 50), word("计", 58, 50)) == ["合 计"]


def test_letters_that_end_the_headings_above_them_are_no_spread_word():
    heads = [word("财政拨款收", 50, 50), word("上级补助收", 110, 50)]
    ends = [word("入", 60, 57), word("入", 120, 57)]
    assert [run.wrapped for run in group_runs([*heads, *ends], NO_LINES)] == [False, True, False, True]
    assert not any(run.spaced for run in group_runs([*heads, *ends], NO_LINES))
    assert all(run.spaced for run in group_runs(ends, NO_LINES))


def test_two_amounts_that_nearly_touch_are_two_texts():
    assert said(word("12.30", 50, 50), word("45.60", 77, 50)) == ["12.30", "45.60"]


def test_long_headings_that_stand_close_are_two_texts():
    assert said(word("财政拨款", 50, 50), word("事业收入", 74, 50)) == ["财政拨款", "事业收入"]


def test_words_on_two_lines_are_two_texts():
    assert said(word("合", 50, 50), word("计", 57, 62)) == ["合", "计"]


def test_no_text_goes_on_over_a_line():
    assert said(word("合", 50, 50), word("计", 57, 50), lines=line_at(56)) == ["合", "计"]


def test_dots_lead_to_the_number_of_a_page():
    assert said(word("Roads......", 50, 50), word("12", 300, 50)) == ["Roads...... 12"]


def test_what_is_a_number():
    texts = ["1,234.50", "-3.20", "（4.00）", "95%", "-", "2010301", "一、", "12月", "x"]
    numbers = [run.text for text in texts for run in group_runs([word(text, 50, 50)], NO_LINES) if run.number]
    assert numbers == texts[:6]


def test_the_blank_in_the_square_of_a_bracket_parts_no_texts():
    assert said(word("因公出国", 50, 50), word("（境）费", 73, 50)) == ["因公出国 （境）费"]
    assert said(word("因公出国", 50, 50), word("事业收入", 73, 50)) == ["因公出国", "事业收入"]


def test_a_dash_that_was_read_as_the_character_it_looks_like_is_a_number():
    """Else a table's columns of dashes are columns of words."""
    (dash,) = group_runs([word("一", 50, 50)], NO_LINES)
    (label,) = group_runs([word("一、", 50, 50)], NO_LINES)
    assert (dash.number, label.number) == (True, False)
