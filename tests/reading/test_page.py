from dataclasses import replace

import pytest

from extractor.geometry import Box
from extractor.model import Cell, Flag, Grid
from extractor.reading import read_page
from tests.drawing import Sheet

pytestmark = pytest.mark.slow


def test_words_that_a_seals_strokes_crossed_are_flagged():
    sheet = Sheet(200, height=120)
    sheet.text(60, 35, "2,940.05", 12)
    box = Box(50, 30, 150, 55)
    grid = Grid(box, (30, 55), (50, 150), (Cell(0, 0, 1, 1, box),), "")
    page = read_page(replace(sheet.page(), kind="scanned", crossed=(Box(80, 40, 86, 46),)), [grid], "rapidocr")
    (reading,) = page.tables[0].readings
    assert reading.text == "2,940.05"
    assert reading.flags == {Flag.CROSSED}


def test_what_a_seal_may_hide_is_flagged_and_the_confidence_stays_the_readers():
    sheet = Sheet(200, height=120)
    boxes = [Box(50, 30, 150, 55), Box(50, 60, 150, 85)]
    for box in boxes:
        sheet.text(box.x0 + 10, box.y0 + 5, "2,940.05", 12)
    grid = Grid(
        Box(50, 30, 150, 85), (30, 58, 85), (50, 150), tuple(Cell(i, 0, 1, 1, b) for i, b in enumerate(boxes)), ""
    )
    page = read_page(replace(sheet.page(), kind="scanned", hidden=(Box(140, 50, 190, 58),)), [grid], "rapidocr")
    hidden, plain = page.tables[0].readings
    assert (hidden.text, plain.text) == ("2,940.05", "2,940.05")
    assert (hidden.flags, plain.flags) == ({Flag.HIDDEN}, set())
    assert hidden.confidence == plain.confidence


def test_a_blank_cell_below_a_seal_counts_as_ink_that_was_not_read():
    sheet = Sheet(200, height=120)
    box = Box(50, 30, 150, 55)
    grid = Grid(box, (30, 55), (50, 150), (Cell(0, 0, 1, 1, box),), "")
    page = read_page(replace(sheet.page(), kind="scanned", hidden=(Box(80, 40, 86, 46),)), [grid], "rapidocr")
    (blank,) = page.tables[0].readings
    assert (blank.text, blank.flags, blank.pieces) == ("", {Flag.HIDDEN, Flag.UNREAD}, 1)
