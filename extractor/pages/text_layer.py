"""The text layer of a PDF page as words with the box of every glyph, through pdfium."""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from numpy.typing import NDArray

from extractor.geometry import Box, around
from extractor.model import LineMaps, Word

# A gap wider than this share of the glyph height ends a word; the glyphs of a justified label stay apart.
WORD_GAP = 0.3
# Digits of one figure have one size; a footnote mark behind them has half to two thirds of it.
SAME_SIZE = 0.75
# A line between two words runs beside the body of their glyphs, without this share of the box at each end, and may
# touch the boxes by so many points.
BODY_INSET, LINE_ROOM = 0.15, 0.3
# FPDF_PageToDevice answers in whole pixels: ask at this many pixels a point.
DEVICE_SCALE = 100


class Glyph(NamedTuple):
    """A character with its box on the page as displayed; `source` is the address of its text object."""

    text: str
    box: Box
    source: int = 0


def words_of(glyphs: Iterable[Glyph | None], hidden: Collection[int] = ()) -> list[Word]:
    """The words of a page in content order; a gap, a new line, a blank or another size ends a word.

    Characters of `hidden` text objects are left out.
    """
    words: list[Word] = []
    run: list[Glyph] = []
    for glyph in glyphs:
        if glyph is not None and glyph.source in hidden:
            continue
        if run and not (glyph and _continues(run[-1], glyph)):
            words.append(_word(run))
            run = []
        if glyph:
            run.append(glyph)
    if run:
        words.append(_word(run))
    return words


def apart_at_lines(words: Iterable[Word], lines: LineMaps) -> list[Word]:
    """The words, in parts where a vertical line runs between their glyphs: figures that fill their columns touch."""
    return [part for word in words for part in (_parts(word, lines) if lines.any_vertical(word.box) else [word])]


def _parts(word: Word, lines: LineMaps) -> Iterator[Word]:
    start = 0
    inset = BODY_INSET * word.box.height
    y0, y1 = word.box.y0 + inset, word.box.y1 - inset
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


def glyphs_of(page: pdfium.PdfPage) -> list[Glyph | None]:
    """The characters in content order; None stands for a blank or a line's end.

    Characters whose font does not say what they are (no usable ToUnicode map) are left out: the picture alone has them.
    """
    layer = page.get_textpage()
    (xx, xy, x0), (yx, yy, y0) = to_displayed(page).tolist()
    # The loose box is the glyph's place in its font: a `一` is as tall there as any other character.
    loose = pdfium_c.FS_RECTF()
    glyphs: list[Glyph | None] = []
    for index in range(layer.count_chars()):
        code = pdfium_c.FPDFText_GetUnicode(layer, index)
        if code <= 0x20 or code in (0xA0, 0x3000, 0xFFFE) or 0xD800 <= code <= 0xDFFF:
            glyphs.append(None)
            continue
        if pdfium_c.FPDFText_HasUnicodeMapError(layer, index) == 1:
            glyphs.append(None)
            continue
        source = address_of(pdfium_c.FPDFText_GetTextObject(layer, index))
        pdfium_c.FPDFText_GetLooseCharBox(layer, index, loose)
        xs = (loose.left * xx + loose.bottom * xy + x0, loose.right * xx + loose.top * xy + x0)
        ys = (loose.left * yx + loose.bottom * yy + y0, loose.right * yx + loose.top * yy + y0)
        glyphs.append(Glyph(chr(code), Box(min(xs), min(ys), max(xs), max(ys)), source))
    layer.close()
    return glyphs


def address_of(one: object) -> int:
    """The address of a pdfium object, which names it while its page is open."""
    return ctypes.cast(one, ctypes.c_void_p).value or 0  # type: ignore[arg-type]


def _continues(before: Glyph, glyph: Glyph) -> bool:
    a, b = before.box, glyph.box
    tall = max(a.height, b.height, 1.0)
    level = min(a.y1, b.y1) - max(a.y0, b.y0) > 0 or abs(a.y1 - b.y1) < tall / 2
    if before.text.isdigit() and glyph.text.isdigit() and min(a.height, b.height) < SAME_SIZE * tall:
        return False
    return level and -0.5 * tall < b.x0 - a.x1 < WORD_GAP * tall


def _word(run: list[Glyph]) -> Word:
    return Word("".join(g.text for g in run), around(g.box for g in run), tuple((g.box.x0, g.box.x1) for g in run))


def garbled(words: list[Word]) -> float:
    """The share of characters that no reader can mean: private use, unassigned, control, replacement."""
    characters = [c for word in words for c in word.text]
    bad = sum(c == "\ufffd" or unicodedata.category(c) in ("Co", "Cn", "Cc") for c in characters)
    return bad / len(characters) if characters else 0.0
