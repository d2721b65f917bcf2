"""PNG, JPEG and multi-page TIFF files as scanned pages, through Pillow."""

from __future__ import annotations

import warnings
from pathlib import Path

import cv2
import numpy as np
from PIL import Image as Pillow
from PIL import ImageOps, UnidentifiedImageError

from extractor.errors import DamagedError, PageRenderError, PageSizeError
from extractor.model import Page
from extractor.pages.upright import straightened

MOST_PIXELS = 120_000_000
# Reading gains nothing above this many pixels on the long side (A4 at 300 dpi is 3508).
MOST_SIDE = 4_000
# Without a stated resolution the long side is taken for A4's.
A4_LONG_SIDE = 842.0


class PictureSource:
    """An image file; a page a frame."""

    def __init__(self, path: Path) -> None:
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
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
            raise DamagedError(
                f"the image cannot be opened ({error})", file=path, hint="Save or scan it again"
            ) from error

    def __len__(self) -> int:
        return self._count

    def close(self) -> None:
        """Release the file."""
        self._file.close()

    def page(self, number: int) -> Page:
        """Frame `number` as an upright page; EXIF orientation is part of how it is displayed."""
        try:
            self._file.seek(number - 1)
            wide, high = self._file.size
            if wide * high > MOST_PIXELS:
                raise PageSizeError(
                    f"the image has {wide} × {high} pixels", file=self.path, page=number, hint="Scan it at 300 dpi"
                )
            stated = float(self._file.info.get("dpi", (0, 0))[0])
            picture = ImageOps.exif_transpose(self._file).convert("RGB")
        except (OSError, ValueError, SyntaxError, EOFError, Pillow.DecompressionBombError) as error:
            raise PageRenderError(
                f"the image cannot be decoded ({error})", file=self.path, page=number, hint="Save or scan it again"
            ) from error
        points = max(picture.size) * 72 / stated if 50 <= stated <= 2400 else A4_LONG_SIDE
        scale = max(picture.size) / points
        picture.thumbnail((MOST_SIDE, MOST_SIDE), Pillow.Resampling.LANCZOS)
        image = cv2.cvtColor(np.asarray(picture), cv2.COLOR_RGB2BGR).astype(np.uint8)
        return self._page(number, image, max(image.shape[:2]) / points if scale else 1.0)

    @staticmethod
    def _page(number: int, image: np.ndarray, scale: float) -> Page:
        high, wide = image.shape[:2]
        return straightened(Page(number, wide / scale, high / scale, "scanned", image, scale))
