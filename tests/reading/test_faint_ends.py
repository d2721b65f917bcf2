from dataclasses import replace

import numpy as np
import pytest

from extractor.geometry import Box
from extractor.model import Page
from extractor.reading.faint_ends import extend_to_pale_ends, find_pieces, mask_pale_ink
from extractor.reading.line_segmentation import NOISY_SPECK, mask_text, segment_lines
from tests.drawing import Sheet

CELL = Box(50, 40, 250, 70)
WORD = "MMMMMMMM"


def dirty(sheet: Sheet) -> Page:
    page = replace(sheet.page(), noisy=True)
    ink = mask_text(page)
    return replace(page, ink=ink, pale=mask_pale_ink(page, ink, NOISY_SPECK))


def faded(left: float) -> Page:
    """A word whose strokes are paler to the left, with so much of their depth there, on paper with a grain."""
    sheet = Sheet(150)
    sheet.text(100, 50, WORD, 12)
    depth = np.interp(np.arange(sheet.image.shape[1]) / sheet.page().scale, [110, 150], [left, 1])
    grain = np.random.default_rng(1).normal(0, 8, sheet.image.shape)
    sheet.image[:] = np.clip(240 - (255 - sheet.image) * depth + grain, 0, 255)
    return dirty(sheet)


def line_in(page: Page) -> Box:
    ((line,),) = segment_lines(page, page.ink, [CELL])
    return line


def test_a_line_goes_on_where_it_is_pale():
    whole, page = line_in(faded(1.0)), faded(0.15)
    assert line_in(replace(page, pale=None)).x0 > whole.x0 + 8
    assert line_in(page) == pytest.approx(whole, abs=0.8)


def test_of_a_pale_word_no_more_than_a_bar_may_be_dark():
    sheet = Sheet(150)
    sheet.text(100, 50, WORD, 12)
    whole = line_in(dirty(sheet))
    sheet.image[:] = np.clip(240 - (255 - sheet.image) * 0.2, 0, 255)
    sheet.fill(Box(whole.x1 - 1.2, whole.y0, whole.x1, whole.y1), 0)
    page = dirty(sheet)
    assert segment_lines(replace(page, pale=None), page.ink, [CELL]) == [[]]
    assert line_in(page).x0 < whole.x1 - 5


def test_print_shining_through_beside_a_line_is_none_of_it():
    sheet = Sheet(150)
    sheet.text(100, 50, WORD, 12)
    plain = line_in(dirty(sheet))
    other = Sheet(150)
    other.text(80, 50, "MM", 12)
    sheet.image[:] = np.minimum(sheet.image, 255 - (255 - other.image) * 0.16)
    page = dirty(sheet)
    assert page.pale.sum() < 1.1 * page.ink.sum()
    assert line_in(page) == plain


def test_a_speck_above_a_line_and_far_print_are_none_of_it():
    line, room = Box(100, 50, 150, 60), Box(50, 40, 250, 70)
    near = Box(90, 50, 95, 60)
    for far in (Box(60, 50, 70, 60), Box(100, 42, 103, 47), Box(155, 30, 156, 75)):
        assert extend_to_pale_ends(line, room, [near, far], 10) == Box(90, 50, 150, 60)


def test_pieces_lead_to_one_another_and_a_blur_does_not_count():
    line, room = Box(100, 50, 150, 60), Box(50, 40, 250, 70)
    pieces = [Box(75, 49, 83, 60), Box(90, 50, 95, 61)]
    assert extend_to_pale_ends(line, room, pieces, 10) == Box(75, 50, 150, 60)
    assert extend_to_pale_ends(line, room, [Box(99, 49, 110, 61)], 10) == line


def test_what_is_left_of_a_rule_at_the_edge_is_no_piece():
    page = Sheet(150).page()
    ink = np.zeros(page.image.shape[:2], np.uint8)
    ink[100:130, 100] = 1
    ink[110:120, 110:118] = 1
    (piece,) = find_pieces(page, ink, slice(100, 130), slice(100, 140))
    assert piece == pytest.approx([v / page.scale for v in (110, 110, 118, 120)])
