"""Degrade rendered pages the way scanners do, and write them as image-only PDFs.

python -m benchmarks.degrade SOURCE TARGET --profile office --dpi 200 --seed 1
"""

import argparse
import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

import cv2
import numpy as np
import pypdfium2 as pdfium
from augraphy import (
    BrightnessTexturize,
    InkBleed,
    LightingGradient,
    LowInkRandomLines,
    NoiseTexturize,
    SubtleNoise,
    default_augraphy_pipeline,
)
from PIL import Image as Pillow

from benchmarks.capture import faxed, photographed, side_by_side, skew
from benchmarks.paper import Image, bleed_through, broken_rules, curled, faded, salt_and_pepper, stained
from samples.stamp import stamped

Augmentation = Callable[[Image], Image]

POINTS_PER_INCH = 72
SEAL = "示例市财政事务服务中心"
"""The name on the seals."""


@dataclass(frozen=True)
class Profile:
    """The defects of one way to capture a page.

    `sheet` is what happened to the paper before (it gets the page and its dpi); `skew` is the least and the
    largest rotation in degrees, drawn uniformly, in both directions; `augmentations` builds the steps of the
    capture, applied in order after the skew; `turns` are the quarter turns counter-clockwise that pages are
    drawn from; `jpeg_quality` is what the page is stored with (1 to 100), None for no loss; `spread` puts two
    upright pages that follow each other on one sheet.
    """

    sheet: Callable[[Image, int], Image] = lambda image, dpi: image
    skew: tuple[float, float] = (0.0, 0.0)
    augmentations: Callable[[], Sequence[Augmentation]] = tuple
    turns: tuple[int, ...] = (0,)
    jpeg_quality: int | None = 95
    spread: bool = False


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


def _sealed(image: Image, dpi: int) -> Image:
    return stamped(image, dpi, SEAL, random.randrange(1 << 30))


def _harsh_sheet(image: Image, dpi: int) -> Image:
    return bleed_through(faded(broken_rules(image, dpi), dpi), dpi)


def _copied_grey() -> Sequence[Augmentation]:
    return (*_office_flatbed(), lambda image: cv2.merge([cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)] * 3).astype(np.uint8))


def _others() -> Sequence[Augmentation]:
    """Augraphy's own default pipeline, which nobody here tuned: ink, paper and copier at random, one upon the other."""
    return (lambda image: np.asarray(default_augraphy_pipeline().augment(image)["output"], np.uint8),)


OFFICE = Profile(skew=(0.0, 1.0), augmentations=_office_flatbed, jpeg_quality=60)
FAX = Profile(skew=(0.0, 0.7), augmentations=lambda: (lambda image: faxed(image, 196 / 204),), jpeg_quality=None)

PROFILES: dict[str, Profile] = {
    "clean": Profile(),
    "office": OFFICE,
    "worn": Profile(skew=(0.0, 1.0), augmentations=_worn_copy, jpeg_quality=30),
    "photo": Profile(skew=(0.0, 2.0), augmentations=lambda: (photographed,), jpeg_quality=75),
    "fax": FAX,
    "coarse-fax": replace(FAX, augmentations=lambda: (lambda image: faxed(image, 98 / 204),)),
    "turned": replace(OFFICE, turns=(0, 1, 2, 3)),
    "leaning": replace(OFFICE, skew=(5.0, 10.0)),
    "spread": replace(OFFICE, spread=True),
    "spread-leaning": replace(OFFICE, spread=True, skew=(3.0, 8.0)),
    "spread-photo": Profile(spread=True, skew=(0.0, 2.0), augmentations=lambda: (photographed,), jpeg_quality=75),
    "stamped": replace(OFFICE, sheet=_sealed),
    "stamped-grey": replace(OFFICE, sheet=_sealed, augmentations=_copied_grey),
    "stamped-fax": replace(FAX, sheet=_sealed),
    "augraphy": Profile(augmentations=_others),
    "curl": replace(OFFICE, sheet=curled),
    "stained": replace(OFFICE, sheet=stained),
    "harsh": Profile(
        sheet=_harsh_sheet,
        skew=(2.0, 2.0),
        augmentations=lambda: (*_office_flatbed(), salt_and_pepper),
        jpeg_quality=35,
    ),
}


def degrade(image: Image, profile: Profile, seed: int, dpi: int = 200) -> Image:
    """Return the page, drawn at `dpi`, with the profile's defects; the same seed gives the same pixels."""
    with _seeded(seed):
        degraded = skew(profile.sheet(image, dpi), _angle(profile))
        for augmentation in profile.augmentations():
            degraded = augmentation(degraded)
        if len(profile.turns) > 1:
            degraded = np.ascontiguousarray(np.rot90(degraded, random.choice(profile.turns)))
    return degraded


def _angle(profile: Profile) -> float:
    least, most = profile.skew
    angle = random.uniform(-most, most)
    return angle if abs(angle) >= least else random.choice((-1, 1)) * random.uniform(least, most)


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
    """Write `source` as an image-only PDF with pages of the same size in points; of a spread, of both together.

    `profile` names one of `PROFILES`; `pages` are the 1-based pages to keep, all by default.
    """
    chosen = PROFILES[profile]
    with pdfium.PdfDocument(source) as document, pdfium.PdfDocument.new() as scan:
        for sheet in _sheets(document, pages or range(1, len(document) + 1), chosen):
            page_seed = _page_seed(seed, sheet[0])
            drawn = [document[number - 1].render(scale=dpi / POINTS_PER_INCH).to_numpy() for number in sheet]
            with _seeded(page_seed):
                image = side_by_side(*drawn) if len(drawn) == 2 else drawn[0]
            degraded = degrade(image, chosen, page_seed, dpi)
            width, height = document[sheet[0] - 1].get_size()
            size = width * len(sheet), height
            if (degraded.shape[0] > degraded.shape[1]) != (image.shape[0] > image.shape[1]):  # turned on its side
                size = size[1], size[0]
            _append_page(scan, degraded, size, chosen.jpeg_quality)
        scan.save(target)


def _sheets(document: pdfium.PdfDocument, numbers: Sequence[int], profile: Profile) -> Iterator[list[int]]:
    """Yield the pages of each sheet: two where the profile says so and both are upright and of one size."""
    left = list(numbers)
    while left:
        sizes = [document[number - 1].get_size() for number in left[:2]]
        both = profile.spread and len(sizes) == 2 and sizes[0] == sizes[1] and sizes[0][0] < sizes[0][1]
        yield [left.pop(0) for _ in range(2 if both else 1)]


def _page_seed(seed: int, number: int) -> int:
    """Return a seed of its own for each page of a document."""
    return int(np.random.SeedSequence([seed, number]).generate_state(1)[0])


def _append_page(document: pdfium.PdfDocument, image: Image, size: tuple[float, float], quality: int | None) -> None:
    """Append a page of `size` points that shows nothing but the image, stored as JPEG or without loss."""
    picture = pdfium.PdfImage.new(document)
    if quality is None:
        picture.set_bitmap(pdfium.PdfBitmap.from_pil(Pillow.fromarray(image[:, :, 0])))
    else:
        _, jpeg = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])
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
