"""A searchable PDF/A: the original's pages with what was read as hidden text, by OCRmyPDF.

OCRmyPDF takes engines; this one answers what a result says.  It puts text on pages that have none of their own, and
checks by pikepdf's validator that the file is PDF/A-2b.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Mapping, Sequence
from contextlib import redirect_stderr
from pathlib import Path

import img2pdf
import ocrmypdf
import pikepdf
from ocrmypdf import OcrClass, OcrElement, OcrEngine, OrientationConfidence, hookimpl
from ocrmypdf.api import get_plugin_manager
from ocrmypdf.exceptions import ExitCodeException, PdfaConversionFailedError
from ocrmypdf.models.ocr_element import BoundingBox
from PIL import Image

from extractor.document import BBox, Document
from extractor.errors import DamagedError
from extractor.outputs.archive.texts import Block
from extractor.pages.open import detect_format

PDFA = "PDF/A-2b"


def searchable_pdf(original: Path, target: Path, document: Document, blocks: Mapping[int, Sequence[Block]]) -> str:
    """Write the PDF, and say what it is: PDF/A-2b, or a plain PDF and why.

    Raises `DamagedError` where OCRmyPDF cannot use the original.
    """
    source = target.with_name(f"{target.stem}.source.pdf")
    try:
        _prepare(original, source)
        try:
            _written(source, target, document, blocks, "pdfa-2")
            return PDFA
        except PdfaConversionFailedError as error:
            _written(source, target, document, blocks, "pdf")
            return f"PDF, not PDF/A: {_reason(error)}"
    except (ExitCodeException, pikepdf.PdfError, img2pdf.ImageOpenError) as error:
        raise DamagedError(f"no searchable PDF can be made of it: {error}", file=original) from error
    finally:
        source.unlink(missing_ok=True)


def _reason(error: PdfaConversionFailedError) -> str:
    """What the validator found; each finding is a line with its kind in brackets."""
    lines = list(map(str.strip, str(error).splitlines()))
    return "; ".join(line for line in lines if line.startswith("[")) or lines[0]


def _prepare(original: Path, source: Path) -> None:
    """The original as a PDF, without what PDF/A forbids and no page shows: actions, an old checksum."""
    with original.open("rb") as stream:
        kind = detect_format(stream.read(1024))
    if kind == "picture":
        source.write_bytes(img2pdf.convert(str(original), rotation=img2pdf.Rotation.ifvalid))
        return
    with pikepdf.open(original) as pdf:
        for holder, key in ((pdf.trailer, "/DocChecksum"), (pdf.Root, "/OpenAction"), (pdf.Root, "/AA")):
            if key in holder:
                del holder[key]
        for page in pdf.pages:
            if "/Tabs" in page:  # the order in which forms are filled in
                del page["/Tabs"]
        pdf.save(source)


def _written(
    source: Path, target: Path, document: Document, blocks: Mapping[int, Sequence[Block]], output_type: str
) -> None:
    plugins = get_plugin_manager([])
    plugins.pluggy_manager.register(_Plugin(_Reading(document, blocks)))
    # A check of plain PDFs leaves another stream in stderr's place; what cannot go into XMP stays in the original.
    with redirect_stderr(sys.stderr), warnings.catch_warnings(action="ignore", category=UserWarning):
        ocrmypdf.ocr(
            source,
            target,
            plugin_manager=plugins,
            output_type=output_type,
            pdfa_backend="internal",
            mode="skip",
            optimize=0,
            jobs=1,
            use_threads=True,
            progress_bar=False,
            title=document.source.file,
        )


class _Plugin:
    """Gives OCRmyPDF the engine."""

    def __init__(self, engine: OcrEngine) -> None:
        self._engine = engine

    @hookimpl
    def get_ocr_engine(self) -> OcrEngine:
        return self._engine


class _Reading(OcrEngine):
    """An engine that has read the document before."""

    def __init__(self, document: Document, blocks: Mapping[int, Sequence[Block]]) -> None:
        self._widths = {page.number: page.width for page in document.pages}
        self._blocks = blocks

    def __str__(self) -> str:
        return "juesuan"

    @staticmethod
    def version() -> str:
        return "1"

    @staticmethod
    def creator_tag(options: object) -> str:
        return "juesuan"

    @staticmethod
    def languages(options: object) -> set[str]:
        return {"chi_sim", "eng"}

    @staticmethod
    def get_orientation(input_file: Path, options: object) -> OrientationConfidence:
        return OrientationConfidence(0, 0)

    @staticmethod
    def get_deskew(input_file: Path, options: object) -> float:
        return 0.0

    @staticmethod
    def supports_generate_ocr() -> bool:
        return True

    # OCRmyPDF calls it on the engine that the plugin gave.
    def generate_ocr(  # type: ignore[override]
        self, input_file: Path, options: object, page_number: int = 0
    ) -> tuple[OcrElement, str]:
        """The page's lines, in the pixels of its picture."""
        with Image.open(input_file) as picture:
            wide, high = picture.size
        number = page_number + 1
        scale = wide / self._widths.get(number, wide)
        whole = BoundingBox(0, 0, wide, high)
        lines = [
            OcrElement(
                OcrClass.LINE,
                _scaled(line.bbox, scale),
                children=[OcrElement(OcrClass.WORD, _scaled(line.bbox, scale), text=line.text)],
            )
            for block in self._blocks.get(number, ())
            for line in block.lines
        ]
        paragraph = OcrElement(OcrClass.PARAGRAPH, whole, children=lines)
        page = OcrElement(OcrClass.PAGE, whole, dpi=72 * scale, page_number=page_number, children=[paragraph])
        return page, page.get_text_recursive()

    @staticmethod
    def generate_hocr(*_: object) -> None:
        """OCRmyPDF's interface asks for it; an engine that gives elements is never asked."""
        raise NotImplementedError

    @staticmethod
    def generate_pdf(*_: object) -> None:
        """Likewise."""
        raise NotImplementedError


def _scaled(bbox: BBox, scale: float) -> BoundingBox:
    return BoundingBox(*(side * scale for side in bbox))
