import cv2
import numpy as np
import pytest

from extractor.imaging import COLOURLESS, drop_colour, percentile, shrink, shrink_roughly

RANDOM = np.random.default_rng(1)
GREY = RANDOM.integers(0, 256, (91, 130)).astype(np.uint8)


@pytest.mark.parametrize("share", [0, 2, 20, 50, 90, 100])
@pytest.mark.parametrize("size", [1, 2, 3, 1001])
def test_percentiles_are_those_of_numpy(share, size):
    levels = RANDOM.integers(0, 256, size).astype(np.uint8)
    assert percentile(levels, share) == pytest.approx(np.percentile(levels, share))


def test_percentiles_of_a_part_are_those_of_what_the_mask_has():
    mask = (GREY > 100).astype(np.uint8)
    assert percentile(GREY, 20, mask) == pytest.approx(np.percentile(GREY[mask > 0], 20))


def test_percentiles_of_what_is_darker_are_those_of_levels_below_the_bound():
    assert percentile(GREY, 2, below=100.5) == pytest.approx(np.percentile(GREY[GREY < 100.5], 2))
    assert percentile(GREY, 2, below=0) == 0.0
    assert percentile(GREY | 128, 2, below=128) == 0.0


def test_a_picture_without_colour_becomes_grey():
    assert np.array_equal(drop_colour(cv2.merge([GREY] * 3)), GREY)
    assert drop_colour(np.full((4, 4, 3), (90, 90, 90 + COLOURLESS), np.uint8)).ndim == 2
    assert drop_colour(np.full((4, 4, 3), (90, 90, 91 + COLOURLESS), np.uint8)).ndim == 3


def test_a_picture_with_a_coloured_dot_keeps_its_colour():
    image = cv2.merge([GREY] * 3)
    image[41:43, 61:63] = (0, 0, 200)
    assert drop_colour(image) is image


@pytest.mark.parametrize("ratio", [1 / 3, 0.5, 0.501, 1.0])
def test_whole_numbers_of_pixels_become_their_mean(ratio):
    ramp = np.repeat(np.arange(0, 240, 2, dtype=np.uint8)[None], 90, axis=0)
    small = shrink(ramp, ratio)
    assert small.shape == pytest.approx((90 * ratio, 120 * ratio), abs=1)
    assert np.allclose(small[0].astype(float), np.linspace(ramp[0, 0], ramp[0, -1], small.shape[1]), atol=2.5)


@pytest.mark.parametrize("ratio", [0.13, 0.36, 0.49, 0.7, 1.0])
def test_roughly_shrunk_pictures_are_of_the_same_size_and_shade(ratio):
    smooth = cv2.GaussianBlur(GREY, (0, 0), 12)
    rough, exact = shrink_roughly(smooth, ratio), shrink(smooth, ratio)
    assert rough.shape == pytest.approx(exact.shape, abs=1)
    high, wide = (min(pair) for pair in zip(rough.shape, exact.shape, strict=True))
    assert np.abs(rough[:high, :wide].astype(int) - exact[:high, :wide]).max() <= 4
