"""Grids, pages read and tables, built from plain rows of text."""

from collections.abc import Iterable, Sequence

import numpy as np

from extractor.geometry import Box
from extractor.model import Alternative, Cell, Flag, Grid, Half, Line, Page, ReadGrid, Reading, ReadPage, Word
from extractor.tables.table import Table, TableCell
from extractor.text import normalise
from tests.drawing import Merged, cells_of

WIDE, HIGH = 60.0, 16.0


def reading(
    text: str,
    engine: str = "text-layer",
    confidence: float = 1.0,
    others: Sequence[str] = (),
    flags: Iterable[Flag] = (),
) -> Reading:
    return Reading(
        text,
        confidence,
        engine,
        tuple(Alternative(other, 0.1) for other in others),
        flags=frozenset(flags),
        pieces=int(bool(text)),
    )


def line(text: str, x: float = 100, y: float = 20) -> Line:
    return Line(Box(x, y, x + 10 * len(text), y + 10), reading(text))


def word(text: str, x: float, y: float, *, size: float = 10, gap: float = 0.0) -> Word:
    """A word whose glyphs are half as wide as high, `gap` points apart."""
    step = size / 2 + gap
    glyphs = tuple((x + i * step, x + i * step + size / 2) for i in range(len(text)))
    return Word(text, Box(x, y, glyphs[-1][1], y + size), glyphs)


def page_of(words: Iterable[Word], width: float = 400, height: float = 300) -> Page:
    """An exported page with these words and a blank picture."""
    blank = np.full((int(height), int(width)), 255, np.uint8)
    return Page(1, width, height, "exported", blank, 1.0, tuple(words))


def read_grid(
    rows: Sequence[Sequence[str]],
    *,
    merged: Sequence[Merged] = (),
    top: float = 100,
    columns: Sequence[float] | None = None,
    engine: str = "text-layer",
    confidence: float = 1.0,
    ruled: bool = True,
) -> ReadGrid:
    """A grid whose texts are `rows`; the texts of covered cells are dropped."""
    high, wide = len(rows), len(rows[0])
    assert all(len(row) == wide for row in rows), "rows of one length"
    xs = list(columns) if columns else [50 + WIDE * j for j in range(wide + 1)]
    ys = [top + HIGH * i for i in range(high + 1)]
    spans = {(row, column): (down, right) for row, column, down, right in merged}
    starts = sorted({place for owners in cells_of(high, wide, merged) for place in owners})
    cells, readings = [], []
    for i, j in starts:
        down, right = spans.get((i, j), (1, 1))
        cells.append(Cell(i, j, down, right, Box(xs[j], ys[i], xs[j + right], ys[i + down])))
        readings.append(reading(rows[i][j], engine, confidence))
    box = Box(xs[0], ys[0], xs[-1], ys[-1])
    return ReadGrid(Grid(box, tuple(ys), tuple(xs), tuple(cells), "opencv", ruled), tuple(readings))


def read_page(
    tables: Sequence[ReadGrid],
    number: int = 1,
    lines: Sequence[Line] = (),
    turn: np.ndarray | None = None,
    half: Half = "whole",
) -> ReadPage:
    turn = np.eye(3) if turn is None else turn
    readings = [*(reading for table in tables for reading in table.readings), *(line.reading for line in lines)]
    pieces = sum(reading.pieces for reading in readings)
    return ReadPage(number, 600, 800, (600, 800), "exported", 100, 0.0, "", turn, tables, lines, pieces, half=half)


def table_of(
    rows: Sequence[Sequence[str]],
    *,
    merged: Sequence[Merged] = (),
    above: Sequence[str] = (),
    engine: str = "text-layer",
    confidence: float = 1.0,
) -> Table:
    """A whole table on page 1 with these lines above it."""
    piece = read_grid(rows, merged=merged, engine=engine, confidence=confidence)
    cells = [
        TableCell(*cell[:4], normalise(text.text), text, 1, cell.box)
        for cell, text in zip(piece.grid.cells, piece.readings, strict=True)
    ]
    lines = [line(text, y=10 + 12 * i) for i, text in enumerate(above)]
    return Table(len(rows[0]), cells, len(rows), lines, [], [(1, piece.grid.box)], "opencv")
