import cv2
import numpy as np
import pytest

from extractor.grids.faded import unfaded
from extractor.grids.lost_rows import missed_rows
from extractor.grids.marks import Marks, lines_in, marks_of, with_text
from extractor.grids.rules import Rule, ink_of
from extractor.grids.stretches import Line, Stretch
from tests.drawing import Sheet, pictured, turned

ROWS = [60 + 18 * i for i in range(12)]
COLUMNS = [40, 110, 190, 270, 350, 400]
FINE = 4


def faxed(level: int, degrees: float) -> Sheet:
    """A table of hairlines on a sheet that lies askew in a fax: its pixels are black where they are darker than
    `level`, so that hairlines between two rows of pixels are lost.
    """
    fine = Sheet(dpi=204 * FINE, width=440, height=300)
    fine.table(ROWS, COLUMNS, thick=0.22)
    askew = turned(fine.image, degrees)
    sheet = Sheet(dpi=204, width=440, height=300)
    high, wide = sheet.image.shape
    grey = cv2.resize(askew, (wide, high), interpolation=cv2.INTER_AREA)
    sheet.image = np.where(grey < level, 0, 255).astype(np.uint8)
    return sheet


@pytest.mark.parametrize(("level", "degrees", "lost"), [(170, 0.1, 0), (160, 0.2, 0), (150, 0.2, 4)])
def test_a_table_of_hairlines_that_fade_keeps_its_cells(level, degrees, lost):
    (grid,) = pictured(faxed(level, degrees).page())
    assert (len(grid.rows), len(grid.columns)) == (len(ROWS), len(COLUMNS))
    assert len(grid.cells) >= (len(ROWS) - 1) * (len(COLUMNS) - 1) - lost


def stretch(share: float, crossed: bool = False) -> Stretch:
    return Stretch(share, 0.0, 40, 0, 4, crossed)


def put_in(shares: list[float], crossed: int | None = None, *, upright: bool = False) -> list[bool]:
    """What is there of one line of stretches so dark, of which text crosses one."""
    paper = np.zeros((200, 200), np.uint8)
    marks = Marks(paper, paper, paper, 1.4, clean=True, turned=False)
    line = Line(100, list(range(0, 41 * len(shares), 40)), [stretch(s, k == crossed) for k, s in enumerate(shares)])
    (there,) = unfaded([line], [np.array(shares) > 0], marks, upright=upright)
    return there.tolist()


def test_what_fades_is_put_in():
    assert put_in([0.3, 0.2, 0.0, 0.1, 0.0]) == [True] * 5


def test_a_line_that_does_not_fade_ends_where_it_is_not_seen():
    assert put_in([0.9, 0.8, 0.0, 0.9, 0.0]) == [True, True, False, True, False]


def test_text_that_crosses_a_line_ends_it():
    assert put_in([0.3, 0.2, 0.0, 0.0, 0.0], crossed=3) == [True, True, True, False, False]


def test_an_upright_does_not_go_on_into_the_header():
    assert put_in([0.0, 0.2, 0.0, 0.3, 0.0], upright=True) == [False, True, True, True, True]


def lined() -> tuple[list[Rule], list[Rule], Marks]:
    sheet = Sheet(dpi=204, width=440, height=300)
    sheet.table(ROWS, COLUMNS)
    inked = ink_of(sheet.page())
    both = marks_of(inked.grey, inked.scale)
    level, upright = (lines_in(marks) for marks in both)
    return level, upright, with_text(both, level, upright)[0]


def test_a_rule_missed_between_rows_of_a_usual_height_is_put_in():
    level, upright, marks = lined()
    assert missed_rows(level, upright, upright, marks) == []
    (missed,) = missed_rows([rule for rule in level if abs(rule.at - ROWS[5]) > 4], upright, upright, marks)
    assert missed.at == pytest.approx(ROWS[5], abs=4)


def test_between_rows_that_share_few_columns_no_rule_is_missed():
    level, upright, marks = lined()
    sides = [upright[0], upright[-1]]
    assert missed_rows([rule for rule in level if abs(rule.at - ROWS[5]) > 4], sides, sides, marks) == []


def test_rows_below_the_last_rule_that_is_left_go_on_as_far_as_the_uprights():
    level, upright, marks = lined()
    left = [rule for rule in level if rule.at < ROWS[-3] + 4]
    cut = [rule._replace(end=ROWS[-3]) for rule in upright]
    assert [rule.at for rule in missed_rows(left, cut, upright, marks)] == pytest.approx(ROWS[-2:], abs=5)
    assert missed_rows(left, cut, cut, marks) == []


@pytest.mark.parametrize(("above", "below", "there"), [(88, 106, True), (94, 102, False), (88, None, False)])
def test_a_gap_of_a_whole_line_is_closed_where_it_parts_two_rows_of_text(above, below, there):
    text = np.zeros((200, 200), np.uint8)
    for top in (above, below):
        if top is not None:
            text[top : top + 6, 95:105] = 1
    marks = Marks(np.zeros_like(text), text, text, 1.4, clean=True, turned=False)
    stretches = [stretch(0.9), stretch(0.9), stretch(0.0), stretch(0.9)]
    line, flags = Line(100, [0, 40, 80, 120, 160], stretches), np.array([True, True, False, True])
    (found,) = unfaded([line], [flags], marks, upright=False)
    assert found[2] == there


def test_what_fades_is_not_put_in_where_characters_stand():
    text = np.zeros((200, 240), np.uint8)
    text[99:110, 130:150] = 1
    marks = Marks(np.zeros_like(text), text, text, 1.4, clean=True, turned=False)
    line = Line(100, [0, 40, 80, 120, 160, 200], [stretch(s) for s in (0.3, 0.2, 0.0, 0.0, 0.3)])
    (found,) = unfaded([line], [np.array([True, True, False, False, True])], marks, upright=False)
    assert found.tolist() == [True, True, True, False, True]
