"""Where lines are printed on a scanned page: maps of horizontal and of vertical ones, from its picture.

A small convolutional network gives each pixel the probability of a horizontal and of a vertical line
(`tools/train_lines.py` trains it on drawn pages with drawn damage).  What it sees as one line is drawn straight.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.geometry import Box
from extractor.imaging import shrink, to_grey
from extractor.model import Image, LineMasks, LineSegment, Page
from extractor.runtime import Runtime, load_network

MODEL = Path(__file__).with_name("lines.onnx")
# Pixels a point of the picture that the network was trained on; its sides are multiples of so many pixels.
SCALE, SIDE = 2.0, 64
# Of a page larger than A2 the picture is smaller: the network takes 200 bytes a pixel.
MOST_PIXELS = 8_000_000
# A pixel more probably on a line than this is on one.
LINE = 0.5
# Points.  Pieces of a line are at least so long, so far apart along it and so far aside of it at most.
SHORTEST_PIECE, GAP, ASIDE = 2.0, 4.0, 1.0
# A line is longer than so many letters: strokes of characters are not.
SHORTEST = 1.2
# Lines of a table that meet come so near (letters) to each other; one that seems to go on beyond the last line that it
# meets by less than so many does not.
MEETING, BEYOND = 0.6, 1.5
# Where a vertical line begins and ends at lines across, as near (letters) as this, it may be as low as a row.
TOUCHING = 0.2
# A vertical line that ends in a text, or so near (letters) to its far side, ends where the text begins, if that reaches
# as far as this (letters) to both sides: the rest is a stroke of a character.
NEAR_SIDE, INSIDE = 0.2, 0.3
# The network goes on with a line where it may be broken.  It ends where the ink does: over so many points this share
# of pixels is darker than both sides by half of what the line usually is, and by so many grey levels.
END, END_SHARE, OF_LINE, LEAST_DEPTH = 4.0, 0.25, 0.5, 6
# A line is at most so wide (points).
WIDEST = 4.0

Boxes = NDArray[np.float64]
_Run = Callable[[NDArray[np.float32]], NDArray[np.float32]]


class _Piece(NamedTuple):
    """A piece of a line: where it begins and ends along it (pixels), and where it lies there across."""

    start: int
    end: int
    first: float
    last: float


def find_scan_lines(page: Page, texts: Sequence[Box], letter: float) -> LineMasks:
    """The lines of a scanned page, straightened.

    `texts` are the boxes of its lines of text, `letter` is the size of its letters (points).
    """
    grey = to_grey(page.image)
    ratio = min(SCALE, math.sqrt(MOST_PIXELS / (page.width * page.height))) / page.scale
    small = shrink(grey, ratio) if ratio < 1 else np.asarray(cv2.resize(grey, None, fx=ratio, fy=ratio), np.uint8)
    horizontal, vertical = (_probable(small) > LINE).view(np.uint8)
    scale = small.shape[1] / page.width
    boxes = np.array(texts).reshape(-1, 4) * scale
    turned = np.ascontiguousarray(small.T), np.ascontiguousarray(horizontal.T), boxes[:, [1, 0, 3, 2]]
    across = [stroke for stroke in _strokes(*turned, scale) if stroke.end - stroke.start >= SHORTEST * letter * scale]
    near = ASIDE * scale
    seen = (
        _before_texts(stroke, across, boxes, letter * scale, near) for stroke in _strokes(small, vertical, boxes, scale)
    )
    down = [stroke for stroke in seen if _is_line(stroke, across, letter * scale)]
    snapped = [_snapped(stroke, down, letter * scale) for stroke in across]
    down = [_snapped(stroke, across, letter * scale) for stroke in down]
    return LineMasks(np.ascontiguousarray(_drawn(snapped, turned[0]).T), _drawn(down, small), scale)


def _places_met(stroke: LineSegment, across: Sequence[LineSegment], reach: float) -> list[float]:
    """Where along a line the lines across are that it meets, or would if either were longer by so much."""
    return [other.at for other in across if other.start - reach <= stroke.at <= other.end + reach]


def _is_line(stroke: LineSegment, across: Sequence[LineSegment], letter: float) -> bool:
    """Whether a stroke is a line of a table: it is longer than a letter and comes near to a line across, if there is
    any, or it goes from one to another.  An edge of the paper, or what shines through, does not.
    """
    reach, touching = MEETING * letter, TOUCHING * letter
    near = _places_met(stroke, across, reach)
    if stroke.end - stroke.start >= SHORTEST * letter:
        return not across or any(stroke.start - reach <= at <= stroke.end + reach for at in near)
    return all(any(abs(at - end) <= touching for at in near) for end in stroke[1:])


def _before_texts(
    stroke: LineSegment, across: Sequence[LineSegment], texts: Boxes, letter: float, near: float
) -> LineSegment:
    """A vertical stroke without a stroke of a character in line with it at an end that meets no line across."""
    met = _places_met(stroke, across, letter)
    inside = INSIDE * letter
    through = texts[(texts[:, 0] + inside < stroke.at) & (stroke.at < texts[:, 2] - inside)]
    far = NEAR_SIDE * letter
    tops = through[(through[:, 1] < stroke.end) & (stroke.end <= through[:, 3] + far), 1]
    bottoms = through[(through[:, 1] - far <= stroke.start) & (stroke.start < through[:, 3]), 3]
    start = stroke.start if _near_any(stroke.start, met, near) else max(bottoms, default=stroke.start)
    end = stroke.end if _near_any(stroke.end, met, near) else min(tops, default=stroke.end)
    return LineSegment(stroke.at, start, end) if start < end else LineSegment(stroke.at, stroke.start, stroke.start)


def _near_any(end: float, places: Sequence[float], reach: float) -> bool:
    return any(abs(end - place) <= reach for place in places)


def _snapped(stroke: LineSegment, across: Sequence[LineSegment], letter: float) -> LineSegment:
    """The stroke up to the lines across that it meets near its ends: it seldom goes on beyond the last one."""
    meets = _places_met(stroke, across, letter)
    before, beyond = MEETING * letter, BEYOND * letter
    starts = [at for at in meets if stroke.start - before <= at <= stroke.start + beyond]
    ends = [at for at in meets if stroke.end - beyond <= at <= stroke.end + before]
    start, end = min(starts, default=stroke.start), max(ends, default=stroke.end)
    return LineSegment(stroke.at, start, end) if start < end else stroke


def _probable(grey: Image) -> NDArray[np.float32]:
    """The probability of a horizontal and of a vertical line at each pixel (2 × height × width)."""
    high, wide = grey.shape
    padded = cv2.copyMakeBorder(grey, 0, -high % SIDE, 0, -wide % SIDE, cv2.BORDER_REPLICATE)
    return _network()(padded[None, None].astype(np.float32) / 127.5 - 1)[0, :, :high, :wide]


@cache
def _network() -> _Run:
    return load_network("the network of lines", _load_network)


def _load_network(runtime: Runtime) -> _Run:
    """The network, which ran once."""
    run = _compile(runtime)
    run(np.zeros((1, 1, SIDE, SIDE), np.float32))
    return run


def _compile(runtime: Runtime) -> _Run:
    if runtime == "openvino":
        from openvino import Core

        compiled = Core().compile_model(MODEL, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
        return lambda picture: np.asarray(compiled(picture)[0], np.float32)
    from onnxruntime import InferenceSession

    session = InferenceSession(MODEL)
    return lambda picture: np.asarray(session.run(None, {"grey": picture})[0], np.float32)


def _strokes(grey: Image, mask: Image, texts: Boxes, scale: float) -> Iterator[LineSegment]:
    """The vertical lines of a mask, each straight (pixels)."""
    wide = round(WIDEST * scale) | 1
    depth = np.asarray(cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, np.ones((1, wide), np.uint8)), np.uint8)
    for chain in _chains(sorted(_pieces(mask, texts, scale)), scale):
        start, end = _inked(chain, depth, scale)
        lengths = [piece.end - piece.start for piece in chain]
        at = np.average([(piece.first + piece.last) / 2 for piece in chain], weights=lengths)
        yield LineSegment(float(at), start, end)


def _drawn(strokes: Sequence[LineSegment], grey: Image) -> Image:
    """A mask (0 or 1) as large as the picture of vertical lines one pixel wide."""
    drawn = np.zeros_like(grey)
    for at, start, end in strokes:
        drawn[round(start) : round(end) + 1, min(round(at), grey.shape[1] - 1)] = 1
    return drawn


def _inked(chain: list[_Piece], depth: Image, scale: float) -> tuple[int, int]:
    """Where the ink of a line begins and ends."""
    start, end = chain[0].start, chain[-1].end
    places = [end for piece in chain for end in (piece.start, piece.end)]
    across = [at for piece in chain for at in (piece.first, piece.last)]
    rows = np.arange(start, end)
    at = np.rint(np.interp(rows, places, across)).astype(np.intp)
    near = np.clip(at[:, None] + np.arange(-2, 3), 0, depth.shape[1] - 1)
    along = depth[rows[:, None], near].max(axis=1)
    dark = along >= max(OF_LINE * float(np.percentile(along, 75)), LEAST_DEPTH)
    window = min(round(END * scale), len(rows))
    share = np.convolve(dark, np.ones(window) / window, "same")
    found = np.flatnonzero(dark & (share >= END_SHARE))
    return (start + int(found[0]), start + int(found[-1]) + 1) if len(found) else (start, start)


def _pieces(mask: Image, texts: Boxes, scale: float) -> Iterator[_Piece]:
    """The connected pieces that are long enough, and no strokes of characters."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    for label, (x, y, wide, high, _) in enumerate(stats[1:].tolist(), 1):
        inside = (texts[:, :2] <= (x, y)).all(axis=1) & (texts[:, 2:] >= (x + wide, y + high)).all(axis=1)
        if high >= SHORTEST_PIECE * scale and not inside.any():
            part = labels[y : y + high, x : x + wide] == label
            first, last = (float(np.flatnonzero(row).mean()) for row in (part[0], part[-1]))
            yield _Piece(y, y + high, x + first, x + last)


def _chains(pieces: list[_Piece], scale: float) -> list[list[_Piece]]:
    """Pieces that follow each other closely in a line."""
    chains: list[list[_Piece]] = []
    for piece in pieces:
        near = [
            chain
            for chain in chains
            if piece.start - chain[-1].end <= GAP * scale
            and abs(piece.first - chain[-1].last) <= ASIDE * scale
            and piece.end > chain[-1].end
        ]
        if near:
            min(near, key=lambda chain: abs(piece.first - chain[-1].last)).append(piece)
        else:
            chains.append([piece])
    return chains
