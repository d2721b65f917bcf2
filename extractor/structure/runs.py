"""The texts of a page as the structure sees them: what stands together on one line, in one cell."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from extractor.geometry import Box
from extractor.model import LineMasks, Word

# A figure, its separators misread or not, a share or a dash that stands for none.
_NUMBER = re.compile(
    r"[-−–(（]?(?:[\d,，]*\.?\d+|\d{1,3}(?:[.,，]\d{3})+[.,]\d\d)[%％]?[)）]?|[-—－–一]{1,2}", re.ASCII
)
# Dots that lead to a page's number.
_LEADER = re.compile(r"[.．…·⋯]{4,}\d*$")
# Code points from here on are as wide as they are high.
FULL_WIDTH = 0x2E80
# A word's glyph box reaches over the line; the body of its letters, in the middle, is so high (letters).
BODY = 0.9
# Words on one line, with middles so near (letters), are one run up to such blanks (letters): an amount fills its
# column, and is apart from its neighbour sooner than a word; a count may stand in a text; the letters of a short word
# may be spread, headings of narrow columns are longer and stand close.
SAME_LINE = 0.4
BLANK, BLANK_BESIDE_COUNT, BLANK_OF_LONG_WORDS, BLANK_BESIDE_AMOUNT = 0.8, 0.35, 0.2, 0.1
# The ink of these is at the right, or left, of their square; so much of it (letters) is blank.
_LEFT_BLANK, _RIGHT_BLANK, BLANK_OF_BRACKET = tuple("（《【"), tuple("）》】，。；："), 0.5
# Of a word that is spread one letter and the rest are no further apart (letters).
BLANK_IN_WORD = 2.5
# A word of so many characters is not a part of one that is spread.
LONG_WORD = 3
# The next line of a text is so near (letters, from middle to middle); what is wrapped in a heading stands so near
# (letters) to the middle of the line above.
NEXT_LINE, IN_MIDDLE = 1.8, 0.5


class Run(NamedTuple):
    """A text on one line: its box (the height of its letters' bodies), the size of a letter, whether it is a number,
    and whether it is the last letter of a text that goes on from the line above.
    """

    box: Box
    text: str
    em: float
    number: bool
    wrapped: bool = False

    @property
    def amount(self) -> bool:
        """Whether it is a figure with a separator, a sign or a unit."""
        return self.number and not self.text.isdigit() and any(map(str.isdigit, self.text))

    @property
    def spaced(self) -> bool:
        """Whether it is one full-width letter, or some with blanks between: a word that is spread, or a part of it."""
        letters = all(len(part) == 1 and ord(part) >= FULL_WIDTH for part in self.text.split())
        return letters and not self.wrapped


def group_runs(words: Iterable[Word], lines: LineMasks) -> list[Run]:
    """The texts of a page, from left to right: words joined over small blanks, not over lines."""
    parts = sorted(map(_run, words), key=lambda run: run.box.centre[1])
    heights = [part.box.centre[1] for part in parts]
    for k, part in enumerate(parts):
        first = bisect_right(heights, heights[k] - NEXT_LINE * part.em)
        parts[k] = part._replace(wrapped=_is_wrapped(part, parts[first:k]))
    return sorted(run for level in _levels(parts) for run in _joined(level, lines))


def _is_wrapped(part: Run, above: Sequence[Run]) -> bool:
    """Whether one letter stands in the middle below a text of the line above: the letter is the end of that text."""
    return part.spaced and any(
        len(text.text) >= LONG_WORD
        and not on_one_line(text, part)
        and abs(part.box.centre[0] - text.box.centre[0]) < IN_MIDDLE * text.em
        for text in above
    )


def _levels(parts: Sequence[Run]) -> Iterator[list[Run]]:
    """Parts in groups from top to bottom; what can be of one line is in one group, from left to right."""
    group: list[Run] = []
    for part in parts:
        if group and not on_one_line(group[-1], part):
            yield sorted(group)
            group = []
        group.append(part)
    yield sorted(group)


def on_one_line(run: Run, part: Run) -> bool:
    """Whether two texts stand on one line."""
    return abs(run.box.centre[1] - part.box.centre[1]) < SAME_LINE * max(run.em, part.em)


def _letter(word: Word) -> float:
    """The size of a letter: the width of a full-width one, twice that of a digit."""
    widths = sorted(
        right - left if ord(character) >= FULL_WIDTH else 2 * (right - left)
        for character, (left, right) in zip(word.text, word.glyphs, strict=False)
        if ord(character) >= FULL_WIDTH or character.isdigit()
    )
    return widths[len(widths) // 2] if widths else word.box.height


def _run(word: Word) -> Run:
    em = _letter(word)
    middle = word.box.centre[1]
    half = min(BODY * em, word.box.height) / 2
    box = Box(word.box.x0, middle - half, word.box.x1, middle + half)
    return Run(box, word.text, em, bool(_NUMBER.fullmatch(word.text)))


def _joined(parts: Sequence[Run], lines: LineMasks) -> list[Run]:
    """Runs from left to right, each as long as its texts follow each other closely."""
    runs: list[Run] = []
    for part in parts:
        before = next((k for k in range(len(runs) - 1, -1, -1) if _continues(runs[k], part, lines)), None)
        if before is None:
            runs.append(part)
        else:
            runs.append(_together(runs.pop(before), part))
    return runs


def _continues(run: Run, part: Run, lines: LineMasks) -> bool:
    em = min(run.em, part.em)
    if not on_one_line(run, part):
        return False
    blank = part.box.x0 - run.box.x1 - BLANK_OF_BRACKET * max(run.em, part.em) * _beside_bracket(run, part)
    leads = bool(_LEADER.search(run.text)) or bool(_LEADER.fullmatch(part.text))
    if blank < -0.2 * part.em or (blank >= _most_blank(run, part) * em and not leads):
        return False
    return not lines.parts(gap(run, part))


def _beside_bracket(run: Run, part: Run) -> bool:
    """Whether the blank between two texts is in the square of a bracket or a mark, whose ink is at its other side."""
    return run.text[-1:] in _RIGHT_BLANK or part.text[:1] in _LEFT_BLANK


def _most_blank(run: Run, part: Run) -> float:
    if (run.number and part.number) or _is_amount(run) or _is_amount(part):
        return BLANK_BESIDE_AMOUNT
    if run.number or part.number:
        return BLANK_BESIDE_COUNT
    return BLANK_OF_LONG_WORDS if min(len(run.text.split()[-1]), len(part.text)) >= LONG_WORD else BLANK


def _is_amount(run: Run) -> bool:
    return run.number and not run.text.isdigit()


def _together(run: Run, part: Run) -> Run:
    a, b = run.box, part.box
    box = Box(a.x0, min(a.y0, b.y0), max(a.x1, b.x1), max(a.y1, b.y1))
    text = f"{run.text} {part.text}"
    return Run(box, text, max(run.em, part.em), bool(_NUMBER.fullmatch(text.replace(" ", ""))))


def of_one_word(run: Run, part: Run) -> bool:
    """Whether two texts beside each other may be of one: both letters of a word that is spread, or a letter and near
    the rest of its word, or a count and near the words around it (表 02).
    """
    if run.spaced and part.spaced:
        return True
    blank = (part.box.x0 - run.box.x1) / min(run.em, part.em)
    if run.number or part.number:
        return blank < BLANK and run.number != part.number and (run.text.isdigit() or part.text.isdigit())
    return blank < BLANK_IN_WORD and (run.spaced or part.spaced)


def gap(run: Run, part: Run) -> Box:
    """The blank between two texts, and a little of both sides: a line may touch a glyph's box."""
    left, right = sorted((run.box.x1, part.box.x0))
    return Box(left - 0.3, min(run.box.y0, part.box.y0), right + 0.3, max(run.box.y1, part.box.y1))
