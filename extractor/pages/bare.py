"""An exported page drawn without its text: what is left are the lines and fills of its tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from extractor.model import Image

# A picture at least so large (points) both ways is a seal, a logo or a background; a smaller one may be a line.
LEAST_PICTURE = 20.0
# Text and pictures lie in forms within forms, so many levels deep at most.
DEPTH = 8


def bare_picture(page: pdfium.PdfPage, scale: float) -> Image:
    """The page in grey at `scale` pixels a point, without text and pictures, as a viewer shows it."""
    kinds = [pdfium_c.FPDF_PAGEOBJ_TEXT, pdfium_c.FPDF_PAGEOBJ_IMAGE]
    drawn = list(page.get_objects(filter=kinds, max_depth=DEPTH))
    with hidden(one for one in drawn if one.type == pdfium_c.FPDF_PAGEOBJ_TEXT or _is_picture(one)):
        picture = page.render(scale=scale, grayscale=True, may_draw_forms=False).to_numpy()
    return np.asarray(picture.reshape(picture.shape[:2]), np.uint8)


@contextmanager
def hidden(objects: Iterable[pdfium.PdfObject]) -> Iterator[None]:
    """The page's objects are not drawn meanwhile."""
    objects = list(objects)
    for one in objects:
        pdfium_c.FPDFPageObj_SetIsActive(one, False)
    try:
        yield
    finally:
        for one in objects:
            pdfium_c.FPDFPageObj_SetIsActive(one, True)


def _is_picture(image: pdfium.PdfObject) -> bool:
    left, bottom, right, top = image.get_bounds()
    return bool(min(right - left, top - bottom) >= LEAST_PICTURE)
