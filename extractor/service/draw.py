"""Pictures of pages for people, drawn in a child process: the file is anybody's."""

from __future__ import annotations

from pathlib import Path

import cv2

from extractor.errors import JuesuanError, PageRenderError
from extractor.outputs.pictures import Boxes, draw_boxes
from extractor.pages import open_source
from extractor.service.choices import Limits
from extractor.service.process_pool import ChildPool

MOST_DPI = 200


class Drawer:
    """Draws one page at a time."""

    def __init__(self, limits: Limits) -> None:
        self._seconds = limits.page_seconds
        self._children = ChildPool(1, limits.memory_mib)

    def draw(self, source: Path, number: int, dpi: float, boxes: Boxes, target: Path) -> None:
        """Write page `number` as a PNG, with the boxes in the colours of their status.

        Raises a `JuesuanError` where the page cannot be drawn, or not in the time of a page.
        """
        future = self._children.schedule(_drawn, source, number, dpi, boxes, target, seconds=self._seconds)
        try:
            future.result()
        except JuesuanError:
            raise
        except Exception as error:  # its death, its limits, and whatever a library does with one page
            raise PageRenderError("the page cannot be drawn within the limits", page=number) from error

    def close(self) -> None:
        """End the child."""
        self._children.close()


def _drawn(source: Path, number: int, dpi: float, boxes: Boxes, target: Path) -> None:
    pages = open_source(source)
    try:
        if not 1 <= number <= len(pages):
            raise PageRenderError(f"there are {len(pages)} pages", page=number)
        image = draw_boxes(pages.displayed(number, dpi), boxes, dpi)
    finally:
        pages.close()
    cv2.imwrite(str(target), image)
