import cv2
import numpy as np
import pytest

from extractor.pages.seals import remove_seals
from tests.pages.seals.test_removal import PAPER, SCALE, page, sealed


def grey(image: np.ndarray, seed: int = 1) -> np.ndarray:
    """A copy in grey, with a scanner's noise and blur."""
    copied = cv2.GaussianBlur(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), (0, 0), 0.6)
    noise = np.random.default_rng(seed).normal(0, 3, copied.shape)
    return (copied + noise).clip(0, 255).astype(np.uint8)


@pytest.mark.parametrize("channels", [1, 3])
def test_a_seal_copied_grey_is_taken_off_and_the_print_below_it_stays(channels):
    copied = grey(sealed())
    image = copied if channels == 1 else cv2.merge([copied] * 3)
    cleaned, hidden, _ = remove_seals(image, SCALE)
    ink = cleaned.reshape(900, 900, -1)[:, :, 0] < 150
    print_ = page()[:, :, 0] < 150
    around = cv2.dilate(print_.astype(np.uint8), np.ones((13, 13), np.uint8)) > 0
    assert not (ink & ~around).any()
    assert (ink & print_).sum() > 0.8 * print_.sum()
    assert hidden


def test_places_are_told_along_the_strokes_and_not_between_them():
    hidden = remove_seals(grey(sealed()), SCALE).hidden
    centre = 450 / SCALE
    away = [max(abs(box.centre[0] - centre), abs(box.centre[1] - centre)) * SCALE for box in hidden]
    assert all(distance < 185 for distance in away)
    radius = [np.hypot(box.centre[0] - centre, box.centre[1] - centre) * SCALE for box in hidden]
    assert not [r for r in radius if 75 < r < 130]


def test_a_rule_under_a_seal_is_not_broken():
    image = sealed()
    image[380:383] = 20
    cleaned = remove_seals(grey(image), SCALE).image
    assert (cleaned[381] < 150).all()


@pytest.mark.parametrize("level", [100, 180])
def test_shaded_cells_and_pictures_are_no_seals(level):
    image = page()
    image[100:320, 100:400] = level
    copied = grey(image)
    assert remove_seals(copied, SCALE)[0] is copied


def test_a_large_title_that_faded_is_no_seal():
    image = np.full((900, 900), PAPER, np.uint8)
    for size, top in ((4, 200), (4, 330)):
        cv2.putText(image, "ABCD", (200, top), cv2.FONT_HERSHEY_SIMPLEX, size, 20, 16)
    faded = 255 - (255 - image.astype(float)) * np.linspace(1, 0.5, 900)
    copied = grey(cv2.merge([faded.astype(np.uint8)] * 3))
    assert remove_seals(copied, SCALE)[0] is copied


@pytest.mark.parametrize("level", [30, 110])
def test_rules_of_a_table_are_no_seal_though_they_are_even_and_paler_than_the_print(level):
    image = page()
    for at in range(150, 500, 45):
        image[at : at + 5, 120:500] = image[150:470, at : at + 5] = level
    copied = grey(image)
    assert remove_seals(copied, SCALE)[0] is copied
