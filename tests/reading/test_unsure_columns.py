"""Figures between two headings, whose column cannot be told from the page, are flagged."""

import pytest

from extractor.model import Flag
from extractor.reading.page import read_page
from extractor.structure import find_grids
from tests.structure.pages import exported, line, rows_of_text, text

LINES = line(20, 40, 380, 40, 1.5) + line(20, 78, 380, 78) + line(20, 160, 380, 160, 1.5)
HEADINGS = [(30, "item"), (110, "income"), (190, "total"), (262, "basic"), (330, "project")]
YS = (95, 115, 135, 155)


def table(xs, rows):
    return LINES + "".join(text(x, 60, words) for x, words in HEADINGS) + rows_of_text(xs, YS, rows)


def unsure(tmp_path, content):
    page = exported(tmp_path, content)
    read = read_page(page, find_grids(page), "rapidocr")
    return {reading.text for grid in read.tables for reading in grid.readings if Flag.UNSURE_COLUMN in reading.flags}


@pytest.mark.parametrize(("x", "flagged"), [(195, set()), (226, {"3.40"}), (258, set())])
def test_figures_between_two_headings_with_one_column_of_figures_are_unsure(tmp_path, x, flagged):
    rows = [[f"row {n}", "0.55", "3.40", "5.10"] for n in range(4)]
    assert unsure(tmp_path, table((30, 115, x, 335), rows)) == flagged


def test_figures_below_every_heading_are_sure(tmp_path):
    rows = [[f"row {n}", "0.55", "3.40", "1.20", "5.10"] for n in range(4)]
    assert unsure(tmp_path, table((30, 115, 195, 262, 335), rows)) == set()
