"""What of a page's text can be seen, and what can be seen that is no text: the text layer compared with the picture.

A text object is hidden if the page looks the same without it: it is drawn in the colour of the paper, covered, clipped
or on a layer that is switched off.  Ink without text objects (outlines, pictures, form fields) is left for OCR.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

import cv2
import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from extractor.geometry import Box, around
from extractor.imaging import close_mask, measure_colour
from extractor.model import Image, Word
from extractor.pages.text_layer import Glyph, address_of

# Text lies in forms within forms, so many levels deep at most.
DEPTH = 8
# Text objects of which one covers so much of the other may hide it.
OVERLAP = 0.3
# Grey levels of 255 by which a pixel differs where a character was; a drawn page has no noise.
CHANGED = 10
# Objects on top of each other are tried one by one, so many layers at most.
LAYERS = 6
# Points: what is lower or higher is no line of text; characters so far apart are of one line, lines are not.
LOWEST, HIGHEST, BESIDE, ABOVE = 3.5, 40.0, 6.0, 1.5
# Levels between the channels of a pixel: of a seal's ink most have more.
COLOURED = 60


def find_hidden(page: pdfium.PdfPage, glyphs: Iterable[Glyph | None], picture: Image, scale: float) -> set[int]:
    """The addresses of the text objects that cannot be seen on a grey picture of the page (`scale` pixels a point)."""
    boxes = _object_boxes(glyphs)
    objects = {
        address_of(one.raw): one for one in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_TEXT], max_depth=DEPTH)
    }
    known = {address: box for address, box in boxes.items() if address in objects}
    blank = {address for address, box in known.items() if not _has_contrast(picture, box, scale)}
    suspicious = [address for address in known if address not in blank and _is_marked(objects[address])]
    pairs = _overlapping({address: box for address, box in known.items() if address not in blank})
    found = set(blank)
    layers = _layers(suspicious, pairs)
    whole = _drawn(page, scale) if layers else picture
    for layer in layers:
        with switched_off([objects[address] for address in layer]):
            change = np.asarray(cv2.absdiff(whole, _drawn(page, scale)), np.uint8)
        found |= {address for address in layer if not (_part(change, known[address], scale) > CHANGED).any()}
    return found


def find_drawn_text(ink: Image, words: Sequence[Word], scale: float, in_colour: Image | None = None) -> list[Box]:
    """Boxes (points) of lines of ink that look like text and have no words.

    `ink` is the mask (0 or 1) of the page's ink without lines, fills and specks; what is coloured on the picture
    `in_colour` (BGR, same size) is a seal's.
    """
    left = ink.copy()
    for word in words:
        _part(left, word.box.grown(ABOVE), scale)[:] = 0
    if in_colour is not None:
        left[measure_colour(in_colour) > COLOURED] = 0
    joined = close_mask(left, (max(1, round(ABOVE * scale)), max(1, round(BESIDE * scale))))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    boxes = [Box(x / scale, y / scale, (x + w) / scale, (y + h) / scale) for x, y, w, h, _ in stats[1:].tolist()]
    return [box for box in boxes if LOWEST <= box.height <= HIGHEST and box.width >= LOWEST]


def _drawn(page: pdfium.PdfPage, scale: float) -> Image:
    picture = page.render(scale=scale, grayscale=True).to_numpy()
    return np.asarray(picture.reshape(picture.shape[:2]), np.uint8)


@contextmanager
def switched_off(objects: Collection[pdfium.PdfObject]) -> Iterator[None]:
    """The page's objects are not drawn meanwhile."""
    for one in objects:
        pdfium_c.FPDFPageObj_SetIsActive(one, False)
    try:
        yield
    finally:
        for one in objects:
            pdfium_c.FPDFPageObj_SetIsActive(one, True)


def _object_boxes(glyphs: Iterable[Glyph | None]) -> dict[int, Box]:
    """Each text object's box, around its characters."""
    boxes: dict[int, list[Box]] = defaultdict(list)
    for glyph in glyphs:
        if glyph is not None and glyph.source:
            boxes[glyph.source].append(glyph.box)
    return {source: around(own) for source, own in boxes.items()}


def _has_contrast(picture: Image, box: Box, scale: float) -> bool:
    part = _part(picture, box, scale)
    return bool(part.size and int(part.max()) - int(part.min()) > CHANGED)


def _is_marked(one: pdfium.PdfObject) -> bool:
    """Whether an object may be hidden by what its page says of it: a layer, or an invisible render mode."""
    mode = pdfium_c.FPDFTextObj_GetTextRenderMode(one)
    return bool(mode == pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE or pdfium_c.FPDFPageObj_CountMarks(one) > 0)


def _overlapping(boxes: Mapping[int, Box]) -> list[tuple[int, int]]:
    """Pairs of objects of which one covers much of the other."""
    addresses = list(boxes)
    edges = np.array([boxes[address] for address in addresses]).reshape(-1, 4)
    if not len(edges):
        return []
    order = np.argsort(edges[:, 1])
    pairs = []
    for at, first in enumerate(order):
        end = at + 1 + int(np.searchsorted(edges[order[at + 1 :], 1], edges[first, 3]))
        for second in order[at + 1 : end]:
            a, b = boxes[addresses[first]], boxes[addresses[second]]
            if a.overlap(b).area > OVERLAP * min(a.area, b.area):
                pairs.append((addresses[first], addresses[second]))
    return pairs


def _layers(suspicious: Iterable[int], pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """The objects to try in groups, no two of which overlap."""
    beside: dict[int, set[int]] = defaultdict(set)
    for first, second in pairs:
        beside[first].add(second)
        beside[second].add(first)
    layers: list[list[int]] = []
    for address in dict.fromkeys([*suspicious, *beside]):
        free = next((layer for layer in layers if beside[address].isdisjoint(layer)), None)
        if free is not None:
            free.append(address)
        elif len(layers) < LAYERS:
            layers.append([address])
    return layers


def _part(image: Image, box: Box, scale: float) -> Image:
    x0, y0, x1, y1 = (max(0, int(v * scale)) for v in box)
    return image[y0 : y1 + 1, x0 : x1 + 1]
