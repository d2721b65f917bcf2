"""Scan pages with seals as a copier stores them: black ink and red ink, one bit a pixel each."""

from io import BytesIO
from pathlib import Path

import cv2
import numpy as np
import pikepdf
import pypdfium2 as pdfium
from numpy.typing import NDArray
from PIL import Image

from benchmarks.degrade import POINTS_PER_INCH, PROFILES, degrade
from samples.stamp import stamped

INK = 150
"""Grey level below which a pixel is black ink."""
SATURATED, BRIGHT = 70, 110
"""Least saturation and red of a pixel of the seal."""
STENCILS = (("Ink", "0 g"), ("Seal", "0.84 0.15 0.17 rg"))
"""The two layers with the colours they are painted in."""


def scan_stamped(source: Path, target: Path, name: str, profile: str, dpi: int, seed: int) -> None:
    """Write `source` as an image-only PDF, every page with the seal of `name`, degraded by `profile`."""
    with pdfium.PdfDocument(source) as document, pikepdf.new() as scan:
        for number, page in enumerate(document, 1):
            image = np.ascontiguousarray(page.render(scale=dpi / POINTS_PER_INCH).to_numpy()[:, :, :3])
            paper = degrade(stamped(image, dpi, name, seed + number), PROFILES[profile], seed + number)
            _append(scan, separated(paper), page.get_size())
        scan.save(target)


def separated(page: NDArray[np.uint8]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return where a page (BGR) has black ink, and where it has red ink."""
    saturation = cv2.cvtColor(page, cv2.COLOR_BGR2HSV)[:, :, 1]
    dark = cv2.cvtColor(page, cv2.COLOR_BGR2GRAY) < INK
    red = (saturation > SATURATED) & (page[:, :, 2] > BRIGHT)
    return dark & ~red, red


def _append(
    document: pikepdf.Pdf, layers: tuple[NDArray[np.bool_], NDArray[np.bool_]], size: tuple[float, float]
) -> None:
    """Append a page of `size` points that shows nothing but the layers."""
    page = document.add_blank_page(page_size=size)
    wide, high = size
    content = ""
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary())
    for layer, (name, colour) in zip(layers, STENCILS, strict=True):
        page.Resources.XObject[f"/{name}"] = _stencil(document, layer)
        content += f"q {colour} {wide:.2f} 0 0 {high:.2f} 0 0 cm /{name} Do Q\n"
    page.Contents = document.make_stream(content.encode())


def _stencil(document: pikepdf.Pdf, layer: NDArray[np.bool_]) -> pikepdf.Stream:
    """Return a mask that paints where the layer is true, coded by CCITT G4."""
    high, wide = layer.shape
    file = BytesIO()
    Image.fromarray(layer).save(file, "TIFF", compression="group4", tiffinfo={278: high})
    with Image.open(file) as tiff:
        start, length = tiff.tag_v2[273][0], tiff.tag_v2[279][0]
    stream = document.make_stream(file.getvalue()[start : start + length])
    stream.Type, stream.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    stream.Width, stream.Height, stream.ImageMask, stream.BitsPerComponent = wide, high, True, 1
    stream.Filter = pikepdf.Name.CCITTFaxDecode
    stream.DecodeParms = pikepdf.Dictionary(K=-1, Columns=wide, Rows=high)
    return stream
