"""Which detector's grids a page gets."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from extractor.geometry import Box
from extractor.grids.aligned import aligned_grids
from extractor.grids.blobs import blobs_of
from extractor.grids.lattice import ruled_grids
from extractor.grids.rules import Rule, Rules, ink_of, rules_of
from extractor.grids.vector import vector_grids
from extractor.model import Grid, Image, Page

# The PDF's own rules serve where they give this share of the cells that the picture shows.
LEAST_OF_PICTURE = 0.75
# Pictures examined at a time.
THREADS = 2


@dataclass(slots=True)
class Seen:
    """What the picture of one page shows."""

    page: Page
    ink: Image
    rules: Rules
    pictured: list[Grid]


@dataclass(slots=True)
class Finder:
    """Finds the grids of a document's pages in order; a table without upright rules may run on over pages."""

    path: Path
    password: str | None = None
    _before: Grid | None = field(default=None, init=False)

    def find(self, pages: Sequence[Page]) -> list[list[Grid]]:
        """The grids of consecutive pages, each page's from top to bottom."""
        # OpenCV lets other threads run.
        with ThreadPoolExecutor(max_workers=THREADS) as pool:
            seen = list(pool.map(_seen, pages))
        vector = vector_grids(
            self.path, [s.page.number for s in seen if s.page.kind == "exported" and s.pictured], self.password
        )
        found = []
        for one in seen:
            grids = _chosen(one.pictured, vector.get(one.page.number, []))
            grids = sorted(grids + self._aligned(one, grids), key=lambda grid: (grid.box.y0, grid.box.x0))
            self._before = grids[-1] if grids else None
            found.append(grids)
        return found

    def _aligned(self, seen: Seen, ruled: list[Grid]) -> list[Grid]:
        """Tables without upright rules, in what the ruled ones leave."""
        before = self._before if self._before is not None and not self._before.ruled else None
        level = [rule for rule in seen.rules.level if not _within(rule, ruled)]
        if before is None and len(level) < 2:
            return []
        blobs = [
            blob
            for blob in blobs_of(seen.page, seen.ink, seen.rules)
            if not any(grid.box.holds(*blob.centre) for grid in ruled)
        ]
        return aligned_grids(seen.page.width, level, blobs, before)


def _seen(page: Page) -> Seen:
    inked = ink_of(page)
    rules = rules_of(inked)
    return Seen(page, inked.ink, rules, ruled_grids(rules))


def _within(rule: Rule, grids: list[Grid]) -> bool:
    middle = (rule.start + rule.end) / 2
    return any(grid.box.grown(4).holds(middle, rule.at) for grid in grids)


def _chosen(pictured: list[Grid], vector: list[Grid]) -> list[Grid]:
    """The vector grids that show no less than the picture, and the pictured ones that have no such grid."""
    kept = [
        grid
        for grid in vector
        if len(grid.cells) >= LEAST_OF_PICTURE * sum(len(p.cells) for p in pictured if _same(p.box, grid.box))
    ]
    return kept + [p for p in pictured if not any(_same(p.box, grid.box) for grid in kept)]


def _same(a: Box, b: Box) -> bool:
    return a.overlap(b).area > 0.5 * min(a.area, b.area)
