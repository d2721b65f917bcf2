import numpy as np
import pytest

from extractor.grids.lost_rows import lost_rows
from extractor.grids.marks import lines_in, marks_of, with_text
from extractor.grids.rules import Rule, ink_of
from tests.drawing import Sheet, pictured

ROWS = [60 + 18 * i for i in range(14)]
COLUMNS = [40, 130, 220, 300, 380]


def faxed(*, level: list[float], left: float = 0.25, first: int = 0) -> Sheet:
    """A table in one bit a pixel whose uprights lost most pixels, all level rules but `level` all of theirs."""
    sheet = Sheet(dpi=204, width=420, height=340)
    sheet.table(ROWS, COLUMNS, thick=0.3)
    random = np.random.default_rng(5)
    for y in set(ROWS) - set(level):
        at = round(y * sheet.scale)
        sheet.image[at - 3 : at + 4] = 255
    for k, x in enumerate(COLUMNS):
        at = round(x * sheet.scale)
        gone = random.random(len(sheet.image)) > (left if k >= first else 0)
        sheet.image[gone, at - 3 : at + 4] = 255
    return sheet


def test_rows_are_found_between_bands_of_text_where_the_rules_are_lost():
    (grid,) = pictured(faxed(level=ROWS[:3]).page())
    assert len(grid.cells) == (len(ROWS) - 1) * (len(COLUMNS) - 1)
    assert grid.rows == pytest.approx(ROWS, abs=4)


def test_a_lost_side_is_where_the_text_begins():
    (grid,) = pictured(faxed(level=ROWS[:3], first=1).page())
    assert len(grid.columns) == len(COLUMNS)
    assert COLUMNS[0] - 3 < grid.columns[0] < COLUMNS[0] + 6


def test_where_rules_are_left_nothing_is_added():
    sheet = faxed(level=ROWS)
    inked = ink_of(sheet.page())
    both = marks_of(inked.grey, inked.scale)
    level, upright = (lines_in(marks) for marks in both)
    assert lost_rows(level, upright, with_text(both, level, upright)[0]) == []


def test_two_uprights_tell_nothing():
    sheet = faxed(level=ROWS[:1])
    inked = ink_of(sheet.page())
    marks = marks_of(inked.grey, inked.scale)[0]
    sides = [Rule(40, 60, 294, 0.8), Rule(380, 60, 294, 0.8)]
    assert lost_rows([Rule(60, 40, 380, 0.8)], sides, marks) == []
