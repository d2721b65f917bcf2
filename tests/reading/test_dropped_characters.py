import numpy as np
import pytest

from extractor.reading.dropped_characters import find_dropped, width_of

FULL, HEIGHT = 20, 28


def line(widths: list[int]) -> np.ndarray:
    """A picture of a line: blocks of ink of so many pixels, each with two of white beside it; negative widths are
    blank.
    """
    image = np.full((HEIGHT, sum(map(abs, widths))), 240, np.uint8)
    at = 0
    for width in widths:
        if width > 0:
            image[6:-6, at + 2 : at + width - 2] = 30
        at += abs(width)
    return image


@pytest.mark.parametrize(
    ("text", "centres", "widths", "unread"),
    [
        ("市县区", [10, 30, 50], [20] * 3, ()),
        ("市区财政", [10, 50, 70, 90], [20] * 5, (1,)),
        ("级指标", [30, 50, 70], [20] * 4, (0,)),
        ("成效果", [10, 30, 50], [20] * 4, (3,)),
        ("市区财政", [10, 50, 70, 90], [20, -20, 20, 20, 20], ()),
        ("12.50", [5, 15, 25, 35, 45], [10] * 5, ()),
        ("≤1710", [10, 25, 35, 45, 55], [20, *[10] * 4, 20], (5,)),
        ("级指标", [30, 50, 70], [-20, *[20] * 3], ()),
        ("标", [10], [20], ()),
        ("标", [10], [20, 20], (1,)),
        # What is left of a rule at the end.
        ("级指标", [10, 30, 50], [*[20] * 3, -14, 6], ()),
        ("", [], [20], ()),
        ("标", [10], [-20], ()),
    ],
)
def test_ink_that_no_character_accounts_for_was_not_read(text, centres, widths, unread):
    own = np.array([width_of(character) for character in text])
    assert find_dropped(own, np.array(centres, float), line(widths)) == unread


def test_ink_close_to_the_edge_of_the_line_is_no_character():
    image = line([*[20] * 3, -20])
    image[:2, 60:] = 30
    assert find_dropped(np.ones(3), np.array([10.0, 30, 50]), image) == ()
