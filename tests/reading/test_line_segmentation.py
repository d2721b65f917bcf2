from dataclasses import replace

import pytest

from extractor.geometry import Box
from extractor.model import Flag, Line, Reading
from extractor.reading import read_texts
from extractor.reading.line_segmentation import LinePlace, crop, mask_text, read_boxes, segment_lines
from tests.drawing import Sheet

pytestmark = pytest.mark.slow

DPIS = (100, 200, 300)
CELL = Box(50, 40, 200, 90)


def lines_of(sheet: Sheet, *boxes: Box) -> list[list[Box]]:
    page = sheet.page()
    return segment_lines(page, mask_text(page), boxes or (CELL,))


@pytest.mark.parametrize("dpi", DPIS)
def test_a_blank_cell_has_no_lines(dpi):
    sheet = Sheet(dpi)
    sheet.table([CELL.y0, CELL.y1], [CELL.x0, 120, CELL.x1], texts=False)
    assert lines_of(sheet, Box(50, 40, 120, 90)) == [[]]


@pytest.mark.parametrize("dpi", DPIS)
def test_a_line_is_the_ink_s_box(dpi):
    sheet = Sheet(dpi)
    sheet.text(60, 50, "1234.56", 12)
    ((line,),) = lines_of(sheet)
    assert line.x0 == pytest.approx(60, abs=2)
    assert 5 < line.height < 14
    assert CELL.overlap(line) == pytest.approx(line, abs=0.01)


@pytest.mark.parametrize("dpi", DPIS)
def test_wrapped_text_is_parted_into_its_lines(dpi):
    sheet = Sheet(dpi)
    for i, text in enumerate(("first", "second", "third")):
        sheet.text(60, 44 + 14 * i, text, 10)
    ((*lines,),) = lines_of(sheet)
    assert len(lines) == 3
    assert [line.y0 for line in lines] == sorted(line.y0 for line in lines)


def test_dust_beside_text_is_dropped():
    sheet = Sheet(200)
    sheet.text(60, 50, "1234.56", 12)
    sheet.fill(Box(180, 80, 181.4, 81.4), 0)
    ((line,),) = lines_of(sheet)
    assert line.y1 < 75


@pytest.mark.parametrize(("x", "y", "lines"), [(195, 84, 1), (195, 78, 2), (188, 84, 2)])
def test_a_small_thing_in_a_corner_below_text_is_left_of_the_rules(x, y, lines):
    sheet = Sheet(200)
    sheet.text(120, 50, "1234.56", 12)
    sheet.fill(Box(x, y, x + 4, y + 5), 0)
    (found,) = lines_of(sheet)
    assert len(found) == lines


@pytest.mark.parametrize(("wide", "noisy", "lines"), [(1.1, True, 0), (1.1, False, 1), (2.2, True, 1)])
def test_on_noisy_paper_a_bare_bar_is_what_is_left_of_a_rule(wide, noisy, lines):
    sheet = Sheet(200)
    sheet.fill(Box(120, 55, 120 + wide, 62), 0)
    page = replace(sheet.page(), noisy=noisy)
    (found,) = segment_lines(page, mask_text(page), (CELL,))
    assert len(found) == lines


def test_specks_alone_are_nothing():
    sheet = Sheet(200)
    for x in range(60, 190, 20):
        sheet.fill(Box(x, 60, x + 0.7, 60.7), 0)
    assert lines_of(sheet) == [[]]


@pytest.mark.parametrize("dpi", DPIS)
def test_what_a_rule_leaves_in_a_cell_is_no_text(dpi):
    """The cell's box is off by a point, so its borders reach into it."""
    sheet = Sheet(dpi)
    sheet.table([40, 60, 80], [50, 150, 250], thick=1.5, texts=False)
    sheet.text(70, 44, "12.30", 10)
    text, blank = lines_of(sheet, Box(49, 39, 149, 59), Box(151, 61, 251, 81))
    assert len(text) == 1
    assert text[0].x0 > 65
    assert blank == []


def test_a_dash_is_text():
    sheet = Sheet(200)
    sheet.text(60, 50, "1234.56", 12)
    sheet.level(110, 60, 72, thick=0.9)
    filled, dash = lines_of(sheet, CELL, Box(50, 100, 200, 120))
    assert len(filled) == len(dash) == 1


@pytest.mark.parametrize(("width", "read"), [(3.0, "-"), (1.8, "")], ids=["a dash", "no wider than dust"])
def test_the_short_dash_of_a_fax_is_no_figure(width, read):
    sheet = Sheet(200)
    sheet.text(60, 50, "1234.56", 12)
    sheet.level(110, 60, 60 + width, thick=1.1)
    seen = read_boxes(
        sheet.page(), [CELL, Box(50, 100, 200, 120)], lambda _, lines: [Reading("4", 0.9, "test")] * len(lines), "test"
    )
    assert [reading.text for reading in seen] == ["4", read]


def test_a_dash_is_one_where_the_detector_s_box_around_it_is_as_high_as_text():
    sheet = Sheet(200)
    sheet.text(60, 50, "1234.56", 12)
    sheet.level(110, 60, 66, thick=1.1)
    seen = Line(Box(58, 104, 68, 116), Reading("=", 0.9, "test"))
    page = replace(sheet.page(), texts=(seen,))
    cells = [CELL, Box(50, 100, 200, 120)]
    read = read_boxes(page, cells, lambda _, lines: [Reading("4", 0.9, "test")] * len(lines), "test")
    assert [reading.text for reading in read] == ["4", "-"]


def test_dashes_are_no_text_where_there_are_more_of_them_than_lines_of_text():
    sheet = Sheet(200)
    sheet.text(60, 50, "1234.56", 12)
    dashes = [Box(50, 100 + 20 * k, 200, 120 + 20 * k) for k in range(5)]
    for box in dashes:
        sheet.level(box.y0 + 10, 60, 64, thick=1.1)
    seen = read_boxes(sheet.page(), [CELL, *dashes], lambda _, lines: [Reading("4", 0.9, "test")] * len(lines), "test")
    assert [reading.text for reading in seen] == ["4", *["-"] * 5]


def test_ink_of_which_nothing_is_recognised_is_not_presented_as_blank():
    sheet = Sheet(200)
    sheet.text(60, 50, "1234.56", 12)
    blank = Box(50, 100, 200, 120)
    nothing = Reading("", 1.0, "test")
    inked, empty = read_boxes(sheet.page(), [CELL, blank], lambda _, lines: [nothing] * len(lines), "test")
    assert (inked.text, inked.flags, inked.pieces) == ("", {Flag.UNREAD}, 1)
    assert (empty.text, empty.flags, empty.pieces) == ("", set(), 0)


def test_a_line_without_the_mark_that_its_ink_ends_with_is_flagged():
    sheet = Sheet(200)
    for left in (60, 74, 88):
        sheet.fill(Box(left, 50, left + 12, 62), 0)
    sheet.fill(Box(103, 59, 106, 62), 0)

    def read(text: str) -> Reading:
        (found,) = read_boxes(sheet.page(), [CELL], lambda _, lines: [Reading(text, 0.99, "test")] * len(lines), "test")
        return found

    assert (read("供查询").flags, read("供查询").confidence) == ({Flag.LOST_END}, 0.99)
    assert not read("供查询。").flags


def test_the_last_line_of_a_sentence_is_flagged_for_what_is_left_of_its_full_stop():
    """The commas of the sentence stand in the line above."""
    sheet = Sheet(200)
    for top in (48, 66):
        for left in (60, 74, 88):
            sheet.fill(Box(left, top, left + 12, top + 12), 0)
    sheet.fill(Box(104, 75.5, 104.6, 76.1), 0)
    cell = Box(50, 40, 200, 84)

    def flags(first: str, last: str) -> set[Flag]:
        texts = [Reading(first, 0.99, "test"), Reading(last, 0.99, "test")]
        (found,) = read_boxes(sheet.page(), [cell], lambda _, lines: texts, "test")
        return set(found.flags)

    assert flags("全年，未", "发生") == {Flag.LOST_END}
    assert flags("全年，未", "发生。") == set()
    assert flags("全年未", "发生") == set()


def test_a_crop_has_room_around_the_line_but_stays_in_its_cell():
    page = Sheet(72).page()
    inside = crop(page, LinePlace(Box(60, 50, 100, 60), CELL))
    assert inside.shape[0] > 10 and inside.shape[1] > 40
    at_edge = crop(page, LinePlace(Box(50, 40, 100, 60), CELL))
    assert at_edge.shape[1] < inside.shape[1] + 10


def test_pale_blotches_are_no_text_though_they_outnumber_it():
    sheet = Sheet(200)
    sheet.text(60, 50, "584.83", 12)
    blotches = [Box(50, 120 + 20 * k, 200, 140 + 20 * k) for k in range(8)]
    for box in blotches:
        for left, right in ((100, 101), (103, 104)):
            sheet.fill(Box(left, box.y0 + 6, right, box.y0 + 11), 225)
    page = sheet.page()
    found = segment_lines(page, mask_text(page), [CELL, *blotches])
    assert [len(lines) for lines in found] == [1] + [0] * 8


def test_the_stem_of_a_digit_beside_a_rule_is_kept():
    sheet = Sheet(200)
    sheet.text(60, 52, "296.61", 10)
    page = sheet.page()
    whole = segment_lines(page, mask_text(page), [CELL])[0][0]
    (line,) = segment_lines(page, mask_text(page), [Box(50, 46, whole.x1 + 2.4, 66)])[0]
    assert line.x1 == pytest.approx(whole.x1, abs=0.5)


def test_texts_side_by_side_in_a_cell_are_one_line():
    sheet = Sheet(200)
    sheet.text(60, 52, "12.30", 10)
    sheet.text(140, 52, "45.60", 10)
    page = read_texts(sheet.page())
    assert len(page.texts) == 2
    ((line,),) = segment_lines(page, mask_text(page), [Box(40, 40, 220, 75)])
    assert line.x0 < 62
    assert line.x1 > 160
    assert line.y0 < 56 < line.y1


def test_strokes_apart_from_the_rest_of_a_character_are_of_its_line():
    sheet = Sheet(200)
    sheet.text(60, 60, "12.30", 10)
    sheet.level(58.2, 62, 84, thick=1.6)
    page = read_texts(sheet.page())
    (lines,) = segment_lines(page, mask_text(page), [Box(40, 40, 220, 85)])
    assert len(lines) == 1
