from dataclasses import replace

import numpy as np
import pytest

from extractor.geometry import Box
from extractor.model import Flag
from extractor.reading import load_reader
from extractor.reading.rapidocr import (
    UNSURE,
    RapidReader,
    _surer,
)
from tests.building import reading
from tests.drawing import Sheet

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
    recognise = reader._recognise
    monkeypatch.setattr(reader, "_recognise", lambda crops: looks.append(len(crops)) or recognise(crops))
    reader.read(sheet.page(), cells())
    assert looks == [len(FIGURES), 0]


def test_unsure_lines_below_a_seal_are_looked_at_once(reader, sheet, monkeypatch):
    looks = []
    unsure = reading("12", "rapidocr", UNSURE / 2)
    monkeypatch.setattr(reader, "_recognise", lambda crops: looks.append(len(crops)) or [unsure] * len(crops))
    page = replace(sheet.page(), hidden=(cells()[0],), crossed=(cells()[1],))
    reader.read(page, cells())
    assert looks == [len(FIGURES), len(FIGURES) - 2]


@pytest.mark.parametrize(("probable", "found"), [(0.55, len(FIGURES) + 1), (0.3, 0)])
def test_badly_printed_lines_as_high_as_the_page_s_letters_are_texts(reader, sheet, monkeypatch, probable, found):
    see = reader._recogniser.see
    hardly = lambda crops: [each._replace(usual=probable) for each in see(crops)]  # noqa: E731
    monkeypatch.setattr(reader._recogniser, "see", hardly)
    assert len(reader.with_texts(sheet.page()).texts) == found


def test_outside_tables_what_was_not_read_may_be_dots(reader):
    sheet = Sheet(200)
    sheet.text(60, 50, "157", 12)
    sheet.fill(Box(83, 53, 97, 59), 0)
    sheet.text(100, 50, "88", 12)
    sheet.table([100, 140], [40, 300], texts=False)
    found = reader.lines(reader.with_texts(sheet.page()), [Box(40, 100, 300, 140)])
    assert found
    assert not any(line.reading.flags for line in found)
