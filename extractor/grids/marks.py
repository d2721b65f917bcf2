"""What is marked on a page whose rules may be worn: thin ink that may be of a rule, all ink, text; and lines in it.

What is left of a rule is thin, dark against what lies just above and below it, and in a line; text is that too,
but also a little higher and lower.  So a line is where the share of dark along a window is large and falls off
quickly across it.  On paper without specks far less of a rule tells than on dirty paper, once text is out of the
way: a fax may leave one pixel in ten.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.geometry import runs
from extractor.grids.rules import LARGEST_CHARACTER, Inked, Rule, inked_rows, listed_rules
from extractor.model import Image
from extractor.picture import chosen, closed, dilated, opened, shrunk

if TYPE_CHECKING:
    from extractor.grids.stretches import Stretch

# Thin is what is darker by so many grey levels than the lightest within so many points on both sides.
DEPTH, ROOM = 14, 2.2
# The other side's print shows through with less than this share of the depth of this side's.
OF_DARKEST = 0.3
# Where so much of the paper is of one white, as on a fax, nothing shines through.
WHITE = 0.7
# A piece of a rule, or of two that cross, has less ink than this thickness along its width and height.
THIN = 1.2
# So is a straight piece at most so many points thick that is so many times as long.
BAR, OBLONG = 2.4, 4.0
# And a straight run of so many points, longer than strokes of body text, though characters touch it.
RUN = 12.5
# Ink that measures no more points both ways is a speck, or the point of a figure.
SPECK = 1.7
# Characters that touch make a word so many points high, of which ink is more than this share.
LINE, DENSE = (5.0, 14.0), 0.25
# Characters so close (points) are of one line of text; nothing so close to one is sought as a rule.
WORD, CLEAR = 3.5, 3.5
# The window, in points along the rule, in which the share of dark is taken; rules are at least so long.
WINDOW, LEAST_LENGTH = 36.0, 48.0
# The share that makes a rule on dirty and on clean paper, the part of it by which that exceeds the share aside, and
# the gaps in a rule up to so many points.
LEAST_SHARE, OF_SHARE, GAP = (0.26, 0.05), 0.6, (14.0, 60.0)
# In a window the largest share wavers by so much.
WAVERING = 0.02
# The share that makes one from end to end of its table.
LEAST_THROUGH = 0.16
# Paper is clean where a quarter of all squares so large (points) have fewer dark pixels than this share.
SQUARE, CLEAN = 36.0, 0.002
# The dark beside a rule is taken so far from it (points); a worn rule's thickness cannot be told: a usual one.
ASIDE = (2.6, 3.4, 4.2)
THICK = 0.8


@dataclass(frozen=True)
class Marks:
    """What is marked on a page, as masks (0 or 1) in which the rules sought lie level; `scale` pixels a point.

    `thin` is what may be of such a rule (on clean paper, with hardly any specks, not what is near to text, nor dashes
    across), `dark` all ink, `text` words.  `turned` tells that the rules sought are the page's uprights; `known`
    holds the stretches (row, start, end) looked at so far.
    """

    thin: Image
    dark: Image
    text: Image
    scale: float
    clean: bool
    turned: bool
    known: dict[tuple[int, int, int], Stretch] = field(default_factory=dict, init=False)

    @cached_property
    def thick(self) -> NDArray[np.bool_]:
        """What is thin, a pixel thicker to both sides: a rule is not quite level."""
        return np.asarray(dilated(self.thin, (3, 1)) > 0)


Both = tuple[Marks, Marks]


def marks_of(grey: Image, scale: float) -> Both:
    """What is marked on a page, for its level rules, and turned for its upright ones."""
    room = 2 * max(2, round(ROOM * scale)) + 1
    hats = [cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, np.ones(kernel, np.uint8)) for kernel in ((room, 1), (1, room))]
    either = np.maximum(*hats)
    depth = max(DEPTH, OF_DARKEST * float(np.percentile(either[either >= DEPTH], 90))) if either.any() else DEPTH
    dark = (either >= depth).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    wide, high, area = (stats[:, k] for k in (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT, cv2.CC_STAT_AREA))
    longer, shorter = np.maximum(wide, high), np.minimum(wide, high)
    large = longer > LARGEST_CHARACTER * scale
    bar = (shorter <= BAR * scale) & (longer >= OBLONG * shorter)
    rule = (area <= THIN * scale * (wide + high)) | large | bar
    word = large & (shorter >= LINE[0] * scale) & (shorter <= LINE[1] * scale) & (area > DENSE * wide * high)
    character = (shorter > SPECK * scale) & (~large | word) & ~(bar & (longer > RUN * scale))
    rule[0] = character[0] = False
    ruling, near = chosen(rule, labels), _around_text(chosen(character, labels), scale)
    run = round(RUN * scale)
    thin = [
        (hat >= depth).astype(np.uint8) & (ruling | opened(dark, kernel))
        for hat, kernel in zip(hats, ((1, run), (run, 1)), strict=True)
    ]
    clean = all(_is_clean(mask, scale) for mask in thin)
    white = np.mean(grey == grey.max()) >= WHITE
    pale = [((hat >= DEPTH) & (dark == 0) & white).astype(np.uint8) for hat in hats]
    along = [chosen((wide >= high) | large, labels) // 255, chosen((high >= wide) | large, labels) // 255]
    level, upright = (
        (mask & own | faint) & ~near if clean else mask for mask, own, faint in zip(thin, along, pale, strict=True)
    )
    turned = np.ascontiguousarray(upright.T)
    return Marks(level, dark, dark, scale, clean, False), Marks(turned, dark.T, dark.T, scale, clean, True)


def with_text(both: Both, level: list[Rule], upright: list[Rule]) -> Both:
    """The marks with all for text that is none of these rules, nor speck; words run together."""
    scale, text = both[0].scale, both[0].dark.copy()
    for mask, rules, marks in (text, level, both[0]), (text.T, upright, both[1]):
        # On clean paper a level rule is not followed through characters that stand on it.
        own = dilated(marks.thin, (3, 3)) if marks.clean and not marks.turned else np.ones_like(marks.thin)
        for rule in rules:
            at = round(rule.at * scale - 0.5)
            along = slice(max(at - 1, 0), at + 2), slice(round(rule.start * scale), round(rule.end * scale))
            mask[along][own[along] > 0] = 0
    words = closed(_without_specks(text, scale) // 255, (1, round(WORD * scale)))
    return replace(both[0], text=words), replace(both[1], text=words.T)


def printed_ink(inked: Inked, both: Both) -> Image:
    """The ink (255) of this side of dirty paper, without dots; on clean paper, all ink: dots are points of figures."""
    return inked.ink if both[0].clean else _without_specks(both[0].dark, inked.scale)


def lines_in(marks: Marks, window_length: float = WINDOW, least: float = LEAST_LENGTH) -> list[Rule]:
    """Level lines at least so long (points), each as far as it can be followed."""
    scale = marks.scale
    window = max(3, round(window_length * scale))
    share = np.asarray(cv2.blur(marks.thick.astype(np.float32), (window, 1)), np.float32)
    makes, gap = LEAST_SHARE[marks.clean], GAP[marks.clean]
    strong = _crests(share, makes, scale, WAVERING).astype(np.uint8)
    # A crest wanders by a pixel where a rule is two pixels thick.
    pieces = dilated(strong, (3, 1))
    rows = inked_rows(pieces)
    if len(rows):
        pieces[rows] = opened(closed(pieces[rows], (1, round(gap * scale))), (1, round(least * scale)))
    return [rule._replace(thick=THICK) for rule in listed_rules(pieces, scale)]


def lines_through(marks: Marks, start: float, end: float) -> list[Rule]:
    """Lines of which a small part is left from start to end (points): on dirty paper a window does not tell them."""
    scale = marks.scale
    part = marks.thick[:, round(start * scale) : round(end * scale) + 1]
    share = part.mean(axis=1, dtype=np.float64)[:, None]
    there = _crests(share, LEAST_THROUGH, scale)
    return [Rule((a + b) / 2 / scale, start, end, THICK) for a, b in runs(there[:, 0])]


def _crests(share: NDArray[Any], makes: float, scale: float, wavering: float = 0.0) -> NDArray[np.bool_]:
    """Where the share of dark is largest across, makes a rule, and is larger than aside."""
    there = share >= makes
    # Most rows of a page have no rule: what lies aside is needed for the others alone.
    rows = np.flatnonzero(there.any(axis=1))
    if not len(rows):
        return there
    moves = [sign * round(by * scale) for by in ASIDE for sign in (-1, 1)]
    beside = np.mean([share[(rows - move) % len(share)] for move in moves], axis=0)
    highest = np.asarray(cv2.dilate(share, np.ones((2 * round(ASIDE[0] * scale) - 1, 1), np.uint8)))
    crest = share[rows] >= highest.reshape(share.shape)[rows] - wavering
    there[rows] &= (share[rows] - beside >= OF_SHARE * makes) & crest
    return there


def _around_text(characters: Image, scale: float) -> Image:
    """What lies above and below characters, and between those of a word: points of figures stand in columns, too."""
    reach = 2 * round(CLEAR * scale) + 1
    return (dilated(characters, (3, reach)) | closed(characters, (1, round(WORD * scale)))) // 255


def _is_clean(thin: Image, scale: float) -> bool:
    """Whether a quarter of the page has hardly a dark pixel."""
    squares = shrunk(thin * 255, 1 / (SQUARE * scale))
    return bool(np.percentile(squares, 25) <= CLEAN * 255)


def _without_specks(ink: Image, scale: float) -> Image:
    """The ink (255) without specks and the points of figures."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    keep = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]) > SPECK * scale
    keep[0] = False
    return chosen(keep, labels)
