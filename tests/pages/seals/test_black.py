import cv2
import numpy as np
import pytest

from extractor.pages.seals import remove_seals
from tests.pages.seals.test_removal import SCALE, page, sealed

MIDDLE, RADIUS = (450, 450), 160


def bilevel(image: np.ndarray) -> np.ndarray:
    """A fax of the page."""
    return np.where(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY) < 150, 0, 255).astype(np.uint8)


def ruled(image: np.ndarray) -> np.ndarray:
    """The page with rules that lean a little, level and upright, through the ring and the star."""
    for row in (390, 440):
        cv2.line(image, (50, row), (850, row + 6), (20, 20, 20), 2)
    cv2.line(image, (520, 50), (514, 850), (20, 20, 20), 2)
    return image


def away(image: np.ndarray) -> np.ndarray:
    """For every pixel how far it is from the seal's middle."""
    down, across = np.indices(image.shape[:2])
    return np.hypot(across - MIDDLE[0], down - MIDDLE[1])


def test_the_ring_and_the_star_of_a_black_seal_are_taken_off():
    image = bilevel(sealed())
    cleaned = remove_seals(image, SCALE).image
    print_ = cv2.dilate(255 - bilevel(page()), np.ones((9, 9), np.uint8)) > 0
    assert not ((cleaned < 150) & ~print_).any()
    beyond_star = (bilevel(page()) == 0) & (away(image) > 75)
    assert (cleaned[beyond_star] < 150).all()


def test_rules_lead_through_a_black_seal():
    cleaned = remove_seals(bilevel(ruled(sealed())), SCALE).image
    rules = (bilevel(ruled(page())) == 0) & (bilevel(page()) > 0)
    assert (cleaned[rules] < 150).mean() > 0.95


def test_all_within_a_black_seal_is_told_as_hidden():
    hidden = remove_seals(bilevel(sealed()), SCALE).hidden
    told = [any(box.holds((450 + r) / SCALE, 450 / SCALE) for box in hidden) for r in (0, 100, 155, 190)]
    assert told == [True, True, True, False]
    assert [any(box.holds(450 / SCALE, (450 + r) / SCALE) for box in hidden) for r in (-155, 155)] == [True, True]
    assert [any(box.holds(450 / SCALE, (450 + r) / SCALE) for box in hidden) for r in (-190, 190)] == [False, False]


def test_a_seal_that_reaches_over_the_edge_of_the_page_is_one_where_most_of_it_is_there():
    image = bilevel(sealed())[:, 330:]
    assert remove_seals(image, SCALE).hidden


@pytest.mark.parametrize("radius", [60, 100, 300])
def test_smaller_and_larger_circles_are_no_seals(radius):
    image = bilevel(page())
    cv2.circle(image, MIDDLE, radius, 0, 8)
    assert remove_seals(image, SCALE).image is image


def test_half_a_ring_is_no_seal():
    image = bilevel(page())
    cv2.ellipse(image, MIDDLE, (RADIUS, RADIUS), 0, 0, 200, 0, 8)
    assert remove_seals(image, SCALE).image is image


def test_a_black_disc_is_no_seal():
    image = bilevel(page())
    cv2.circle(image, MIDDLE, RADIUS, 0, -1)
    assert remove_seals(image, SCALE).image is image


def test_a_page_full_of_text_has_no_seal():
    image = np.full((900, 900), 255, np.uint8)
    for line in range(40, 880, 30):
        cv2.putText(image, "8,888.88 0,369.98 6,633.90 8,008.96", (20, line), cv2.FONT_HERSHEY_SIMPLEX, 1.1, 0, 3)
    assert remove_seals(image, SCALE).image is image
