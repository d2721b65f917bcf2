import numpy as np
import pytest

from extractor.grids.faint import faint_rules
from extractor.grids.find import _seen
from extractor.grids.rules import ink_of, rules_of
from tests.drawing import Sheet

ROWS = [60 + 18 * i for i in range(14)]
COLUMNS = [40, 90, 190, 260, 330, 380]


def worn(sheet: Sheet, left: float, seed: int = 3, specks: float = 0.001) -> Sheet:
    """The sheet's rules broken so that `left` of each is there, faded to grey, with pepper."""
    random = np.random.default_rng(seed)
    piece = max(2, round(1.2 * sheet.scale))

    def gone(length: int) -> np.ndarray:
        return np.repeat(random.random(length // piece + 1) > left, piece)[:length]

    high, wide = sheet.image.shape
    for y in ROWS:
        at = round(y * sheet.scale)
        sheet.image[at - 2 : at + 3, gone(wide)] = 255
    for x in COLUMNS:
        at = round(x * sheet.scale)
        sheet.image[gone(high), at - 2 : at + 3] = 255
    sheet.image = (255 - 0.6 * (255 - sheet.image.astype(float))).astype(np.uint8)
    sheet.image[random.random(sheet.image.shape) < specks] = 0
    return sheet


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("dpi", [150, 200])
def test_a_table_of_which_half_the_rules_are_gone_keeps_its_cells(dpi, seed):
    sheet = Sheet(dpi=dpi, width=420, height=340)
    sheet.table(ROWS, COLUMNS)
    grids = _seen(ink_of(worn(sheet, 0.5, seed).page()), scanned=True).pictured
    assert [len(grid.cells) for grid in grids] == [13 * 5]


def test_a_low_table_of_broken_rules_loses_one_border_at_most():
    sheet = Sheet(dpi=150, width=420, height=340)
    sheet.table(ROWS[:4], COLUMNS)
    (grid,) = _seen(ink_of(worn(sheet, 0.6).page()), scanned=True).pictured
    assert len(grid.rows) == 4
    assert len(grid.columns) >= len(COLUMNS) - 1


def test_whole_rules_need_no_second_look():
    sheet = Sheet(dpi=150, width=420, height=340)
    sheet.table(ROWS, COLUMNS)
    assert faint_rules(rules_of(ink_of(sheet.page()))) is None


def test_lines_of_text_are_no_rules():
    sheet = Sheet(dpi=150, width=420, height=340)
    for row in ROWS:
        sheet.text(40, row, "EHHITTLEFH HITTLE THE FIFTH LITTLE THING", 11)
    assert faint_rules(rules_of(ink_of(sheet.page()))) is None
