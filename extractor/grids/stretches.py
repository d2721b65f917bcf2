"""Worn rules stretch by stretch between the rules that cross them: which stretches are there.

Of what is left a rule is darker than what lies beside it, and, unlike text, as dark close to its crossings.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extractor.geometry import runs
from extractor.grids.marks import ASIDE, THICK, Marks
from extractor.grids.rules import Rule, is_crossed
from extractor.grids.strokes import OVER, Hemmed, hemmed, is_comma, is_digit, is_point, text_over
from extractor.model import Image

# A stretch between two crossings is there with this share of dark more than beside it; between two that are, with less.
LEAST_STRETCH, LEAST_BETWEEN = (0.20, 0.04), (0.08, 0.01)
# With this share where most of the line is not there, as below headers.  On dirty paper, and on clean.
LEAST_ALONE = 0.32, 0.08
# But of so many pixels a smaller share tells, if this share near the crossings, where no text is, is dark.
MANY, DARK_NEAR = 45, 0.3
# And on clean paper, where text is out of the way, so many dark pixels more than beside.
FAINT = 12
# So many pixels in a row are worn or dirty together.  Even clean paper is as dark as that, even the faintest rule
# darker by that.
ALIKE, LEAST_DARK, MOST_DARK, LEAST_RULE = 3.0, 0.01, 0.5, 0.03
# A rule fades to this share of its dark.  The log odds of a stretch that strokes of characters cross.
FADED, CROSSED = 0.4, -3.0
# What a neighbour that is there, and a line that is there for the most part, add to the log odds of a stretch.
NEIGHBOUR, WHOLE, NEARLY_ALL = 2.0, 3.0, 0.65
# Neighbours of neighbours count after so many rounds.
ROUNDS = 3
# With this share it is a rule though strokes of characters close by seem to cross it.
CERTAIN = 0.5
# Text keeps clear of rules.  So far (points) from a crossing, over so much, a rule has at least this part of its dark.
SKIPPED, NEAR_CROSSING, NEAR_SHARE = 1.2, 2.0, 0.4
# Text does not begin and end within so much of the crossings of all its cells; of a rule this part is dark there.
NOT_FILLED, FILLED_SHARE, LEAST_CELLS = 8.0, 0.4, 3
# Less by so many standard deviations is chance; fewer dark pixels than that are specks.
CHANCE, LEAST_NEAR = 0.5, 2
# An upright that text runs over for so many points is strokes of characters, unless hardly a pixel of it is lost.
FAR_OVER, SOLID = 2.5, 0.8
# Strokes of characters make no stretch of a line of which no more than this share is there; where text runs over it,
# none of one not surely there.  Of few stretches those of a heading alone may be there.
SELDOM, MOST, FEW = 1 / 3, 2 / 3, 8
# A line is there for the most part from this share on.
MOSTLY = 0.5


Flags = NDArray[np.bool_]


class Stretch(NamedTuple):
    """A rule between two crossings.

    `share` is that of dark less that beside it, `beside`; `pixels` its length; `dark_near` and `near` count the dark
    and all pixels near the crossings; `crossed` tells that strokes of characters run through it; `at_start`, `at_end`
    and `room` count the dark pixels towards its ends, where text would leave room, and all of one end; `point` tells
    that it may be the point of a figure.
    """

    share: float
    beside: float
    pixels: int
    dark_near: int
    near: int
    crossed: bool
    hemmed: Hemmed = Hemmed.NOT
    at_start: int = 0
    at_end: int = 0
    room: int = 0
    point: bool = False


class Line(NamedTuple):
    """A worn rule across the page's pixels: its row, and its stretches between their ends."""

    at: int
    ends: list[int]
    stretches: list[Stretch]


def line_of(rule: Rule, across: Sequence[Rule], marks: Marks) -> Line:
    """A level rule's stretches between the rules that cross it."""
    at = round(rule.at * marks.scale - 0.5)
    ends = sorted({round(o.at * marks.scale - 0.5) for o in across if rule.start - 1 <= o.at <= rule.end + 1})
    return Line(at, ends, [_known_stretch(marks, at, a, b) for a, b in pairwise(ends)])


def _known_stretch(marks: Marks, at: int, start: int, end: int) -> Stretch:
    """A stretch, looked at once: lines are tried with several sets of rules across, most of them the same."""
    place = at, start, end
    if place not in marks.known:
        marks.known[place] = stretch_of(marks, at, start, end)
    return marks.known[place]


def certain_in(line: Line, marks: Marks) -> Flags:
    """Which stretches of a line are darker than what lies beside them, whatever the line."""
    return _kept(line, _certain(line.stretches, clean=marks.clean), marks)


def likely_in(line: Line, marks: Marks) -> Flags:
    """Which stretches of a line are there, seen as a whole."""
    certain = _certain(line.stretches, clean=marks.clean)
    return _kept(line, _likely(line.stretches, certain) if certain.any() else certain, marks)


def _kept(line: Line, there: Flags, marks: Marks) -> Flags:
    """The stretches that are no strokes of words; on dirty paper those in runs that are dark close to the rules across,
    and none of a line that is the points of figures; on clean paper, text is out of the way.
    """
    kept = there & ~_is_word(line.stretches, there)
    if marks.clean:
        return kept
    if _are_points(list(compress(line.stretches, there))):
        return np.zeros_like(there)
    # What a run lacks for one, the line may have as a whole.
    most = bool(kept.any()) and kept.mean() >= MOSTLY and _reaches_crossings(list(compress(line.stretches, kept)))
    for first, last in runs(kept):
        run = line.stretches[first:last]
        kept[first:last] = _reaches_crossings(run) or (most and any(s.dark_near for s in run))
    return kept


def _are_points(stretches: Sequence[Stretch]) -> bool:
    """Whether most of several stretches may be the points of figures."""
    return len(stretches) > 1 and sum(s.point for s in stretches) >= MOST * len(stretches)


def _is_word(stretches: Sequence[Stretch], there: Flags) -> Flags:
    """Which stretches of a line, so far taken to be there, stand between characters of a word."""
    share = float(there.mean()) if len(there) else 1.0
    least = 1 + (share > SELDOM) + (share > MOST) + (len(there) < FEW)
    return np.array([stretch.hemmed >= least for stretch in stretches], bool)


def drawn(lines: Sequence[Line], there: Sequence[Flags], shape: tuple[int, ...]) -> Image:
    """A mask of the page with the stretches that are there."""
    mask = np.zeros(shape, np.uint8)
    for line, flags in zip(lines, there, strict=True):
        for first, last in runs(flags):
            mask[line.at, line.ends[first] : line.ends[last] + 1] = 255
    return mask


def _certain(stretches: Sequence[Stretch], *, clean: bool) -> Flags:
    """Which stretches of one line are darker than what lies beside them, whatever the line."""
    shares = np.array([0.0 if s.crossed else s.share for s in stretches])
    there = shares >= LEAST_STRETCH[clean]
    if len(there) and there.mean() < MOSTLY:
        there &= (shares >= LEAST_ALONE[clean]) | np.array([_tells(s, clean=clean) for s in stretches], bool)
    between = np.concatenate([[False], there[:-1]]) & np.concatenate([there[1:], [False]])
    return np.asarray(there | between & (shares >= LEAST_BETWEEN[clean]))


def _tells(stretch: Stretch, *, clean: bool) -> bool:
    """Whether a stretch is so long that a smaller share of dark tells of a rule."""
    if clean:
        return stretch.share * stretch.pixels >= FAINT
    return stretch.pixels >= MANY and stretch.dark_near >= DARK_NEAR * stretch.near


def _likely(stretches: Sequence[Stretch], certain: Flags) -> Flags:
    """Which stretches of one line are there: the log odds of their dark, and those that the rest of the line gives.

    A worn rule is as dark as where it is certain, or faded to a part of that; where it is missing, it is as dark as
    what lies beside it.
    """
    shares = np.array([s.share for s in stretches])
    beside = np.clip([s.beside for s in stretches], LEAST_DARK, MOST_DARK)
    dark = np.clip(shares + beside, 0, 1)
    darkest = float(np.clip(dark[certain].mean(), 0, 1 - LEAST_RULE))
    faintest = np.minimum(np.maximum(FADED * darkest, beside + LEAST_RULE), darkest)
    rule = np.clip(dark, faintest, darkest)
    independent = np.array([s.pixels for s in stretches]) / ALIKE
    odds = independent * (dark * np.log(rule / beside) + (1 - dark) * np.log((1 - rule) / (1 - beside)))
    odds = np.where([s.crossed for s in stretches], np.minimum(odds, CROSSED), odds)
    there = certain
    for _ in range(ROUNDS):
        neighbours = np.concatenate([[0.5], there[:-1]]) + np.concatenate([there[1:], [0.5]])
        prior = NEIGHBOUR * (neighbours - 1.5 + 0.5 * (neighbours == 2))
        if there.mean() >= NEARLY_ALL:
            inside = np.flatnonzero(there)
            prior = np.maximum(prior, 0.0)
            prior[inside[0] : inside[-1]] = WHOLE
        there = certain | (odds + prior > 0)
    return np.asarray(there)


def _reaches_crossings(run: Sequence[Stretch]) -> bool:
    """Whether the run is dark close to the rules across, where no text is."""
    dark, pixels = sum(s.dark_near for s in run), max(sum(s.near for s in run), 1)
    share = min(max(sum(s.share for s in run) / len(run), 0.0), 1.0)
    if share < LEAST_STRETCH[False]:  # of a rule so faint hardly a pixel is left there
        return True
    # Of few pixels fewer may be dark by chance.
    chance = CHANCE * (share * (1 - share) / pixels) ** 0.5
    return bool(dark >= max(LEAST_NEAR, (NEAR_SHARE * share - chance) * pixels)) or _fills_cells(run, share)


def _fills_cells(run: Sequence[Stretch], share: float) -> bool:
    """Whether a long run is as dark at both ends of its stretches as elsewhere: text fills few cells from side to
    side.
    """
    dark = min(sum(s.at_start for s in run), sum(s.at_end for s in run))
    return len(run) >= LEAST_CELLS and dark >= max(LEAST_NEAR, FILLED_SHARE * share * sum(s.room for s in run))


def stretch_of(marks: Marks, at: int, start: int, end: int) -> Stretch:
    """How dark a stretch (pixels) is, and whether characters cross it."""
    thick, scale = marks.thick, marks.scale
    columns = _inner(start, end, scale)
    line = thick[at]
    asides = [[_share_at(thick, at + sign * round(by * scale), columns) for by in ASIDE] for sign in (-1, 1)]
    sides = [sum(shares) / len(ASIDE) for shares in asides]
    # Among specks text may be close to one side; on clean paper words that stand in a column leave such a side blank.
    aside = sum(sides) / len(sides) if marks.clean else min(sides)
    share = _share(line[columns]) - aside
    there = Rule((at + 0.5) / scale, columns.start / scale, (columns.stop - 1) / scale, THICK)
    over = text_over(marks, at, columns)
    crossed = share < CERTAIN and (is_crossed(there, marks.dark, scale) or over >= OVER)
    crossed |= marks.turned and not marks.clean and share < SOLID and over >= FAR_OVER
    near = np.concatenate(_towards_ends(line, start, end, round(NEAR_CROSSING * scale), scale))
    # Words fill rows, which uprights cross, from top to bottom.
    room = 0 if marks.turned else min(round(NOT_FILLED * scale), (end - start) // 4)
    at_start, at_end = (int(part.sum()) for part in _towards_ends(line, start, end, room, scale))
    # Of a rule on clean paper something is left where no text is.
    may_be_word = not marks.clean or (marks.turned and not near.any())
    close = hemmed(marks, at, columns, over) if may_be_word else Hemmed.NOT
    mark = may_be_word and is_comma(line[columns], scale) if marks.clean else is_digit(marks, at, columns)
    if mark:
        close = max(close, Hemmed.BESIDE)
    point = not marks.clean and is_point(marks, at, columns)
    dark_near = int(near.sum())
    return Stretch(
        share, aside, len(line[columns]), dark_near, len(near), crossed, close, at_start, at_end, room, point
    )


def _towards_ends(line: Flags, start: int, end: int, room: int, scale: float) -> tuple[Flags, Flags]:
    """So many pixels of a stretch at its start and its end, clear of the crossings."""
    first, last = start + round(SKIPPED * scale), end - round(SKIPPED * scale) + 1
    return line[first : first + room], line[last - room : last]


def _share_at(mask: Flags, row: int, columns: slice) -> float:
    """The share of dark in a part of a row; beyond the page's edge nothing is dark."""
    return _share(mask[row, columns]) if 0 <= row < len(mask) else 0.0


def _share(flags: Flags) -> float:
    return float(np.count_nonzero(flags)) / len(flags) if len(flags) else 0.0


def _inner(start: int, end: int, scale: float) -> slice:
    """A stretch without its ends."""
    room = max(1, min(round(2 * scale), (end - start) // 4))
    return slice(start + room, max(end - room, start + room) + 1)


def runs_through_words(line: Line, marks: Marks) -> bool:
    """Whether an upright is strokes of words somewhere: text stands at both sides of it and runs over it."""
    inner = inner_parts(line, marks.scale)
    return any(hemmed(marks, line.at, at, text_over(marks, line.at, at)) == Hemmed.OVER for at in inner)


def inner_parts(line: Line, scale: float) -> list[slice]:
    """Each stretch of a line without its ends."""
    return [_inner(start, end, scale) for start, end in pairwise(line.ends)]
