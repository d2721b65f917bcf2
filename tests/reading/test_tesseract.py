import pytesseract
import pytest

from extractor.errors import EngineError
from extractor.geometry import Box
from extractor.reading.tesseract import TesseractReader
from tests.drawing import Sheet

pytestmark = pytest.mark.slow

FIGURES = ["2940.05", "157.88", "66.30"]


@pytest.fixture(scope="module")
def reader() -> TesseractReader:
    try:
        return TesseractReader()
    except EngineError as error:
        pytest.skip(f"{error}")


def test_figures_are_read_in_one_call(reader, monkeypatch):
    sheet = Sheet(200)
    for i, text in enumerate(FIGURES):
        sheet.text(60, 40 + 30 * i, text, 12)
    calls = []
    whole = pytesseract.image_to_data
    monkeypatch.setattr(pytesseract, "image_to_data", lambda *args, **more: calls.append(1) or whole(*args, **more))
    boxes = [Box(50, 35 + 30 * i, 200, 60 + 30 * i) for i in range(4)]
    readings = reader.read(sheet.page(), boxes)
    assert [reading.text.replace(" ", "") for reading in readings] == [*FIGURES, ""]
    assert len(calls) == 1


def test_a_machine_without_tesseract(monkeypatch):
    def missing() -> list[str]:
        raise pytesseract.TesseractNotFoundError

    monkeypatch.setattr(pytesseract, "get_languages", missing)
    with pytest.raises(EngineError, match="not installed"):
        TesseractReader()


def test_a_machine_without_the_chinese_model(monkeypatch):
    monkeypatch.setattr(pytesseract, "get_languages", lambda: ["eng"])
    with pytest.raises(EngineError, match="chi_sim"):
        TesseractReader()
