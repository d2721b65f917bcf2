"""Which detector's grids a page gets."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np

from extractor.geometry import Box
from extractor.grids.aligned import aligned_grids
from extractor.grids.blobs import blobs_of
from extractor.grids.continued import Before
from extractor.grids.doubled import doubled_rows, parted
from extractor.grids.faint import faint_rules
from extractor.grids.lattice import ruled_grids
from extractor.grids.lost_columns import with_lost_columns
from extractor.grids.marks import Both, marks_of, printed_ink
from extractor.grids.rules import Inked, Rule, Rules, ink_of, rules_of
from extractor.grids.vector import vector_grids
from extractor.model import Grid, Image, Page
from extractor.picture import opened

# The PDF's own rules serve where they give this share of the cells that the picture shows.
LEAST_OF_PICTURE = 0.75
# Runs of ink at least so long (points) are rules, or strokes of large titles; a table has some longer ones.
LONG, LONGER = 12.5, 30.0
# The PDF's own rules are all there is where they explain this share of the long runs, each within so many points.
LEAST_EXPLAINED, NEAR = 0.98, 2.0
# Pictures examined at a time.
THREADS = 2


@dataclass
class Seen:
    """What the picture of one page shows; of a scan, what is marked on it."""

    page: Page
    rules: Rules
    pictured: list[Grid]
    marks: Both | None = None

    @cached_property
    def texts(self) -> list[Box]:
        """Where text stands."""
        inked = self.rules.inked
        return blobs_of(self.page, printed_ink(inked, self.marks) if self.marks else inked.ink, self.rules)

    @property
    def dirty(self) -> bool:
        """Whether the paper is full of specks."""
        return self.marks is not None and not self.marks[0].clean


@dataclass(slots=True)
class Finder:
    """Finds the grids of a document's pages in order; a table without upright rules may run on over pages."""

    path: Path
    password: str | None = None
    _before: Before | None = field(default=None, init=False)

    def find(self, pages: Sequence[Page]) -> list[list[Grid]]:
        """The grids of consecutive pages, each page's from top to bottom.

        The picture is examined (which takes longer) where the PDF's own rules are not all that it shows.
        """
        inked = [ink_of(page) for page in pages]
        long = [_long_runs(one) for one in inked]
        ruled = [
            p.number for p, runs in zip(pages, long, strict=True) if p.kind == "exported" and all(map(np.any, runs))
        ]
        vector = vector_grids(self.path, ruled, self.password)
        own = [vector.get(page.number, []) for page in pages]
        explained = [_explains(grids, *runs, one.scale) for grids, runs, one in zip(own, long, inked, strict=True)]
        # OpenCV lets other threads run.
        with ThreadPoolExecutor(max_workers=THREADS) as pool:
            examined = [
                pool.submit(seen_on, page, one)
                for page, one, done in zip(pages, inked, explained, strict=True)
                if not done
            ]
        seen = iter([one.result() for one in examined])
        return [
            self._on_page(page, one, grids, None if done else next(seen))
            for page, one, grids, done in zip(pages, inked, own, explained, strict=True)
        ]

    def _on_page(self, page: Page, inked: Inked, vector: list[Grid], seen: Seen | None) -> list[Grid]:
        ruled = vector if seen is None else _chosen(seen.pictured, vector)
        if seen is not None and page.kind == "scanned":
            ruled = _parted(seen, ruled)
        if seen is None and self._before is not None:
            seen = seen_on(page, inked)
        aligned, blobs = ([], []) if seen is None else _aligned(seen, ruled, self._before)
        grids = sorted(ruled + aligned, key=lambda grid: (grid.box.y0, grid.box.x0))
        goes_on = bool(grids) and not grids[-1].ruled
        # Exported pages are all seen alike.
        self._before = Before(grids[-1], blobs if page.kind == "scanned" else []) if goes_on else None
        return grids


def _long_runs(inked: Inked) -> tuple[Image, Image]:
    """The long runs of ink, level and upright."""
    run = round(LONG * inked.scale)
    return opened(inked.ink, (1, run)), opened(inked.ink, (run, 1))


def _may_be_table(level: Image, upright: Image, scale: float) -> bool:
    """Whether there are runs of ink both ways, and level ones that are no strokes of characters."""
    return bool(upright.any() and opened(level, (1, round(LONGER * scale))).any())


def _explains(grids: Sequence[Grid], level: Image, upright: Image, scale: float) -> bool:
    """Whether the borders of grids are where the long runs of ink lie; short ones outside are strokes of a title."""
    if not grids:
        return False
    level, upright = level.copy(), upright.copy()
    inked = np.count_nonzero(level) + np.count_nonzero(upright)
    inside = np.zeros_like(level)
    near = NEAR * scale
    for grid in grids:
        x0, y0, x1, y1 = (max(0, round(v * scale)) for v in grid.box.grown(NEAR))
        inside[y0:y1, x0:x1] = 255
        for y in grid.rows:
            level[max(0, round(y * scale - near)) : round(y * scale + near) + 1, x0:x1] = 0
        for x in grid.columns:
            upright[y0:y1, max(0, round(x * scale - near)) : round(x * scale + near) + 1] = 0
    longer = round(LONGER * scale)
    level &= inside | opened(level, (1, longer))
    upright &= inside | opened(upright, (longer, 1))
    left = np.count_nonzero(level) + np.count_nonzero(upright)
    return bool(left <= (1 - LEAST_EXPLAINED) * inked)


def seen_on(page: Page, inked: Inked) -> Seen:
    """What the rules make of the picture; of a scan whose rules are worn away, what is left of them."""
    rules = rules_of(inked)
    marks = marks_of(inked.grey, inked.scale) if page.kind == "scanned" else None
    seals = page.hidden + page.crossed
    faint = faint_rules(rules, marks) if marks else None
    anew = None if faint is None else Seen(page, faint._replace(inked=inked), ruled_grids(faint, seals), marks)
    if anew is not None and anew.dirty:
        return anew
    # On clean paper the rules usually found are there.
    usual = Seen(page, rules, ruled_grids(rules, seals), marks)
    return anew if anew is not None and _count(anew.pictured) > _count(usual.pictured) else usual


def _count(grids: Sequence[Grid]) -> int:
    return sum(len(grid.cells) for grid in grids)


def _aligned(seen: Seen, ruled: list[Grid], before: Before | None) -> tuple[list[Grid], list[Box]]:
    """Tables without upright rules, in what the ruled ones leave; and the texts there."""
    level = [rule for rule in seen.rules.level if not _within(rule, ruled)]
    if before is None and len(level) < 2:
        return [], []
    blobs = [blob for blob in seen.texts if not any(grid.box.holds(*blob.centre) for grid in ruled)]
    return _with_columns(seen, aligned_grids(seen.page.width, level, blobs, before)), blobs


def _parted(seen: Seen, grids: list[Grid]) -> list[Grid]:
    """The grids with rows and columns parted that run together."""
    doubled = [doubled_rows(grid) for grid in grids]
    if any(doubled):
        grids = [parted(grid, rows, seen.texts) for grid, rows in zip(grids, doubled, strict=True)]
    return _with_columns(seen, grids)


def _with_columns(seen: Seen, grids: list[Grid]) -> list[Grid]:
    """The grids, of a scan with columns parted that run together."""
    if seen.marks is None:
        return grids
    return [with_lost_columns(grid, seen.texts, seen.marks[1]) for grid in grids]


def _within(rule: Rule, grids: list[Grid]) -> bool:
    middle = (rule.start + rule.end) / 2
    return any(grid.box.grown(4).holds(middle, rule.at) for grid in grids)


def _chosen(pictured: list[Grid], vector: list[Grid]) -> list[Grid]:
    """The vector grids that show no less than the picture, and the pictured ones that have no such grid."""
    if not pictured:
        return []
    kept = [
        grid
        for grid in vector
        if len(grid.cells) >= LEAST_OF_PICTURE * sum(len(p.cells) for p in pictured if _same(p.box, grid.box))
    ]
    return kept + [p for p in pictured if not any(_same(p.box, grid.box) for grid in kept)]


def _same(a: Box, b: Box) -> bool:
    return a.overlap(b).area > 0.5 * min(a.area, b.area)
