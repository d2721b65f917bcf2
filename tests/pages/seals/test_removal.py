import cv2
import numpy as np

from extractor.geometry import Box
from extractor.pages.seals import remove_seals

SCALE = 200 / 72
RED, BLACK, PAPER = (44, 38, 214), (20, 20, 20), 235


def page() -> np.ndarray:
    image = np.full((900, 900, 3), PAPER, np.uint8)
    cv2.putText(image, "12345.67", (330, 480), cv2.FONT_HERSHEY_SIMPLEX, 1.2, BLACK, 3)
    return image


def sealed() -> np.ndarray:
    seal = np.full((900, 900, 3), 255, np.uint8)
    cv2.circle(seal, (450, 450), 160, RED, 8)
    cv2.circle(seal, (450, 450), 50, RED, -1)
    return np.minimum(page(), seal)


def test_a_seal_is_taken_off_and_the_print_below_it_stays():
    cleaned, print_ = remove_seals(sealed(), SCALE)[0][:, :, 0] < 150, page()[:, :, 0] < 150
    assert not (cleaned & ~print_).any()
    assert (cleaned & print_).sum() > 0.9 * print_.sum()


def test_a_seal_small_beside_its_page_is_taken_off_by_its_colour():
    large = np.full((3300, 2400, 3), PAPER, np.uint8)
    large[:900, :900] = sealed()
    assert not remove_seals(large, SCALE)[0][:, :, 0][280:300, 400:500].min() < 150
    assert remove_seals(large, SCALE)[1] == remove_seals(sealed(), SCALE)[1]


def test_where_a_seal_was_is_told():
    crossed = remove_seals(sealed(), SCALE).crossed
    ring = Box((450 + 160) / SCALE, 450 / SCALE, (450 + 160) / SCALE, 450 / SCALE)
    assert any(place.holds(*ring.centre) for place in crossed)
    assert not any(place.holds(100 / SCALE, 100 / SCALE) for place in crossed)


def test_a_page_without_seal_is_the_same_picture():
    image = page()
    cleaned, hidden, _ = remove_seals(image, SCALE)
    assert cleaned is image
    assert hidden == []


def test_a_grey_page_is_the_same_picture():
    image = page()[:, :, 0]
    cleaned, hidden, _ = remove_seals(image, SCALE)
    assert cleaned is image
    assert hidden == []


def test_red_words_are_print():
    image = page()
    cv2.putText(image, "-98.76 -54.32 -10.00", (100, 200), cv2.FONT_HERSHEY_SIMPLEX, 1.2, RED, 3)
    cleaned, hidden, _ = remove_seals(image, SCALE)
    assert cleaned is image
    assert hidden == []


def test_a_seal_in_a_colour_stored_at_half_resolution():
    _, jpeg = cv2.imencode(".jpg", sealed(), [cv2.IMWRITE_JPEG_QUALITY, 60])
    image = cv2.imdecode(jpeg, cv2.IMREAD_COLOR)
    grey = remove_seals(image, SCALE)[0][:, :, 0].astype(int)
    ring = np.zeros(grey.shape, np.uint8)
    cv2.circle(ring, (450, 450), 160, 255, 14)
    assert np.median(grey[ring > 0]) > PAPER - 12
    assert grey[ring > 0].min() > 120


def test_the_thick_middle_of_a_seal_may_hide_print_and_its_ring_does_not():
    hidden = remove_seals(sealed(), SCALE).hidden
    middle = Box(143, 143, 181, 181)
    assert hidden
    assert all(middle.x0 < b.x0 < b.x1 < middle.x1 and middle.y0 < b.y0 < b.y1 < middle.y1 for b in hidden)
