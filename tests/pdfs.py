"""Small PDFs: text, rules and pictures in a page's content, written by pikepdf."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pikepdf
from pikepdf import Array, Dictionary, Name

A5 = (420.0, 595.0)


def shown(x: float, y: float, text: str, size: float = 12, mode: int = 0, spacing: float = 0) -> str:
    """Content that shows Latin text at (x, y), origin bottom left; mode 3 is invisible."""
    return f"BT /F {size} Tf {mode} Tr {spacing} Tc {x} {y} Td ({text}) Tj ET\n"


def lines_of_text(count: int = 12, mode: int = 0) -> str:
    """A page full of words."""
    return "".join(
        shown(40, 540 - 30 * i, f"Line {i} says 1,234.{i:02d} and goes on for a while", 12, mode) for i in range(count)
    )


def ruled(rows: Sequence[float], columns: Sequence[float]) -> str:
    """Content that strokes every rule of a table."""
    level = [f"{columns[0]} {y} m {columns[-1]} {y} l S" for y in rows]
    upright = [f"{x} {rows[0]} m {x} {rows[-1]} l S" for x in columns]
    return "\n".join(["0.5 w", *level, *upright, ""])


def picture(width: float, height: float) -> str:
    """Content that draws the page's picture over the whole page."""
    return f"q {width} 0 0 {height} 0 0 cm /Picture Do Q\n"


def write_pdf(
    path: Path,
    contents: Sequence[str],
    *,
    size: tuple[float, float] = A5,
    image: np.ndarray | None = None,
    rotate: int = 0,
    encryption: pikepdf.Encryption | None = None,
    crop: Sequence[float] = (),
) -> Path:
    """A PDF of one page a content; `image` (grey) can be drawn by `picture`."""
    with pikepdf.new() as pdf:
        for content in contents:
            font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
            resources = Dictionary(Font=Dictionary(F=pdf.make_indirect(font)))
            if image is not None:
                stream = pdf.make_stream(image.tobytes())
                stream.Type, stream.Subtype, stream.ColorSpace = Name.XObject, Name.Image, Name.DeviceGray
                stream.Width, stream.Height, stream.BitsPerComponent = image.shape[1], image.shape[0], 8
                resources.XObject = Dictionary(Picture=stream)
            page = Dictionary(
                Type=Name.Page,
                MediaBox=Array([0, 0, *size]),
                Resources=resources,
                Rotate=rotate,
                Contents=pdf.make_stream(content.encode("latin-1")),
            )
            if crop:
                page.CropBox = Array(crop)
            pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
        pdf.save(path, encryption=encryption or False)
    return path
