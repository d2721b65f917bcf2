from dataclasses import replace

import pytest

from extractor.geometry import Box
from extractor.model import Cell, Grid, Reading
from extractor.reading.apart import _are_cells, _may_be_columns, texts_apart
from extractor.reading.engines import reader_named
from extractor.reading.segments import text_mask
from tests.drawing import Sheet

COLUMNS = (40.0, 120.0, 200.0, 280.0)
WHOLE = Box(40, 30, 280, 50)


def read(*texts: tuple[float, str], rest: bool = False, speck: bool = False) -> list[tuple[int, int, str]]:
    """Column, span and text of the cells that one over three columns becomes; `rest` of a border is left in it, and
    specks beside that and at the row's border.
    """
    sheet = Sheet(200, height=90)
    for x, text in texts:
        sheet.text(x, 34, text, 10)
    if rest:
        sheet.upright(120, 36, 45)
    if speck:
        sheet.fill(Box(122.2, 39, 123.2, 40), 0)
        sheet.fill(Box(121.8, 46.6, 124.2, 49.4), 0)  # of the row's border
    page, reader = replace(sheet.page(), noisy=True), reader_named("rapidocr")
    grid = Grid(WHOLE, (30, 50), COLUMNS, (Cell(0, 0, 1, 3, WHOLE),), "")
    (found,), readings = texts_apart(page, text_mask(page), [grid], reader.read(page, [WHOLE]), reader)
    return [(c.column, c.column_span, r.text) for c, r in zip(found.cells, readings, strict=True)]


@pytest.mark.parametrize("rest", [False, True])
def test_two_figures_at_both_sides_of_a_border_are_cells_of_their_own(rest):
    assert read((70, "0.138"), (150, "93.84"), rest=rest) == [(0, 1, "0.138"), (1, 1, "93.84"), (2, 1, "")]


def test_a_figure_beside_a_short_text_is_one_too():
    assert read((70, "Total"), (150, "93.84"))[:2] == [(0, 1, "Total"), (1, 1, "93.84")]


def test_a_figure_over_a_border_is_one():
    assert read((100, "12,345,678.90")) == [(0, 2, "12,345,678.90"), (2, 1, "")]


def test_a_figure_beside_a_blank_belongs_where_it_stands():
    assert read((150, "93.84"), rest=True) == [(0, 1, ""), (1, 1, "93.84"), (2, 1, "")]


def test_a_speck_at_a_border_is_no_text():
    assert read((150, "93.84"), rest=True, speck=True) == [(0, 1, ""), (1, 1, "93.84"), (2, 1, "")]


def test_a_figure_flush_with_a_border_stands_apart_from_a_text_far_beyond_it():
    assert read((80, "1,291.46"), (150, "Total")) == [(0, 1, "1,291.46"), (1, 1, "Total"), (2, 1, "")]


def test_a_sentence_with_a_figure_is_one_cell():
    ((column, span, _),) = read((44, "after some years"), (126, "97.31 was paid"))
    assert (column, span) == (0, 3)


def test_words_far_apart_are_cells_of_their_own():
    assert read((70, "unit 2a"), (150, "form 3b"))[:2] == [(0, 1, "unit 2a"), (1, 1, "form 3b")]


def test_the_characters_of_a_word_set_apart_are_one_cell():
    assert len(read((70, "ab"), (150, "cd"))) == 1


def test_as_many_amounts_as_rows_are_one_in_each():
    sheet = Sheet(200, height=90)
    sheet.text(50, 34, "Name", 10)
    for y, text in ((34, "0.00"), (54, "1,291.46")):
        sheet.text(150, y, text, 10)
    page, reader = sheet.page(), reader_named("rapidocr")
    cells = (
        Cell(0, 0, 1, 1, Box(40, 30, 120, 50)),
        Cell(0, 1, 2, 1, Box(120, 30, 280, 70)),
        Cell(1, 0, 1, 1, Box(40, 50, 120, 70)),
    )
    grid = Grid(Box(40, 30, 280, 70), (30, 50, 70), (40, 120, 280), cells, "")
    (found,), readings = texts_apart(page, text_mask(page), [grid], reader.read(page, [c.box for c in cells]), reader)
    read = [(cell.row, cell.column, reading.text) for cell, reading in zip(found.cells, readings, strict=True)]
    assert read == [(0, 0, "Name"), (0, 1, "0.00"), (1, 0, ""), (1, 1, "1,291.46")]


@pytest.mark.parametrize(
    ("text", "noisy", "several"), [("470.00", False, True), ("Total 3", False, False), ("Total 3", True, True)]
)
def test_on_clean_paper_only_figures_may_run_together(text, noisy, several):
    cell, reading = Cell(0, 0, 1, 2, WHOLE), Reading(text, 0.9, "rapidocr")
    assert _may_be_columns(cell, reading, noisy=noisy) == several


@pytest.mark.parametrize("text", [" 1,291.46", "1,291.46|", ".1,291.46"])
def test_dirt_that_is_read_at_a_figure_s_ends_is_no_part_of_it(text):
    parts = [(Cell(0, k, 1, 1, WHOLE), Reading(read, 0.6, "rapidocr")) for k, read in enumerate([text, "", "Total"])]
    assert _are_cells(parts)
