from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pytest

from extractor.geometry import Box, turn_box
from extractor.model import Page
from extractor.pages import open_source
from tests.pdfs import A5, lines_of_text, picture, ruled, shown, write_pdf


@pytest.fixture(scope="module")
def scan(tmp_path_factory) -> np.ndarray:
    """A grey picture of a page full of words."""
    path = write_pdf(tmp_path_factory.mktemp("scan") / "text.pdf", [lines_of_text()])
    with pdfium.PdfDocument(path) as document:
        image = document[0].render(scale=150 / 72, grayscale=True).to_numpy()
    return np.ascontiguousarray(image.reshape(image.shape[:2]))


def only_page(path: Path) -> Page:
    source = open_source(path)
    try:
        return source.pages(1)[0]
    finally:
        source.close()


def test_text_is_exported(tmp_path):
    page = only_page(write_pdf(tmp_path / "a.pdf", [lines_of_text()]))
    assert page.kind == "exported"
    assert page.words
    assert (page.width, page.height) == A5
    assert page.trust == ""


def test_a_table_of_text_and_rules_is_exported(tmp_path):
    content = ruled([300, 330, 360, 390], [40, 140, 240]) + shown(50, 340, "12.30") + shown(150, 370, "4.50")
    assert only_page(write_pdf(tmp_path / "a.pdf", [content])).kind == "exported"


def test_a_picture_alone_is_scanned(tmp_path, scan):
    page = only_page(write_pdf(tmp_path / "a.pdf", [picture(*A5)], image=scan))
    assert (page.kind, page.words) == ("scanned", ())


@pytest.mark.parametrize("mode", [0, 3], ids=["visible", "hidden"])
def test_a_text_layer_over_its_picture_is_scanned(tmp_path, scan, mode):
    """What OCR programs write: the words lie well over the ink, but the ink is the picture's."""
    content = lines_of_text(mode=mode) + picture(*A5)
    page = only_page(write_pdf(tmp_path / "a.pdf", [content], image=scan))
    assert page.kind == "scanned"
    assert ("cannot be seen" if mode == 3 else "picture") in page.trust


def test_a_hidden_layer_elsewhere_than_the_ink_is_scanned(tmp_path, scan):
    content = picture(*A5) + shown(40, 20, "junk of a scanner's OCR", 8, mode=3)
    page = only_page(write_pdf(tmp_path / "a.pdf", [content], image=scan))
    assert page.kind == "scanned"
    assert "cannot be seen" in page.trust


def test_words_that_cannot_be_seen_are_no_words(tmp_path):
    junk = "".join(shown(40, 480 - 20 * i, "words without any ink", 12, mode=3) for i in range(12))
    page = only_page(write_pdf(tmp_path / "a.pdf", [shown(40, 540, "the only ink") + junk]))
    assert page.kind == "exported"
    assert " ".join(word.text for word in page.words) == "the only ink"
    assert page.hidden_text


def test_a_picture_as_letterhead_leaves_the_page_exported(tmp_path, scan):
    head = "q 60 0 0 30 40 560 cm /Picture Do Q\n"
    assert only_page(write_pdf(tmp_path / "a.pdf", [head + lines_of_text(14)], image=scan)).kind == "exported"


@pytest.mark.parametrize("content", ["", "0.9 g 0 0 420 595 re f"], ids=["nothing", "a light fill"])
def test_no_ink_is_blank(tmp_path, content):
    page = only_page(write_pdf(tmp_path / "a.pdf", [content]))
    assert page.kind == "blank"


def test_a_scan_is_drawn_at_its_own_resolution_within_bounds(tmp_path, scan):
    fine = np.repeat(np.repeat(scan, 2, axis=0), 2, axis=1)  # 300 dpi
    low = only_page(write_pdf(tmp_path / "low.pdf", [picture(*A5)], image=scan))
    high = only_page(write_pdf(tmp_path / "high.pdf", [picture(*A5)], image=fine))
    assert low.scale * 72 == pytest.approx(200, rel=0.01)
    assert high.scale * 72 == pytest.approx(300, rel=0.01)


@pytest.mark.parametrize("size", [(105.0, 149.0), (2480.0, 3508.0)], ids=["a quarter", "pixels for points"])
def test_a_scan_on_a_page_of_no_papers_size_is_taken_for_a4(tmp_path, scan, size):
    page = only_page(write_pdf(tmp_path / "a.pdf", [picture(*size)], image=scan, size=size))
    assert max(page.width, page.height) == pytest.approx(842, rel=0.01)
    assert page.scale * 72 == pytest.approx(200, rel=0.01)
    assert page.displayed == pytest.approx(size, rel=0.01)
    corners = turn_box(Box(0, 0, page.width, page.height), page.turn)
    assert corners == pytest.approx((0, 0, *size), abs=0.05 * max(size))


def test_a_pale_watermark_is_no_ink_without_words(tmp_path):
    mark = "0.75 g " + "".join(shown(40 + 30 * i, 300 + 20 * i, "WATERMARK", 40) for i in range(6)) + "0 g "
    outlines = "0.75 g " + "".join(f"{60 + 12 * i} {200 + 9 * j} 8 6 re f " for i in range(20) for j in range(12))
    page = only_page(write_pdf(tmp_path / "a.pdf", [mark + outlines + "0 g " + lines_of_text(4)]))
    assert page.kind == "exported"
