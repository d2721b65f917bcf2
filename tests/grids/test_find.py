import pytest

from extractor.grids import Finder, find
from extractor.grids.rules import ink_of, rules_of
from extractor.pages import open_source
from tests.drawing import Sheet, pictured
from tests.pdfs import lines_of_text, ruled, shown, write_pdf


def test_an_exported_page_is_decoded(tmp_path):
    texts = "".join(shown(45 + 100 * j, 305 + 30 * i, f"{i}{j}.50", 10) for i in range(3) for j in range(3))
    path = write_pdf(tmp_path / "a.pdf", [lines_of_text(2), ruled([300, 330, 360, 390], [40, 140, 240, 400]) + texts])
    source = open_source(path)
    pages = [source.pages(1)[0], source.pages(2)[0]]
    source.close()
    prose, table = Finder().find(pages)
    assert prose == []
    assert [grid.source for grid in table] == ["structure"]
    assert len(table[0].cells) == 9


def test_a_table_without_lines_goes_on_over_pages(tmp_path):
    rows = [["Water", "12.30", "11.20", "1.10"], ["Roads", "4.50", "4.50", "0.00"], ["Total", "16.80", "15.70", "1.10"]]
    head = [["Item", "Budget", "Final", "Left"], *rows]
    last = [[*row[:3], ""] for row in rows]
    path = write_pdf(tmp_path / "a.pdf", [_aligned(head), _aligned(last)])
    source = open_source(path)
    pages = [source.pages(1)[0], source.pages(2)[0]]
    source.close()
    ((before,), (after,)) = Finder().find(pages)
    assert len(before.columns) == len(after.columns) == 5
    assert after.columns[1:-1] == pytest.approx(before.columns[1:-1], abs=1)


def _aligned(rows: list[list[str]]) -> str:
    """Content with texts in rows and columns, without lines."""
    return "".join(
        shown(45 + 95 * j, 520 - 20 * i, text, 10) for i, row in enumerate(rows) for j, text in enumerate(row) if text
    )


def test_the_picture_serves_a_scan():
    sheet = Sheet(200)
    sheet.table([40, 60, 80], [40, 200, 380])
    (grids,) = Finder().find([sheet.page()])
    assert [grid.source for grid in grids] == ["opencv"]


def test_on_clean_paper_the_rules_usually_found_serve_where_a_second_look_shows_fewer_cells(monkeypatch):
    rows, columns = [40, 60, 80, 100], [40, 150, 260, 380]
    whole, less = Sheet(200), Sheet(200)
    whole.table(rows, columns)
    less.table(rows, [40, 150, 380])
    for second, expected in ((less, 9), (whole, 9)):
        monkeypatch.setattr(find, "faint_rules", lambda *_, again=second: rules_of(ink_of(again.page())))
        assert [len(grid.cells) for grid in pictured(whole.page())] == [expected]
        assert [len(grid.cells) for grid in pictured(less.page())] == [6 if second is less else 9]


def test_a_column_of_a_clean_scan_whose_upright_is_gone_is_parted_by_its_texts():
    rows, sheet = list(range(40, 160, 20)), Sheet(200)
    sheet.table(rows, [40, 150, 380])
    for row in rows[:-1]:
        sheet.text(60, row + 5, "201", 9)
        sheet.text(180, row + 5, "0.00", 9)
        sheet.text(320, row + 5, "78,200.00", 9)
    (grid,) = find.Finder().find([sheet.page()])[0]
    assert len(grid.columns) == 4
