from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pytest

from extractor.model import Page
from extractor.reading import TextOrientation, orientation

pytestmark = pytest.mark.slow

SAMPLE = Path(__file__).parents[2] / "samples" / "model-exported.pdf"


@pytest.fixture(scope="module")
def pictures() -> list[np.ndarray]:
    with pdfium.PdfDocument(SAMPLE) as document:
        return [document[index].render(scale=2).to_numpy()[:, :, :3].copy() for index in (0, 3, 5)]


@pytest.mark.parametrize("turns", range(4))
def test_a_page_is_turned_back_however_it_lies(pictures, turns):
    for picture in pictures:
        lying = np.ascontiguousarray(np.rot90(picture, -turns))
        assert (
            TextOrientation("rapidocr")(Page(1, lying.shape[1] / 2, lying.shape[0] / 2, "scanned", lying, 2.0)) == turns
        )


@pytest.mark.parametrize("turns", range(4))
def test_few_lines_at_one_edge_are_read_to_tell(pictures, turns):
    """The model looks at the middle of the page, where there is nothing."""
    picture = pictures[1].copy()
    picture[picture.shape[0] // 5 :] = 255
    lying = np.ascontiguousarray(np.rot90(picture, -turns))
    assert TextOrientation("rapidocr")(Page(1, lying.shape[1] / 2, lying.shape[0] / 2, "scanned", lying, 2.0)) == turns


def test_blank_paper_stays_as_it_lies():
    assert TextOrientation("rapidocr")(Page(1, 300, 400, "scanned", np.full((800, 600, 3), 255, np.uint8), 2.0)) == 0


@pytest.mark.parametrize(
    ("seen", "sure", "legible", "turns"),
    [
        # Of the harsh scans of a real disclosure.
        (0, 0.81, [4.7, 4.8, 1.4, 2.4], 0),
        (0, 0.45, [1.7, 3.0, 1.1, 2.3], 0),
        (1, 0.32, [37.8, 15.0, 6.8, 6.0], 0),
        # What the model does not see has to be read clearly better.
        (0, 0.60, [40.0, 45.0, 1.0, 1.0], 0),
        (0, 0.60, [20.0, 45.0, 1.0, 1.0], 1),
        # Surely seen upright; upside down has to be seen more surely.
        (0, 0.86, [0.0, 90.0, 0.0, 0.0], 0),
        (2, 0.86, [95.9, 0.0, 2.6, 0.0], 0),
        (2, 0.96, [95.9, 0.0, 2.6, 0.0], 2),
        # Nothing is legible.
        (2, 0.78, [2.9, 0.0, 1.9, 0.0], 0),
        (2, 0.90, [2.9, 0.0, 1.9, 0.0], 2),
    ],
)
def test_the_model_and_the_reader_decide_together(monkeypatch, seen, sure, legible, turns):
    monkeypatch.setattr(orientation, "_looked", lambda _: (seen, sure))
    monkeypatch.setattr(TextOrientation, "_legible", lambda _self, _page, turned: legible[turned])
    assert (
        TextOrientation("rapidocr")(Page(1, 300, 400, "scanned", np.full((800, 600, 3), 255, np.uint8), 2.0)) == turns
    )
