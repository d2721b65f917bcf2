import numpy as np
import pytest

from extractor.grids.marks import lines_in, lines_through, marks_of, printed_ink, with_text
from extractor.grids.rules import ink_of
from tests.drawing import Sheet, pictured


def dotted(share: float, specks: float) -> Sheet:
    """A sheet with one level rule of which a share of the pixels is left, with text, on paper with specks."""
    sheet = Sheet(dpi=200)
    sheet.level(100, 40, 380)
    random = np.random.default_rng(4)
    at = round(100 * sheet.scale)
    sheet.image[at - 2 : at + 3, random.random(sheet.image.shape[1]) > share] = 255
    sheet.text(60, 120, "1234.56", 10)
    sheet.image[random.random(sheet.image.shape) < specks] = 0
    return sheet


def seen(sheet: Sheet):
    inked = ink_of(sheet.page())
    return marks_of(inked.grey, inked.scale)


@pytest.mark.parametrize(("share", "specks"), [(0.7, 0.004), (0.35, 0.0)])
def test_a_worn_rule_is_one_line(share, specks):
    level, _ = seen(dotted(share, specks))
    (line,) = lines_in(level)
    assert line.at == pytest.approx(100, abs=1)
    assert line.start < 60
    assert line.end > 360


def test_of_a_line_too_worn_for_a_window_its_whole_length_tells():
    sheet = Sheet(dpi=150)
    sheet.upright(200, 60, 160)
    random = np.random.default_rng(1)
    at, high = round(200 * sheet.scale), len(sheet.image)
    gone = np.repeat(random.random(high // 3 + 1) > 0.18, 3)[:high]
    sheet.image[gone, at - 2 : at + 3] = 255
    sheet.image[random.random(sheet.image.shape) < 0.004] = 0
    upright = seen(sheet)[1]
    assert lines_in(upright) == []
    (line,) = lines_through(upright, 60, 160)
    assert line.at == pytest.approx(200, abs=1)


def test_paper_is_clean_without_specks():
    assert seen(dotted(0.5, 0.0))[0].clean
    assert not seen(dotted(0.5, 0.004))[0].clean


def test_lines_of_text_on_clean_paper_make_no_table():
    sheet = Sheet(dpi=200)
    for index, row in enumerate(range(60, 300, 16)):
        sheet.text(40 + 7 * index % 31, row, "EHHITTLEFH, 0.00 1,234.77 THE FIFTH LITTLE THING", 9)
    assert lines_in(seen(sheet)[0]) == []
    assert pictured(sheet.page()) == []


def test_dashes_below_each_other_are_no_upright_line():
    sheet = Sheet(dpi=200)
    for row in range(60, 300, 16):
        sheet.level(row, 200, 203, 0.7)
    assert lines_in(seen(sheet)[1]) == []


def test_text_is_what_is_no_line():
    sheet = dotted(1.0, 0.0)
    level, upright = seen(sheet)
    text = with_text((level, upright), lines_in(level), lines_in(upright))[0].text
    rows = np.flatnonzero(text.any(axis=1)) / level.scale
    assert 118 < rows.min() < rows.max() < 135


def test_printed_ink_of_dirty_paper_has_no_dots():
    inked = ink_of(dotted(1.0, 0.004).page())
    above = slice(0, round(80 * inked.scale))
    assert np.count_nonzero(printed_ink(inked, marks_of(inked.grey, inked.scale))[above]) < 0.2 * np.count_nonzero(
        inked.ink[above]
    )


def test_printed_ink_of_clean_paper_keeps_the_points_of_figures():
    inked = ink_of(dotted(1.0, 0.0).page())
    assert np.array_equal(printed_ink(inked, marks_of(inked.grey, inked.scale)), inked.ink)


@pytest.mark.parametrize(("length", "there"), [(30, True), (9, False)])
def test_a_thick_piece_longer_than_strokes_of_text_is_of_a_rule_and_no_character(length, there):
    sheet = Sheet(dpi=100)
    sheet.upright(200, 60, 60 + length, 2.1)
    upright = seen(sheet)[1]
    assert upright.clean
    assert bool(upright.thin.any()) == there


@pytest.mark.parametrize(("thick", "level"), [(1, True), (12, False)])
def test_a_rule_that_wavers_is_no_word(thick, level):
    sheet = Sheet(dpi=100)
    at, start, end = (round(place * sheet.scale) for place in (100, 40, 380))
    sheet.image[at : at + thick, start:end] = 0
    # Where it wavers, it and the stroke of a crossing dotted upright are a few pixels high together.
    sheet.image[at - 1, start : start + 60] = 0
    sheet.image[at + thick : at + thick + 2, start + 100 : start + 220] = 0
    assert bool(lines_in(seen(sheet)[0])) == level
