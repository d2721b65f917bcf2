"""The grids of a document's pages."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property

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
from extractor.model import Grid, Page
from extractor.structure import grids_of

# Pictures examined at a time.
THREADS = 2


@dataclass
class Seen:
    """What the picture of one scanned page shows, and what is marked on it."""

    page: Page
    rules: Rules
    pictured: list[Grid]
    marks: Both

    @cached_property
    def texts(self) -> list[Box]:
        """Where text stands."""
        return blobs_of(self.page, printed_ink(self.rules.inked, self.marks), self.rules)

    @property
    def dirty(self) -> bool:
        """Whether the paper is full of specks."""
        return not self.marks[0].clean


@dataclass(slots=True)
class Finder:
    """Finds the grids of a document's pages in order; a table may run on over pages.

    Exported pages are decoded from their words and lines, scanned ones from their pictures.
    """

    _before: Before | None = field(default=None, init=False)
    _columns: tuple[float, ...] = field(default=(), init=False)

    def find(self, pages: Sequence[Page]) -> list[list[Grid]]:
        """The grids of consecutive pages, each page's from top to bottom."""
        # OpenCV lets other threads run.
        with ThreadPoolExecutor(max_workers=THREADS) as pool:
            examined = [pool.submit(_seen, page) if page.kind == "scanned" else None for page in pages]
        return [
            self._decoded(page) if seen is None else self._pictured(seen.result())
            for page, seen in zip(pages, examined, strict=True)
        ]

    def _decoded(self, page: Page) -> list[Grid]:
        """The grids of an exported page, or none of a blank one."""
        grids = grids_of(page, self._columns)
        # What printed lines show on one page they show on the next.
        self._before, self._columns = None, grids[-1].columns if grids and not grids[-1].ruled else ()
        return grids

    def _pictured(self, seen: Seen) -> list[Grid]:
        """The grids of a scanned page."""
        ruled = _parted(seen, seen.pictured)
        aligned, blobs = _aligned(seen, ruled, self._before)
        grids = sorted(ruled + aligned, key=lambda grid: (grid.box.y0, grid.box.x0))
        goes_on = bool(grids) and not grids[-1].ruled
        self._before, self._columns = Before(grids[-1], blobs) if goes_on else None, ()
        return grids


def _seen(page: Page) -> Seen:
    return seen_on(page, ink_of(page))


def seen_on(page: Page, inked: Inked) -> Seen:
    """What the rules make of the picture; where they are worn away, what is left of them."""
    rules = rules_of(inked)
    marks = marks_of(inked.grey, inked.scale)
    seals = page.hidden + page.crossed
    faint = faint_rules(rules, marks)
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
    """The grids, columns parted that run together."""
    return [with_lost_columns(grid, seen.texts, seen.marks[1]) for grid in grids]


def _within(rule: Rule, grids: list[Grid]) -> bool:
    middle = (rule.start + rule.end) / 2
    return any(grid.box.grown(4).holds(middle, rule.at) for grid in grids)
