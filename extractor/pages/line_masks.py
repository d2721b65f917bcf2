"""Where lines are printed on a page: maps of horizontal and of vertical ones, from the page drawn without its text.

A line is a thin stroke darker or lighter than what lies on both sides of it, or the edge of a fill.  Dashes and dots
of one line are joined; what is short is no line.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from numpy.typing import NDArray

from extractor.imaging import close_mask, open_mask
from extractor.model import Image, LineMasks

# A picture at least so large (points) both ways is a seal, a logo or a background; a smaller one may be a line.
LEAST_PICTURE = 20.0
# Text and pictures lie in forms within forms, so many levels deep at most.
DEPTH = 8
# A stroke is at most so wide (points); a wider one is a fill, and has edges.
WIDEST = 2.0
# Dashes and dots so far apart (points) are one line; what is shorter than so much is no line.
GAP, SHORTEST = 3.5, 6.0
# Of the shortest line so much is ink: of a dotted one less than half is.
LEAST_INK = 0.25
# Grey levels of 255 between a stroke and what lies beside it, and between two fills.  A drawn page has no noise.
STROKE_DEPTH, FILL_DEPTH = 12, 4


def find_lines(page: pdfium.PdfPage, scale: float) -> LineMasks:
    """The lines of a page at `scale` pixels a point, as a viewer shows it."""
    bare = _without_text(page, scale)
    return draw_masks(bare, bare.shape[1] / page.get_width())


def draw_masks(bare: Image, scale: float) -> LineMasks:
    """The lines of a page drawn without its text in grey (height × width, `scale` pixels a point)."""
    wide = max(1, round(WIDEST * scale))
    horizontal = _joined(np.ascontiguousarray(_strokes(bare, wide, 0).T), scale).T
    return LineMasks(np.ascontiguousarray(horizontal), _joined(_strokes(bare, wide, 1), scale), scale)


def _without_text(page: pdfium.PdfPage, scale: float) -> Image:
    """The page in grey without its text and pictures."""
    kinds = [pdfium_c.FPDF_PAGEOBJ_TEXT, pdfium_c.FPDF_PAGEOBJ_IMAGE]
    every = page.get_objects(filter=kinds, max_depth=DEPTH)
    hidden = [one for one in every if one.type == pdfium_c.FPDF_PAGEOBJ_TEXT or _is_picture(one)]
    for one in hidden:
        pdfium_c.FPDFPageObj_SetIsActive(one, False)
    picture = page.render(scale=scale, grayscale=True, may_draw_forms=False).to_numpy()
    for one in hidden:
        pdfium_c.FPDFPageObj_SetIsActive(one, True)
    return np.asarray(picture.reshape(picture.shape[:2]), np.uint8)


def _is_picture(image: pdfium.PdfObject) -> bool:
    left, bottom, right, top = image.get_bounds()
    return bool(min(right - left, top - bottom) >= LEAST_PICTURE)


def _strokes(grey: Image, wide: int, axis: int) -> Image:
    """The mask (0 or 1) of pixels on thin strokes, and on the edges of fills, between what lies on both sides.

    Axis 1: the strokes part left from right; axis 0: above from below.
    """
    beside, size = (0, 0, wide, wide) if axis else (wide, wide, 0, 0), grey.shape[axis]
    padded = cv2.copyMakeBorder(grey, *beside, cv2.BORDER_REPLICATE)
    before, after = _part(padded, 0, size, axis), _part(padded, 2 * wide, size, axis)
    dark = cv2.subtract(cv2.min(before, after), grey)
    light = cv2.subtract(grey, cv2.max(before, after))
    thin = cv2.max(dark, light) > STROKE_DEPTH
    here, there = _part(thin, 0, size - 1, axis), _part(thin, 1, size - 1, axis)
    step = cv2.absdiff(_part(grey, 0, size - 1, axis), _part(grey, 1, size - 1, axis)) > FILL_DEPTH
    edge = step & ~(here | there)
    here |= edge
    return thin.view(np.uint8)


def _part(grey: NDArray[Any], first: int, size: int, axis: int) -> NDArray[Any]:
    return grey[:, first : first + size] if axis else grey[first : first + size]


def _joined(mask: Image, scale: float) -> Image:
    """The mask's columns of pixels with gaps between dashes filled, and without what is short."""
    gap, least = round(GAP * scale), round(SHORTEST * scale)
    inked = np.flatnonzero(np.count_nonzero(mask, axis=0) >= LEAST_INK * least)
    joined = np.zeros_like(mask)
    if len(inked):
        joined[:, inked] = open_mask(close_mask(np.ascontiguousarray(mask[:, inked]), (gap, 1)), (least, 1))
    return joined
