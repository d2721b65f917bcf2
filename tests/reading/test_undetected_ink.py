from dataclasses import replace

import numpy as np
import pytest

from extractor.geometry import Box
from extractor.model import Cell, Flag, Grid
from extractor.reading import read_page
from extractor.reading.line_segmentation import mask_text
from extractor.reading.undetected_ink import Shown, find_undetected
from tests.drawing import Sheet

pytestmark = pytest.mark.slow

LINE = Box(60, 50, 120, 64)


def found(sheet: Sheet, tables=(), cells=(), lines=()) -> list[Box]:
    page = sheet.page()
    return find_undetected(page, mask_text(page), Shown(tables, cells, lines))


@pytest.mark.parametrize("dpi", [150, 200, 300])
@pytest.mark.parametrize("size", [6, 10])
def test_each_text_that_no_line_covers_is_found(dpi, size):
    sheet = Sheet(dpi)
    sheet.text(60, 50, "1,234.00", size)
    sheet.text(250, 50, "56.78", size)
    assert [box.x0 < 200 for box in sorted(found(sheet))] == [True, False]


def test_text_that_was_shown_to_a_reader_is_not_overlooked():
    sheet = Sheet()
    sheet.text(60, 50, "1,234.00", 10)
    assert found(sheet, lines=[LINE]) == []


def test_rules_and_specks_are_no_text():
    sheet = Sheet()
    sheet.table([40, 60, 80], [50, 150, 250], texts=False)
    sheet.level(100, 50, 250, style="dashed")
    sheet.level(120, 50, 250, style="dotted")
    sheet.fill(Box(300, 50, 300.8, 50.8), 0)
    assert found(sheet) == []


def test_a_figure_that_a_wrong_border_cuts_is_found():
    """Each half is as low as a dash."""
    sheet = Sheet()
    sheet.text(60, 50, "1,234.00", 8)
    (whole,) = found(sheet)
    middle = whole.centre[1]
    cells = [Box(50, 40, 150, middle), Box(50, middle, 150, 70)]
    strip = Box(whole.x0, whole.y0, whole.x1, whole.y0 + 1)
    assert len(found(sheet, [Box(50, 40, 150, 70)], cells, [strip])) == 1


def grid_of(*boxes: Box) -> Grid:
    cells = tuple(Cell(0, at, 1, 1, box) for at, box in enumerate(boxes))
    edges = (*(box.x0 for box in boxes), boxes[-1].x1)
    return Grid(Box(boxes[0].x0, boxes[0].y0, boxes[-1].x1, boxes[0].y1), (boxes[0].y0, boxes[0].y1), edges, cells, "")


def test_text_beside_a_table_is_unread():
    """Lines are sought above and below tables, not beside them."""
    sheet = Sheet(200, height=120)
    sheet.text(60, 35, "2,940.05", 12)
    sheet.text(300, 35, "77.00", 9)
    page = read_page(sheet.page(), [grid_of(Box(50, 30, 150, 55))], "rapidocr")
    assert [reading.text for reading in page.tables[0].readings] == ["2,940.05"]
    assert [(line.text, line.box.x0 > 290, line.reading.flags) for line in page.unread] == [("", True, {Flag.UNREAD})]
    assert page.pieces == 2


def test_pale_print_in_a_blank_cell_of_dirty_paper_makes_it_unread():
    """On dirty paper only dark ink makes a line."""
    sheet = Sheet(200, height=120)
    sheet.text(60, 35, "2,940.05", 12)
    pale = np.where(sheet.image < 200, 213, 255).astype(np.uint8)
    page = replace(sheet.page(), image=pale, noisy=True)
    (reading,) = read_page(page, [grid_of(Box(50, 30, 150, 55))], "rapidocr").tables[0].readings
    assert (reading.text, reading.pieces, Flag.UNREAD in reading.flags) == ("", 1, True)
