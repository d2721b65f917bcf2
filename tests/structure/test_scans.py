"""Tables of scanned pages: the same decoding, on texts that a detector found and lines that a network saw."""

from collections.abc import Sequence

import numpy as np
import pytest

from extractor.model import Grid, Page
from extractor.reading import read_page, with_texts
from extractor.structure import Finder, grids_of
from tests.drawing import Sheet, turned

ROWS, COLUMNS = (60, 85, 110, 135, 160, 185), (40, 120, 200, 300, 380)
SHAPE = (len(ROWS) - 1, len(COLUMNS) - 1)


def seen(sheet: Sheet) -> Page:
    return with_texts(sheet.page())


def shape(grid: Grid) -> tuple[int, int]:
    return len(grid.rows) - 1, len(grid.columns) - 1


def texts(page: Page, grids: Sequence[Grid]) -> dict[tuple[int, int], str]:
    """What stands in each cell of the one table of a page."""
    (table,) = read_page(page, grids, "rapidocr").tables
    cells = zip(table.grid.cells, table.readings, strict=True)
    return {(cell.row, cell.column): reading.text for cell, reading in cells}


@pytest.mark.parametrize("style", ["solid", "dashed", "dotted"])
def test_a_ruled_table_is_read_cell_by_cell(style):
    sheet = Sheet(200)
    sheet.table(ROWS, COLUMNS, style=style)
    page = seen(sheet)
    grids = grids_of(page)
    assert [shape(grid) for grid in grids] == [SHAPE]
    assert texts(page, grids) == {(i, j): f"{i}{j}.{i}0" for i in range(SHAPE[0]) for j in range(SHAPE[1])}


def test_a_merged_cell_is_one_cell():
    sheet = Sheet(200)
    sheet.table(ROWS, COLUMNS, merged=[(0, 1, 1, 2)])
    (grid,) = grids_of(seen(sheet))
    assert shape(grid) == SHAPE
    assert [(cell.row, cell.column) for cell in grid.cells if cell.column_span == 2] == [(0, 1)]


def test_a_table_without_vertical_lines_has_the_columns_of_its_texts():
    sheet = Sheet(200)
    for y in (ROWS[0], ROWS[1], ROWS[-1]):
        sheet.level(y, COLUMNS[0], COLUMNS[-1])
    for i, y in enumerate(ROWS[:-1]):
        for j, x in enumerate(COLUMNS[:-1]):
            sheet.text(x + 10, y + 8, f"{i}{j},{i}0{j}.{i}0", 9)
    page = seen(sheet)
    grids = grids_of(page)
    assert [shape(grid) for grid in grids] == [SHAPE]
    assert texts(page, grids)[4, 3] == "43,403.40"


def test_a_table_on_leaning_speckled_paper_is_read():
    sheet = Sheet(200)
    sheet.table(ROWS, COLUMNS)
    sheet.image = turned(sheet.image, 0.1)
    specks = np.random.default_rng(1).random(sheet.image.shape) < 0.002
    sheet.image[specks] = 0
    assert [shape(grid) for grid in grids_of(seen(sheet))] == [SHAPE]


def test_columns_of_an_open_table_go_on_where_the_next_sheet_lies_aside():
    columns = (40.0, 120.0, 200.0, 300.0, 380.0)
    pages = []
    for aside, rows in ((0, ROWS[:-1]), (8, ROWS[:3])):
        sheet = Sheet(200)
        for i, y in enumerate(rows):
            for j, x in enumerate(columns[:-1]):
                # On the second page a column is blank, and only the page before tells of it.
                if aside == 0 or j != 2:
                    sheet.text(x + aside + 10, y + 8, f"{i}{j},{i}0{j}.{i}0", 9)
        pages.append(seen(sheet))
    finder = Finder()
    (first,), (second,) = (finder.find(page) for page in pages)
    assert shape(first)[1] == shape(second)[1] == 4


def test_blank_paper_has_no_tables():
    assert grids_of(seen(Sheet(200))) == []
