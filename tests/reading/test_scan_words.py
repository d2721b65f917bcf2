import numpy as np
import pytest

from extractor.geometry import Box
from extractor.reading import read_texts
from extractor.reading.scan_words import split_words
from tests.drawing import Sheet

pytestmark = pytest.mark.slow


def test_a_line_is_parted_at_its_blanks():
    middles = np.array([5.0, 10, 15, 60, 65, 70])
    words = list(split_words("123456", middles, Box(0, 0, 75, 12)))
    assert [word.text for word in words] == ["123", "456"]
    assert words[0].box.x1 < 20 < 55 < words[1].box.x0


def test_a_line_read_as_a_blank_has_no_words():
    assert list(split_words("\u3000", np.array([5.0]), Box(0, 0, 20, 12))) == []


def test_each_character_has_its_place():
    (word,) = split_words("12", np.array([5.0, 10.0]), Box(0, 0, 15, 12))
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
    (word,) = split_words("!12:", middles, Box(0, 0, 16, 8))
    assert word.text == "12"
    assert list(split_words("：", np.array([5.0]), Box(0, 0, 20, 12))) == []


def test_letters_of_digits_are_larger_than_digits_are_high():
    (word,) = split_words("3", np.array([5.0]), Box(0, 0, 10, 7.2))
    ((left, right),) = word.glyphs
    assert right - left == pytest.approx(5.0)
