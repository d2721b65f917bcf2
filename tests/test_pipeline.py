import hashlib

import pytest

import extractor
from extractor.errors import MissingFileError
from extractor.pipeline import CHUNK, extract
from tests.pdfs import lines_of_text, write_pdf


def test_the_source_is_recorded(samples, exported):
    data = (samples / "model-exported.pdf").read_bytes()
    assert exported.source.file == "model-exported.pdf"
    assert (exported.source.sha256, exported.source.bytes) == (hashlib.sha256(data).hexdigest(), len(data))


def test_pages_are_told_one_by_one_over_more_than_one_chunk(tmp_path):
    count = CHUNK + 2
    told = []
    path = write_pdf(tmp_path / "a.pdf", [lines_of_text(1)] * count)
    document = extract(path, progress=lambda stage, done, pages: told.append((done, pages)))
    assert told == [(n, count) for n in range(1, count + 1)]
    assert [page.number for page in document.pages] == list(range(1, count + 1))


def test_a_string_is_a_path_too(tmp_path):
    with pytest.raises(MissingFileError):
        extract(str(tmp_path / "none.pdf"))


def test_the_package_offers_the_pipeline():
    assert extractor.extract is extract
