import numpy as np
import pytest

from extractor.geometry import Box
from extractor.reading import read_texts
from extractor.reading.scan_words import find_blanks, split_words
from tests.drawing import Sheet

pytestmark = pytest.mark.slow

NOWHERE = np.zeros((0, 2))


def test_a_line_is_parted_at_its_blanks():
    middles = np.array([5.0, 10, 15, 60, 65, 70])
    words = list(split_words("123456", middles, Box(0, 0, 75, 12), np.array([[18.0, 57.0]])))
    assert [word.text for word in words] == ["123", "456"]
    assert words[0].box.x1 < 20 < 55 < words[1].box.x0


def test_digits_whose_places_were_told_badly_are_one_word_where_ink_fills_their_gaps():
    middles = np.array([2.0, 4.0, 9.0, 11.0, 16.0])
    for blanks, words in ((NOWHERE, ["20126"]), (np.array([[4.5, 8.5]]), ["20", "126"])):
        assert [word.text for word in split_words("20126", middles, Box(0, 0, 17, 4), blanks)] == words


def test_a_blank_that_the_reader_told_parts_words_where_there_is_no_ink():
    middles = np.array([5.0, 15.0, 25.0, 35.0, 45.0])
    for blanks, words in ((np.array([[20.0, 30.0]]), ["合计", "收入"]), (NOWHERE, ["合计收入"])):
        assert [word.text for word in split_words("合计 收入", middles, Box(0, 0, 50, 9), blanks)] == words


def test_what_is_left_of_a_line_in_a_blank_does_not_join_the_words_beside_it():
    middles = np.array([5.0, 15.0, 37.0, 47.0])
    for blanks, words in (
        (np.array([[20.0, 24.2], [25.8, 30.0]]), ["合计", "收入"]),  # a line between
        (np.array([[20.0, 24.2], [28.2, 32.2]]), ["合计收入"]),  # a character between
    ):
        assert [word.text for word in split_words("合计收入", middles, Box(0, 0, 52, 9), blanks)] == words


def test_the_blank_behind_a_full_stop_parts_no_words():
    middles = np.array([5.0, 15.0, 22.5, 35.0, 45.0])
    (word,) = split_words("完成。取得", middles, Box(0, 0, 50, 9), np.array([[24.0, 31.0]]))
    assert word.text == "完成。取得"


def test_a_character_told_beyond_its_line_stays_in_it():
    (word,) = split_words("26", np.array([3.0, 9.0]), Box(0, 0, 6, 4), NOWHERE)
    assert word.box == Box(word.box.x0, 0, 6, 4)
    assert all(left <= right for left, right in word.glyphs)


def test_blanks_are_where_a_box_has_no_ink():
    ink = np.zeros((20, 40), np.uint8)
    ink[4:8, 10:16] = ink[4:8, 24:30] = 1
    assert find_blanks(ink, 2.0, Box(4, 1, 17, 5)).tolist() == [[4, 5], [8, 12], [15, 17.5]]


def test_a_line_read_as_a_blank_has_no_words():
    assert list(split_words("\u3000", np.array([5.0]), Box(0, 0, 20, 12), NOWHERE)) == []


def test_each_character_has_its_place():
    (word,) = split_words("12", np.array([5.0, 10.0]), Box(0, 0, 15, 12), NOWHERE)
    assert [(left + right) / 2 for left, right in word.glyphs] == pytest.approx([5.0, 10.0])


def test_words_of_a_scan_stand_where_they_are_printed():
    sheet = Sheet(200)
    sheet.text(60, 100, "1,234.56", 10)
    sheet.text(200, 100, "78.90", 10)
    page = read_texts(sheet.page())
    assert [word.text for word in page.words] == ["1,234.56", "78.90"]
    first, second = page.words
    assert (first.box.x0, second.box.x0) == pytest.approx((60, 200), abs=3.5)
    assert first.box.y0 < 106 < first.box.y1


def test_digits_that_stand_wide_are_one_text():
    sheet = Sheet(200)
    for k, digit in enumerate("18.43"):
        sheet.text(60 + 7.5 * k, 100, digit, 10)
    (text,) = read_texts(sheet.page()).texts
    assert text.text == "18.43"


def test_a_blank_page_has_no_words():
    assert read_texts(Sheet(200).page()).words == ()


def test_what_is_left_of_a_line_beside_a_word_is_no_part_of_it():
    middles = np.array([2.0, 5.0, 10.0, 14.0])
    (word,) = split_words("!12:", middles, Box(0, 0, 16, 8), NOWHERE)
    assert word.text == "12"
    assert list(split_words("：", np.array([5.0]), Box(0, 0, 20, 12), NOWHERE)) == []


def test_letters_of_digits_are_larger_than_digits_are_high():
    (word,) = split_words("3", np.array([5.0]), Box(0, 0, 10, 7.2), NOWHERE)
    ((left, right),) = word.glyphs
    assert right - left == pytest.approx(5.0)
