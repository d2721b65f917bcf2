from pathlib import Path

import pytest

from extractor.grids.vector import vector_grids
from extractor.model import Grid
from tests.pdfs import ruled, shown, write_pdf

# Page of the exported sample: rows and columns of its table (samples/model/tables.toml).
WIDTHS = {5: 9, 7: 8}


def shape(grid: Grid) -> tuple[int, int]:
    return len(grid.rows) - 1, len(grid.columns) - 1


def test_the_rules_of_a_pdf(tmp_path):
    content = ruled([300, 330, 360, 390], [40, 140, 240, 400]) + shown(50, 340, "12.30") + shown(150, 370, "4.50")
    path = write_pdf(tmp_path / "a.pdf", [content])
    ((grid,),) = vector_grids(path, [1], None).values()
    assert shape(grid) == (3, 3)
    assert grid.columns == pytest.approx([40, 140, 240, 400], abs=0.6)
    assert grid.rows == pytest.approx([595 - 390, 595 - 360, 595 - 330, 595 - 300], abs=0.6)


def test_no_pages_no_grids():
    assert vector_grids(Path("nowhere.pdf"), [], None) == {}


def test_a_file_that_camelot_refuses_has_no_grids(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4 nothing")
    assert vector_grids(tmp_path / "a.pdf", [1], None) == {}


def test_the_sample_s_tables_have_their_columns_and_merged_headers(samples):
    (grid,) = vector_grids(samples / "model-exported.pdf", [4], None)[4]
    assert shape(grid)[1] == 6
    assert {(0, 0, 1, 3), (0, 3, 1, 3)} <= {cell[:4] for cell in grid.cells}
    assert grid.source == "camelot"
