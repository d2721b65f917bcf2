"""Pages of prose, paragraphs and sections built from plain lines."""

from collections.abc import Sequence

import numpy as np

from extractor.geometry import Box
from extractor.model import Alternative, Line, Reading, ReadPage
from extractor.narrative.paragraphs import Paragraph
from extractor.narrative.sections import Section
from extractor.narrative.text_rows import Row

LEFT, EM, PITCH, TOP = 70.0, 12.0, 20.0, 140.0
MEASURE = 36
"""Full-width characters in a full line."""


def typeset(text: str, x: float, y: float) -> Line:
    """A line whose characters are all EM wide."""
    return Line(Box(x, y, x + EM * len(text), y + EM), Reading(text, 1.0, "text-layer"))


def page_of(lines: Sequence[str], number: int = 1, *, foot: str = "", height: float = 842) -> ReadPage:
    """A page of prose: two leading blanks indent a line, `|` before it centres it."""
    placed = []
    for index, text in enumerate(lines):
        x = LEFT
        if text.startswith("|"):
            text = text[1:]
            x = LEFT + EM * (MEASURE - len(text)) / 2
        elif text.startswith("  "):
            text, x = text[2:], LEFT + 2 * EM
        placed.append(typeset(text, x, TOP + PITCH * index))
    if foot:
        placed.append(typeset(foot, 290, height - 40))
    return ReadPage(number, 595, height, (595, height), "exported", 100, 0.0, "", np.eye(3), [], placed, len(placed))


def wrapped(text: str) -> list[str]:
    """An indented paragraph in lines as a typesetter breaks it."""
    first, rest = text[: MEASURE - 2], text[MEASURE - 2 :]
    return ["  " + first, *(rest[i : i + MEASURE] for i in range(0, len(rest), MEASURE))]


def paragraph(text: str, *, others: Sequence[tuple[str, float]] = (), confidence: float = 1.0) -> Paragraph:
    """A paragraph of one row; `others` are readings that the engine thought possible."""
    reading = Reading(text, confidence, "rapidocr", tuple(Alternative(*other) for other in others))
    box = Box(LEFT, TOP, LEFT + EM * len(text), TOP + EM)
    return Paragraph((Row(1, box, box, text, (Line(box, reading),)),))


def explanation(heading: str, *texts: str | Paragraph) -> list[Section]:
    """An explanation of one heading with paragraphs."""
    below = [text if isinstance(text, Paragraph) else paragraph(text) for text in texts]
    return [Section("第三部分情况说明", 1, "explanation", 1, 1, [], [Section(heading, 2, "explanation", 1, 1, below)])]
