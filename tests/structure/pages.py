"""Exported pages for the structure model, drawn as PDFs."""

from collections.abc import Sequence
from pathlib import Path

from extractor.model import Grid, Page
from extractor.pages import open_source
from extractor.reading.text_layer import TextLayerReader
from tests.pdfs import A5, shown, write_pdf

TOP = A5[1]


def text(x: float, y: float, words: str, size: float = 10) -> str:
    """Content that shows text whose line begins at x and stands on y, measured from the top."""
    return shown(x, TOP - y, words, size)


def line(x0: float, y0: float, x1: float, y1: float, width: float = 0.5, dash: str = "[] 0 d") -> str:
    """Content that strokes a line; y from the top."""
    return f"{dash} {width} w {x0} {TOP - y0} m {x1} {TOP - y1} l S [] 0 d\n"


def fill(x0: float, y0: float, x1: float, y1: float, grey: float) -> str:
    """Content that fills a rectangle; y from the top."""
    return f"{grey} g {x0} {TOP - y1} {x1 - x0} {y1 - y0} re f 0 g\n"


def rows_of_text(xs: Sequence[float], ys: Sequence[float], rows: Sequence[Sequence[str]]) -> str:
    """Content with one text at each place; a blank text is none."""
    return "".join(
        text(x, y, words) for y, row in zip(ys, rows, strict=True) for x, words in zip(xs, row, strict=True) if words
    )


def exported(path: Path, content: str, **options: object) -> Page:
    """The page of a PDF with this content."""
    source = open_source(write_pdf(path / "page.pdf", [content], **options))
    (page,) = source.pages(1)
    source.close()
    assert page.kind == "exported"
    return page


def texts(page: Page, grid: Grid) -> list[list[str]]:
    """What stands in the cells of each row of a grid; a cell over several rows is in its first."""
    readings = TextLayerReader().read(page, [cell.box for cell in grid.cells])
    found: list[list[str]] = [[] for _ in grid.rows[1:]]
    for cell, reading in zip(grid.cells, readings, strict=True):
        found[cell.row].append(reading.text)
    return found
