"""The grids of a document's pages in order: a table may run on over pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from extractor.model import Grid, Page
from extractor.structure.page_continuation import align_borders
from extractor.structure.tables import find_grids


@dataclass(slots=True)
class Finder:
    """Finds the grids of consecutive pages."""

    _columns: tuple[float, ...] = field(default=(), init=False)
    _margins: tuple[float, ...] = field(default=(), init=False)

    def find(self, page: Page) -> list[Grid]:
        """The grids of the next page from top to bottom; none of a blank one."""
        before = align_borders(self._columns, page) if page.kind == "scanned" else self._columns
        grids = [_with_margins(grid, before, self._margins) for grid in find_grids(page, before)]
        # What printed lines show on one page they show on the next.
        goes_on = bool(grids) and not grids[-1].ruled
        self._columns = grids[-1].columns if goes_on else ()
        self._margins = grids[-1].column_margins if goes_on else ()
        return grids


def _with_margins(grid: Grid, before: Sequence[float], margins: Sequence[float]) -> Grid:
    """A grid whose borders are no surer than those of the page before that it has at the same places."""
    known = {round(place): margin for place, margin in zip(before, margins, strict=False)}
    own = zip(grid.columns, grid.column_margins, strict=False)
    return replace(grid, column_margins=tuple(min(margin, known.get(round(place), margin)) for place, margin in own))
