import numpy as np
import pytest

from extractor.geometry import Box
from extractor.pages.line_masks import draw_masks

SCALE = 2.0


def paper() -> np.ndarray:
    return np.full((200, 200), 255, np.uint8)


def runs_down(mask: np.ndarray) -> list[int]:
    """The columns of pixels with a line."""
    return np.flatnonzero(mask.any(axis=0)).tolist()


def test_a_hairline_is_a_line_a_short_stroke_is_none():
    grey = paper()
    grey[20:180, 50] = 160
    grey[20:28, 100] = 0
    maps = draw_masks(grey, SCALE)
    assert runs_down(maps.vertical) == [50]
    assert not maps.horizontal.any()


@pytest.mark.parametrize(("dot", "period"), [(2, 4), (8, 14)])
def test_dots_and_dashes_are_joined(dot, period):
    grey = paper()
    for start in range(20, 180 - dot, period):
        grey[50, start : start + dot] = 0
    maps = draw_masks(grey, SCALE)
    assert maps.horizontal[50, 24:160].all()


def test_a_white_line_between_fills_is_a_line():
    grey = paper()
    grey[40:160, 40:160] = 60
    grey[40:160, 100:102] = 255
    assert {100, 101} <= set(runs_down(draw_masks(grey, SCALE).vertical))


def test_a_fill_is_no_line_but_its_edges_are():
    grey = paper()
    grey[40:160, 40:160] = 230
    vertical = draw_masks(grey, SCALE).vertical
    assert not vertical[:, 60:140].any()
    assert vertical[60:140, 36:44].any()
    assert vertical[60:140, 156:164].any()


def test_a_line_parts_what_stands_on_both_sides_of_it():
    grey = paper()
    grey[20:100, 50] = 0
    maps = draw_masks(grey, SCALE)
    assert maps.parts(Box(24, 20, 26, 40))
    assert not maps.parts(Box(24, 60, 26, 90))
    assert not maps.parts(Box(34, 20, 36, 40))


def test_maps_turn_with_the_page():
    grey = paper()[:, :120]
    grey[20:180, 50] = 0
    maps = draw_masks(grey, SCALE).turned(1)
    assert maps.vertical.shape == (120, 200)
    assert not maps.vertical.any()
    assert maps.horizontal[50].any()
