import pytest

from extractor.geometry import Box
from extractor.grids import Finder
from extractor.grids.doubled import doubled_rows, parted
from extractor.model import Cell, Grid
from tests.drawing import Sheet

COLUMNS = [40, 110, 190, 270, 350]
ROWS = [60 + 18 * i for i in range(9)]


def found_on(sheet: Sheet) -> Grid:
    (grid,) = Finder().find([sheet.page()])[0]
    return grid


def grid_of(rows: list[float], merged: int | None = None) -> Grid:
    """A grid; in the first column the row `merged` is one with that after it."""
    cells = [
        Cell(i, j, 1, 1, Box(COLUMNS[j], rows[i], COLUMNS[j + 1], rows[i + 1]))
        for i in range(len(rows) - 1)
        for j in range(len(COLUMNS) - 1)
    ]
    if merged is not None:
        box = Box(COLUMNS[0], rows[merged], COLUMNS[1], rows[merged + 2])
        cells = [cell for cell in cells if cell.column or cell.row not in (merged, merged + 1)]
        cells = sorted([*cells, Cell(merged, 0, 2, 1, box)])
    return Grid(Box(COLUMNS[0], rows[0], COLUMNS[-1], rows[-1]), tuple(rows), tuple(COLUMNS), tuple(cells), "opencv")


def line_at(middle: float, columns: int = 4) -> list[Box]:
    return [Box(x + 5, middle - 4, x + 40, middle + 4) for x in COLUMNS[:columns]]


def test_a_row_whose_rule_is_lost_is_parted_on_a_scan():
    sheet = Sheet(dpi=200)
    sheet.table(ROWS, COLUMNS)
    at = round(ROWS[5] * sheet.scale)
    sheet.image[at - 2 : at + 3, round(41 * sheet.scale) : round(349 * sheet.scale)] = 255
    for x in COLUMNS:
        sheet.upright(x, ROWS[4], ROWS[6])
    grid = found_on(sheet)
    assert len(grid.cells) == 8 * 4
    assert grid.rows[5] == pytest.approx(ROWS[5], abs=3)


def test_three_rows_that_run_together_are_parted():
    rows = [*ROWS[:4], ROWS[6], *ROWS[7:]]
    grid = grid_of(rows)
    texts = [box for k in (3, 4, 5) for box in line_at(ROWS[k] + 9)]
    assert doubled_rows(grid) == [3]
    assert parted(grid, [3], texts).rows == pytest.approx(ROWS)


def test_a_cell_over_several_rows_stays_one():
    grid = grid_of([*ROWS[:4], *ROWS[5:]], merged=3)
    texts = [box for k in (3, 4) for box in line_at(ROWS[k] + 9)]
    cells = parted(grid, [3], [box for box in texts if box.x0 > COLUMNS[1]]).cells
    assert [cell[:4] for cell in cells if cell.column == 0 and cell.row_span > 1] == [(3, 0, 3, 1)]


def test_a_name_in_two_lines_beside_figures_in_one_is_one_row():
    grid = grid_of([*ROWS[:4], *ROWS[5:]])
    name = [line[0] for line in (line_at(ROWS[3] + 11, 1), line_at(ROWS[3] + 25, 1))]
    assert parted(grid, [3], [*name, *line_at(ROWS[4])[1:]]) == grid


def test_lines_closer_than_rows_are_one_cells():
    grid = grid_of([*ROWS[:4], *ROWS[5:]])
    texts = [*line_at(ROWS[4] - 5), *line_at(ROWS[4] + 5)]
    assert parted(grid, [3], texts) == grid


def test_a_high_row_at_the_top_is_header():
    assert doubled_rows(grid_of([ROWS[0], *ROWS[2:]])) == []
