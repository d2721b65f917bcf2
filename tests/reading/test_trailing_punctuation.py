import numpy as np
import pytest

from extractor.reading.trailing_punctuation import lacks_end_mark

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
        ("12.3", signed(22, 29), False),
        ("", signed(22, 29), False),
    ],
)
def test_a_line_that_ends_in_a_small_low_sign(text, ink, lacking):
    assert lacks_end_mark(text, ink) is lacking
