"""Figures between two headings, whose column cannot be told from the page, are flagged."""

from math import inf

import pytest

from extractor.geometry import Box
from extractor.model import Cell, Flag, Grid
from extractor.reading.page import read_page
from extractor.reading.unsure_columns import flag_unsure_columns
from extractor.structure import find_grids
from tests.building import page_of, reading, word
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


@pytest.mark.parametrize(
    ("x", "flagged"),
    [(250, False), (232, False), (215, True)],
    ids=["below its heading", "a digit below it", "between two headings"],
)
def test_a_figure_below_the_heading_of_its_own_column_alone_is_there_wherever_the_border_is(x, flagged):
    words = [word("基本", 120, 20), word("项目", 250, 20), word("本年支出", 130, 5), word("20.15", x, 60)]
    cells = [Cell(row, column, 1, 1, Box(100 * column + 100, 40 * row, 100 * column + 200, 40 * row + 40))
             for row in (0, 1) for column in (0, 1)]  # fmt: skip
    grid = Grid(Box(100, 0, 300, 80), (0, 40, 80), (100, 200, 300), tuple(cells), "structure", False,
                (inf, inf, inf), (inf, 0.0, inf))  # fmt: skip
    read = [reading("基本"), reading("项目"), reading(""), reading("20.15")]
    (last,) = flag_unsure_columns(page_of(words), [grid], read)[-1:]
    assert (Flag.UNSURE_COLUMN in last.flags) == flagged
