import pytest

from extractor.geometry import Box
from extractor.grids.lost_columns import with_lost_columns
from extractor.model import Cell, Grid

ROWS = tuple(60.0 + 18 * i for i in range(7))
COLUMNS = (40.0, 120.0, 280.0)


def grid() -> Grid:
    """Six rows; the first column's first two are one cell, and the last row is one cell from side to side."""
    cells = [
        Cell(i, j, 1, 1, Box(COLUMNS[j], ROWS[i], COLUMNS[j + 1], ROWS[i + 1]))
        for i in range(5)
        for j in range(2)
        if (i, j) != (0, 0)
    ]
    cells.append(Cell(5, 0, 1, 2, Box(40, ROWS[5], 280, ROWS[6])))
    return Grid(Box(40, 60, 280, ROWS[6]), ROWS, COLUMNS, tuple(sorted(cells)), "opencv")


def texts(row: int, *spans: tuple[float, float], high: float = 8) -> list[Box]:
    middle = ROWS[row] + 9
    return [Box(x0, middle - high / 2, x1, middle + high / 2) for x0, x1 in spans]


def two_in_rows(*rows: int, start: float = 220) -> list[Box]:
    return [blob for row in rows for blob in texts(row, (140, 190), (start, 270))]


def test_two_texts_side_by_side_in_most_rows_are_of_two_columns():
    found = with_lost_columns(grid(), two_in_rows(1, 2, 3, 4) + texts(0, (180, 240)))
    assert found.columns == pytest.approx((40, 120, 205, 280), abs=1)
    assert [(cell.row, cell.column) for cell in found.cells if cell.column] == [
        (i, j) for i in range(5) for j in (1, 2)
    ]
    (whole,) = [cell for cell in found.cells if cell.row == 5]
    assert whole.column_span == 3


@pytest.mark.parametrize(
    "blobs",
    [
        two_in_rows(1, 2),
        two_in_rows(1, 2, 3, start=200),
        two_in_rows(1, 2, 3) + texts(0, (180, 240)) + texts(4, (180, 240)),
        [blob for row in (1, 2, 3, 4) for blob in texts(row, (140, 190), (220, 270), high=2)],
        [blob for row in (1, 2, 3, 4) for blob in texts(row, (140, 142), (220, 270))],
    ],
)
def test_few_rows_narrow_stripes_text_across_and_what_is_left_of_rules_tell_of_none(blobs):
    assert with_lost_columns(grid(), blobs) == grid()
