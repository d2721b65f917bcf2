"""Whether a page was exported, scanned or left blank: the text layer compared with the picture.

A scanner's or OCR program's hidden layer must not pass for an export, however well it lies over the ink:
where images stand under the words, the page is drawn a second time without its text.  Ink that stays is
the images' ink.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from extractor.geometry import Box
from extractor.imaging import dilate, keep_pieces, open_mask
from extractor.model import Image, LineMasks, PageKind, Word
from extractor.pages.text_layer import is_garbled, to_displayed

# Shares of ink pixels or words, set so that every page of the known documents falls on its side.
LEAST_INK_COVERED = 0.80
LEAST_INK_FROM_TEXT = 0.60
MOST_GARBLED = 0.02
# Darker than the paper by this many of 255 grey levels is ink.
INK_DEPTH = 48
# The words' own ink is the darkest share (percent) of their boxes; paler than this share of its depth is no text.
DARKEST, PALE = 2, 0.4
# Every so many pixels one tells the paper's brightness.
SAMPLED = 4
# Runs of ink longer than this many points are rules, no glyphs.
RULE_LENGTH = 16.0
# A line across is at least so long (points): longer than any figure.
LINE_LENGTH = 60.0
# The characters of a table are no larger (points).
LARGEST_CHARACTER = 40.0
# Smaller than this many points in both directions: the dots of leaders and dotted rules, dust.
SPECK = 2.0


class Classification(NamedTuple):
    """The page's kind, and why its text layer is not used where it has one."""

    kind: PageKind
    why: str = ""


def find_images(page: pdfium.PdfPage) -> list[pdfium.PdfObject]:
    """The page's image objects, those inside of forms too."""
    return list(page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=3))


def classify_page(
    page: pdfium.PdfPage, words: list[Word], images: Sequence[pdfium.PdfObject], ink: Image, scale: float
) -> Classification:
    """Compare the words of the text layer with the ink of the page (`glyph_ink`, `scale` pixels a point)."""
    if not ink.any():
        return Classification("exported" if words else "blank")
    if not words:
        return Classification("scanned", "" if images else "no text layer")
    if is_garbled(words) > MOST_GARBLED:
        return Classification("scanned", "the text layer is garbled")
    covered = _covered(words, ink, scale)
    if covered < LEAST_INK_COVERED:
        return Classification("scanned", f"the text layer covers {covered:.0%} of the ink")
    if _words_on_images(page, words, images) and _ink_from_text(page, words, ink, scale) < LEAST_INK_FROM_TEXT:
        return Classification("scanned", "the text layer lies over a picture of the page")
    return Classification("exported")


def glyph_ink(picture: Image, scale: float, words: list[Word], lines: LineMasks | None = None) -> Image:
    """The mask (0 or 1) of what may be characters on a grey picture of a page with these words.

    What is much paler than the words is a watermark; `lines` are the page's own, where known: dotted ones are no
    characters.
    """
    paper = int(np.percentile(picture[::SAMPLED, ::SAMPLED], 90))
    darkest = _darkest(picture, words, scale)
    depth = max(INK_DEPTH, round(PALE * (paper - darkest)))
    ink = _glyph_ink(picture, scale, depth)
    if lines is not None:
        ink &= 1 - _lined(lines, ink)
    # Where words stand, dots and the smallest print are characters, too.
    dark = (picture < max(paper - INK_DEPTH, 1)).astype(np.uint8)
    return ink | (dark & _masked(words, (ink.shape[0], ink.shape[1]), scale))


def _darkest(picture: Image, words: list[Word], scale: float) -> int:
    """The grey level of the words' own ink; that of paper where there are no words."""
    inside = picture[_masked(words, (picture.shape[0], picture.shape[1]), scale) > 0] if words else picture[:0].ravel()
    return int(np.percentile(inside, DARKEST)) if inside.size else 255


def _glyph_ink(image: Image, scale: float, depth: int = INK_DEPTH) -> Image:
    """The ink mask (0 or 1) without rules, fills and specks."""
    paper = int(np.percentile(image[::SAMPLED, ::SAMPLED], 90))
    ink = (image < max(paper - depth, 1)).astype(np.uint8)
    run = max(3, int(RULE_LENGTH * scale))
    rules = dilate(open_mask(ink, (1, run)) | open_mask(ink, (run, 1)), (3, 3))
    left = ink & (1 - rules)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(left)
    speck = SPECK * scale
    keep = (stats[:, cv2.CC_STAT_WIDTH] > speck) | (stats[:, cv2.CC_STAT_HEIGHT] > speck)
    keep[0] = False
    return keep_pieces(keep, labels) // 255


def _lined(lines: LineMasks, ink: Image) -> Image:
    """The mask (0 or 1) of the pixels of an ink mask on lines and close to them."""
    high, wide = ink.shape
    # What is shorter across may be the feet of outlined characters; lines down are longer than characters are high.
    across = open_mask(lines.horizontal, (1, round(LINE_LENGTH * lines.scale)))
    down = open_mask(lines.vertical, (round(RULE_LENGTH * lines.scale), 1))
    both = dilate(across | down, (3, 3))
    return np.asarray(cv2.resize(both, (wide, high), interpolation=cv2.INTER_NEAREST), np.uint8)


def _masked(words: list[Word], shape: tuple[int, int], scale: float) -> Image:
    mask = np.zeros(shape, np.uint8)
    for word in words:
        x0, y0, x1, y1 = (int(v * scale) for v in word.box.grown(1.5))
        mask[max(y0, 0) : y1 + 1, max(x0, 0) : x1 + 1] = 1
    return mask


def _covered(words: list[Word], ink: Image, scale: float) -> float:
    """The share of the ink of characters that words cover; what is as large as a watermark or a picture is none."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    small = np.maximum(stats[:, cv2.CC_STAT_HEIGHT], stats[:, cv2.CC_STAT_WIDTH]) <= LARGEST_CHARACTER * scale
    small[0] = False
    text = keep_pieces(small, labels) // 255
    mask = _masked(words, (ink.shape[0], ink.shape[1]), scale)
    return float((text & mask).sum()) / float(text.sum() or 1)


def _words_on_images(page: pdfium.PdfPage, words: list[Word], images: Sequence[pdfium.PdfObject]) -> bool:
    """Whether images lie under a tenth of the words."""
    turn = to_displayed(page)
    boxes = []
    for obj in images:
        left, bottom, right, top = obj.get_bounds()
        xs, ys = turn @ np.array([[left, right], [bottom, top], [1.0, 1.0]])
        boxes.append(Box(min(xs), min(ys), max(xs), max(ys)))
    on = sum(any(box.holds(*word.box.centre) for box in boxes) for word in words)
    return on > 0.1 * len(words)


def _ink_from_text(page: pdfium.PdfPage, words: list[Word], ink: Image, scale: float) -> float:
    """The share of the words' ink that vanishes when the page is drawn without its text objects."""
    texts = list(page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_TEXT], max_depth=8))
    for obj in texts:
        pdfium_c.FPDFPageObj_SetIsActive(obj, False)
    bare = page.render(scale=scale, grayscale=True).to_numpy()
    for obj in texts:
        pdfium_c.FPDFPageObj_SetIsActive(obj, True)
    mask = _masked(words, (ink.shape[0], ink.shape[1]), scale) & ink
    left = _glyph_ink(bare.reshape(bare.shape[:2])[: ink.shape[0], : ink.shape[1]], scale)
    both = mask[: left.shape[0], : left.shape[1]] & left
    return 1.0 - float(both.sum()) / float(mask.sum() or 1)
