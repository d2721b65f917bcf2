import pytest
from PIL import Image as Pillow

from extractor.errors import DamagedError, FormatError, MissingFileError, PageError
from extractor.model import Page
from extractor.pages import open_source
from extractor.pages.images import PictureSource
from extractor.pages.open import read_pages
from extractor.pages.pdf import PdfSource
from tests.pdfs import lines_of_text, write_pdf


def test_a_missing_file(tmp_path):
    with pytest.raises(MissingFileError, match="no such file"):
        open_source(tmp_path / "none.pdf")


def test_a_folder(tmp_path):
    with pytest.raises(MissingFileError, match="folder"):
        open_source(tmp_path)


def test_an_empty_file(tmp_path):
    (tmp_path / "a.pdf").touch()
    with pytest.raises(DamagedError, match="empty"):
        open_source(tmp_path / "a.pdf")


def test_another_format(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"PK\x03\x04 a spreadsheet")
    with pytest.raises(FormatError) as caught:
        open_source(tmp_path / "a.pdf")
    assert caught.value.file == str(tmp_path / "a.pdf")
    assert caught.value.hint


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
def test_what_the_file_holds_decides_not_its_name(tmp_path, kind):
    path = tmp_path / "scan.pdf"
    Pillow.new("L", (300, 400), 255).save(path, kind)
    source = open_source(path)
    assert isinstance(source, PictureSource)
    source.close()


def test_junk_before_the_pdf_is_tolerated(tmp_path):
    plain = write_pdf(tmp_path / "plain.pdf", [lines_of_text(3)]).read_bytes()
    path = tmp_path / "mail.bin"
    path.write_bytes(b"\r\n\r\n" + plain)
    source = open_source(path)
    assert isinstance(source, PdfSource)
    assert len(source) == 1
    source.close()


class Faulty:
    """A source whose second page fails."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def __len__(self) -> int:
        return 3

    def pages(self, number: int) -> list[Page]:
        if number == 2:
            raise PageError("torn", page=2)
        return [self._page]

    def close(self) -> None:
        pass


def test_a_page_that_fails_does_not_stop_the_others(tmp_path):
    source = open_source(write_pdf(tmp_path / "a.pdf", [lines_of_text(3)]))
    good = source.pages(1)[0]
    source.close()
    first, failed, last = read_pages(Faulty(good), range(1, 4))
    assert first == last == [good] and isinstance(failed, PageError)
