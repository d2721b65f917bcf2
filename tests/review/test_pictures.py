"""The picture of a page is drawn before the small ones of the strip that wait."""

import threading
from contextlib import nullcontext
from pathlib import Path

from extractor.service.http.pages.pictures import DPI, THUMB_DPI, Pictures
from tests.service.servers import until


class Drawer:
    """Draws nothing, and begins with what it is told to."""

    def __init__(self) -> None:
        self.drawn: list[tuple[int, float]] = []
        self.begun, self.go_on = threading.Event(), threading.Event()

    def draw(self, source: Path, number: int, dpi: float, boxes: object, target: Path) -> None:
        self.drawn.append((number, dpi))
        self.begun.set()
        assert self.go_on.wait(60)
        target.write_bytes(b"png")


def test_a_page_goes_before_the_strip(tmp_path):
    drawer = Drawer()
    pictures = Pictures(drawer, tmp_path / "pictures")

    def ask(number: int, dpi: float) -> threading.Thread:
        thread = threading.Thread(target=pictures.of, args=("a", nullcontext(tmp_path), number, dpi))
        thread.start()
        return thread

    threads = [ask(1, THUMB_DPI)]
    assert drawer.begun.wait(60)
    threads += [ask(number, THUMB_DPI) for number in range(2, 6)]
    threads += [ask(9, DPI)]
    until(lambda: pictures._drawing._first, "the page waits")
    drawer.go_on.set()
    for thread in threads:
        thread.join(60)
    assert drawer.drawn[:2] == [(1, THUMB_DPI), (9, DPI)]
    assert len(drawer.drawn) == 6
    assert pictures.of("a", nullcontext(tmp_path), 9, DPI).read_bytes() == b"png"
    assert len(drawer.drawn) == 6
