"""Damage of a printed page as scanners, copiers, faxes and hands do it, with the printed lines carried along.

Every kind is drawn at random, together with others and in strength, so that the network meets no single paper.
The profiles of `benchmarks.degrade` are made otherwise; they are for measuring.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
Floats = NDArray[np.float32]
Random = np.random.Generator


def damaged(window: Image, lines: Image, other: Image, dpi: float, random: Random) -> tuple[Image, Image]:
    """A window of a page in grey (0 is ink), and its lines (height × width × 2: horizontal, vertical, 0 or 255).

    `other` is a window of another page, of the same size: what shines through.
    """
    sheet = 255.0 - window.astype(np.float32)  # ink
    if random.random() < 0.35:
        sheet = _broken(sheet, lines, random)
    if random.random() < 0.3:
        sheet *= 1 - random.uniform(0.2, 0.7) * _patches(sheet.shape, random)
    if random.random() < 0.3:
        sheet = np.maximum(sheet, _shining(other, dpi, random))
    if random.random() < 0.3:
        sheet = np.maximum(sheet, _seal(sheet.shape, dpi, random))
    if random.random() < 0.15:
        sheet = np.maximum(sheet, _pen(sheet.shape, dpi, random))
    paper = random.uniform(205, 255)
    grey = paper - sheet * (random.uniform(0.45, 1.0) * paper / 255)
    grey, lines = _moved(grey, lines, dpi, paper, random)
    if random.random() < 0.5:
        grey = cv2.GaussianBlur(grey, (0, 0), random.uniform(0.3, 1.3) * dpi / 200)
    if random.random() < 0.5:
        grey *= 1 - random.uniform(0.05, 0.5) * _slope(grey.shape, random)
    if random.random() < 0.12:
        grey -= _fold(grey.shape, random)
    if random.random() < 0.08:
        grey *= _moire(grey.shape, random)
    grey = _noisy(grey, random)
    return _stored(grey, random), lines


def _broken(ink: Floats, lines: Image, random: Random) -> Floats:
    """Lines lose single pixels, and pieces of some length."""
    near = cv2.dilate(lines.max(axis=2), np.ones((5, 5), np.uint8)) > 0
    drop = random.random(ink.shape) < random.uniform(0, 0.4) if random.random() < 0.6 else np.zeros(ink.shape, bool)
    coarse = random.random((max(2, ink.shape[0] // 8), max(2, ink.shape[1] // 8))).astype(np.float32)
    blobs = cv2.resize(coarse, ink.shape[::-1], interpolation=cv2.INTER_LINEAR)
    drop |= blobs < random.uniform(0.0, 0.4)
    drop = cv2.dilate(drop.astype(np.uint8), np.ones((2, 2), np.uint8)) > 0
    return np.where(near & drop, ink * np.float32(random.uniform(0, 0.3)), ink)


def _patches(shape: tuple[int, ...], random: Random) -> Floats:
    coarse = random.random((4, 4)).astype(np.float32)
    return np.clip(cv2.resize(coarse, shape[::-1], interpolation=cv2.INTER_CUBIC), 0, 1).astype(np.float32)


def _shining(other: Image, dpi: float, random: Random) -> Floats:
    """The print of the other side, mirrored or not, soft and pale."""
    behind = cv2.flip(other, 1) if random.random() < 0.7 else other
    soft = cv2.GaussianBlur(255.0 - behind.astype(np.float32), (0, 0), random.uniform(0.5, 2.5) * dpi / 200)
    return (soft * random.uniform(0.05, 0.3)).astype(np.float32)


def _seal(shape: tuple[int, ...], dpi: float, random: Random) -> Floats:
    """A ring with a star and strokes along the ring, in grey as a red seal is, watery or not."""
    mask = np.zeros(shape, np.uint8)
    radius = random.uniform(19, 22.5) / 25.4 * dpi
    centre = random.uniform(-0.2, 1.2) * shape[1], random.uniform(-0.2, 1.2) * shape[0]
    width = max(1, round(random.uniform(0.5, 1.3) / 25.4 * dpi))
    middle = round(centre[0]), round(centre[1])
    cv2.circle(mask, middle, round(radius), 255, width, cv2.LINE_AA)
    tip = np.arange(5) * 4 * np.pi / 5 - np.pi / 2
    star = np.stack([centre[0] + 0.33 * radius * np.cos(tip), centre[1] + 0.33 * radius * np.sin(tip)], axis=1)
    cv2.fillPoly(mask, [star.astype(np.int32)], 255)
    for angle in np.arange(0.75, 2.26, 0.1) * np.pi:
        for _ in range(int(random.integers(3, 7))):
            ends = [
                (centre[0] + far * radius * np.cos(turn), centre[1] + far * radius * np.sin(turn))
                for far, turn in zip(random.uniform(0.7, 0.9, 2), angle + random.uniform(-0.12, 0.12, 2), strict=True)
            ]
            (x0, y0), (x1, y1) = ends
            cv2.line(mask, (round(x0), round(y0)), (round(x1), round(y1)), 255, max(1, width // 2), cv2.LINE_AA)
    watery = 1 - random.uniform(0, 0.7) * _patches(shape, random)
    return (mask.astype(np.float32) * random.uniform(0.15, 0.8) * watery).astype(np.float32)


def _pen(shape: tuple[int, ...], dpi: float, random: Random) -> Floats:
    """Ticks and strokes of a pen."""
    mask = np.zeros(shape, np.uint8)
    for _ in range(int(random.integers(1, 4))):
        start = random.uniform(0, 1, 2) * shape[::-1]
        steps = np.cumsum(random.normal(0, 4, (12, 2)) + random.normal(0, 6, 2), axis=0) * dpi / 200
        cv2.polylines(mask, [(start + steps).astype(np.int32)], False, 255, int(random.integers(1, 4)), cv2.LINE_AA)
    return (mask * random.uniform(0.4, 1.0)).astype(np.float32)


def _moved(grey: Floats, lines: Image, dpi: float, paper: float, random: Random) -> tuple[Floats, Image]:
    """Both turned a little, stretched and bent, as what straightening leaves."""
    high, wide = grey.shape
    turn = np.radians(random.normal(0, 0.25))
    stretch = random.uniform(0.97, 1.03, 2)
    y, x = np.mgrid[0:high, 0:wide].astype(np.float32)
    x0, y0 = x - wide / 2, y - high / 2
    wave = random.uniform(0, 0.6, 2) / 72 * dpi
    phase, length = random.uniform(0, 2 * np.pi, 2), random.uniform(0.5, 2, 2) * max(high, wide)
    bend_x, bend_y = wave[0] * np.sin(y / length[0] + phase[0]), wave[1] * np.sin(x / length[1] + phase[1])
    seen_x = (x0 * np.cos(turn) - y0 * np.sin(turn)) * stretch[0] + wide / 2 + bend_x
    seen_y = (x0 * np.sin(turn) + y0 * np.cos(turn)) * stretch[1] + high / 2 + bend_y
    seen = seen_x.astype(np.float32), seen_y.astype(np.float32)
    bent = cv2.remap(grey, *seen, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=paper)
    carried = cv2.remap(lines, *seen, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=0)
    return bent.astype(np.float32), carried.astype(np.uint8)


def _slope(shape: tuple[int, ...], random: Random) -> Floats:
    """Light that falls off to one side."""
    y, x = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32) / max(shape)
    angle = random.uniform(0, 2 * np.pi)
    slope = x * np.cos(angle) + y * np.sin(angle)
    return ((slope - slope.min()) / max(float(np.ptp(slope)), 1e-6)).astype(np.float32)


def _fold(shape: tuple[int, ...], random: Random) -> Floats:
    """A fold: a soft dark or light line with a shade to one side, that no printer drew."""
    across = random.random() < 0.5
    along = np.arange(shape[0] if across else shape[1], dtype=np.float32)
    away = along - random.uniform(0, len(along))
    ridge = random.uniform(-25, 45) * np.exp(-((away / random.uniform(1.5, 4)) ** 2))
    shade = random.uniform(0, 12) * (away > 0) * np.exp(-np.abs(away) / 60)
    profile = (ridge + shade).astype(np.float32)
    return np.broadcast_to(profile[:, None] if across else profile[None, :], shape).astype(np.float32)


def _moire(shape: tuple[int, ...], random: Random) -> Floats:
    y, x = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
    (a, b), depth = random.uniform(-1.5, 1.5, 2), random.uniform(0.02, 0.12)
    return (1 - depth * (1 + np.sin(a * x + b * y)) / 2).astype(np.float32)


def _noisy(grey: Floats, random: Random) -> Floats:
    if random.random() < 0.3:  # the paper's own texture
        coarse = random.normal(0, random.uniform(1, 5), (grey.shape[0] // 2 + 1, grey.shape[1] // 2 + 1))
        grey = grey + cv2.resize(coarse.astype(np.float32), grey.shape[::-1])
    if random.random() < 0.7:
        grey = grey + random.normal(0, random.uniform(1, 10), grey.shape).astype(np.float32)
    if random.random() < 0.2:
        drawn, share = random.random(grey.shape), random.uniform(0.0005, 0.006)
        grey = np.where(drawn < share / 2, np.float32(0), np.where(drawn > 1 - share / 2, np.float32(255), grey))
    return grey.clip(0, 255).astype(np.float32)


def _stored(grey: Floats, random: Random) -> Image:
    """As JPEG, as one bit a pixel (fax, copier), or as it is."""
    image, way = grey.astype(np.uint8), random.random()
    if way < 0.45:
        _, jpeg = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, int(random.integers(25, 95))])
        return cv2.imdecode(jpeg, cv2.IMREAD_GRAYSCALE).astype(np.uint8)
    if way < 0.7:
        dark, pale = np.percentile(grey, (1, 70))
        least = dark + (pale - dark) * random.uniform(0.35, 0.85)
        if random.random() < 0.4:  # half the lines of a fax
            half = cv2.resize(grey, (grey.shape[1], grey.shape[0] // 2), interpolation=cv2.INTER_AREA)
            grey = cv2.resize(half, grey.shape[::-1], interpolation=cv2.INTER_NEAREST)
        return np.where(grey < least, 0, 255).astype(np.uint8)
    return image
