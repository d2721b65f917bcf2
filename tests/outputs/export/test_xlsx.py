from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from extractor.document import Document, OtherTable
from extractor.document.html import STATUS_FILLS
from extractor.errors import OutputError
from extractor.outputs.export import xlsx
from extractor.outputs.exporting import export
from tests.outputs.export.reading import written


def book(document: Document, folder: Path, **options: bool) -> openpyxl.Workbook:
    export(written(document, folder / "result"), "xlsx", folder / "a.xlsx")
    return openpyxl.load_workbook(folder / "a.xlsx", **options)


@pytest.fixture(scope="module")
def sample(exported: Document, tmp_path_factory: pytest.TempPathFactory) -> openpyxl.Workbook:
    return book(exported, tmp_path_factory.mktemp("book"))


@pytest.fixture(scope="module")
def shown(exported: Document, tmp_path_factory: pytest.TempPathFactory) -> openpyxl.Workbook:
    return book(exported, tmp_path_factory.mktemp("book"), data_only=True)


def cell_of(sheet: Worksheet, text: str) -> tuple[int, int]:
    return next((cell.row, cell.column) for row in sheet for cell in row if cell.value == text)


def test_there_is_a_sheet_a_table_and_the_sheets_of_rows(sample, exported):
    printed = sample.sheetnames[: len(exported.tables)]
    assert [name[3:] for name in printed] == [table.title[:28] for table in exported.tables]
    assert sample.sheetnames[len(printed)] == "facts"
    assert {"documents", "checks", "narrative"} < set(sample.sheetnames)


def test_a_sheet_looks_like_the_printed_form(sample, exported):
    sheet = sample["02 收入决算表"]
    assert sheet["A1"].value == "收入决算表"
    merged = {str(area) for area in sheet.merged_cells.ranges}
    spans = [cell for cell in exported.tables[1].cells if cell.row_span * cell.column_span > 1]
    assert len(merged) == len(spans) + 1  # and the title
    row, column = cell_of(sheet, "2010301")
    assert sheet.cell(row, column).border.left.style == "thin"


def test_figures_are_numbers_with_their_decimals_and_the_colour_of_their_status(shown, exported):
    sheet = shown["02 收入决算表"]
    row, _ = cell_of(sheet, "2010301")
    figures = [cell for cell in sheet[row] if isinstance(cell.value, float)]
    assert [f"{cell.value:.2f}" for cell in figures] == [
        fact.value for fact in exported.tables[1].facts if fact.row == "2010301"
    ]
    assert {cell.number_format for cell in figures} == {"#,##0.00"}
    assert {cell.fill.fgColor.rgb for cell in figures} == {"FF" + STATUS_FILLS["verified"].removeprefix("#")}


def test_a_sum_is_a_formula_of_its_parts(sample, shown):
    sheet = sample["02 收入决算表"]
    row, _ = cell_of(sheet, "合计")
    formulas = [cell for cell in sheet[row] if isinstance(cell.value, str) and cell.value.startswith("=")]
    assert formulas
    for cell in formulas:
        assert cell.value.startswith("=ROUND(SUM(") and cell.value.endswith("),2)")
        parts = cell.value.removeprefix("=ROUND(SUM(").removesuffix("),2)").split(",")
        values = shown["02 收入决算表"]
        assert round(sum(values[part].value for part in parts), 2) == values[cell.coordinate].value


def test_links_lead_to_the_pages(sample, exported):
    place = exported.tables[0].places[0].page
    link = sample.worksheets[0]["A2"]
    assert link.value == f"第{place}页"
    assert link.hyperlink.target == exported.source.file
    assert link.hyperlink.location == f"page={place}"


def test_a_doubted_figure_says_what_was_read_and_why(exported, tmp_path):
    table = exported.tables[1]
    doubted = table.facts[0].model_copy(update={"status": "suspect", "raw": "5B4.83", "notes": ("not sure",)})
    changed = table.model_copy(update={"facts": (doubted, *table.facts[1:])})
    sheet = book(exported.model_copy(update={"tables": (changed,)}), tmp_path).worksheets[0]
    (remark,) = [cell.comment.text for row in sheet for cell in row if cell.comment]
    assert remark == "suspect: 5B4.83\nnot sure"


def test_a_number_that_no_spreadsheet_holds_is_a_text(exported, tmp_path):
    table = exported.tables[1]
    long = table.facts[0].model_copy(update={"value": "1234567890123456789.10"})
    found = book(exported.model_copy(update={"tables": (table.model_copy(update={"facts": (long,)}),)}), tmp_path)
    names = [cell.value for cell in found["facts"][1]]
    row = [cell.value for cell in found["facts"][2]]
    assert row[names.index("number")] == "1234567890123456789.10"


def test_tables_of_no_known_form_are_shown_too(exported, tmp_path):
    cells = exported.tables[0].cells
    place = exported.tables[0].places[0]
    other = OtherTable(
        title="其他[表]：'一'/二", page=place.page, bbox=place.bbox, places=(place,), rows=1, columns=1, cells=cells
    )
    found = book(exported.model_copy(update={"other_tables": (other,)}), tmp_path)
    assert found.sheetnames[len(exported.tables)] == "11 其他（表）：_一__二"


def test_rows_beyond_a_sheet_s_go_on_in_another(exported, tmp_path, monkeypatch):
    monkeypatch.setattr(xlsx, "MOST_ROWS", 101)
    found = book(exported, tmp_path)
    sheets = [name for name in found.sheetnames if name.startswith("facts")]
    assert sheets == ["facts", "facts-2", "facts-3"]
    assert sum(found[name].max_row - 1 for name in sheets) == len(exported.facts)


def test_a_text_too_long_for_a_cell_is_an_error_that_says_what_to_do(exported, tmp_path):
    figure = exported.narrative[0].model_copy(update={"sentence": "长" * 40_000})
    with pytest.raises(OutputError, match="fits into no cell") as caught:
        book(exported.model_copy(update={"narrative": (figure,)}), tmp_path)
    assert "csv" in caught.value.hint
