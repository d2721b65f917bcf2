"""Straightening a scan: its text turned upright, its seals taken off, its lines made level and straight."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np

from extractor.geometry import Bend, turn_box
from extractor.imaging import drop_colour
from extractor.model import Image, Page
from extractor.pages.crop import crop_sheet
from extractor.pages.dewarp import find_bend
from extractor.pages.perspective import Homography, find_view
from extractor.pages.reduced_ink import reduce_ink
from extractor.pages.seals import remove_seals
from extractor.pages.split_spread import split_spread

# By how many quarter turns counter-clockwise a page's text comes to stand upright.
Orientation = Callable[[Page], int]

# Along the picture's edge the paper's shade is that of so many points to either side.
EDGE = 8.0


def straighten(page: Page, orientation: Orientation) -> list[Page]:
    """The page upright, alone, without seals, level; both pages where a sheet shows two.

    `turn` and `bend` lead back to the page as displayed.
    """
    page = replace(page, image=crop_sheet(drop_colour(page.image)))
    return [_straight(_without_seals(one)) for one in split_spread(_quarter_turned(page, orientation(page)))]


def _without_seals(page: Page) -> Page:
    bare = remove_seals(page.image, page.scale)
    return replace(page, image=bare.image, hidden=tuple(bare.hidden), crossed=tuple(bare.crossed))


def _straight(page: Page) -> Page:
    """The page with its rows level and straight, its columns upright."""
    picture = reduce_ink(page.image)
    view = find_view(picture)
    if view.straight is not None:
        page = _level(page, view.skew, view.straight)
        picture = reduce_ink(page.image)
    bend = find_bend(picture, page.scale)
    return page if bend is None else _unbent(page, bend)


def _level(page: Page, skew: float, straight: Homography) -> Page:
    """The page with its rows level and its columns upright."""
    high, wide = page.image.shape[:2]
    framed = _paper_framed(page.image, page.scale)
    image = cv2.warpPerspective(framed, straight, (wide, high), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    forth = _in_points(straight, page.scale)
    hidden, crossed = (tuple(turn_box(box, forth) for box in boxes) for boxes in (page.hidden, page.crossed))
    back = page.turn @ np.linalg.inv(forth)
    return replace(page, image=image.astype(np.uint8), turn=back, skew=skew, hidden=hidden, crossed=crossed)


def _unbent(page: Page, bend: Bend) -> Page:
    """The page with its level lines straight, where it curls beside a binding."""
    high, wide = page.image.shape[:2]
    y, x = np.mgrid[0:high, 0:wide].astype(np.float32)
    places = np.arange(wide) / page.scale
    falls, stretches = (np.interp(places, bend.across, each) for each in (bend.falls, bend.stretches))
    there = y + falls * page.scale + stretches * (y - bend.middle * page.scale)
    image = cv2.remap(page.image, x, there.astype(np.float32), cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    hidden, crossed = (tuple(bend.level(box) for box in boxes) for boxes in (page.hidden, page.crossed))
    return replace(page, image=image.astype(np.uint8), bend=bend, hidden=hidden, crossed=crossed)


def _paper_framed(image: Image, scale: float) -> Image:
    """The picture with paper alone along its edge: print that is cut there would run on over what turning adds."""
    framed = image.copy()
    along = 2 * round(EDGE * scale) + 1
    for turns in range(4):
        side = np.rot90(framed, turns)
        side[:1] = cv2.medianBlur(np.ascontiguousarray(side[:1]), along)
    return framed


def _quarter_turned(page: Page, turns: int) -> Page:
    if not turns:
        return page
    image: Image = np.ascontiguousarray(np.rot90(page.image, turns))
    width, height = (page.height, page.width) if turns % 2 else (page.width, page.height)
    x, y = page.width, page.height
    forth = {
        1: np.array([[0.0, 1, 0], [-1, 0, x], [0, 0, 1]]),
        2: np.array([[-1.0, 0, x], [0, -1, y], [0, 0, 1]]),
        3: np.array([[0.0, -1, y], [1, 0, 0], [0, 0, 1]]),
    }[turns]
    return replace(page, width=width, height=height, image=image, turn=page.turn @ np.linalg.inv(forth))


def _in_points(matrix: Homography, scale: float) -> Homography:
    """A homography of pixels as one of points."""
    pixels = np.diag([scale, scale, 1.0])
    return np.asarray(np.linalg.inv(pixels) @ matrix @ pixels, np.float64)
