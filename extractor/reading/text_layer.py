"""The text layer as a reader: words dropped into cells by their boxes."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from extractor.geometry import Box, around
from extractor.model import TEXT_LAYER, Line, Page, Reading, Word
from extractor.reading.reader import blank, group_levels

# A cell border through a blank at least this share of the word's height splits the word; a border through
# closer text is run over by an overlong figure, which stays whole.
SPLIT_GAP = 0.12
# Words on a line further apart than this many heights are separate lines (a form number at the far right).
FAR_APART = 3.0


class PageText(NamedTuple):
    """The text of a page: a reading a box, the lines outside all boxes, marks (text aslant, as that of a seal), and how
    many words there are in all.
    """

    readings: list[Reading]
    lines: list[Line]
    marks: list[Line]
    words: int


class TextLayerReader:
    """Exact: what the PDF itself says is printed there."""

    name = TEXT_LAYER

    def read(self, page: Page, boxes: Sequence[Box]) -> list[Reading]:
        """Every word goes to the box that holds its middle, split at borders that it crosses."""
        return self.read_all(page, boxes).readings

    def read_all(self, page: Page, boxes: Sequence[Box]) -> PageText:
        """Every word, or part of a word, once: in the reading of its box, or in a line where it has none."""
        inside: list[list[Word]] = [[] for _ in boxes]
        outside: list[Word] = []
        for part, index in _parts(page, boxes):
            (outside if index is None else inside[index]).append(part)
        lines = [
            Line(around(word.box for word in run), self._reading(run))
            for indices in group_levels([word.box for word in outside])
            for run in _runs([outside[i] for i in indices])
        ]
        marks = [Line(mark.box, self._reading([mark])) for mark in page.marks]
        count = len(outside) + sum(map(len, inside)) + len(marks)
        return PageText([self._reading(words) for words in inside], lines, marks, count)

    def _reading(self, words: list[Word]) -> Reading:
        if not words:
            return blank(self.name)
        groups = group_levels([word.box for word in words])
        text = "".join(" ".join(words[i].text for i in line) for line in groups)
        return Reading(text, 1.0, self.name, pieces=len(words))


def _parts(page: Page, boxes: Sequence[Box]) -> Iterator[tuple[Word, int | None]]:
    """Every word of the page, in parts where it crosses borders, with the index of its box; None where it has none."""
    edges = np.array(boxes).reshape(-1, 4)
    for word, index in _placed(list(page.words), edges):
        rest: Word | None = word
        while rest is not None and index is not None:
            here, rest = _split(rest, edges[index][2])
            yield here, index
            index = _holder(rest, edges) if rest is not None else None
        if rest is not None:
            yield rest, None


def _placed(words: list[Word], edges: np.ndarray) -> list[tuple[Word, int | None]]:
    """Each word with the index of the box that holds its start, or its middle where none does."""
    if not words or not len(edges):
        return [(word, None) for word in words]
    boxes = np.array([word.box for word in words])
    middle = (boxes[:, 1] + boxes[:, 3]) / 2
    first = np.array([(w.glyphs[0][0] + w.glyphs[0][1]) / 2 for w in words])
    by_start = _holding(first, middle, edges)
    by_middle = _holding((boxes[:, 0] + boxes[:, 2]) / 2, middle, edges)
    placed: list[tuple[Word, int | None]] = []
    for word, start, centre in zip(words, by_start, by_middle, strict=True):
        index = start if start >= 0 and (start == centre or _divides(word, edges[start][2])) else centre
        placed.append((word, int(index) if index >= 0 else None))
    return placed


def _holding(x: np.ndarray, y: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """For each point the index of the first box that holds it, or -1."""
    held = (
        (edges[None, :, 0] <= x[:, None])
        & (x[:, None] < edges[None, :, 2])
        & (edges[None, :, 1] <= y[:, None])
        & (y[:, None] < edges[None, :, 3])
    )
    return np.where(held.any(axis=1), held.argmax(axis=1), -1)


def _holder(word: Word, edges: np.ndarray) -> int | None:
    x, y = word.box.centre
    index = int(_holding(np.array([x]), np.array([y]), edges)[0])
    return index if index >= 0 else None


def _divides(word: Word, edge: float) -> bool:
    return _cut(word, edge) is not None


def _cut(word: Word, edge: float) -> int | None:
    """How many glyphs stand before `edge` if it runs through a blank between two of them."""
    for index in range(1, len(word.text)):
        left, right = word.glyphs[index - 1][1], word.glyphs[index][0]
        if left - 0.5 <= edge <= right + 0.5:
            return index if right - left >= SPLIT_GAP * word.box.height else None
    return None


def _split(word: Word, edge: float) -> tuple[Word, Word | None]:
    """The word up to the edge and the rest; the whole word where the edge cuts no blank of it."""
    cut = _cut(word, edge)
    if cut is None:
        return word, None
    return word.part(0, cut), word.part(cut, len(word.text))


def _runs(words: list[Word]) -> list[list[Word]]:
    """A line's words, divided where they stand far apart."""
    runs = [[words[0]]]
    for before, word in itertools.pairwise(words):
        if word.box.x0 - before.box.x1 > FAR_APART * word.box.height:
            runs.append([])
        runs[-1].append(word)
    return runs
