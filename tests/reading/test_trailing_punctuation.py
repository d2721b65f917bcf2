import numpy as np
import pytest

from extractor.reading.trailing_punctuation import has_worn_end_mark, is_sentence, lacks_end_mark

LINE = np.zeros((30, 120), np.uint8)
LINE[:, :28] = LINE[:, 34:62] = LINE[:, 68:96] = 1


def signed(top: int, bottom: int, left: int = 100, right: int = 107) -> np.ndarray:
    """Three characters with a sign after them."""
    ink = LINE.copy()
    ink[top:bottom, left:right] = 1
    return ink


@pytest.mark.parametrize(
    ("text", "ink", "lacking"),
    [
        ("供查询", signed(22, 29), True),
        ("供查询。", signed(22, 29), False),
        ("供查询", LINE, False),
        ("供查询", signed(2, 9), False),
        ("供查询", signed(22, 29, 100, 102) | signed(22, 29, 105, 107), True),
        ("供查询", signed(2, 9, 100, 102) | signed(22, 29, 105, 107), False),
        ("供查询", signed(2, 29), False),
        ("供查询", signed(25, 27, 101, 103), False),
        ("调查，查询", signed(25, 27, 101, 103), True),
        ("12.3", signed(22, 29), False),
        ("", signed(22, 29), False),
    ],
)
def test_a_line_that_ends_in_a_small_low_sign(text, ink, lacking):
    assert lacks_end_mark(text, ink, in_sentence=is_sentence(text)) is lacking


@pytest.mark.parametrize(
    ("text", "top", "lost"),
    [
        ("按计划实施，全部完成", 24, True),
        ("按计划实施，全部完成", 4, False),
        ("按计划实施，全部完成。", 24, False),
        ("按计划实施，共12", 24, False),
        ("全部完成", 24, False),
        ("", 24, False),
    ],
)
def test_specks_where_a_sentence_has_its_full_stop_are_what_is_left_of_it(text, top, lost):
    behind = np.zeros((30, 18), np.uint8)
    behind[top : top + 2, 6:8] = 1
    assert (is_sentence(text) and has_worn_end_mark(text, behind)) is lost
    assert not has_worn_end_mark(text, np.zeros_like(behind))
