from pathlib import Path

import numpy as np
import pikepdf
import pytest

from extractor.errors import DamagedError, EmptyDocumentError, PageSizeError, PasswordError
from extractor.pages import open_source
from tests.pdfs import A5, lines_of_text, picture, write_pdf


@pytest.fixture
def locked(tmp_path) -> Path:
    return write_pdf(tmp_path / "locked.pdf", [lines_of_text(3)], encryption=pikepdf.Encryption(user="you", owner="me"))


def test_no_password(locked):
    with pytest.raises(PasswordError, match="encrypted"):
        open_source(locked)


def test_a_wrong_password(locked):
    with pytest.raises(PasswordError, match="wrong"):
        open_source(locked, password="they")


def test_the_right_password(locked):
    source = open_source(locked, password="you")
    assert source.pages(1)[0].words[0].text == "Line"
    source.close()


def test_a_pdf_cut_off_in_its_head(tmp_path):
    path = write_pdf(tmp_path / "a.pdf", [lines_of_text(3)])
    path.write_bytes(path.read_bytes()[:40])
    with pytest.raises(DamagedError) as caught:
        open_source(path)
    assert caught.value.hint


def test_a_pdf_without_pages(tmp_path):
    with pytest.raises(EmptyDocumentError):
        open_source(write_pdf(tmp_path / "a.pdf", []))


@pytest.mark.parametrize("side", [0, 0.5, 20_000], ids=["no area", "hardly any", "larger than any paper"])
def test_impossible_page_sizes(tmp_path, side):
    source = open_source(write_pdf(tmp_path / "a.pdf", [""], size=(side, side)))
    with pytest.raises(PageSizeError) as caught:
        source.pages(1)[0]
    assert caught.value.page == 1
    source.close()


def test_an_image_that_unfolds_beyond_memory(tmp_path):
    path = write_pdf(tmp_path / "a.pdf", [picture(*A5)], image=np.zeros((4, 4), np.uint8))
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        image = pdf.pages[0].Resources.XObject.Picture
        image.Width, image.Height = 60_000, 60_000
        pdf.save(path)
    source = open_source(path)
    with pytest.raises(PageSizeError, match="60000 × 60000"):
        source.pages(1)[0]
    source.close()


def test_poppler_draws_what_pdfium_draws(tmp_path):
    from shutil import which

    if which("pdftoppm") is None:
        pytest.skip("poppler is not installed")
    path = write_pdf(tmp_path / "a.pdf", [lines_of_text(3)])
    pages = []
    for rasterizer in ("pdfium", "poppler"):
        source = open_source(path, rasterizer=rasterizer)
        pages.append(source.pages(1)[0])
        source.close()
    assert [page.kind for page in pages] == ["exported", "exported"]
    assert pages[0].image.shape == pytest.approx(pages[1].image.shape, abs=1)
    assert abs(pages[0].image.mean() - pages[1].image.mean()) < 2
