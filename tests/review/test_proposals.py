"""What people name becomes a proposal for layouts of one's own, and nothing by itself."""

import pytest
from typer.testing import CliRunner

from extractor.cli import app
from extractor.errors import InputError
from extractor.layouts import load_layouts
from extractor.outputs import write_document
from extractor.review import reading_of, reviewed
from extractor.review.deciding import name, undo
from extractor.review.proposals import Choice, choices_of
from extractor.review.store import DecisionFile


@pytest.fixture
def reading(exported, layouts):
    return reading_of(exported, layouts)


def heading(reading, text: str):
    """A cell of the income table without a fact."""
    cells = {(cell.page, cell.bbox) for cell in reading.document.table("income").cells}
    return next(
        spot
        for spot in reading.spots.all
        if spot.subject.kind == "cell" and spot.subject.raw == text and (spot.page, spot.bbox) in cells
    )


def test_a_named_heading_is_proposed_and_the_forms_with_it_are_written(reading, exported, tmp_path):
    folder = write_document(exported, tmp_path / "out" / "one")
    store = DecisionFile(folder / "decisions.jsonl")
    choice = Choice("income", "column", "事业收入")
    assert choice in choices_of("income", exported, reading.layouts)
    name(reviewed(reading, []), store, heading(reading, "其他收入"), choice, "王")
    run = CliRunner().invoke(app, ["layouts", "propose", str(tmp_path / "out"), "-o", str(tmp_path / "mine")])
    assert run.exit_code == 0
    assert run.stdout == "tables/income.yaml: column 事业收入: 其他收入  (王)\n"
    shipped, own = load_layouts().forms["income"], load_layouts(tmp_path / "mine").forms["income"]
    column = next(column for column in own.columns if column.key == "事业收入")
    assert column.names[-1] == "其他收入"
    assert own.model_copy(update={"columns": shipped.columns}) == shipped
    again = CliRunner().invoke(app, ["layouts", "propose", str(tmp_path / "out"), "-o", str(tmp_path / "mine")])
    assert again.exit_code == 1 and "there already" in again.stderr
    undo(reading, store, "王")
    assert CliRunner().invoke(app, ["layouts", "propose", str(tmp_path / "out")]).stdout == ""


def test_a_name_that_the_form_has_is_no_proposal(reading, exported, tmp_path):
    folder = write_document(exported, tmp_path / "one")
    store = DecisionFile(folder / "decisions.jsonl")
    name(reviewed(reading, []), store, heading(reading, "其他收入"), Choice("income", "column", "其他收入"), "王")
    assert CliRunner().invoke(app, ["layouts", "propose", str(folder)]).stdout == ""


def test_a_column_that_the_form_does_not_have_is_refused(reading, store):
    with pytest.raises(InputError, match="no column"):
        name(reviewed(reading, []), store, heading(reading, "其他收入"), Choice("income", "column", "x"), "王")
    assert store.rows == []
