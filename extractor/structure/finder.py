"""The grids of a document's pages in order: a table may run on over pages."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractor.model import Grid, Page
from extractor.structure.page_continuation import align_borders
from extractor.structure.tables import find_grids


@dataclass(slots=True)
class Finder:
    """Finds the grids of consecutive pages."""

    _columns: tuple[float, ...] = field(default=(), init=False)

    def find(self, page: Page) -> list[Grid]:
        """The grids of the next page from top to bottom; none of a blank one."""
        before = align_borders(self._columns, page) if page.kind == "scanned" else self._columns
        grids = find_grids(page, before)
        # What printed lines show on one page they show on the next.
        self._columns = grids[-1].columns if grids and not grids[-1].ruled else ()
        return grids
