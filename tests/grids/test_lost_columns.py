import dataclasses

import numpy as np
import pytest

from extractor.geometry import Box
from extractor.grids.lost_columns import with_lost_columns
from extractor.grids.marks import Marks
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


def dark_at(*uprights: tuple[float, int]) -> Marks:
    """The marks of a dirty page of 300 by 200 points on which, of an upright, every so many-th pixel is left."""
    thin = np.zeros((300, 200), np.uint8)
    for x, every in uprights:
        thin[round(x), ::every] = 1
    return Marks(thin, thin, thin, 1.0, clean=False, turned=True)


def texts(row: int, *spans: tuple[float, float], high: float = 8) -> list[Box]:
    middle = ROWS[row] + 9
    return [Box(x0, middle - high / 2, x1, middle + high / 2) for x0, x1 in spans]


def two_in_rows(*rows: int, start: float = 220) -> list[Box]:
    return [blob for row in rows for blob in texts(row, (140, 190), (start, 270))]


def test_two_texts_side_by_side_in_most_rows_are_of_two_columns():
    found = with_lost_columns(grid(), two_in_rows(1, 2, 3, 4) + texts(0, (180, 240)), dark_at())
    assert found.columns == pytest.approx((40, 120, 205, 280), abs=1)
    assert [(cell.row, cell.column) for cell in found.cells if cell.column] == [
        (i, j) for i in range(5) for j in (1, 2)
    ]
    (whole,) = [cell for cell in found.cells if cell.row == 5]
    assert whole.column_span == 3


def test_on_clean_paper_texts_alone_tell_of_a_lost_border():
    clean = dataclasses.replace(dark_at((205, 1)), clean=True)
    assert len(with_lost_columns(grid(), two_in_rows(1, 2, 3, 4), clean).columns) == 4
    assert with_lost_columns(grid(), two_in_rows(1, 2), clean) == grid()
    assert len(with_lost_columns(grid(), two_in_rows(1, 2), dark_at((205, 1))).columns) == 4


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
    assert with_lost_columns(grid(), blobs, dark_at()) == grid()


def test_what_is_left_of_an_upright_between_two_texts_of_few_rows_is_a_border():
    blobs = two_in_rows(1, 2) + texts(3, (140, 190)) + texts(4, (140, 190))
    found = with_lost_columns(grid(), blobs, dark_at((205, 3)))
    assert found.columns == pytest.approx((40, 120, 205, 280), abs=1)


@pytest.mark.parametrize(
    ("blobs", "upright"),
    [
        (two_in_rows(1, 2), (205, 6)),  # too little is left
        (two_in_rows(1) + texts(3, (140, 190)), (205, 3)),  # one row has both texts
        (two_in_rows(1, 2) + texts(3, (180, 240)) + texts(4, (180, 240)), (205, 3)),  # text runs over it
        (two_in_rows(1, 2), (150, 3)),  # it runs through texts
        (two_in_rows(1, 2), (276, 2)),  # it is beside the border
    ],
)
def test_what_may_be_strokes_or_the_next_border_is_none(blobs, upright):
    assert with_lost_columns(grid(), blobs, dark_at(upright)) == grid()


def test_what_is_left_in_one_of_two_rows_is_a_stroke_of_a_character():
    marks = dark_at()
    marks.thick[205, round(ROWS[2]) : round(ROWS[3])] = 1
    blobs = two_in_rows(1, 2)
    low = [cell._replace(row=cell.row - 1) for cell in grid().cells if cell.row in (1, 2)]
    two = Grid(Box(40, ROWS[1], 280, ROWS[3]), ROWS[1:4], COLUMNS, tuple(low), "opencv")
    assert with_lost_columns(two, blobs, marks) == two
    marks.thick[205, round(ROWS[1]) + 8] = 1
    assert len(with_lost_columns(two, blobs, marks).columns) == 4


@pytest.mark.parametrize(("rows", "found"), [(8, True), (5, False)])
def test_of_an_upright_between_texts_of_many_rows_less_need_be_left(rows, found):
    edges = tuple(60.0 + 18 * i for i in range(rows + 1))
    cells = tuple(Cell(i, 0, 1, 1, Box(120, edges[i], 280, edges[i + 1])) for i in range(rows))
    one = Grid(Box(120, 60, 280, edges[-1]), edges, (120.0, 280.0), cells, "opencv")
    middles = [edge + 9 for edge in edges[:-1]]
    blobs = [Box(x, y - 4, x + wide, y + 4) for y in middles for x, wide in ((140, 50), (200, 70))]
    marks = dark_at()
    for y in middles:
        marks.thick[195, round(y) - 1 : round(y) + 2] = 1
    assert (len(with_lost_columns(one, blobs, marks).columns) == 3) is found


@pytest.mark.parametrize(("every", "found"), [(2, True), (3, False)])
def test_the_edge_of_an_upright_that_is_well_left_may_be_a_part_of_the_text_beside_it(every, found):
    blobs = [blob for row in (1, 2) for blob in texts(row, (140, 206), (220, 270))]
    assert (len(with_lost_columns(grid(), blobs, dark_at((205, every))).columns) == 4) is found
    over = blobs + texts(3, (180, 240))
    assert with_lost_columns(grid(), over, dark_at((205, every))) == grid()
