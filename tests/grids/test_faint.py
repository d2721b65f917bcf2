from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from extractor.grids.faint import _certain, _is_drawn, _meeting, faint_rules
from extractor.grids.marks import Marks, marks_of
from extractor.grids.rules import Rule, Rules, ink_of, rules_of
from tests.drawing import Sheet, pictured

ROWS = [60 + 18 * i for i in range(14)]
COLUMNS = [40, 90, 190, 260, 330, 380]


def worn(sheet: Sheet, left: float, seed: int = 3, specks: float = 0.001, columns: Sequence[float] = COLUMNS) -> Sheet:
    """The sheet's rules broken so that `left` of each is there, faded to grey, with pepper."""
    random = np.random.default_rng(seed)
    piece = max(2, round(1.2 * sheet.scale))

    def gone(length: int) -> np.ndarray:
        return np.repeat(random.random(length // piece + 1) > left, piece)[:length]

    high, wide = sheet.image.shape
    for y in ROWS:
        at = round(y * sheet.scale)
        sheet.image[at - 2 : at + 3, gone(wide)] = 255
    for x in columns:
        at = round(x * sheet.scale)
        sheet.image[gone(high), at - 2 : at + 3] = 255
    sheet.image = (255 - 0.6 * (255 - sheet.image.astype(float))).astype(np.uint8)
    sheet.image[random.random(sheet.image.shape) < specks] = 0
    return sheet


def without_uprights(rules: Sequence[int], rows: Sequence[int]) -> Sheet:
    """A table with level rules alone, a code and an amount below each of some places."""
    sheet = Sheet(dpi=150, width=420, height=340)
    for rule in rules:
        sheet.level(rule, COLUMNS[0], COLUMNS[-1])
    for row in rows:
        sheet.text(45, row + 4, "201 05", 9)
        sheet.text(270, row + 4, "123.40", 9)
    return sheet


def faint_of(sheet: Sheet) -> Rules | None:
    inked = ink_of(sheet.page())
    return faint_rules(rules_of(inked), marks_of(inked.grey, inked.scale))


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("dpi", [150, 200])
def test_a_table_of_which_half_the_rules_are_gone_keeps_its_cells(dpi, seed):
    sheet = Sheet(dpi=dpi, width=420, height=340)
    sheet.table(ROWS, COLUMNS)
    grids = pictured(worn(sheet, 0.5, seed).page())
    assert [len(grid.cells) for grid in grids] == [13 * 5]


def test_a_low_table_of_broken_rules_loses_one_border_at_most():
    sheet = Sheet(dpi=150, width=420, height=340)
    sheet.table(ROWS[:4], COLUMNS)
    (grid,) = pictured(worn(sheet, 0.6).page())
    assert len(grid.rows) == 4
    assert len(grid.columns) >= len(COLUMNS) - 1


def test_whole_rules_need_no_second_look():
    sheet = Sheet(dpi=150, width=420, height=340)
    sheet.table(ROWS, COLUMNS)
    assert faint_of(sheet) is None


def test_lines_of_text_are_no_rules():
    sheet = Sheet(dpi=150, width=420, height=340)
    for row in ROWS:
        sheet.text(40, row, "EHHITTLEFH HITTLE THE FIFTH LITTLE THING", 11)
    assert faint_of(sheet) is None


def test_the_sides_of_a_worn_table_may_be_open():
    sheet = Sheet(dpi=150, width=420, height=340)
    sheet.table(ROWS, COLUMNS, open_sides=True)
    (grid,) = pictured(worn(sheet, 0.55).page())
    assert len(grid.cells) == 13 * 5
    assert (grid.columns[0], grid.columns[-1]) == pytest.approx((COLUMNS[0], COLUMNS[-1]), abs=5)


def test_worn_level_rules_without_uprights_are_whole():
    sheet = without_uprights(ROWS, ROWS)
    faint = faint_of(worn(sheet, 0.45))
    assert faint is not None
    assert [round(rule.at) for rule in faint.level] == pytest.approx(ROWS, abs=1)
    assert all(rule.end - rule.start > 0.95 * (COLUMNS[-1] - COLUMNS[0]) for rule in faint.level)


def test_one_rule_of_a_worn_three_line_table_may_have_lost_its_beginning():
    rules = ROWS[0], ROWS[1], ROWS[4]
    sheet = without_uprights(rules, ROWS[:4])
    image = worn(sheet, 0.45).image
    at, end = (round(place * sheet.scale) for place in (ROWS[0], COLUMNS[0] + 26))
    image[at - 2 : at + 3, :end] = 255
    faint = faint_of(sheet)
    assert faint is not None
    assert [round(rule.at) for rule in faint.level] == pytest.approx(rules, abs=1)
    assert all(rule.end - rule.start > 0.95 * (COLUMNS[-1] - COLUMNS[0]) for rule in faint.level)


def test_the_last_rule_of_a_worn_three_line_table_may_be_far_below_the_others():
    rules = ROWS[0], ROWS[2], ROWS[10]
    sheet = without_uprights(rules, ROWS[:10])
    faint = faint_of(worn(sheet, 0.45))
    assert faint is not None
    assert [round(rule.at) for rule in faint.level] == pytest.approx(rules, abs=1)


def test_two_worn_tables_on_a_page_have_columns_of_their_own():
    sheet = Sheet(dpi=150, width=420, height=400)
    others = [60, 140, 240, 310, 360]
    sheet.table(ROWS[:6], COLUMNS)
    sheet.table([row + 60 for row in ROWS[8:]], others)
    image = worn(sheet, 0.6, columns=[*COLUMNS, *others]).image
    for row in ROWS[8:]:
        at = round((row + 60) * sheet.scale)
        image[at - 2 : at + 3, ::5] = 255
    first, second = pictured(sheet.page())
    assert [len(first.columns), len(second.columns)] == [len(COLUMNS), len(others)]


def test_a_three_line_table_on_whole_paper_is_not_worn():
    sheet = Sheet(dpi=200, width=420, height=340)
    for y in (60, 78, 312):
        sheet.level(y, 40, 380)
    for row in ROWS[1:-1]:
        for x in (45, 150, 300):
            sheet.text(x, row + 3, "11.11", 10)
    assert faint_of(sheet) is None


def test_thick_rules_of_whole_paper_are_kept_beside_a_thin_one_over_part_of_the_table():
    sheet = Sheet(dpi=200, width=420, height=340)
    for y, thick in ((60, 2.0), (100, 0.7), (312, 2.0)):
        sheet.level(y, 40, 380, thick)
    for x0, x1 in ((40, 190), (230, 350)):
        sheet.level(80, x0, x1, 0.5)
    for row in ROWS[3:-1]:
        for x in (45, 150, 300):
            sheet.text(x, row + 3, "11.11", 10)
    assert faint_of(sheet) is None


def test_pieces_in_a_line_are_a_long_one_only_among_specks():
    paper = np.zeros((40, 240), np.uint8)
    paper[20, [x for x in range(20, 220) if x % 50 >= 25]] = 255
    clean = Marks(paper, paper, paper, 1.0, clean=True, turned=False)
    line = Rule(20.5, 0, 240, 0.8)
    assert not _is_drawn(line, paper, clean)
    assert _is_drawn(line, paper, replace(clean, clean=False))


def test_a_dotted_upright_close_to_text_is_a_border_among_whole_ones():
    sheet = Sheet(dpi=180, width=420, height=200)
    rows = ROWS[:5]
    sheet.table(rows, [40, 160, 280, 380], texts=False)
    for row in rows[:-1]:
        sheet.text(182, row + 4, "2155.77", 9)
        sheet.text(224, row + 4, "1234", 9)
    sheet.upright(221, rows[0], rows[-1], 0.5, "dotted")
    (grid,) = pictured(sheet.page())
    assert len(grid.cells) == 4 * 4


def test_on_whole_paper_uprights_begin_and_end_at_level_rules():
    sheet = Sheet(dpi=150, width=420, height=340)
    sheet.table(ROWS, COLUMNS)
    whole = rules_of(ink_of(sheet.page()))
    assert _meeting(whole) == 1.0
    short = [rule._replace(start=ROWS[0] + 9.0) for rule in whole.upright]
    assert _meeting(whole._replace(upright=short)) == 0.5
    assert _meeting(whole._replace(upright=[])) == 1.0


def test_rules_that_a_fax_wore_away_in_part_are_worth_a_second_look():
    columns = [40 + 38 * i for i in range(10)]
    sheet = Sheet(dpi=150, width=420, height=340)
    for row in ROWS:
        sheet.level(row, columns[0], columns[-1])
    for row in ROWS[1::3]:
        at, start, end = (round(place * sheet.scale) for place in (row, columns[0], columns[4]))
        sheet.image[at - 2 : at + 3, start:end] = 255
        sheet.image[at, start:end:3] = 0
    for x in columns:
        sheet.upright(x, ROWS[0], ROWS[-1])
    for x in (columns[3], columns[6]):
        at, start, end = (round(place * sheet.scale) for place in (x, ROWS[0] + 1, ROWS[10] - 1))
        sheet.image[start:end, at - 2 : at + 3] = 255
        sheet.image[start:end:4, at] = 0
    assert faint_of(sheet) is not None
    (grid,) = pictured(sheet.page())
    assert len(grid.cells) == 13 * 9


def test_of_two_lines_without_room_between_the_one_with_more_left_of_it_is_there():
    thin = np.zeros((100, 400), np.uint8)
    thin[50, 10:100:3] = thin[55, 150:170] = 1
    text = np.zeros_like(thin)
    both = tuple(Marks(turned, text, text, 1.0, clean=True, turned=k == 1) for k, turned in enumerate((thin, thin.T)))
    worn_rule, stroke = (Rule(at + 0.5, 10, 394, 0.8) for at in (50, 55))
    uprights = [Rule(at + 0.5, 0, 100, 0.8) for at in (10, 40, 70, 100, 393)]
    assert _certain([[worn_rule, stroke], []], both, [uprights, []])[0] == [worn_rule]
