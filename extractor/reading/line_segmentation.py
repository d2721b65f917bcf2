"""Which cells hold ink, and where in them the lines of text are."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import NamedTuple

import cv2
import numpy as np

from extractor.geometry import Box, around, runs
from extractor.imaging import find_local_ink, to_grey
from extractor.model import Flag, Image, Page, Reading
from extractor.reading.bleed_through import find_least_depth, measure_depth
from extractor.reading.faint_ends import SLIVER, extend_to_pale_ends, find_pieces
from extractor.reading.noise import is_bar, is_dust, without_corners
from extractor.reading.reader import group_levels, join_readings, unrecognised
from extractor.reading.trailing_punctuation import BEHIND, has_worn_end_mark, is_sentence, lacks_end_mark

# Darker than the surroundings' mean by so many of 255 grey levels is ink.
INK_DEPTH = 20
# On noisy paper ink is darker, and specks and what is left of rules are larger.
NOISY_DEPTH, NOISY_SPECK, NOISY_REACH = 45, 1.8, 2.0
# Points.  Rules reach this far into a cell; ink smaller than a speck both ways is dust; a line of text is
# at least so high and apart from the next by at least such a gap.
RULE_REACH = 1.0
SPECK = 1.0
LEAST_LINE, LEAST_GAP = 4.5, 0.7
# Room around the ink that the recogniser is shown.
MARGIN = 1.8
# Rows or columns of pixels so near the cell's edge that are inked in this share are what is left of a rule.
EDGE, RULE_SHARE = 3.0, 0.45
# Characters keep clear of this share of a cell's height at its top and bottom.
STEM_ROOM = 0.08
# A line lower than this share of the usual, wider than so many times its height, is a dash.
DASH, DASH_HEIGHT, DASH_WIDTH = "-", 0.3, 1.5
# A text that was found is all that its ink lines are where these go beyond it by no more than this part of its height.
OFF = 0.2
# A line higher than this many usual lines is several that touch.
TOUCHING = 1.75
# Between lines that touch there is this share of their usual ink at most; a line of larger type has more.
TOUCH_INK = 0.35


def mask_text(page: Page) -> Image:
    """The ink of a scanned page (0 or 1), binarised by its surroundings."""
    if page.ink is not None:
        return page.ink
    ink = find_local_ink(to_grey(page.image), page.scale, NOISY_DEPTH if page.noisy else INK_DEPTH)
    return np.minimum(ink, 1)


class LinePlace(NamedTuple):
    """A line of ink, and the room around it that holds no other."""

    line: Box
    room: Box


def read_boxes(
    page: Page, boxes: Sequence[Box], recognise: Callable[[Page, list[LinePlace]], list[Reading]], engine: str
) -> list[Reading]:
    """One reading a box: its lines of ink cut out, recognised together and joined.

    A lone dash is known by its shape; recognisers take it for anything flat.  A line of which nothing was recognised,
    or not the mark at its end, is flagged.
    """
    mask = mask_text(page)
    places = segment_lines(page, mask, boxes)
    usual = _usual(places)
    whole = [
        LinePlace(line, room)
        for lines, box in zip(places, boxes, strict=True)
        for line, room in zip(lines, _rooms(lines, box), strict=True)
        if not _is_dash(line, usual)
    ]
    texts = iter(zip(recognise(page, whole), whole, strict=True))
    found = []
    for lines in places:
        read = [None if _is_dash(line, usual) else next(texts) for line in lines]
        text = "".join(line[0].text for line in read if line is not None)
        readings = [
            Reading(DASH, 1.0, engine)
            if line is None
            else _checked(*line, mask, page, in_sentence=is_sentence(text if line is read[-1] else line[0].text))
            for line in read
        ]
        found.append(join_readings(readings, engine))
    return found


def _checked(reading: Reading, place: LinePlace, mask: Image, page: Page, *, in_sentence: bool) -> Reading:
    """A line's reading, flagged where its ink, or that behind it, shows that something was not read.

    The last line of a sentence ends it, whatever signs it has itself.
    """
    if not reading.text:
        return unrecognised(reading.engine)
    lost = lacks_end_mark(reading.text, mask[page.pixels(place.line)], in_sentence=in_sentence)
    lost = lost or (in_sentence and has_worn_end_mark(reading.text, mask[page.pixels(_behind(place))]))
    return reading.flagged(Flag.LOST_END) if lost else reading


def _behind(place: LinePlace) -> Box:
    """Where a full stop may stand behind a line."""
    line = place.line
    return Box(line.x1, line.y0, max(line.x1, min(line.x1 + BEHIND * line.height, place.room.x1)), line.y1)


def _rooms(lines: Sequence[Box], cell: Box) -> list[Box]:
    """For each line of a cell the part of the cell that is its own: as far as halfway to the lines beside it."""
    inner = cell.grown(-RULE_REACH / 2)
    halves = [(above.y1 + below.y0) / 2 for above, below in itertools.pairwise(lines)]
    tops, bottoms = [inner.y0, *halves], [*halves, inner.y1]
    return [Box(inner.x0, top, inner.x1, bottom) for _, top, bottom in zip(lines, tops, bottoms, strict=False)]


def segment_lines(page: Page, mask: Image, boxes: Sequence[Box]) -> list[list[Box]]:
    """For each box the boxes of its lines of text, top to bottom; none where it is blank."""
    found = _without_ghosts(page, mask, [_cell_lines(page, mask, box) for box in boxes])
    usual = _usual(found)
    kept = [[line for line in lines if not is_dust(line, usual)] for lines in found]
    if page.pale is not None:
        kept = [
            _with_pale_ends(page, mask, page.pale, box, lines, usual) for lines, box in zip(kept, boxes, strict=True)
        ]
    kept = [without_corners(lines, box, usual) for lines, box in zip(kept, boxes, strict=True)]
    if page.noisy:  # of a pale word no more than a bar may be dark
        kept = [[line for line in lines if not is_bar(line)] for lines in kept]
    # Beside other lines a dash is what is left of a rule, not a minus.
    whole = [[line for line in lines if not _is_dash(line, usual)] or lines[:1] for lines in kept]
    parted = [[part for line in lines for part in _parted(page, mask, line, usual)] for lines in whole]
    return [_as_found(page, box, lines, usual) for lines, box in zip(parted, boxes, strict=True)]


def _as_found(page: Page, cell: Box, lines: list[Box], usual: float) -> list[Box]:
    """The lines of a cell.  Where the text detector found a line, its box replaces the pieces of ink: strokes of a
    character may be detached, and lines may touch.  Dashes keep their ink: the detector's box is as high as text.
    """
    texts = [text.box for text in page.texts if _within(text.box, cell.grown(RULE_REACH))]
    while texts:
        group, texts = [texts[0]], texts[1:]
        while more := [text for text in texts if any(_meet(text, line, group) for line in lines)]:
            group, texts = group + more, [text for text in texts if text not in more]
        own = [line for line in lines if any(line.meets([text]) for text in group) and not _is_dash(line, usual)]
        whole = around(group)
        if own and _within(around(own), whole.grown(OFF * min(text.height for text in group))):
            found = [line for line in lines if line not in own] + group
            lines = [around(found[index] for index in level) for level in group_levels(found)]
    return lines


def _within(inner: Box, outer: Box) -> bool:
    return outer.overlap(inner) == inner


def _meet(text: Box, line: Box, others: Sequence[Box]) -> bool:
    """Whether a line of ink lies in a text and in one of others."""
    return line.meets([text]) and line.meets(others)


def _with_pale_ends(page: Page, mask: Image, pale: Image, box: Box, lines: list[Box], usual: float) -> list[Box]:
    """The lines of a cell with what is pale of them."""
    pieces = find_pieces(page, pale, *_inside(page, mask, box)) if lines else []
    rooms = _rooms(lines, box)
    return [extend_to_pale_ends(line, room, pieces, usual) for line, room in zip(lines, rooms, strict=True)]


def _without_ghosts(page: Page, mask: Image, found: list[list[Box]]) -> list[list[Box]]:
    """Without lines much paler than usual."""
    grey = to_grey(page.image)
    depths = [[measure_depth(grey[page.pixels(line)], mask[page.pixels(line)]) for line in lines] for lines in found]
    inked = [int(np.count_nonzero(mask[page.pixels(line)])) for lines in found for line in lines]
    least = find_least_depth([depth for cell in depths for depth in cell], inked)
    return [
        [line for line, depth in zip(lines, cell, strict=True) if depth >= least]
        for lines, cell in zip(found, depths, strict=True)
    ]


def _usual(lines: list[list[Box]]) -> float:
    """The usual height of a line: the median, each line weighted by its width, because a page may have more dashes than
    lines of text; 0 where there is no line.
    """
    boxes = sorted((line for cell in lines for line in cell), key=lambda line: line.height)
    if not boxes:
        return 0.0
    length = np.cumsum([line.width for line in boxes])
    return boxes[int(np.searchsorted(length, length[-1] / 2))].height


def _is_dash(line: Box, usual: float) -> bool:
    return line.height < DASH_HEIGHT * usual and line.width > DASH_WIDTH * line.height


def _cell_lines(page: Page, mask: Image, box: Box) -> list[Box]:
    rows, columns = _inside(page, mask, box)
    ink = _without_dust(mask[rows, columns], page.scale, NOISY_SPECK if page.noisy else SPECK)
    if ink is None:
        return []
    profile = np.asarray(ink.any(axis=1))
    runs = _line_runs(profile, page.scale)
    return [_around_ink(ink[a:b], rows.start + a, columns.start, page.scale) for a, b in runs]


def _inside(page: Page, mask: Image, box: Box) -> tuple[slice, slice]:
    """The rows and columns of pixels in a cell, clear of its rules."""
    rows, columns = page.pixels(box.grown(-NOISY_REACH if page.noisy else -RULE_REACH))
    return _inside_rules(mask, rows, columns, page.scale)


def _around_ink(ink: Image, top: int, left: int, scale: float) -> Box:
    """The box, in points, of the ink in a part of the page that starts at a row and a column of pixels."""
    down, across = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    edges = (left + across[0], top + down[0], left + across[-1] + 1, top + down[-1] + 1)
    return Box(*(float(edge) / scale for edge in edges))


def _inside_rules(mask: Image, rows: slice, columns: slice, scale: float) -> tuple[slice, slice]:
    """The slices without the rules' edges that reach into the cell."""
    ink = mask[rows, columns]
    if ink.size == 0:
        return rows, columns
    edge = max(1, round(EDGE * scale))
    top, bottom = _rule_ends(ink.mean(axis=1), edge)
    # An upright rule reaches the cell's top or bottom, a digit's stem does not.
    margin = max(1, round(STEM_ROOM * len(ink)))
    reaching = ink[:margin].any(axis=0) | ink[-margin:].any(axis=0)
    left, right = _rule_ends(ink.mean(axis=0) * reaching, edge)
    return slice(rows.start + top, rows.stop - bottom), slice(columns.start + left, columns.stop - right)


def _rule_ends(share: np.ndarray, edge: int) -> tuple[int, int]:
    """How many rows (or columns) to drop at the start and at the end."""
    edge = min(edge, len(share) // 3)
    start = np.flatnonzero(share[:edge] >= RULE_SHARE)
    end = np.flatnonzero(share[len(share) - edge :][::-1] >= RULE_SHARE)
    return (int(start[-1]) + 2 if len(start) else 0), (int(end[-1]) + 2 if len(end) else 0)


def _without_dust(ink: Image, scale: float, speck: float) -> Image | None:
    """The ink of characters, or None where there is none."""
    if ink.size == 0 or not ink.any():
        return None
    _, labels, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(ink), connectivity=8)
    high, wide = ink.shape
    x, y, w, h = (stats[:, k] for k in range(4))
    at_edge = (x <= 1) | (y <= 1) | (x + w >= wide - 1) | (y + h >= high - 1)
    sliver = at_edge & (np.minimum(w, h) <= SLIVER * scale)
    keep = ~sliver & (np.maximum(w, h) > speck * scale)
    keep[0] = False
    left = keep.astype(np.uint8)[labels]
    return left if left.any() else None


def _line_runs(profile: np.ndarray, scale: float) -> list[tuple[int, int]]:
    """Runs of inked rows, joined across gaps inside characters (a `二` is two strokes)."""
    lines: list[tuple[int, int]] = []
    for start, end in runs(profile):
        low = lines and (lines[-1][1] - lines[-1][0] < LEAST_LINE * scale or end - start < LEAST_LINE * scale)
        near = lines and start - lines[-1][1] < LEAST_GAP * scale
        if lines and (near or (low and start - lines[-1][1] < LEAST_LINE * scale)):
            lines[-1] = (lines[-1][0], end)
        else:
            lines.append((start, end))
    return lines


def _parted(page: Page, mask: Image, line: Box, usual: float) -> list[Box]:
    """A line of touching lines, cut where it has the least ink."""
    if not usual or line.height < TOUCHING * usual or line.height < 2 * LEAST_LINE:
        return [line]
    rows, columns = page.pixels(line)
    ink = mask[rows, columns]
    profile = ink.sum(axis=1).astype(float)
    count = max(2, round(line.height / usual / 1.1))
    cuts = [0]
    for k in range(1, count):
        middle, reach = len(profile) * k // count, max(1, len(profile) // (4 * count))
        window = profile[middle - reach : middle + reach + 1]
        cut = middle - reach + int(window.argmin())
        if profile[cut] <= TOUCH_INK * np.median(profile):
            cuts.append(cut)
    cuts.append(len(profile))
    return [
        _around_ink(ink[a:b], rows.start + a, columns.start, page.scale)
        for a, b in itertools.pairwise(cuts)
        if ink[a:b].any()
    ]


def crop(page: Page, place: LinePlace, margin: float = MARGIN) -> Image:
    """The picture of a line with a margin (points) around it, where there is room."""
    grown, room = place.line.grown(margin), place.room
    box = grown.overlap(room)
    if min(box.width, box.height) * page.scale < 1:  # the room is no more than a border
        box = grown
    rows, columns = page.pixels(box)
    return page.image[rows, columns]
