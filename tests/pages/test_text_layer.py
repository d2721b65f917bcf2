from pathlib import Path

import pypdfium2 as pdfium
import pytest

from extractor.geometry import Box
from extractor.model import Word
from extractor.pages.line_masks import find_lines
from extractor.pages.text_layer import is_garbled, read_glyphs, read_text_layer, split_at_lines
from tests.pdfs import shown, write_pdf


def words_in(path: Path) -> list[Word]:
    with pdfium.PdfDocument(path) as document:
        return read_text_layer(read_glyphs(document[0]), document[0].get_size()).words


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
    # Written up the paper, it stands upright on the page as displayed.
    path = write_pdf(tmp_path / "a.pdf", ["BT /F 12 Tf 0 1 -1 0 100 50 Tm (head) Tj ET"], rotate=90)
    with pdfium.PdfDocument(path) as document:
        assert document[0].get_size() == (595, 420)
        layer = read_text_layer(read_glyphs(document[0]), document[0].get_size())
    (word,) = layer.words
    assert layer.quarters == 0
    assert word.box.x0 == pytest.approx(50, abs=2)
    assert word.box.y0 < 100 < word.box.y1 + 1


@pytest.mark.parametrize(
    ("turn", "quarters"), [("0 1 -1 0 100 50", 1), ("0 -1 1 0 100 500", 3), ("-1 0 0 -1 300 100", 2)]
)
def test_text_that_stands_sideways_is_upright_on_the_page_turned(tmp_path, turn, quarters):
    path = write_pdf(tmp_path / "a.pdf", [f"BT /F 12 Tf {turn} Tm (head and tail) Tj ET"])
    with pdfium.PdfDocument(path) as document:
        layer = read_text_layer(read_glyphs(document[0]), document[0].get_size())
        shown_boxes = [word.box for word in layer.shown()]
    assert layer.quarters == quarters
    assert [word.text for word in layer.words] == ["head", "and", "tail"]
    assert layer.words[0].box.x1 < layer.words[1].box.x0
    assert layer.words[0].box.height == pytest.approx(12, rel=0.4)
    assert all(box.width > 0 and box.x1 < 420 and box.y1 < 595 for box in shown_boxes)


def test_text_that_stands_aslant_is_a_mark(tmp_path):
    aslant = "BT /F 12 Tf 0.8 0.6 -0.6 0.8 100 200 Tm (DRAFT) Tj ET\n"
    path = write_pdf(tmp_path / "a.pdf", [shown(50, 500, "head and tail") + aslant])
    with pdfium.PdfDocument(path) as document:
        layer = read_text_layer(read_glyphs(document[0]), document[0].get_size())
    assert [word.text for word in layer.words] == ["head", "and", "tail"]
    assert [mark.text for mark in layer.marks] == ["DRAFT"]


def test_large_text_over_other_text_is_a_mark_and_so_is_what_repeats_it(tmp_path):
    table = "".join(shown(50, 500 - 20 * k, f"Item{k} 12.3{k}", 10) for k in range(4))
    over = shown(60, 490, "SECRET", 24) + shown(300, 300, "SECRET", 24) + shown(50, 550, "Accounts", 24)
    with pdfium.PdfDocument(write_pdf(tmp_path / "a.pdf", [table + over])) as document:
        layer = read_text_layer(read_glyphs(document[0]), document[0].get_size())
    assert [mark.text for mark in layer.marks] == ["SECRET", "SECRET"]
    assert "Accounts" in [word.text for word in layer.words]
    assert len(layer.words) == 9


def test_nothing_outside_of_the_crop_box_is_displayed(tmp_path):
    path = write_pdf(tmp_path / "a.pdf", [shown(50, 500, "head") + shown(50, 20, "foot")], crop=[40, 100, 300, 550])
    assert [word.text for word in words_in(path)] == ["head"]


def test_figures_that_touch_are_apart_at_the_line_between_them(tmp_path):
    content = shown(50, 500, "12.30") + shown(80.5, 500, "45.60") + "0.5 w 80.2 480 m 80.2 520 l S\n"
    path = write_pdf(tmp_path / "a.pdf", [content])
    with pdfium.PdfDocument(path) as document:
        page = document[0]
        words = split_at_lines(read_text_layer(read_glyphs(page), page.get_size()).words, find_lines(page, 2.0))
    assert [word.text for word in words] == ["12.30", "45.60"]


def test_a_crop_box_moves_the_origin(tmp_path):
    path = write_pdf(tmp_path / "a.pdf", [shown(50, 500, "head")], crop=[40, 100, 300, 550])
    (word,) = words_in(path)
    assert word.box.x0 == pytest.approx(10, abs=1)
    assert word.box.y0 < 550 - 500 < word.box.y1 + 1


def test_garbled_is_the_share_of_characters_that_mean_nothing():
    word = Word("好\ufffd\ue000a", Box(0, 0, 1, 1), ())
    assert is_garbled([word]) == 0.5
    assert is_garbled([]) == 0.0


def test_a_raised_footnote_mark_is_no_digit_of_the_figure(tmp_path):
    path = write_pdf(tmp_path / "a.pdf", [shown(100, 300, "1,230.20", 10) + shown(145, 304, "1", 5)])
    assert [word.text for word in words_in(path)] == ["1,230.20", "1"]
