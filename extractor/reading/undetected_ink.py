"""Ink as large as a character that no reader was shown: what detection did not see, and what segmentation dropped.

A reader sees lines of text only.  Print too pale or too small for a line, and a figure that a wrong border cuts into
two low strips, would be gone without a trace; so all ink that no line covers is looked for once more.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np

from extractor.geometry import Box
from extractor.imaging import dilate, find_local_ink, open_mask, to_grey
from extractor.model import Image, Page
from extractor.reading.faint_ends import PALE_DEPTH
from extractor.reading.line_segmentation import NOISY_SPECK, SPECK

# Points: the ink of a rule is so near to a cell's border, and runs on for so long.
RULE, RUN = 1.2, 12.5
# Points: pieces of ink that are no farther apart, across and down, are of one text; down it is what a border takes out.
ACROSS, DOWN = 2.4, 2.7
# Points: digits of the smallest print (4.5 points) are so high, and a 1 of it, which is no rest of a rule, is so wide.
LEAST_HIGH, LEAST_WIDE = 3.0, 2.0
# Of the box around characters so much is ink at least; of strokes that only cross it is less.
LEAST_FILL = 0.12
# A text is overlooked where lines cover less of its ink than this; lines cover the blur (points) around them, too.
COVERED, BLUR = 0.3, 1.0
# Ink that runs down further (points) is the edge of a sheet or of the shadow of a binding, no text.
TALLEST = 50.0


class Shown(NamedTuple):
    """What of a page was shown to readers: its tables, their cells, and the lines of text."""

    tables: Sequence[Box]
    cells: Sequence[Box]
    lines: Sequence[Box]


def find_undetected(page: Page, ink: Image, shown: Shown) -> list[Box]:
    """The boxes of the ink that may be text and that no line covers; `ink` is the mask (0 or 1) of the page's text."""
    mask = _without_rules(page, ink, shown)
    covered = np.zeros_like(mask)
    for line in shown.lines:
        if line.height < LEAST_HIGH:  # what looks like a dash may be a strip of a figure
            continue
        covered[page.pixels(line.grown(BLUR))] = 1
    room = [2 * round(size / 2 * page.scale) + 1 for size in (DOWN, ACROSS)]
    count, labels, stats, _ = cv2.connectedComponentsWithStats(dilate(mask, (room[0], room[1])), connectivity=8)
    inked = np.bincount(labels[mask > 0], minlength=count)
    seen = np.bincount(labels[(mask & covered) > 0], minlength=count)
    x, y = (stats[:, place] + side // 2 for place, side in ((cv2.CC_STAT_LEFT, room[1]), (cv2.CC_STAT_TOP, room[0])))
    wide, high = stats[:, cv2.CC_STAT_WIDTH] - room[1] + 1, stats[:, cv2.CC_STAT_HEIGHT] - room[0] + 1
    text = (high >= LEAST_HIGH * page.scale) & (high <= TALLEST * page.scale) & (wide >= LEAST_WIDE * page.scale)
    found = text & (inked >= LEAST_FILL * wide * high) & (seen < COVERED * inked)
    found[0] = False
    edges = np.stack([x, y, x + wide, y + high], axis=1)[found] / page.scale
    return [Box(*edge) for edge in edges.tolist()]


def _without_rules(page: Page, ink: Image, shown: Shown) -> Image:
    """The ink (0 or 1), pale or not, that is neither a speck nor of a rule or beside the borders of a cell."""
    mask = np.minimum(find_local_ink(to_grey(page.image), page.scale, PALE_DEPTH), 1) if page.noisy else ink
    run = max(1, round(RUN * page.scale))
    mask = mask & ~dilate(open_mask(mask, (1, run)) | open_mask(mask, (run, 1)), (3, 3))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    speck = (NOISY_SPECK if page.noisy else SPECK) * page.scale
    kept = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]) > speck
    kept[0] = False
    inside = np.ones_like(mask)
    for table in shown.tables:
        inside[page.pixels(table.grown(RULE))] = 0
    for cell in shown.cells:
        inside[page.pixels(cell.grown(-RULE))] = 1
    return np.asarray(kept.astype(np.uint8)[labels] & inside, np.uint8)
