import cv2
import numpy as np
import pytest

from extractor.reading.comparison_signs import estimate_bar

UPPER, APEX, LOWER = (8, 8), (26, 15), (8, 22)


def drawn(*strokes: tuple[tuple[int, int], tuple[int, int]], soft: float = 0.8) -> np.ndarray:
    """A line of 40 pixels that begins with strokes, a figure after them."""
    image = np.full((40, 120), 230, np.uint8)
    for start, end in strokes:
        cv2.line(image, start, end, 40, 2)
    cv2.putText(image, "95", (40, 28), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 40, 2)
    return cv2.GaussianBlur(image, (0, 0), soft)


BARE = (UPPER, APEX), (APEX, LOWER)
LEVEL = ((8, 28), (26, 28))
SLANTED = ((8, 27), (26, 20))


@pytest.mark.parametrize("soft", [0.5, 1.5])
def test_a_bar_under_the_angle_speaks_for_it_level_or_slanted(soft):
    assert estimate_bar(drawn(*BARE, LEVEL, soft=soft)) > 3
    assert estimate_bar(drawn(*BARE, SLANTED, soft=soft)) > 3


@pytest.mark.parametrize("soft", [0.5, 1.5])
def test_a_bare_angle_speaks_against_it(soft):
    assert estimate_bar(drawn(*BARE, soft=soft)) < -3


def test_the_other_way_round_too():
    assert estimate_bar(drawn(((26, 8), (8, 15)), ((8, 15), (26, 22)), ((8, 28), (26, 28)))) > 3
    assert estimate_bar(drawn(((26, 8), (8, 15)), ((8, 15), (26, 22)))) < -3


def test_a_rule_below_the_line_is_no_bar():
    line = drawn(*BARE)
    line[36:38] = 60
    assert estimate_bar(line) < -3


def test_where_no_sign_is_nothing_is_said():
    assert estimate_bar(np.full((40, 120), 230, np.uint8)) == 0
    assert estimate_bar(np.full((40, 120), 0, np.uint8)) == 0
