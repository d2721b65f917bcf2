"""Traces of handling on a scanned page: what was punched, cut off, ticked or lay beside it changes no figure."""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pypdfium2 as pdfium
import pytest
from PIL import Image as Pillow

from extractor.document import Fact
from extractor.pipeline import extract

pytestmark = pytest.mark.slow

PAGE, SCALE = 6, 200 / 72
Mark = Callable[[np.ndarray, list[Fact]], np.ndarray]


def cut(turns: int, left: float) -> Mark:
    """So many points are left outside of what is printed on one side; fewer than none: its rule is gone, too."""

    def mark(image: np.ndarray, facts: list[Fact]) -> np.ndarray:
        turned = np.rot90(image, turns)
        first = np.flatnonzero((turned.min(axis=2) < 200).any(axis=0))[0]
        return np.rot90(turned[:, max(0, round(first - left * SCALE)) :], -turns)

    return mark


def bordered(grey: int, lean: float) -> Mark:
    """The lid or the black of a scanner on two sides, the sheet askew on it."""

    def mark(image: np.ndarray, facts: list[Fact]) -> np.ndarray:
        high, wide = image.shape[:2]
        turn = cv2.getRotationMatrix2D((wide / 2, high / 2), lean, 1)
        askew = cv2.warpAffine(image, turn, (wide, high), borderValue=(grey,) * 3)
        return np.pad(askew, ((40, 0), (0, 20), (0, 0)), constant_values=grey)

    return mark


def punched(image: np.ndarray, facts: list[Fact]) -> np.ndarray:
    """Two holes of 6 mm, 80 mm apart, over something dark."""
    middle = image.shape[0] // 2
    for y in (middle - round(113 * SCALE), middle + round(113 * SCALE)):
        cv2.circle(image, (round(28 * SCALE), y), round(8.5 * SCALE), (25, 25, 25), -1, cv2.LINE_AA)
    return image


def ticked(colour: tuple[int, int, int]) -> Mark:
    """A pen's tick at every third figure, at the left of its cell."""

    def mark(image: np.ndarray, facts: list[Fact]) -> np.ndarray:
        for x0, y0, _, y1 in (fact.bbox for fact in facts[::3]):
            x, y = x0 + 4, (y0 + y1) / 2
            stroke = np.array([(x - 2.5, y), (x, y + 3), (x + 5, y - 5)]) * SCALE
            cv2.polylines(image, [stroke.astype(np.int32)], False, colour, 2, cv2.LINE_AA)
        return image

    return mark


MARKS: dict[str, Mark] = {
    "cut at the left rule": cut(0, -0.5),
    "cut above the title": cut(1, 2.0),
    "cut at the right": cut(2, -0.5),
    "cut below": cut(3, 2.0),
    "black border": bordered(10, 0.8),
    "grey lid": bordered(120, -0.6),
    "punched": punched,
    "red ticks": ticked((60, 40, 200)),
    "black ticks": ticked((40, 40, 40)),
}


@pytest.fixture(scope="module")
def page(samples: Path) -> np.ndarray:
    with pdfium.PdfDocument(samples / "model-exported.pdf") as document:
        return document[PAGE - 1].render(scale=SCALE).to_numpy()[:, :, :3]


@pytest.mark.parametrize("name", MARKS)
def test_figures_stay_and_none_is_added(page, exported, tmp_path, name):
    facts = [fact for fact in exported.facts if fact.page == PAGE]
    marked = MARKS[name](page.copy(), facts)
    Pillow.fromarray(marked[:, :, ::-1]).save(tmp_path / "a.png", dpi=(200, 200))
    found = {(f.table, f.row, f.column): f.value for f in extract(tmp_path / "a.png").facts}
    assert found == {(f.table, f.row, f.column): f.value for f in facts}
