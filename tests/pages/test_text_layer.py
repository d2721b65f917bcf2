from pathlib import Path

import pypdfium2 as pdfium
import pytest

from extractor.geometry import Box
from extractor.model import Word
from extractor.pages.text_layer import garbled, text_of
from tests.pdfs import shown, write_pdf


def words_in(path: Path) -> list[Word]:
    with pdfium.PdfDocument(path) as document:
        return text_of(document[0]).words


def test_blanks_and_lines_end_words(tmp_path):
    path = write_pdf(tmp_path / "a.pdf", [shown(50, 500, "alpha beta") + shown(50, 470, "gamma")])
    assert [word.text for word in words_in(path)] == ["alpha", "beta", "gamma"]


def test_a_wide_gap_ends_a_word_without_a_blank(tmp_path):
    path = write_pdf(tmp_path / "a.pdf", [shown(50, 500, "12.30") + shown(110, 500, "45.60")])
    assert [word.text for word in words_in(path)] == ["12.30", "45.60"]


@pytest.mark.parametrize(("spacing", "words"), [(1, ["584.54"]), (8, list("584.54"))])
def test_spaced_glyphs_hold_together_up_to_a_share_of_their_height(tmp_path, spacing, words):
    path = write_pdf(tmp_path / "a.pdf", [shown(50, 500, "584.54", 12, spacing=spacing)])
    assert [word.text for word in words_in(path)] == words


def test_a_word_has_the_edges_of_every_glyph_in_its_box(tmp_path):
    path = write_pdf(tmp_path / "a.pdf", [shown(50, 500, "1,234.56")])
    (word,) = words_in(path)
    assert len(word.glyphs) == len("1,234.56")
    assert word.glyphs[0][0] == word.box.x0 == pytest.approx(50, abs=1)
    assert word.glyphs[-1][1] == word.box.x1
    assert all(left < right for left, right in word.glyphs)


def test_boxes_have_their_origin_at_the_top_left(tmp_path):
    (word,) = words_in(write_pdf(tmp_path / "a.pdf", [shown(50, 500, "head")]))
    assert word.box.y0 < 595 - 500 < word.box.y1 + 1
    assert word.box.height == pytest.approx(12, rel=0.4)


def test_a_rotated_page_is_measured_as_displayed(tmp_path):
    path = write_pdf(tmp_path / "a.pdf", [shown(50, 500, "head")], rotate=90)
    with pdfium.PdfDocument(path) as document:
        assert document[0].get_size() == (595, 420)
        box = _around(text_of(document[0]).words)
    # Up the paper is now to the right, and right is down.
    assert box.x0 == pytest.approx(500, abs=5)
    assert box.y0 == pytest.approx(50, abs=2)


def test_a_crop_box_moves_the_origin(tmp_path):
    path = write_pdf(tmp_path / "a.pdf", [shown(50, 500, "head")], crop=[40, 100, 300, 550])
    (word,) = words_in(path)
    assert word.box.x0 == pytest.approx(10, abs=1)
    assert word.box.y0 < 550 - 500 < word.box.y1 + 1


def _around(words: list[Word]) -> Box:
    boxes = [word.box for word in words]
    return Box(min(b.x0 for b in boxes), min(b.y0 for b in boxes), max(b.x1 for b in boxes), max(b.y1 for b in boxes))


def test_garbled_is_the_share_of_characters_that_mean_nothing():
    word = Word("好\ufffd\ue000a", Box(0, 0, 1, 1), ())
    assert garbled([word]) == 0.5
    assert garbled([]) == 0.0
