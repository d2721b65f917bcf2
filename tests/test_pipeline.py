import hashlib

import pytest
from PIL import Image as Pillow

import extractor
from extractor import pipeline
from extractor.errors import MissingFileError
from extractor.pipeline import extract
from tests.pages.test_split_spread import HIGH, WIDE, both
from tests.pdfs import lines_of_text, write_pdf

pytestmark = pytest.mark.slow


def test_the_source_is_recorded(samples, exported):
    data = (samples / "model-exported.pdf").read_bytes()
    assert exported.source.file == "model-exported.pdf"
    assert (exported.source.sha256, exported.source.bytes) == (hashlib.sha256(data).hexdigest(), len(data))


def test_pages_are_told_one_by_one(tmp_path):
    count = 10
    told = []
    path = write_pdf(tmp_path / "a.pdf", [lines_of_text(1)] * count)
    document = extract(path, progress=lambda stage, done, pages: told.append((done, pages)))
    assert told == [(n, count) for n in range(1, count + 1)]
    assert [page.number for page in document.pages] == list(range(1, count + 1))


def test_two_pages_on_one_sheet_are_one_page_of_the_file(tmp_path):
    sheet = both()
    Pillow.fromarray(sheet.image).save(tmp_path / "a.png", dpi=(100, 100))
    told = []
    document = extract(tmp_path / "a.png", progress=lambda stage, done, pages: told.append((done, pages)))
    assert told == [(1, 1)]
    (page,) = document.pages
    assert (page.width, page.height) == pytest.approx((2 * WIDE, HIGH), abs=1)
    assert page.quality is not None
    assert [message.page for message in document.messages if message.code == "two-pages"] == [1]
    # Nothing but figures stand in the right half's table: it goes on with that of the left half.
    (table,) = document.other_tables
    left, right = table.places
    assert left.page == right.page == 1
    assert left.bbox == pytest.approx((60, 100, WIDE - 60, 460), abs=2)
    assert right.bbox == pytest.approx((WIDE + 60, 196, 2 * WIDE - 60, 460), abs=2)
    assert (table.rows, table.columns) == (15 + 11, 4)


def test_a_string_is_a_path_too(tmp_path):
    with pytest.raises(MissingFileError):
        extract(str(tmp_path / "none.pdf"))


def test_the_package_offers_the_pipeline():
    assert extractor.extract is extract


def test_a_fault_on_one_page_is_told_and_the_others_are_read(tmp_path, monkeypatch):
    read = pipeline.read_page

    def faulty(page, grids, ocr):
        if page.number == 2:
            raise IndexError("list index out of range")
        return read(page, grids, ocr)

    monkeypatch.setattr(pipeline, "read_page", faulty)
    document = extract(write_pdf(tmp_path / "a.pdf", [lines_of_text(3)] * 3))
    assert [(message.code, message.page) for message in document.messages if message.level == "error"] == [
        ("page-failed", 2)
    ]
    assert [page.number for page in document.pages if page.kind != "failed"] == [1, 3]
