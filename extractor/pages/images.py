"""PNG, JPEG and multi-page TIFF files as scanned pages, through Pillow."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
from PIL import ExifTags, ImageOps
from PIL import Image as Pillow

from extractor.errors import DamagedError, PageRenderError, PageSizeError
from extractor.model import Image, Page
from extractor.pages.straighten import Orientation, straighten

# As Pillow's own limit for the first frame.
MOST_PIXELS = 89_000_000
# Characters of a table do not fit into less.
LEAST_SIDE = 50
# Reading gains nothing above this many pixels on the long side (A4 at 300 dpi is 3508).
MOST_SIDE = 4_000
# Without a stated resolution the long side is taken for A4's.
A4_LONG_SIDE = 842.0
# What cameras and programs write that know no resolution.
SCREEN_DPI = 96.0
# A resolution outside of these, or so much finer one way than the other, is none (a fax: 204 across, 98 down).
LEAST_DPI, MOST_DPI, MOST_UNEVEN = 50.0, 2400.0, 4.0
# From this EXIF orientation on, the picture is displayed on its side.
ON_ITS_SIDE = 5


class Resolution(NamedTuple):
    """Dots an inch along the finer side, as which the picture is drawn, and along the coarser; 0 if unknown."""

    fine: float
    coarse: float


class PictureSource:
    """An image file; a page a frame."""

    def __init__(self, path: Path, orientation: Orientation) -> None:
        self._orientation = orientation
        self.path = path
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error", Pillow.DecompressionBombWarning)
                self._file = Pillow.open(path)
                self._count = int(getattr(self._file, "n_frames", 1))
        except (Pillow.DecompressionBombError, Pillow.DecompressionBombWarning) as error:
            raise PageSizeError(
                "the image unfolds to more pixels than any scan has", file=path, page=1, hint="Scan it at 300 dpi"
            ) from error
        except Exception as error:  # Pillow's parsers let errors of every kind through
            raise DamagedError(
                f"the image cannot be opened ({error})", file=path, hint="Save or scan it again"
            ) from error

    def __len__(self) -> int:
        return self._count

    def close(self) -> None:
        """Release the file."""
        self._file.close()

    def pages(self, number: int) -> list[Page]:
        """Frame `number` as an upright page, or two; EXIF orientation is part of how it is displayed."""
        picture, resolution = self._frame(number)
        points = _long_side(picture, resolution.fine)
        picture.thumbnail((MOST_SIDE, MOST_SIDE), Pillow.Resampling.LANCZOS)
        wide, high = picture.size
        if min(wide, high) < LEAST_SIDE:
            raise _size_error(self.path, number, wide, high)
        image = cv2.cvtColor(np.asarray(picture), cv2.COLOR_RGB2BGR).astype(np.uint8)
        scale = max(wide, high) / points
        told = resolution.coarse if resolution.fine > SCREEN_DPI else 0.0
        page = Page(number, wide / scale, high / scale, "scanned", image, scale, resolution=told)
        return straighten(page, self._orientation)

    def displayed(self, number: int, dpi: float) -> Image:
        """Frame `number` as a viewer shows it, in colour.  Raises `PageError` as `pages` does."""
        picture, resolution = self._frame(number)
        side = round(_long_side(picture, resolution.fine) * dpi / 72)
        resized = ImageOps.contain(picture, (side, side), Pillow.Resampling.LANCZOS)
        return cv2.cvtColor(np.asarray(resized), cv2.COLOR_RGB2BGR).astype(np.uint8)

    def _frame(self, number: int) -> tuple[Pillow.Image, Resolution]:
        """The picture upright by its own account, its pixels square, and the resolution it states."""
        try:
            self._file.seek(number - 1)
            wide, high = self._file.size
            across, down = _stated(self._file)
            fine, coarse = max(across, down), min(across, down)
            if wide * high * (fine / coarse if coarse else 1.0) > MOST_PIXELS:
                raise _size_error(self.path, number, wide, high)
            picture = ImageOps.exif_transpose(self._file).convert("RGB")
            if across != down:
                square = round(picture.width * fine / across), round(picture.height * fine / down)
                picture = picture.resize(square, Pillow.Resampling.BICUBIC)
            return picture, Resolution(fine, coarse)
        except PageSizeError:
            raise
        except Exception as error:  # as above
            raise PageRenderError(
                f"the image cannot be decoded ({error})", file=self.path, page=number, hint="Save or scan it again"
            ) from error


def _stated(picture: Pillow.Image) -> tuple[float, float]:
    """Dots an inch across and down the picture as it is displayed, by its own account; 0 where it does not say."""
    across, down = (float(dots) for dots in picture.info.get("dpi", (0, 0)))
    least, most = min(across, down), max(across, down)
    if least < LEAST_DPI or most > MOST_DPI or most > MOST_UNEVEN * least:
        return 0.0, 0.0
    return (down, across) if picture.getexif().get(ExifTags.Base.Orientation, 1) >= ON_ITS_SIDE else (across, down)


def _long_side(picture: Pillow.Image, dpi: float) -> float:
    """Points of the long side at this resolution; A4's where it is unknown."""
    return max(picture.size) * 72 / dpi if dpi else A4_LONG_SIDE


def _size_error(path: Path, number: int, wide: int, high: int) -> PageSizeError:
    return PageSizeError(f"the image has {wide} × {high} pixels", file=path, page=number, hint="Scan it at 300 dpi")
