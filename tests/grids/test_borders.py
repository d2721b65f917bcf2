from extractor.geometry import Box
from extractor.grids.borders import with_borders
from extractor.model import Cell, Grid

ROWS, COLUMNS = (0.0, 10, 20), (0.0, 50, 100)
GRID = Grid(
    Box(0, 0, 100, 20),
    ROWS,
    COLUMNS,
    (
        Cell(0, 0, 1, 2, Box(0, 0, 100, 10)),
        Cell(1, 0, 1, 1, Box(0, 10, 50, 20)),
        Cell(1, 1, 1, 1, Box(50, 10, 100, 20)),
    ),
    "opencv",
)


def places(grid: Grid) -> list[tuple[int, int, int, int]]:
    return [tuple(cell[:4]) for cell in grid.cells]


def test_a_border_parts_the_cells_of_its_column_and_widens_those_over_several():
    grid = with_borders(GRID, columns=[70])
    assert grid.columns == (0, 50, 70, 100)
    assert places(grid) == [(0, 0, 1, 3), (1, 0, 1, 1), (1, 1, 1, 1), (1, 2, 1, 1)]
    assert [cell.box for cell in grid.cells[2:]] == [Box(50, 10, 70, 20), Box(70, 10, 100, 20)]


def test_borders_both_ways_leave_no_hole():
    grid = with_borders(GRID, rows=[5, 15], columns=[20, 70])
    owners = sorted((r, c) for cell in grid.cells for r in range(cell.row, cell.row + cell.row_span)
                    for c in range(cell.column, cell.column + cell.column_span))  # fmt: skip
    assert owners == [(r, c) for r in range(4) for c in range(4)]


def test_without_more_borders_a_grid_is_as_it_was():
    assert with_borders(GRID) is GRID
