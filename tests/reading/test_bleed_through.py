import numpy as np
import pytest

from extractor.reading.bleed_through import find_least_depth, measure_depth


def part(shade: int) -> tuple[np.ndarray, np.ndarray]:
    """A patch of paper (240) with a stroke of a shade, and the mask of the stroke."""
    grey = np.full((12, 30), 240, np.uint8)
    ink = np.zeros_like(grey)
    ink[4:8, 5:25] = 1
    grey[ink > 0] = shade
    return grey, ink


@pytest.mark.parametrize("shade", [40, 200])
def test_depth_is_how_much_darker_than_the_paper(shade):
    assert measure_depth(*part(shade)) == pytest.approx(240 - shade)


def test_a_part_without_ink_has_no_depth_to_be_told_by():
    grey, ink = part(40)
    assert measure_depth(grey, np.zeros_like(ink)) == 255.0


def test_faded_print_is_print_and_what_shines_through_is_not():
    depths = [180.0, 170.0, 90.0, 30.0]
    least = find_least_depth(depths, [100, 100, 100, 60])
    assert [depth >= least for depth in depths] == [True, True, True, False]


def test_many_small_ghosts_do_not_become_the_usual():
    depths = [170.0] * 3 + [30.0] * 20
    assert 30 < find_least_depth(depths, [200] * 3 + [10] * 20) < 170


def test_a_page_without_parts_has_no_ghosts():
    assert find_least_depth([], []) == 0.0
