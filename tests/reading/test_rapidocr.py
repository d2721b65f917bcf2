from dataclasses import replace

import numpy as np
import pytest

from extractor.geometry import Box
from extractor.model import Flag
from extractor.reading import load_reader
from extractor.reading.rapidocr import (
    BATCH_WIDTH,
    UNSURE,
    RapidReader,
    _batches,
    _middles,
    _padded,
    _surer,
    _weighed,
)
from tests.building import reading
from tests.drawing import Sheet
from tests.reading.test_comparison_signs import BARE, drawn

pytestmark = pytest.mark.slow

FIGURES = ["2,940.05", "157.88", "0.29", "-3.20", "2010301"]


@pytest.fixture(scope="module")
def reader() -> RapidReader:
    reader = load_reader("rapidocr")
    assert isinstance(reader, RapidReader)
    return reader


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    sheet = Sheet(200, height=240)
    sheet.text(40, 10, "Budget", 12)
    for i, text in enumerate(FIGURES):
        sheet.text(60, 40 + 30 * i, text, 12)
    sheet.image = sheet.bgr()
    return sheet


def cells() -> list[Box]:
    return [Box(50, 35 + 30 * i, 200, 60 + 30 * i) for i in range(len(FIGURES) + 1)]


def test_figures_are_read(reader, sheet):
    readings = reader.read(sheet.page(), cells())
    assert [reading.text for reading in readings] == [*FIGURES, ""]
    assert all(reading.confidence > 0.5 for reading in readings)
    assert readings[0].engine == "rapidocr"
    assert not any(reading.unread or reading.flags for reading in readings)
    assert [reading.pieces for reading in readings] == [1] * len(FIGURES) + [0]


def test_a_line_with_ink_that_no_character_accounts_for_is_flagged(reader):
    sheet = Sheet(200)
    sheet.text(60, 50, "157.88", 12)
    sheet.fill(Box(110, 53, 122, 59), 0)
    (found,) = reader.read(sheet.page(), [Box(50, 40, 200, 70)])
    assert (found.text, found.unread) == ("157.88", (6,))
    assert found.flags >= {Flag.UNREAD}


def test_the_middle_of_a_character_is_that_of_its_steps():
    best = np.array([0, 5, 5, 5, 0, 7, 8, 8])
    assert _middles(best, np.array([1, 5, 6])).tolist() == [2, 5, 6.5]


def test_two_lines_of_a_cell_are_one_reading(reader, sheet):
    (both,) = reader.read(sheet.page(), [Box(50, 35, 200, 90)])
    assert (both.text, both.pieces) == (FIGURES[0] + FIGURES[1], 2)


def test_grey_pages_are_read_like_coloured_ones(reader, sheet):
    page = sheet.page()
    grey = replace(page, image=np.ascontiguousarray(page.image[:, :, 0]))
    assert reader.read(grey, cells()) == reader.read(page, cells())
    assert reader.lines(grey, []) == reader.lines(page, [])


def test_lines_outside_the_table_are_found_with_their_place(reader, sheet):
    (line,) = reader.lines(reader.with_texts(sheet.page()), [Box(50, 35, 200, 185)])
    assert line.text == "Budget"
    assert line.box.x0 == pytest.approx(40, abs=3)


def test_a_page_without_a_table_is_searched(reader, sheet):
    found = [line.text for line in reader.lines(reader.with_texts(sheet.page()), [])]
    assert found[0] == "Budget"
    assert FIGURES[0] in found


def test_an_engine_is_loaded_once(reader):
    assert load_reader("rapidocr") is reader


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


def test_which_width_a_sign_has_is_no_doubt(reader):
    classes = [reader._characters.index(character) for character in ("，", ",", "。")]
    steps = np.zeros((1, len(reader._characters)), np.float32)
    steps[0, classes] = 0.6, 0.3, 0.1
    found = reader._decoded(steps, np.full((30, 30), 255, np.uint8), 48).reading
    assert (found.text, found.confidence) == ("，", pytest.approx(0.9))
    assert [other.text for other in found.alternatives] == ["。"]


def test_the_more_confident_of_two_looks_is_taken_and_flagged_and_the_other_remembered():
    first, second = reading("产山指标", "rapidocr", 0.6), reading("产出指标", "rapidocr", 0.99, ["产山指标"])
    found = _surer(first, second)
    assert (found.text, found.confidence, found.flags) == ("产出指标", 0.99, {Flag.SECOND_LOOK})
    assert [(other.text, other.confidence) for other in found.alternatives] == [("产山指标", 0.6), ("产山指标", 0.1)]


def test_a_look_that_accounts_for_all_ink_is_better_than_a_more_confident_one_that_does_not():
    first = reading("≤1710", "rapidocr", 0.99, flags=[Flag.UNREAD])
    second = reading("≤1710元", "rapidocr", 0.95)
    found = _surer(first, second)
    assert (found.text, found.confidence, found.flags) == ("≤1710元", 0.95, {Flag.SECOND_LOOK})


@pytest.mark.parametrize("second", [("", 1.0), ("产士指标", 0.5)])
def test_a_look_that_sees_nothing_or_is_less_sure_says_nothing(second):
    first = reading("产山指标", "rapidocr", 0.6)
    assert _surer(first, reading(second[0], "rapidocr", second[1])) is first


def test_lines_that_are_sure_are_looked_at_once(reader, sheet, monkeypatch):
    looks = []
    recognised = reader._recognised
    monkeypatch.setattr(reader, "_recognised", lambda crops: looks.append(len(crops)) or recognised(crops))
    reader.read(sheet.page(), cells())
    assert looks == [len(FIGURES), 0]


def test_unsure_lines_below_a_seal_are_looked_at_once(reader, sheet, monkeypatch):
    looks = []
    unsure = reading("12", "rapidocr", UNSURE / 2)
    monkeypatch.setattr(reader, "_recognised", lambda crops: looks.append(len(crops)) or [unsure] * len(crops))
    page = replace(sheet.page(), hidden=(cells()[0],), crossed=(cells()[1],))
    reader.read(page, cells())
    assert looks == [len(FIGURES), len(FIGURES) - 2]


def test_odds_shift_what_two_classes_have_together():
    pair = np.array([[0.6, 0.3], [0.0, 0.0]], np.float32)
    even, barred = _weighed(pair, 0.0), _weighed(pair, 7.0)
    assert even == pytest.approx(pair)
    assert barred.sum(axis=1) == pytest.approx([0.9, 0.0])
    assert barred[0, 1] > 0.89


def test_a_bar_blurred_into_the_angle_decides_the_sign(reader):
    close = (8, 25), (26, 18)  # the reader alone sees a bare angle
    bare, barred = (reader._recognised([drawn(*strokes, soft=2.0)])[0] for strokes in (BARE, (*BARE, close)))
    assert bare.text[0] == ">"
    assert barred.text[0] == "≥"


def test_outside_tables_what_was_not_read_may_be_dots(reader):
    sheet = Sheet(200)
    sheet.text(60, 50, "157", 12)
    sheet.fill(Box(83, 53, 97, 59), 0)
    sheet.text(100, 50, "88", 12)
    sheet.table([100, 140], [40, 300], texts=False)
    found = reader.lines(reader.with_texts(sheet.page()), [Box(40, 100, 300, 140)])
    assert found
    assert not any(line.reading.flags for line in found)
