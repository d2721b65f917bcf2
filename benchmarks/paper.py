"""What happens to a sheet before it is captured: rules that break, ink that fades, the other side's print, dust, curl.

Every function draws from the global generators of `random` and numpy, which `degrade` seeds.
"""

import random

import cv2
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
"""A page as BGR pixels, shape (height, width, 3)."""

MM_PER_INCH = 25.4


def _pixels(mm: float, dpi: float) -> int:
    return max(1, round(mm / MM_PER_INCH * dpi))


def broken_rules(image: Image, dpi: float, share: float = 0.06) -> Image:
    """Rules lose pieces of 0.5 to 3 mm, together about `share` of their length, and single pixels everywhere."""
    ink = (cv2.cvtColor(image, cv2.COLOR_BGR2GRAY) < 160).astype(np.uint8)
    long, across = _pixels(12, dpi), _pixels(0.4, dpi)
    gone = np.zeros(ink.shape, np.uint8)
    for level in (True, False):
        rules = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, long) if level else (long, 1), np.uint8))
        gone |= rules & (np.random.random(ink.shape) < 0.15).astype(np.uint8)
        y, x = np.nonzero(rules)
        # A piece of the mean length takes so many pixels of a rule two pixels thick.
        pieces = int(share * len(y) / (2 * _pixels(1.75, dpi)))
        for index in np.random.randint(0, max(1, len(y)), pieces):
            half = _pixels(random.uniform(0.5, 3.0), dpi) // 2
            high, wide = (across, half) if level else (half, across)
            piece = (
                slice(max(0, y[index] - high), y[index] + high + 1),
                slice(max(0, x[index] - wide), x[index] + wide + 1),
            )
            gone[piece] |= rules[piece]
    gone = cv2.dilate(gone, np.ones((3, 3), np.uint8)) & ink
    return np.where(gone[:, :, None] > 0, np.uint8(245), image).astype(np.uint8)


def faded(image: Image, dpi: float, strongest: float = 0.45) -> Image:
    """Ink grows pale in patches of some centimetres, by `strongest` of its depth at most."""
    high, wide = image.shape[:2]
    coarse = np.random.random((8, 6)).astype(np.float32)
    patches = cv2.resize(coarse, (wide, high), interpolation=cv2.INTER_CUBIC).clip(0, 1) * strongest
    return (255 - (255 - image.astype(np.float32)) * (1 - patches[:, :, None])).astype(np.uint8)


def bleed_through(image: Image, dpi: float, depth: float = 0.18) -> Image:
    """The print of the other side: the page itself mirrored, blurred and moved, at `depth` of its darkness."""
    behind = cv2.GaussianBlur(cv2.flip(image, 1), (0, 0), _pixels(0.2, dpi))
    move = np.float32([[1, 0, _pixels(random.uniform(2, 8), dpi)], [0, 1, _pixels(random.uniform(2, 8), dpi)]])
    behind = cv2.warpAffine(behind, move, (image.shape[1], image.shape[0]), borderValue=(255, 255, 255))
    return np.minimum(image, 255 - (255 - behind.astype(np.float32)) * depth).astype(np.uint8)


def salt_and_pepper(image: Image, share: float = 0.004) -> Image:
    """Single pixels black or white, together `share` of all."""
    drawn = np.random.random(image.shape[:2])
    speckled = image.copy()
    speckled[drawn < share / 2] = 0
    speckled[drawn > 1 - share / 2] = 255
    return speckled


def stained(image: Image, dpi: float) -> Image:
    """Coloured paper with a highlighter over two lines."""
    tint = np.array(random.choice([(200, 235, 250), (235, 245, 225), (225, 225, 250)]), np.float32) / 255
    sheet = image.astype(np.float32) * tint
    high, wide = image.shape[:2]
    for _ in range(2):
        top, left = random.randint(high // 5, high * 4 // 5), random.randint(wide // 10, wide // 2)
        stroke = sheet[top : top + _pixels(5, dpi), left : left + _pixels(60, dpi)]
        stroke *= np.array((90, 250, 255), np.float32) / 255
    return sheet.astype(np.uint8)


def curled(image: Image, dpi: float) -> Image:
    """The sheet lifts off the glass beside a binding at its left or right: lines bend, width shrinks, light fades.

    Lifted paper is seen smaller about the optical axis, which lies somewhere along the binding.
    """
    high, wide = image.shape[:2]
    reach, lift, fall = random.uniform(0.2, 0.35) * wide, random.uniform(0.015, 0.03), random.uniform(0.25, 0.5)
    axis, narrowed = random.uniform(0.0, 1.0) * high, random.uniform(0.05, 0.1)
    sheet = image if random.random() < 0.5 else cv2.flip(image, 1)
    y, x = np.mgrid[0:high, 0:wide].astype(np.float32)
    raised = np.clip(1 - x / reach, 0, None) ** 2
    seen_x = x - narrowed * reach * raised
    bent = cv2.remap(
        sheet, seen_x, y + lift * raised * (y - axis), cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    ).astype(np.float32)
    shaded = (bent * (1 - fall * raised)[:, :, None]).clip(0, 255).astype(np.uint8)
    return shaded if sheet is image else cv2.flip(shaded, 1).astype(np.uint8)
