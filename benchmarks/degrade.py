"""Degrade rendered pages the way scanners do, and write them as image-only PDFs.

python -m benchmarks.degrade SOURCE TARGET --profile office --dpi 200 --seed 1
"""

import argparse
import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import cv2
import numpy as np
import pypdfium2 as pdfium
from augraphy import BrightnessTexturize, InkBleed, LightingGradient, LowInkRandomLines, NoiseTexturize, SubtleNoise
from numpy.typing import NDArray

Image = NDArray[np.uint8]
"""A page as BGR pixels, shape (height, width, 3)."""

Augmentation = Callable[[Image], Image]

POINTS_PER_INCH = 72
WHITE = (255, 255, 255)
INK_THRESHOLD = 200
"""Grey level below which a pixel of a rendered page counts as ink."""


@dataclass(frozen=True)
class Profile:
    """The defects of one way to capture a page.

    `max_skew` is the largest rotation in degrees, drawn uniformly in both directions;
    `jpeg_quality` is what the page is stored with (1 to 100); `augmentations` builds the
    Augraphy steps, applied in order after the skew.
    """

    max_skew: float = 0.0
    jpeg_quality: int = 95
    augmentations: Callable[[], Sequence[Augmentation]] = tuple


def _office_flatbed() -> Sequence[Augmentation]:
    """Paper texture, sensor noise and a lamp that leaves one side darker."""
    return (
        BrightnessTexturize(texturize_range=(0.97, 0.99), deviation=0.02, p=1),
        NoiseTexturize(sigma_range=(1, 2), turbulence_range=(2, 4), p=1),
        LightingGradient(max_brightness=255, min_brightness=0, mode="gaussian", transparency=0.9, p=1),
        SubtleNoise(subtle_range=4, p=1),
    )


def _worn_copy() -> Sequence[Augmentation]:
    """A copy of a copy: lines of little ink, ink that ran, coarse noise, out of focus."""
    return (
        LowInkRandomLines(count_range=(20, 40), use_consistent_lines=False, p=1),
        InkBleed(intensity_range=(0.3, 0.5), kernel_size=(3, 3), severity=(0.3, 0.5), p=1),
        NoiseTexturize(sigma_range=(3, 6), turbulence_range=(2, 4), p=1),
        SubtleNoise(subtle_range=20, p=1),
        lambda image: cv2.GaussianBlur(image, (3, 3), 0).astype(np.uint8),
    )


PROFILES: dict[str, Profile] = {
    "clean": Profile(),
    "office": Profile(max_skew=1.0, jpeg_quality=60, augmentations=_office_flatbed),
    "worn": Profile(max_skew=1.0, jpeg_quality=30, augmentations=_worn_copy),
}


def degrade(image: Image, profile: Profile, seed: int) -> Image:
    """Return the page with the profile's defects; the same seed gives the same pixels."""
    with _seeded(seed):
        degraded = skew(image, random.uniform(-profile.max_skew, profile.max_skew))
        for augmentation in profile.augmentations():
            degraded = augmentation(degraded)
    return degraded


def skew(image: Image, degrees: float) -> Image:
    """Rotate the page about its centre and fill with white.

    The size stays. Only where ink would leave the page, the page is shrunk until it fits.
    """
    if degrees == 0:
        return image
    height, width = image.shape[:2]
    centre = (width / 2, height / 2)
    rotation = cv2.getRotationMatrix2D(centre, degrees, 1.0)
    scale = _scale_to_fit(_ink_corners(image) @ rotation.T, centre)
    return cv2.warpAffine(
        image,
        cv2.getRotationMatrix2D(centre, degrees, scale),
        (width, height),
        flags=cv2.INTER_CUBIC,
        borderValue=WHITE,
    ).astype(np.uint8)


def _ink_corners(image: Image) -> NDArray[np.float64]:
    """Return the corners of the box around all ink, one `(x, y, 1)` a row."""
    ink = (cv2.cvtColor(image, cv2.COLOR_BGR2GRAY) < INK_THRESHOLD).astype(np.uint8)
    x, y, width, height = cv2.boundingRect(ink)
    return np.array([(right, bottom, 1) for right in (x, x + width) for bottom in (y, y + height)], np.float64)


def _scale_to_fit(corners: NDArray[np.float64], centre: tuple[float, float]) -> float:
    """Return the factor, at most 1, that brings the corners inside the page around its centre."""
    overshoot = np.abs(corners - centre) / centre
    return float(1 / max(1.0, overshoot.max()))


@contextmanager
def _seeded(seed: int) -> Iterator[None]:
    """Seed the two global generators Augraphy draws from; restore them afterwards."""
    python_state, numpy_state = random.getstate(), np.random.get_state()
    random.seed(seed)
    np.random.seed(seed)
    try:
        yield
    finally:
        random.setstate(python_state)
        np.random.set_state(numpy_state)


def scan_pdf(
    source: Path,
    target: Path,
    profile: str,
    dpi: int,
    seed: int,
    pages: Sequence[int] | None = None,
) -> None:
    """Write `source` as an image-only PDF with pages of the same size in points.

    `profile` names one of `PROFILES`; `pages` are the 1-based pages to keep, all by default.
    """
    with pdfium.PdfDocument(source) as document, pdfium.PdfDocument.new() as scan:
        for number in pages or range(1, len(document) + 1):
            page = document[number - 1]
            image = page.render(scale=dpi / POINTS_PER_INCH).to_numpy()
            degraded = degrade(image, PROFILES[profile], _page_seed(seed, number))
            _append_page(scan, degraded, page.get_size(), PROFILES[profile].jpeg_quality)
        scan.save(target)


def _page_seed(seed: int, number: int) -> int:
    """Return a seed of its own for each page of a document."""
    return int(np.random.SeedSequence([seed, number]).generate_state(1)[0])


def _append_page(document: pdfium.PdfDocument, image: Image, size: tuple[float, float], quality: int) -> None:
    """Append a page of `size` points that shows nothing but the image, stored as JPEG."""
    _, jpeg = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])
    picture = pdfium.PdfImage.new(document)
    picture.load_jpeg(BytesIO(jpeg.tobytes()), inline=True)
    picture.set_matrix(pdfium.PdfMatrix().scale(*size))
    page = document.new_page(*size)
    page.insert_obj(picture)
    page.gen_content()


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.degrade", description=__doc__)
    parser.add_argument("source", type=Path, help="PDF to read")
    parser.add_argument("target", type=Path, help="image-only PDF to write")
    parser.add_argument("--profile", choices=sorted(PROFILES), default="office")
    parser.add_argument("--dpi", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    scan_pdf(arguments.source, arguments.target, arguments.profile, arguments.dpi, arguments.seed)


if __name__ == "__main__":
    main()
