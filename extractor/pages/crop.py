"""The sheet of paper in its picture: a desk around a photographed one, the black border that a scanner leaves.

Each side is sought as a straight edge near the picture's own: paper is lighter by some factor than what lies
close outside, and than the picture's rim, nearly all along it.  A factor does not mind uneven light; the soft
edge of a shadow is none.  What lies outside is painted over with the paper's own shade.
"""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.imaging import close_mask, shrink_roughly, to_grey
from extractor.model import Image

# Width in pixels of the picture in which the sheet is sought.
SEARCH_WIDTH = 400
# Print is narrower than this many pixels of it and is filled; rules, too.
PRINT = 9
# A side lies in this outer share of the picture and leans by at most so much (tangent).
OUTER, MOST_LEAN, LEAN_STEP = 0.22, 0.14, 0.01
# Paper is lighter by this factor, along this share of a side, so many pixels inside than outside of it.
LIGHTER, LEAST_EDGE, BESIDE = 1.12, 0.7, 4
# The edge's own blur and shadow, in pixels.
EDGE = 4
# The shade of the paper is its mean over so many pixels.
SHADE = 31

Light = NDArray[np.float32]


def crop_sheet(image: Image) -> Image:
    """The picture with everything around the sheet painted like paper; the same picture where nothing is."""
    small = shrink_roughly(image, min(1.0, SEARCH_WIDTH / image.shape[1]))
    inside = _inside(close_mask(to_grey(small), (PRINT, PRINT)))
    if inside is None:
        return image
    high, wide = image.shape[:2]
    around = cv2.resize(1 - inside, (wide, high), interpolation=cv2.INTER_NEAREST) > 0
    shade = cv2.resize(_shade(small, inside), (wide, high), interpolation=cv2.INTER_LINEAR)
    painted = image.copy()
    painted[around] = shade[around]
    return painted


def _inside(paper: Image) -> Image | None:
    """The mask (0 or 1) of the sheet without its very edge; None where the whole picture is paper."""
    light: Light = np.log(cv2.GaussianBlur(paper, (0, 0), 1.0).astype(np.float32) + 1)
    inside = np.ones(paper.shape, np.uint8)
    for turns in range(4):
        edge = _left_edge(np.rot90(light, turns))
        if edge is not None:
            across = np.arange(inside.shape[(turns + 1) % 2])
            np.rot90(inside, turns)[across[None, :] < edge[:, None] + EDGE] = 0
    return None if inside.all() else inside


def _left_edge(light: Light) -> NDArray[np.float64] | None:
    """For each row where the sheet begins; None where it has no edge at the left."""
    high, wide = light.shape
    outer = int(OUTER * wide)
    # How much lighter the paper is than both what is close outside and the rim: at x, of x + BESIDE over x - BESIDE.
    rim = light[:, :3].mean(axis=1, keepdims=True)
    inner = light[:, 2 * BESIDE : outer + 2 * BESIDE]
    lighter = inner - np.maximum(light[:, :outer], rim) > math.log(LIGHTER)
    if float(lighter.any(axis=1).mean()) < LEAST_EDGE:
        return None
    rows = np.arange(high)
    best, where = 0.0, None
    for lean in np.arange(-MOST_LEAN, MOST_LEAN + LEAN_STEP / 2, LEAN_STEP):
        shift = np.rint((rows - high / 2) * lean).astype(np.intp)
        places = np.arange(outer)[None, :] + shift[:, None]
        valid = (places >= 0) & (places < outer)
        share = np.where(valid, lighter[rows[:, None], places.clip(0, outer - 1)], False).mean(axis=0)
        # Of many as good the innermost: what is left of the desk is worse than a thinner margin.
        found = outer - 1 - int(share[::-1].argmax())
        if share[found] >= LEAST_EDGE and share[found] > best:
            best, where = float(share[found]), found + BESIDE + (rows - high / 2) * lean
    return where


def _shade(small: Image, inside: Image) -> Image:
    """The paper's shade: inside its mean nearby, outside that of the nearest place inside."""
    mask = inside.astype(np.float32)
    size = (SHADE, SHADE)
    near = cv2.blur(small.astype(np.float32) * (mask if small.ndim == 2 else mask[:, :, None]), size)
    mean = (near.T / np.maximum(cv2.blur(mask, size), 1e-3).T).T.clip(0, 255).astype(np.uint8)
    _, nearest = cv2.distanceTransformWithLabels(1 - inside, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    place = np.zeros(int(nearest.max()) + 1, np.intp)
    place[nearest[inside > 0]] = np.flatnonzero(inside)
    return np.asarray(mean.reshape(-1, *small.shape[2:])[place[nearest]], np.uint8)
