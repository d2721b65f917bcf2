"""Pictures of pages with what each stage saw."""

import numpy as np
import pytest
from typer.testing import CliRunner

from extractor import InputError, draw
from extractor.cli import app
from extractor.outputs.pictures import COLOURS, draw_facts, draw_pages
from extractor.pipeline import Settings
from tests.pdfs import lines_of_text, write_pdf

pytestmark = pytest.mark.slow


def colours(picture) -> set[tuple[int, ...]]:
    """The colours of a picture that are no greys (BGR)."""
    return {tuple(colour) for colour in np.unique(picture.reshape(-1, 3), axis=0).tolist() if len(set(colour)) > 1}


@pytest.mark.parametrize("stage", ["lines", "structure", "readings", "facts"])
def test_every_stage_has_a_picture_of_the_chosen_pages(samples, stage):
    pictures = list(draw_pages(samples / "model-exported.pdf", stage, Settings(pages=[4, 5])))
    assert [picture.name for picture in pictures] == ["page-004", "page-005"]
    assert all(picture.error is None and colours(picture.image) for picture in pictures)


def test_facts_are_framed_in_the_colour_of_their_status(exported):
    page = next(record for record in exported.pages if record.number == 4)
    blank = np.full((round(page.height), round(page.width), 3), 255, np.uint8)
    fact = next(fact for fact in exported.facts if fact.page == 4)
    picture = draw_facts(blank, exported, 4, 72)
    left, top = (round(side) for side in fact.bbox[:2])
    assert tuple(picture[top, left].tolist()) == COLOURS[fact.status]


def test_one_page_is_drawn_of_a_document_that_was_extracted(samples, exported):
    picture = draw(samples / "model-exported.pdf", 4, document=exported)
    assert picture.mode == "RGB"
    assert colours(np.asarray(picture)[:, :, ::-1])


def test_a_page_that_the_file_lacks_is_said(samples):
    with pytest.raises(InputError, match="no page 99"):
        draw(samples / "model-exported.pdf", 99, stage="lines")


def test_the_command_writes_a_picture_a_page_and_names_it(tmp_path):
    file = write_pdf(tmp_path / "small.pdf", [lines_of_text(4), lines_of_text(2)])
    result = CliRunner().invoke(app, ["draw", str(file), "-o", str(tmp_path / "out"), "--stage", "structure"])
    assert result.exit_code == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["page-001.png", "page-002.png"]
    assert "page-002.png" in result.stdout


def test_the_command_says_of_a_broken_file_what_to_do(tmp_path):
    file = tmp_path / "broken.pdf"
    file.write_bytes(b"%PDF-1.7 and no more")
    result = CliRunner().invoke(app, ["draw", str(file), "-o", str(tmp_path / "out")])
    assert result.exit_code == 1
    assert "broken.pdf" in result.stderr
    assert not (tmp_path / "out").exists()
