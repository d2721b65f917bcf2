"""The text layer of a PDF page as words with the box of every glyph, through pdfium."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from numpy.typing import NDArray

from extractor.geometry import Box, around, turn_box
from extractor.model import LineMasks, Word

# A gap wider than this share of the glyph height ends a word; the glyphs of a justified label stay apart.
WORD_GAP = 0.3
# Digits of one figure have one size; a footnote mark behind them has half to two thirds of it.
SAME_SIZE = 0.75
# A line between two words runs beside the body of their glyphs, without this share of the box at each end, and may
# touch the boxes by so many points.
BODY_INSET, LINE_ROOM = 0.15, 0.3
# A watermark's letters are so many times as large as the page's usual ones.
LARGER = 1.5
# A glyph at less than so many degrees is upright.
UPRIGHT = 3.0
# FPDF_PageToDevice answers in whole pixels: ask at this many pixels a point.
DEVICE_SCALE = 100


class Glyph(NamedTuple):
    """A character with its box and the angle that it stands at (degrees, counter-clockwise); `source` is the address of
    its text object.
    """

    text: str
    box: Box
    angle: float
    source: int = 0


class TextLayer(NamedTuple):
    """The text of a page in points of the page upright, which is the page as displayed, or turned by quarters.

    `words` stand upright; `marks` at another angle, or over other text, as the text of seals and watermarks does.
    `turn` maps the page as displayed to the upright one (affine, 2×3), after so many `quarters` clockwise.
    """

    words: list[Word]
    marks: list[Word]
    quarters: int
    turn: NDArray[np.float64]

    def shown(self) -> list[Word]:
        """All text with its boxes on the page as displayed."""
        every = self.words + self.marks
        if not self.quarters:
            return every
        back = np.linalg.inv(np.vstack([self.turn, [0.0, 0.0, 1.0]]))
        return [word._replace(box=turn_box(word.box, back)) for word in every]


def read_text_layer(
    every: Iterable[Glyph | None], size: tuple[float, float], hidden: Collection[int] = ()
) -> TextLayer:
    """The text of a page of this size (points) in content order; a gap, a new line or a blank ends a word.

    Characters of `hidden` text objects are left out.
    """
    glyphs = [glyph for glyph in every if glyph is None or glyph.source not in hidden]
    quarters = _quarters(glyphs)
    turn = _turn(quarters, *size)
    upright = [glyph and _turned(glyph, turn, quarters) for glyph in glyphs]
    words, over = _without_watermarks([_word(run) for run in _runs(upright, _continues)])
    aslant = [_word(run) for run in _runs(upright, _continues_aslant)]
    return TextLayer(words, over + aslant, quarters, turn)


def _without_watermarks(words: list[Word]) -> tuple[list[Word], list[Word]]:
    """The words, and those of them that run over smaller ones, as a watermark does, with all that repeat one."""
    if not words:
        return [], []
    usual = float(np.median([word.box.height for word in words]))
    large = [word for word in words if word.box.height >= LARGER * usual]
    small = [_body(word) for word in words if word.box.height < LARGER * usual]
    over = {word.text for word in large if _body(word).meets(small)}
    marks = [word for word in large if word.text in over]
    return [word for word in words if word not in marks], marks


def _body(word: Word) -> Box:
    """Where the letters of a word stand: its glyph box reaches over the line."""
    inset = BODY_INSET * word.box.height
    return word.box._replace(y0=word.box.y0 + inset, y1=word.box.y1 - inset)


def _runs(
    glyphs: Iterable[Glyph | None], continues: Callable[[Glyph | None, Glyph], bool | None]
) -> Iterator[list[Glyph]]:
    """Glyphs in runs; `continues` says whether one goes on after another, or None where it belongs to none."""
    run: list[Glyph] = []
    for glyph in glyphs:
        going_on = continues(run[-1] if run else None, glyph) if glyph else False
        if run and not going_on:
            yield run
            run = []
        if glyph and going_on is not None:
            run.append(glyph)
    if run:
        yield run


def _quarters(glyphs: Sequence[Glyph | None]) -> int:
    """How many quarters clockwise the page must be turned so that most of its text is upright."""
    count = Counter(round(glyph.angle / 90) % 4 for glyph in glyphs if glyph)
    quarters, most = max(count.items(), key=lambda item: item[1], default=(0, 0))
    return quarters if most > count.total() / 2 else 0


def _turn(quarters: int, width: float, height: float) -> NDArray[np.float64]:
    """The 2×3 affine that turns a page by quarters clockwise."""
    return np.array(
        [
            [[1, 0, 0], [0, 1, 0]],
            [[0, -1, height], [1, 0, 0]],
            [[-1, 0, width], [0, -1, height]],
            [[0, 1, 0], [-1, 0, width]],
        ][quarters],
        float,
    )


def _turned(glyph: Glyph, turn: NDArray[np.float64], quarters: int) -> Glyph:
    """A glyph of the page as displayed on the upright one."""
    if not quarters:
        return glyph
    x0, y0, x1, y1 = glyph.box
    xs, ys = (turn @ [[x0, x1], [y0, y1], [1.0, 1.0]]).tolist()
    return Glyph(glyph.text, Box(min(xs), min(ys), max(xs), max(ys)), glyph.angle - 90 * quarters, glyph.source)


def split_at_lines(words: Iterable[Word], lines: LineMasks) -> list[Word]:
    """The words, in parts where a vertical line runs between their glyphs: figures that fill their columns touch."""
    return [part for word in words for part in (_parts(word, lines) if lines.any_vertical(word.box) else [word])]


def _parts(word: Word, lines: LineMasks) -> Iterator[Word]:
    start = 0
    _, y0, _, y1 = _body(word)
    for index in range(1, len(word.glyphs)):
        left, right = word.glyphs[index - 1][1], word.glyphs[index][0]
        gap = Box(min(left, right) - LINE_ROOM, y0, max(left, right) + LINE_ROOM, y1)
        if right - left > -LINE_ROOM and lines.parts(gap):
            yield word.part(start, index)
            start = index
    yield word.part(start, len(word.glyphs))


def to_displayed(page: pdfium.PdfPage) -> NDArray[np.float64]:
    """The 2×3 affine from PDF user space to the page as displayed (points, origin top left).

    Asked from pdfium with three points, so /Rotate, CropBox and MediaBox offsets are all in it.
    """
    width, height = (round(side * DEVICE_SCALE) for side in page.get_size())
    corners = [(0.0, 0.0), (100.0, 0.0), (0.0, 100.0)]
    found = []
    for x, y in corners:
        device_x, device_y = ctypes.c_int(), ctypes.c_int()
        pdfium_c.FPDF_PageToDevice(page, 0, 0, width, height, 0, x, y, device_x, device_y)
        found.append((device_x.value / DEVICE_SCALE, device_y.value / DEVICE_SCALE))
    (ox, oy), (ax, ay), (bx, by) = found
    return np.array([[(ax - ox) / 100, (bx - ox) / 100, ox], [(ay - oy) / 100, (by - oy) / 100, oy]])


def address_of(one: object) -> int:
    """The address of a pdfium object, which names it while its page is open."""
    return ctypes.cast(one, ctypes.c_void_p).value or 0  # type: ignore[arg-type]


def read_glyphs(page: pdfium.PdfPage) -> list[Glyph | None]:
    """Characters on the page as displayed, in content order; None stands for a blank or a line's end.

    Characters whose font does not say what they are (no usable ToUnicode map) are left out: the picture alone has them.
    """
    layer = page.get_textpage()
    (xx, xy, x0), (yx, yy, y0) = to_displayed(page).tolist()
    width, height = page.get_size()
    rotation = page.get_rotation()
    # The loose box is the glyph's place in its font: a `一` is as tall there as any other character.
    loose, matrix = pdfium_c.FS_RECTF(), pdfium_c.FS_MATRIX()
    glyphs: list[Glyph | None] = []
    for index in range(layer.count_chars()):
        code = pdfium_c.FPDFText_GetUnicode(layer, index)
        if code <= 0x20 or code in (0xA0, 0x3000, 0xFFFE) or 0xD800 <= code <= 0xDFFF:
            glyphs.append(None)
            continue
        if pdfium_c.FPDFText_HasUnicodeMapError(layer, index) == 1:
            glyphs.append(None)
            continue
        pdfium_c.FPDFText_GetLooseCharBox(layer, index, loose)
        xs = (loose.left * xx + loose.bottom * xy + x0, loose.right * xx + loose.top * xy + x0)
        ys = (loose.left * yx + loose.bottom * yy + y0, loose.right * yx + loose.top * yy + y0)
        box = Box(min(xs), min(ys), max(xs), max(ys))
        if box.x1 <= 0 or box.y1 <= 0 or box.x0 >= width or box.y0 >= height:
            glyphs.append(None)  # nothing outside of the crop box is displayed
            continue
        pdfium_c.FPDFText_GetMatrix(layer, index, matrix)
        angle = math.degrees(math.atan2(matrix.b, matrix.a)) - rotation
        source = address_of(pdfium_c.FPDFText_GetTextObject(layer, index))
        glyphs.append(Glyph(chr(code), box, angle, source))
    layer.close()
    return glyphs


def _continues(before: Glyph | None, glyph: Glyph) -> bool | None:
    """Whether an upright glyph goes on a word; None where it is not upright."""
    if _aslant(glyph):
        return None
    if before is None:
        return False
    a, b = before.box, glyph.box
    tall = max(a.height, b.height, 1.0)
    level = min(a.y1, b.y1) - max(a.y0, b.y0) > 0 or abs(a.y1 - b.y1) < tall / 2
    if before.text.isdigit() and glyph.text.isdigit() and min(a.height, b.height) < SAME_SIZE * tall:
        return False
    return level and -0.5 * tall < b.x0 - a.x1 < WORD_GAP * tall


def _continues_aslant(before: Glyph | None, glyph: Glyph) -> bool | None:
    """Whether a glyph that is not upright goes on a mark; None where it is upright."""
    return None if not _aslant(glyph) else before is not None


def _aslant(glyph: Glyph) -> bool:
    """Whether a glyph does not stand upright."""
    return abs((glyph.angle + 180) % 360 - 180) > UPRIGHT


def _word(run: list[Glyph]) -> Word:
    return Word("".join(g.text for g in run), around(g.box for g in run), tuple((g.box.x0, g.box.x1) for g in run))


def is_garbled(words: list[Word]) -> float:
    """The share of characters that no reader can mean: private use, unassigned, control, replacement."""
    characters = [c for word in words for c in word.text]
    bad = sum(c == "\ufffd" or unicodedata.category(c) in ("Co", "Cn", "Cc") for c in characters)
    return bad / len(characters) if characters else 0.0
