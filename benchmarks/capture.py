"""How a sheet becomes a picture: turned, leaning, seen aslant by a phone, sent by fax, bound with another.

Every function draws from the global generators of `random` and numpy, which `degrade` seeds.
"""

import random

import cv2
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
"""A page as BGR pixels, shape (height, width, 3)."""

WHITE = (255, 255, 255)
INK_THRESHOLD = 200
"""Grey level below which a pixel of a rendered page counts as ink."""
DESK = 0.05
"""Of a photo's side, what the desk around the sheet takes."""
GUTTER = 0.03
"""Of a spread's width, how far from the binding its shadow falls to a third."""


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


def photographed(image: Image) -> Image:
    """The sheet on a desk, aslant, under a lamp at one side, out of focus, in a larger frame.

    The frame is so much larger that the sheet keeps its resolution.
    """
    height, width = image.shape[:2]
    frame = round(width * (1 + 2 * DESK)), round(height * (1 + 2 * DESK))
    sheet = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    stray = np.random.uniform(-0.7, 0.7, (4, 2)) * DESK * np.array([width, height])
    seen = (sheet + np.array([width, height]) * DESK + stray).astype(np.float32)
    view = cv2.getPerspectiveTransform(sheet, seen)
    desk = np.array(random.choice([(60, 85, 110), (70, 70, 70), (45, 60, 75), (150, 165, 175)]), np.float32)
    ground = desk + cv2.GaussianBlur(np.random.normal(0, 12, (frame[1], frame[0], 3)).astype(np.float32), (0, 0), 2)
    paper = cv2.warpPerspective(image, view, frame, flags=cv2.INTER_CUBIC).astype(np.float32)
    where = cv2.warpPerspective(np.ones((height, width), np.float32), view, frame)[:, :, None]
    photo = cv2.GaussianBlur(paper * where + ground * (1 - where), (0, 0), 0.7) * _lamp(frame)[:, :, None]
    return (photo + np.random.normal(0, 3, photo.shape)).clip(0, 255).astype(np.uint8)


def _lamp(frame: tuple[int, int]) -> NDArray[np.float32]:
    """Light that falls off to 0.6 across the frame, with the soft shadow of a hand at one edge."""
    width, height = frame
    y, x = np.mgrid[0:height, 0:width].astype(np.float32) / max(frame)
    angle = random.uniform(0, 2 * np.pi)
    slope = x * np.cos(angle) + y * np.sin(angle)
    light = 1 - 0.4 * (slope - slope.min()) / (slope.max() - slope.min())
    edge = random.uniform(0.1, 0.3)
    return (light * (1 - 0.2 / (1 + np.exp((x - edge) * 60)))).astype(np.float32)


def faxed(image: Image, lines: float) -> Image:
    """One bit a pixel; `lines` is the vertical resolution as a share of the horizontal one."""
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    size = image.shape[1], round(image.shape[0] * lines)
    scanned = cv2.resize(grey, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    bits = np.where(scanned + np.random.normal(0, 6, scanned.shape) < 150, 0, 255).astype(np.uint8)
    return cv2.cvtColor(bits, cv2.COLOR_GRAY2BGR).astype(np.uint8)


def side_by_side(left: Image, right: Image) -> Image:
    """Two facing pages of one size on one sheet, with the shadow of the binding between them."""
    sheet = np.hstack([left, right]).astype(np.float32)
    away = np.abs(np.arange(sheet.shape[1]) - left.shape[1]) / (GUTTER * sheet.shape[1])
    shadow = 1 - random.uniform(0.2, 0.5) * np.exp(-away)
    return (sheet * shadow[None, :, None]).astype(np.uint8)
