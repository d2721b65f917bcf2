"""The balance of a document: every cell and line that was read, once, with the place where it ended.

Rule 2 of the design: nothing is lost, and the page's balance shows it.  The balance looks at what the stages return and
at what is printed; it does not ask them what they left out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from extractor.balance.cells import (
    blank_labels,
    covered_columns,
    place_card_cells,
    place_table_cells,
    place_unknown_cells,
    spot_of,
    units_of,
)
from extractor.balance.items import Item, Spot
from extractor.balance.lines import LinePlaces, spot_of_line
from extractor.interpretation import Interpretation
from extractor.layouts import Layouts
from extractor.model import ReadPage


@dataclass(frozen=True, slots=True)
class Balance:
    """All items of a document, page by page; `read` counts what was read on each page before it was placed."""

    items: tuple[Item, ...]
    read: Mapping[int, int]

    @property
    def unplaced(self) -> list[Item]:
        """What ended in no fact, label, heading or text, in the order of the pages."""
        return [item for item in self.items if item.unplaced]

    def by_page(self) -> dict[int, dict[str, int]]:
        """For each page how many words (of a text layer) or lines (of a scan) were `read`, and ended in each place."""
        counts: dict[int, Counter[str]] = defaultdict(Counter)
        for item in self.items:
            counts[item.spot.page][item.place] += item.reading.pieces
        return {page: {"read": read, **dict(sorted(counts[page].items()))} for page, read in self.read.items()}

    def without(self, spots: Iterable[Spot]) -> Balance:
        """The balance after the facts at some spots were dropped: what was read there is unplaced."""
        gone = set(spots)
        dropped = (
            item._replace(place="unplaced", reason="dropped") if item.spot in gone else item for item in self.items
        )
        return Balance(tuple(dropped), self.read)


def balance_readings(pages: Sequence[ReadPage], found: Interpretation, layouts: Layouts) -> Balance:
    """Place everything that was read on the pages."""
    cells = {item.spot: item for item in _table_items(found, layouts)}
    lines = LinePlaces(found, layouts, units_of(layouts))
    read: Counter[int] = Counter()
    for page in pages:
        read[page.number] += page.pieces
    items = {item.spot: item for item in _blanks(found)}
    items |= {item.spot: item for page in pages for item in _page_items(page, cells, lines)}
    order = {page.number: place for place, page in enumerate(pages)}
    return Balance(tuple(sorted(items.values(), key=lambda item: order[item.spot.page])), read)


def _blanks(found: Interpretation) -> Iterator[Item]:
    """Places where something is printed, or may be, of which nothing was read apart."""
    for card in found.scorecards:
        yield from blank_labels(card)
        yield from covered_columns(card.values, card.name)
    for known in found.known:
        yield from covered_columns(known.values, known.form.name)


def _page_items(page: ReadPage, cells: Mapping[Spot, Item], lines: LinePlaces) -> Iterator[Item]:
    """Every reading of a page once: those of its cells, then those of its lines."""
    for table in page.tables:
        for cell, reading in zip(table.grid.cells, table.readings, strict=True):
            if reading.text or reading.pieces:
                spot = Spot(page.number, page.half, page.shown(cell.box))
                yield cells.get(spot) or Item(spot, reading, "unplaced", None, "not-taken")
    for line in page.lines:
        place, reason = lines.of(line, page)
        yield Item(spot_of_line(line, page), line.reading, place, None, reason)
    for line in page.marks:
        yield Item(spot_of_line(line, page), line.reading, "mark")
    for line in page.unread:
        yield Item(spot_of_line(line, page), line.reading, "unplaced", None, "not-read")


def _table_items(found: Interpretation, layouts: Layouts) -> Iterator[Item]:
    """The cells of all tables."""
    for known in found.known:
        yield from place_table_cells(known, layouts)
    for card in found.scorecards:
        yield from place_card_cells(card)
    refused = {spot_of(cell): reason for table, reason in found.refused for cell in table.cells}
    for table, _ in found.others:
        reason = next((refused[spot] for cell in table.cells if (spot := spot_of(cell)) in refused), None)
        yield from place_unknown_cells(table, reason, layouts)
