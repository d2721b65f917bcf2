"""The types that pass between the stages.

Boxes are in points of the page **upright** (after a scan was straightened) until `shown`
takes them to the page as displayed, which is what facts carry.  Nothing here knows any form.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from extractor.geometry import Bend, Box, turn_box, unturn_box

Image = NDArray[np.uint8]
PageKind = Literal["exported", "scanned", "blank"]
# Which of two pages side by side on one sheet a page is; whole where the sheet shows but one.
Half = Literal["whole", "left", "right"]
# The engine's name of readings taken from the text layer.
TEXT_LAYER = "text-layer"


class Quality(NamedTuple):
    """How well a scanned page can be read.

    `why` and `advice` say what is wrong with a poor page and what to do; `resolution` is in dots an inch (0 if
    unknown), `contrast` a share of black, `blur` the width of edges in points (None where hardly anything is
    printed), `unsure` the share of cells that were read without certainty.
    """

    verdict: Literal["good", "poor"]
    why: tuple[str, ...]
    advice: str
    resolution: float
    contrast: float | None
    blur: float | None
    unsure: float


class Word(NamedTuple):
    """A run of glyphs of the text layer; `glyphs` holds the left and right edge of each character."""

    text: str
    box: Box
    glyphs: tuple[tuple[float, float], ...]

    def part(self, start: int, end: int) -> Word:
        """The word's characters from `start` up to `end`."""
        glyphs = self.glyphs[start:end]
        return Word(self.text[start:end], Box(glyphs[0][0], self.box.y0, glyphs[-1][1], self.box.y1), glyphs)


# A line parts two texts where it runs beside so much of their height.
MOST_OF_HEIGHT = 0.6


class LineSegment(NamedTuple):
    """A line: where it lies, and from where to where it runs (points of the page, or pixels of a picture of it)."""

    at: float
    start: float
    end: float


class LineMasks(NamedTuple):
    """Masks (0 or 1) of the pixels on horizontal and on vertical lines of a page, `scale` pixels a point."""

    horizontal: Image
    vertical: Image
    scale: float

    def any_vertical(self, box: Box) -> bool:
        """Whether any piece of a vertical line lies in a box."""
        return bool(self._vertical_in(box).any())

    def parts(self, gap: Box) -> bool:
        """Whether a vertical line runs through most of the height of a gap between two texts."""
        part = self._vertical_in(gap)
        return bool(part.size and part.any(axis=1).mean() > MOST_OF_HEIGHT)

    def turned(self, quarters: int) -> LineMasks:
        """The maps of the page turned by quarters clockwise."""
        if not quarters:
            return self
        across, down = (np.ascontiguousarray(np.rot90(mask, -quarters)) for mask in (self.horizontal, self.vertical))
        return LineMasks(down, across, self.scale) if quarters % 2 else LineMasks(across, down, self.scale)

    def _vertical_in(self, box: Box) -> Image:
        y0, y1 = round(box.y0 * self.scale), round(box.y1 * self.scale) + 1
        x0, x1 = int(box.x0 * self.scale), int(box.x1 * self.scale) + 1
        return self.vertical[max(y0, 0) : y1, max(x0, 0) : x1]


@dataclass(frozen=True, slots=True)
class Page:
    """One page, upright.

    `number` is that of the page in the file; where that shows two pages side by side, each is a page of its own:
    its `half`, and `sheet` has width and height of both together, upright.

    `image` is grey (height, width) or BGR (height, width, 3), `scale` its pixels per point.  `turn` maps
    upright points to the page as displayed (homography, 3×3); the identity where nothing was straightened.
    `bend` tells how its level lines ran before, where they were bent.
    `width` and `height` are those of the upright page.
    `trust` says why a text layer was not believed, if it was not; `hidden` where print may lie under a seal,
    `crossed` where strokes of it may be lost with those of a seal;
    `noisy` that specks were taken off and others are left; `resolution` is the scan's own in dots an inch (0 if
    unknown); `ink` the mask (0 or 1) of a scan's ink, once it was made, and `pale` that of paler ink, where the paper
    is noisy.  `texts` are a scan's lines of text as the detector found them, read; `words` are then theirs.
    `lines` maps the lines of the page; `drawn` are boxes of what looks like text there and is not in
    its text layer (outlines, pictures, form fields); `hidden_text` says that some of the layer's text cannot be seen
    and is not among the words; `marks` is the text of seals and watermarks, aslant or over other text: in no table.
    `enlarged` is how many times as large as displayed a scan is taken to be, whose page has no paper's size.
    """

    number: int
    width: float
    height: float
    kind: PageKind
    image: Image
    scale: float
    words: tuple[Word, ...] = ()
    turn: NDArray[np.float64] = field(default_factory=lambda: np.eye(3))
    skew: float = 0.0
    trust: str = ""
    hidden: tuple[Box, ...] = ()
    crossed: tuple[Box, ...] = ()
    noisy: bool = False
    resolution: float = 0.0
    half: Half = "whole"
    sheet: tuple[float, float] | None = None
    bend: Bend | None = None
    ink: Image | None = None
    pale: Image | None = None
    lines: LineMasks | None = None
    drawn: tuple[Box, ...] = ()
    hidden_text: bool = False
    marks: tuple[Word, ...] = ()
    enlarged: float = 1.0
    texts: tuple[Line, ...] = ()

    @property
    def displayed(self) -> tuple[float, float]:
        """Width and height of the page as displayed, both halves of a sheet together."""
        width, height = (side / self.enlarged for side in self.sheet or (self.width, self.height))
        across = abs(self.turn[0, 0]) < abs(self.turn[0, 1])
        return (height, width) if across else (width, height)

    def upright(self, box: Box) -> Box:
        """The box of the upright page that lies at `box` of the page as displayed."""
        there = unturn_box(box, self.turn)
        return self.bend.level(there) if self.bend else there

    def pixels(self, box: Box) -> tuple[slice, slice]:
        """Row and column slices of `image` that the box covers."""
        high, wide = self.image.shape[:2]
        x0, x1 = (min(max(round(x * self.scale), 0), wide) for x in (box.x0, box.x1))
        y0, y1 = (min(max(round(y * self.scale), 0), high) for y in (box.y0, box.y1))
        return slice(y0, y1), slice(x0, x1)


# Another structure is nearly as likely where a border's margin (log-odds) is smaller.  Of 4 413 borders of 40 documents
# drawn as typeset or by office programs one is, the only one seen that was wrong; the next have 2.0 and more.
LEAST_MARGIN = 1.0


class Cell(NamedTuple):
    """A cell of a grid: its first row and column, how many it spans, and its box."""

    row: int
    column: int
    row_span: int
    column_span: int
    box: Box


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's cells in reading order; `rows` and `columns` hold the borders' positions in points.

    `ruled` tells whether columns come from printed rules (they do not in three-line tables).
    `row_margins` say by how much the structure with a border beats the best one without it, `column_margins` by how
    much it beats the best one with the border moved so that a number changes its column (log-odds, one for each of
    `rows` and `columns`, infinite at the table's sides); empty where nothing is known.
    """

    box: Box
    rows: tuple[float, ...]
    columns: tuple[float, ...]
    cells: tuple[Cell, ...]
    source: str
    ruled: bool = True
    row_margins: tuple[float, ...] = ()
    column_margins: tuple[float, ...] = ()

    def beside_unsure_border(self, cell: Cell) -> bool:
        """Whether a structure that places the cell's left or right border elsewhere is nearly as likely."""
        sides = (cell.column, cell.column + cell.column_span)
        return any(self.column_margins[side] < LEAST_MARGIN for side in sides) if self.column_margins else False


class Alternative(NamedTuple):
    """Another text the engine thought possible, with its confidence."""

    text: str
    confidence: float


class Flag(StrEnum):
    """Why the text of a reading may differ from what is printed, however confident the engine is."""

    HIDDEN = "hidden"
    """A seal covers part of the box: more may be printed than can be seen."""
    CROSSED = "crossed"
    """Strokes of a seal were removed from the box, and strokes of characters may be gone with them."""
    POOR_PAGE = "poor-page"
    """The whole page is hard to read (`Quality`)."""
    CUT = "cut"
    """The text was joined from cells side by side: a stray line cuts it, and may hide a character."""
    UNREAD = "unread"
    """The box holds ink that no character accounts for; the text may be empty."""
    SECOND_LOOK = "second-look"
    """The engine was not confident of the line, and read a softened picture of it with more confidence."""
    UNSURE_COLUMN = "unsure-column"
    """A border beside the cell could as well lie elsewhere: the text may belong to the next column."""
    LOST_END = "lost-end"
    """The line ends with a small low mark (。，；) that the text does not have."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one engine saw in one box: nothing normalised, nothing repaired.

    `confidence` (0 to 1) is the engine's own, `flags` are this program's reasons to distrust the text.
    `unread` are the places in the text before which ink stands that no character accounts for.
    `pieces` counts the words of the text layer, or the text lines of the scan, that the reading was made of; 0 for a
    blank box.
    """

    text: str
    confidence: float
    engine: str
    alternatives: tuple[Alternative, ...] = ()
    unread: tuple[int, ...] = ()
    flags: frozenset[Flag] = frozenset()
    pieces: int = 1

    @property
    def exact(self) -> bool:
        """Whether the document itself says what is printed: nothing was guessed from a picture."""
        return self.engine == TEXT_LAYER

    @property
    def has_digits(self) -> bool:
        """Whether the text holds any digit."""
        return any(map(str.isdigit, self.text))

    def flagged(self, *flags: Flag) -> Reading:
        """The reading with these flags as well."""
        return replace(self, flags=self.flags.union(flags))


class Line(NamedTuple):
    """A line of text outside the tables."""

    box: Box
    reading: Reading

    @property
    def text(self) -> str:
        """What was read."""
        return self.reading.text


@dataclass(frozen=True, slots=True)
class ReadGrid:
    """A grid with one reading a cell, on its page."""

    grid: Grid
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page read: its tables, and the lines around them from top to bottom.  The picture is gone.

    `pieces` counts the words or lines that the reader saw on the page.  `unread` are lines of ink outside tables that
    it could not read, or with so little confidence that they are no text of the page; `marks` are the texts of seals
    and watermarks.
    """

    number: int
    width: float
    height: float
    displayed: tuple[float, float]
    kind: PageKind
    dpi: float
    skew: float
    trust: str
    turn: NDArray[np.float64]
    tables: Sequence[ReadGrid]
    lines: Sequence[Line]
    pieces: int
    unread: Sequence[Line] = ()
    quality: Quality | None = None
    half: Half = "whole"
    bend: Bend | None = None
    marks: Sequence[Line] = ()

    def shown(self, box: Box) -> Box:
        """A box of the upright page where it lies on the page as displayed."""
        return turn_box(self.bend.bent(box) if self.bend else box, self.turn)

    def follows(self, before: ReadPage) -> bool:
        """Whether it is the next page after `before`, in the file or on its sheet."""
        if self.number == before.number:
            return before.half == "left" and self.half == "right"
        return self.number == before.number + 1 and before.half != "left" and self.half != "right"
