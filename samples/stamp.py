"""Stamp pages with a red seal, as offices do before they scan them."""

import math
import random

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw, ImageFont

FONT = "/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc"
"""From Debian's fonts-noto-cjk."""
RED = (214, 38, 44)
DIAMETER = 42.0
"""Of the seal in mm."""
MM_PER_INCH = 25.4
ARC = 250
"""Degrees of the ring that the name takes."""


def stamped(page: NDArray[np.uint8], dpi: int, name: str, seed: int) -> NDArray[np.uint8]:
    """Return the page (BGR) with a seal somewhere on its lower two thirds; ink shows through the seal."""
    place = random.Random(seed)
    picture = Image.fromarray(page[:, :, ::-1])
    seal = _seal(round(DIAMETER / MM_PER_INCH * dpi), name).rotate(place.uniform(-25, 25), fillcolor="white")
    layer = Image.new("RGB", picture.size, "white")
    x = place.randint(picture.width // 8, picture.width * 7 // 8 - seal.width)
    y = place.randint(picture.height // 4, picture.height * 7 // 8 - seal.height)
    layer.paste(seal, (x, y))
    return np.asarray(ImageChops.multiply(picture, layer), np.uint8)[:, :, ::-1].copy()


def _seal(size: int, name: str) -> Image.Image:
    """A ring, a star and a name along the ring, on white."""
    seal = Image.new("RGB", (size, size), "white")
    draw = ImageDraw.Draw(seal)
    draw.ellipse((2, 2, size - 3, size - 3), outline=RED, width=max(2, size // 40))
    middle, radius = size / 2, size * 0.14
    corners = [
        (
            middle + (radius if k % 2 == 0 else radius * 0.4) * math.sin(k * math.pi / 5),
            middle - (radius if k % 2 == 0 else radius * 0.4) * math.cos(k * math.pi / 5),
        )
        for k in range(10)
    ]
    draw.polygon(corners, fill=RED)
    font = ImageFont.truetype(FONT, size // 10)
    for index, character in enumerate(name):
        angle = -ARC / 2 + ARC * index / max(1, len(name) - 1)
        glyph = Image.new("RGB", (size // 7, size // 7), "white")
        ImageDraw.Draw(glyph).text((size // 14, size // 14), character, RED, font, anchor="mm")
        x = middle + size * 0.385 * math.sin(math.radians(angle)) - size // 14
        y = middle - size * 0.385 * math.cos(math.radians(angle)) - size // 14
        turned = glyph.rotate(-angle, fillcolor="white", resample=Image.Resampling.BICUBIC)
        seal.paste(
            ImageChops.multiply(turned, seal.crop((int(x), int(y), int(x) + glyph.width, int(y) + glyph.height))),
            (int(x), int(y)),
        )
    return seal
