"""PDF pages: pdfium first, poppler (pdf2image) where pdfium fails or on request."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pdf2image
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from pdf2image.exceptions import PDFInfoNotInstalledError, PDFPageCountError, PDFSyntaxError

from extractor.errors import (
    DamagedError,
    EmptyDocumentError,
    EngineError,
    PageRenderError,
    PageSizeError,
    PasswordError,
)
from extractor.geometry import turn_box
from extractor.imaging import drop_colour, shrink_roughly, to_grey, turn_quarters
from extractor.model import Image, LineMasks, Page, Word
from extractor.pages.classify import classify_page, find_images, glyph_ink
from extractor.pages.line_masks import find_lines
from extractor.pages.source import Rasterizer
from extractor.pages.straighten import Orientation, straighten
from extractor.pages.text_layer import TextLayer, read_glyphs, read_text_layer, split_at_lines
from extractor.pages.visibility import find_drawn_text, find_hidden

# Why a page is a scan whose text layer the sums, or its own picture, contradict.
DISTRUSTED = "the text layer contradicts the sums or the picture"
# An exported page's picture serves to compare and to see rules; a scanned page's is read.
EXPORTED_DPI = 100
SCANNED_DPI = 200
# Two pixels a point keep double lines, 2 points apart, and dots, 1.5 points apart, from running together.
LINES_DPI = 144
MOST_DPI = 300
# A0 is 2384 × 3370 points; the PDF specification's own limit is 14 400.
LARGEST_SIDE = 14_400.0
# Nothing that holds a table is smaller: a damaged page's box.
LEAST_SIDE = 18.0
# Points: the longer side of paper that is scanned, A6 to A2.  A page that measures less or more has pixels, or another
# unit, for points; most paper is A4.
PAPER, USUAL_PAPER = (419.0, 1684.0), 842.0
MOST_PIXELS = 60_000_000
# A0 in colour at 300 dpi has 140 million pixels; pdfium leaves what it cannot unfold blank, without a word.
MOST_IMAGE_PIXELS = 250_000_000
POPPLER_SECONDS = 120


class PdfSource:
    """An open PDF; pages are made when asked for."""

    def __init__(
        self,
        path: Path,
        password: str | None,
        rasterizer: Rasterizer,
        orientation: Orientation,
        distrusted: Collection[int] = (),
    ) -> None:
        self.path = path
        self._distrusted = distrusted
        self._password = password
        self._rasterizer = rasterizer
        self._orientation = orientation
        self._document = _opened(path, password)
        self._count = len(self._document) if self._document else _poppler_count(path, password)

    def __len__(self) -> int:
        return self._count

    def close(self) -> None:
        """Release the file."""
        if self._document:
            self._document.close()

    def pages(self, number: int) -> list[Page]:
        """Page `number`, with its text layer where that covers the ink; a scan straightened, its two pages apart."""
        if self._document is None:
            return self._by_poppler(number)
        try:
            page = self._document[number - 1]
        except pdfium.PdfiumError:
            return self._by_poppler(number)
        try:
            return self._by_pdfium(page, number)
        except pdfium.PdfiumError:
            return self._by_poppler(number)
        finally:
            page.close()

    def displayed(self, number: int, dpi: float) -> Image:
        """Page `number` as a viewer shows it, in colour.  Raises `PageError` as `pages` does."""
        if self._document is None:
            return self._poppler_picture(number, dpi, grey=False)
        try:
            page = self._document[number - 1]
        except pdfium.PdfiumError:
            return self._poppler_picture(number, dpi, grey=False)
        try:
            self._check_size(page, number)
            self._check_images(find_images(page), number)
            return self._picture(page, number, dpi, grey=False)
        finally:
            page.close()

    def _by_pdfium(self, page: pdfium.PdfPage, number: int) -> list[Page]:
        width, height = page.get_size()
        self._check_size(page, number)
        images = find_images(page)
        self._check_images(images, number)
        glyphs = [] if number in self._distrusted else read_glyphs(page)
        own, coarse = _scan_dpi(images, width, height)
        enlarged = _enlarged(width, height)
        # Drawn as it is, not resampled, within what readers gain from; a picture without words but once.
        dpi = enlarged * min(max(own / enlarged, SCANNED_DPI), MOST_DPI)
        image = drop_colour(self._picture(page, number, dpi, grey=False)) if own and not any(glyphs) else None
        if image is None:
            small = self._picture(page, number, EXPORTED_DPI, grey=True)
        else:
            small = to_grey(shrink_roughly(image, min(1.0, EXPORTED_DPI / 72 * width / image.shape[1])))
        scale = small.shape[1] / width
        hidden = find_hidden(page, glyphs, small, scale)
        text = read_text_layer(glyphs, (width, height), hidden)
        shown = text.shown()
        lines = find_lines(page, _bounded(LINES_DPI, width, height) / 72) if shown else None
        ink = glyph_ink(small, scale, shown, lines)
        verdict = classify_page(page, shown, images, ink, scale)
        if verdict.kind != "scanned":
            exported = Page(
                number, width, height, verdict.kind, small, scale, trust=verdict.why, hidden_text=bool(hidden)
            )
            return [_exported(self._with_drawn_text(exported, page, ink, shown), text, lines)]
        if image is None:
            image = self._picture(page, number, dpi, grey=False)
        scale = image.shape[1] / width / enlarged
        why = "the text layer cannot be seen" if hidden and not shown else verdict.why
        why = DISTRUSTED if number in self._distrusted else why
        scanned = Page(
            number,
            width * enlarged,
            height * enlarged,
            "scanned",
            image,
            scale,
            turn=np.diag([1 / enlarged, 1 / enlarged, 1.0]),
            trust=why,
            resolution=coarse / enlarged,
            enlarged=enlarged,
        )
        return straighten(scanned, self._orientation)

    def _with_drawn_text(self, exported: Page, page: pdfium.PdfPage, ink: Image, words: Sequence[Word]) -> Page:
        """The page with the boxes of text that its text layer lacks, and a picture that OCR can read them on."""
        number, scale = exported.number, exported.scale
        if not find_drawn_text(ink, words, scale):
            return exported
        drawn = find_drawn_text(ink, words, scale, self._picture(page, number, EXPORTED_DPI, grey=False))
        if not drawn:
            return exported
        image = self._picture(page, number, SCANNED_DPI, grey=False)
        return replace(exported, image=image, scale=image.shape[1] / exported.width, drawn=tuple(drawn))

    def _check_size(self, page: pdfium.PdfPage, number: int) -> None:
        width, height = page.get_size()
        left, bottom, right, top = page.get_mediabox(fallback_ok=False) or (0, 0, width, height)
        if left == right or bottom == top:  # pdfium takes US letter for it
            width, height = abs(right - left), abs(top - bottom)
        if min(width, height) < LEAST_SIDE:
            raise PageSizeError(
                f"the page measures {width:g} × {height:g} points: too small for a table",
                file=self.path,
                page=number,
                hint="Print it to a paper size and try again",
            )
        if max(width, height) > LARGEST_SIDE:
            raise PageSizeError(
                f"the page measures {width:g} × {height:g} points, more than {LARGEST_SIDE:g}",
                file=self.path,
                page=number,
                hint="Print it to a paper size and try again",
            )

    def _check_images(self, images: Sequence[pdfium.PdfObject], number: int) -> None:
        for image in images:
            wide, high = image.get_px_size()
            if wide * high > MOST_IMAGE_PIXELS:
                raise PageSizeError(
                    f"an image on the page unfolds to {wide} × {high} pixels",
                    file=self.path,
                    page=number,
                    hint="Scan it at 300 dpi",
                )

    def _picture(self, page: pdfium.PdfPage, number: int, dpi: float, *, grey: bool) -> Image:
        if self._rasterizer == "poppler":
            return self._poppler_picture(number, dpi, grey=grey)
        scale = _bounded(dpi, *page.get_size()) / 72
        try:
            bitmap = page.render(scale=scale, grayscale=grey)
        except (pdfium.PdfiumError, ValueError, MemoryError):
            return self._poppler_picture(number, dpi, grey=grey)
        image: Image = bitmap.to_numpy()  # its pixels are Python's own and outlive the bitmap
        if grey:
            return image.reshape(image.shape[:2])
        return image[:, :, :3] if image.shape[2] == 4 else image

    def _by_poppler(self, number: int) -> list[Page]:
        """A page that pdfium cannot open: its picture alone, as a scan."""
        image = self._poppler_picture(number, SCANNED_DPI, grey=False)
        scale = SCANNED_DPI / 72
        width, height = image.shape[1] / scale, image.shape[0] / scale
        if min(width, height) < LEAST_SIDE:  # poppler draws a dot for a page that is none
            raise PageRenderError(
                "no rasteriser can draw the page", file=self.path, page=number, hint="Print the PDF to a new one"
            )
        why = "pdfium cannot open the page; drawn by poppler"
        return straighten(Page(number, width, height, "scanned", image, scale, trust=why), self._orientation)

    def _poppler_picture(self, number: int, dpi: float, *, grey: bool) -> Image:
        try:
            drawn = pdf2image.convert_from_path(
                str(self.path),
                dpi=round(dpi),
                first_page=number,
                last_page=number,
                userpw=self._password or "",
                use_cropbox=True,
                grayscale=grey,
                timeout=POPPLER_SECONDS,
            )
        except PDFInfoNotInstalledError as error:
            raise EngineError("poppler is not installed", hint="Install poppler-utils") from error
        except Exception as error:  # pdf2image passes on whatever poppler's output does to Pillow
            raise PageRenderError(
                f"neither pdfium nor poppler can draw the page ({error})",
                file=self.path,
                page=number,
                hint="Print the page to a new PDF, or scan it",
            ) from error
        if not drawn:
            raise PageRenderError("poppler drew nothing", file=self.path, page=number, hint="Scan the page")
        image = np.asarray(drawn[0])
        return image if grey else cv2.cvtColor(image, cv2.COLOR_RGB2BGR).astype(np.uint8)


def _exported(page: Page, text: TextLayer, lines: LineMasks | None) -> Page:
    """The page with its text and lines, turned upright where its text stands sideways."""
    width, height = (page.height, page.width) if text.quarters % 2 else (page.width, page.height)
    return replace(
        page,
        width=width,
        height=height,
        image=turn_quarters(page.image, text.quarters),
        words=tuple(text.words if lines is None else split_at_lines(text.words, lines.turned(text.quarters))),
        marks=tuple(text.marks),
        drawn=tuple(turn_box(box, np.vstack([text.turn, [0.0, 0.0, 1.0]])) for box in page.drawn),
        turn=np.linalg.inv(np.vstack([text.turn, [0.0, 0.0, 1.0]])),
        lines=lines and lines.turned(text.quarters),
    )


def _opened(path: Path, password: str | None) -> pdfium.PdfDocument | None:
    """The document, or None where pdfium cannot open it though it is no matter of a password."""
    try:
        document = pdfium.PdfDocument(path, password=password)
        document.init_forms()  # without it the fields' values are not drawn
        return document
    except pdfium.PdfiumError as error:
        if _holds_nothing(path, password):
            raise EmptyDocumentError("the PDF has no pages", file=path, hint="Export it again") from error
        if error.err_code == pdfium_c.FPDF_ERR_PASSWORD:
            said = "the password is wrong" if password else "the PDF is encrypted"
            raise PasswordError(said, file=path, hint="Give its password with --password") from error
        return None


def _holds_nothing(path: Path, password: str | None) -> bool:
    """Whether pdfium itself opens the document: pypdfium2 refuses one without pages, with a stale error code."""
    document = pdfium_c.FPDF_LoadDocument(str(path).encode(), password.encode() if password else None)
    if document:
        pdfium_c.FPDF_CloseDocument(document)
    return bool(document)


def _poppler_count(path: Path, password: str | None) -> int:
    try:
        return int(pdf2image.pdfinfo_from_path(str(path), userpw=password or "", timeout=POPPLER_SECONDS)["Pages"])
    except PDFInfoNotInstalledError as error:
        raise DamagedError(
            "pdfium cannot open the PDF and poppler is not installed", file=path, hint="Install poppler-utils"
        ) from error
    except (PDFPageCountError, PDFSyntaxError, KeyError, ValueError) as error:
        raise DamagedError(
            "the PDF is truncated or broken: neither pdfium nor poppler can open it",
            file=path,
            hint="Copy or download it again, or print it to a new PDF",
        ) from error


def _bounded(dpi: float, width: float, height: float) -> float:
    """The resolution, lowered so that a huge page does not fill the memory."""
    return min(dpi, 72 * math.sqrt(MOST_PIXELS / (width * height)))


def _enlarged(width: float, height: float) -> float:
    """How many times as large as the page the paper was, where a scan's page measures what no paper does."""
    side = max(width, height)
    return 1.0 if PAPER[0] <= side <= PAPER[1] else USUAL_PAPER / side


def _scan_dpi(images: Sequence[pdfium.PdfObject], width: float, height: float) -> tuple[float, float]:
    """The scan's own resolution along its finer and its coarser side (of a fax they differ); 0 without a scan."""
    best = 0.0, 0.0
    for obj in images:
        try:
            left, bottom, right, top = obj.get_bounds()
            if (right - left) * (top - bottom) > 0.5 * width * height:
                wide, high = obj.get_px_size()
                turn = obj.get_matrix()
                if abs(turn.b) > abs(turn.a):  # it lies on its side
                    wide, high = high, wide
                across, down = wide / (right - left) * 72, high / (top - bottom) * 72
                best = max(best, (max(across, down), min(across, down)))
        except pdfium.PdfiumError:
            continue
    return best
