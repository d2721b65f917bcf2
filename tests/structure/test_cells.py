import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.geometry import Box
from extractor.model import Cell
from extractor.structure.cells import merge_cells, remove_unused

ROWS, COLUMNS = (0.0, 10, 20, 30), (0.0, 100, 200, 300)


def borders(high: int = 3, wide: int = 3) -> tuple[np.ndarray, np.ndarray]:
    return np.ones((high - 1, wide), bool), np.ones((high, wide - 1), bool)


def places(cells: list[Cell]) -> list[tuple[int, int, int, int]]:
    return [tuple(cell[:4]) for cell in cells]


def test_all_borders_give_single_cells_in_reading_order():
    cells = merge_cells(ROWS, COLUMNS, *borders())
    assert places(cells) == [(i, j, 1, 1) for i in range(3) for j in range(3)]
    assert cells[5].box == Box(200, 10, 300, 20)


def test_a_missing_border_merges_two_cells():
    below, right = borders()
    right[0, 1] = below[1, 0] = False
    cells = merge_cells(ROWS, COLUMNS, below, right)
    assert (0, 1, 1, 2) in places(cells)
    assert (1, 0, 2, 1) in places(cells)
    assert len(cells) == 7
    assert next(cell.box for cell in cells if cell[:2] == (1, 0)) == Box(0, 10, 100, 30)


def test_a_block_of_four():
    below, right = borders()
    below[0, :2] = right[:2, 0] = False
    assert (0, 0, 2, 2) in places(merge_cells(ROWS, COLUMNS, below, right))


def test_a_border_along_most_of_a_merged_cell_divides_all_of_it():
    below, right = borders()
    below[:, :2] = False
    right[0, 0] = False  # the rest of the border between the first columns is there
    assert places(merge_cells(ROWS, COLUMNS, below, right))[:2] == [(0, 0, 3, 1), (0, 1, 3, 1)]


def test_a_short_piece_of_a_border_divides_no_merged_cell():
    below, right = borders()
    below[:, :2] = False
    right[:2, 0] = False
    assert (0, 0, 3, 2) in places(merge_cells(ROWS, COLUMNS, below, right))


def test_a_group_that_is_no_rectangle_is_cut_where_a_border_is():
    below, right = borders()
    below[:, :2] = right[2, 0] = False  # two upright cells that one missing piece of three joins, and a hole below
    right[2, 1] = below[1, 2] = False
    assert places(merge_cells(ROWS, COLUMNS, below, right))[:2] == [(0, 0, 3, 1), (0, 1, 3, 1)]


def test_a_group_that_is_no_rectangle_falls_back_to_its_rows():
    below, right = borders()
    right[0, 0] = below[0, 0] = False  # an L of three cells
    cells = merge_cells(ROWS, COLUMNS, below, right)
    assert places(cells)[:2] == [(0, 0, 1, 2), (0, 2, 1, 1)]
    assert (1, 0, 1, 1) in places(cells)


@settings(deadline=None)
@given(st.data())
def test_cells_always_tile_the_grid(data):
    """Whatever borders a detector saw, every elementary cell belongs to exactly one cell."""
    high, wide = data.draw(st.integers(1, 5)), data.draw(st.integers(1, 5))
    flags = st.lists(st.booleans(), min_size=high * wide, max_size=high * wide)
    below = np.array(data.draw(flags)).reshape(high, wide)[: high - 1]
    right = np.array(data.draw(flags)).reshape(high, wide)[:, : wide - 1]
    cells = merge_cells(range(high + 1), range(wide + 1), below, right)
    covered = [
        (i, j)
        for c in cells
        for i in range(c.row, c.row + c.row_span)
        for j in range(c.column, c.column + c.column_span)
    ]
    assert sorted(covered) == [(i, j) for i in range(high) for j in range(wide)]


def test_borders_at_which_no_cell_starts_vanish():
    cells = [
        Cell(0, 0, 1, 3, Box(0, 0, 300, 10)),
        Cell(1, 0, 2, 2, Box(0, 10, 200, 30)),
        Cell(1, 2, 2, 1, Box(200, 10, 300, 30)),
    ]
    rows, columns, kept = remove_unused(ROWS, COLUMNS, cells)
    assert (rows, columns) == ((0, 10, 30), (0, 200, 300))
    assert places(list(kept)) == [(0, 0, 1, 2), (1, 0, 1, 1), (1, 1, 1, 1)]
