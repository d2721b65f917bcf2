import numpy as np
import pytest

from extractor.reading import load_reader
from extractor.reading.rapidocr import RapidReader
from extractor.reading.recogniser import BATCH_WIDTH, Recogniser, _batches, _middles, _padded, _weighed
from tests.reading.test_comparison_signs import BARE, drawn


@pytest.fixture(scope="module")
def recogniser() -> Recogniser:
    reader = load_reader("rapidocr")
    assert isinstance(reader, RapidReader)
    return reader._recogniser


def test_the_middle_of_a_character_is_that_of_its_steps():
    best = np.array([0, 5, 5, 5, 0, 7, 8, 8])
    assert _middles(best, np.array([1, 5, 6])).tolist() == [2, 5, 6.5]


def test_few_widths_occur_and_none_is_cut():
    padded = [_padded(width) for width in range(1, 2049)]
    assert all(width <= wide for width, wide in enumerate(padded, 1))
    assert len(set(padded)) < 30
    assert (_padded(200), _padded(1100)) == (224, 1152)


def test_batches_hold_every_input_once_and_few_shapes_occur():
    widths = [48] * 37 + [160] * 5 + [2048] * 3
    batches = list(_batches(widths))
    assert sorted(index for batch in batches for index in batch) == list(range(len(widths)))
    for batch in batches:
        (width,) = {widths[index] for index in batch}
        assert len(batch) in (1, 4, 16)
        assert len(batch) == 1 or len(batch) * width <= BATCH_WIDTH


@pytest.mark.slow
def test_which_width_a_sign_has_is_no_doubt(recogniser):
    classes = [recogniser._characters.index(character) for character in ("，", ",", "。")]
    steps = np.zeros((1, len(recogniser._characters)), np.float32)
    steps[0, classes] = 0.6, 0.3, 0.1
    found = recogniser.decode(steps, np.full((30, 30), 255, np.uint8), 48).reading
    assert (found.text, found.confidence) == ("，", pytest.approx(0.9))
    assert [other.text for other in found.alternatives] == ["。"]


def test_odds_shift_what_two_classes_have_together():
    pair = np.array([[0.6, 0.3], [0.0, 0.0]], np.float32)
    even, barred = _weighed(pair, 0.0), _weighed(pair, 7.0)
    assert even == pytest.approx(pair)
    assert barred.sum(axis=1) == pytest.approx([0.9, 0.0])
    assert barred[0, 1] > 0.89


@pytest.mark.slow
def test_a_bar_blurred_into_the_angle_decides_the_sign(recogniser):
    close = (8, 25), (26, 18)  # the reader alone sees a bare angle
    bare, barred = (recogniser.see([drawn(*strokes, soft=2.0)])[0].reading for strokes in (BARE, (*BARE, close)))
    assert bare.text[0] == ">"
    assert barred.text[0] == "≥"
