"""What a page of a document shows: its tables as read, boxes on the picture, figures of the text, what has no place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from extractor.checks import Key
from extractor.checks.ledger import NARRATIVE
from extractor.document import BBox, GridCell, OtherTable, PageRecord
from extractor.review import Review, Spot
from extractor.review.decisions import Decision
from extractor.review.spots import Record, records

# What a person should see first, where several facts stand in a cell.
WORST_FIRST = ("suspect", "illegible", "corrected", "read", "verified", "corrected-by-hand", "confirmed", "plain")


class Cell(NamedTuple):
    """A cell of a table as read, with what holds of it now."""

    text: str
    row_span: int
    column_span: int
    spot: str | None
    status: str
    open: bool
    number: bool


class Grid(NamedTuple):
    """A table's rows on one page; `part` of `parts`, where it goes on over pages."""

    title: str
    known: bool
    number: int
    rows: tuple[tuple[Cell, ...], ...]
    part: int
    parts: int
    bbox: BBox


class Item(NamedTuple):
    """A figure of the prose, with the words before and behind it, or something without a place."""

    spot: str
    text: str
    before: str
    behind: str
    status: str
    open: bool


class OnPage(NamedTuple):
    """A box on the picture, in points."""

    spot: str
    x: float
    y: float
    width: float
    height: float
    status: str
    open: bool


class Page(NamedTuple):
    """All of a page."""

    record: PageRecord
    grids: tuple[Grid, ...]
    figures: tuple[Item, ...]
    unplaced: tuple[Item, ...]
    boxes: tuple[OnPage, ...]


class Thumb(NamedTuple):
    """A page in the strip, with the number of its open doubts."""

    number: int
    doubts: int
    kind: str


class Seen:
    """A review as a viewer sees it, asked for by place."""

    def __init__(self, review: Review, viewer: str) -> None:
        self.review, self.viewer = review, viewer
        self.doubts = {spot.id for spot in review.doubts}
        self.left = review.left_for(viewer)
        self._left = {spot.id for spot in self.left}
        self._values = _values(review)

    def open(self, spot: Spot) -> bool:
        """Whether it is a doubt that the viewer has still to decide."""
        return spot.id in self._left

    def ruling(self, spot: Spot) -> Decision | None:
        """The decision that holds for the viewer."""
        return self.review.rulings.settled(spot.id, self.viewer)

    def value(self, spot: Spot) -> str:
        """What it says now; as it was read where nobody can read it."""
        ruling = self.ruling(spot)
        return spot.value if ruling is None or ruling.after is None else ruling.after

    def status(self, spot: Spot) -> str:
        """The status to show."""
        ruling = self.ruling(spot)
        if ruling is not None:
            if ruling.after is None:
                return "illegible"
            return "confirmed" if ruling.after == spot.value else "corrected-by-hand"
        if spot.subject.kind == "unplaced":
            return "suspect"
        found = [self._values[key] for key in spot.keys if key in self._values]
        return min(found, key=WORST_FIRST.index, default="plain")

    def thumbs(self) -> list[Thumb]:
        """Every page of the document."""
        counts: dict[int, int] = {}
        for spot in self.left:
            counts[spot.page] = counts.get(spot.page, 0) + 1
        return [Thumb(page.number, counts.get(page.number, 0), page.kind) for page in self.review.document.pages]

    def next(self, page: int, after: Spot | None, back: bool = False) -> Spot | None:
        """The next doubt behind a place (or from a page on), around the end to the first; the other way: `back`."""
        here = _order(after) if after is not None else (page, 0.0, 0.0)
        if back:
            before = [spot for spot in self.left if _order(spot) < here]
            return before[-1] if before else self.left[-1] if self.left else None
        behind = [spot for spot in self.left if _order(spot) > here]
        return behind[0] if behind else self.left[0] if self.left else None


def page_of(seen: Seen, number: int) -> Page | None:
    """A page's view; None where there is no such page."""
    document = seen.review.document
    record = next((page for page in document.pages if page.number == number), None)
    if record is None:
        return None
    spots = [spot for spot in seen.review.reading.spots.all if spot.page == number]
    at: dict[BBox, list[Spot]] = defaultdict(list)
    for spot in spots:
        if spot.subject.kind in ("fact", "cell"):
            at[spot.bbox].append(spot)
    grids = [
        grid
        for index, table in enumerate(records(document))
        if (grid := _grid(table, index, number, at, seen)) is not None
    ]
    sentences = {(figure.bbox, figure.raw): figure.sentence for figure in document.narrative if figure.page == number}
    figures = [
        _figure(spot, sentences.get((spot.bbox, spot.subject.raw), ""), seen)
        for spot in spots
        if spot.subject.kind == "figure"
    ]
    unplaced = [
        Item(spot.id, seen.value(spot), "", spot.subject.row, seen.status(spot), seen.open(spot))
        for spot in spots
        if spot.subject.kind == "unplaced"
    ]
    boxes = [_box(spot, seen) for spot in spots]
    boxes.sort(key=lambda box: -WORST_FIRST.index(box.status))  # red is drawn last, on top of all
    return Page(record, tuple(grids), tuple(figures), tuple(unplaced), tuple(boxes))


def _values(review: Review) -> Mapping[Key, str]:
    status: dict[Key, str] = {Key(fact.table, fact.row, fact.column): fact.status for fact in review.document.facts}
    for number, figure in enumerate(review.document.narrative, 1):
        status[Key(NARRATIVE, str(number), figure.measure)] = figure.status
    return status


def _order(spot: Spot) -> tuple[int, float, float]:
    return spot.page, spot.bbox[1], spot.bbox[0]


def _grid(record: Record, index: int, number: int, at: Mapping[BBox, list[Spot]], seen: Seen) -> Grid | None:
    own = [cell for cell in record.cells if cell.page == number]
    if not own:
        return None
    pages = sorted({cell.page for cell in record.cells})
    first, last = min(cell.row for cell in own), max(cell.row for cell in own)
    wide = max(cell.column + cell.column_span for cell in record.cells)
    rows = tuple(_rows(own, first, last, wide, at, seen))
    box = next((place.bbox for place in record.places if place.page == number), own[0].bbox)
    known = not isinstance(record, OtherTable)
    return Grid(record.title, known, index, rows, pages.index(number) + 1, len(pages), box)


def _rows(
    cells: Sequence[GridCell], first: int, last: int, wide: int, at: Mapping[BBox, list[Spot]], seen: Seen
) -> Iterator[tuple[Cell, ...]]:
    """The rows of a page; where the grid has no cell, a blank one stands."""
    covered: set[tuple[int, int]] = set()
    by_row = {
        row: list(group) for row, group in groupby(sorted(cells, key=lambda c: (c.row, c.column)), lambda c: c.row)
    }
    for row in range(first, last + 1):
        starting = {cell.column: cell for cell in by_row.get(row, ())}
        shown = []
        for column in range(wide):
            cell = starting.get(column)
            if (row, column) in covered:
                continue
            if cell is None:
                shown.append(Cell("", 1, 1, None, "plain", False, False))
                continue
            down = min(cell.row_span, last + 1 - row)
            covered |= {(r, c) for r in range(row, row + down) for c in range(column, column + cell.column_span)}
            shown.append(_cell(cell, down, at, seen))
        yield tuple(shown)


def _cell(cell: GridCell, down: int, at: Mapping[BBox, list[Spot]], seen: Seen) -> Cell:
    """A cell with what holds of it; of several facts in one the first that is open, and the cell's text."""
    spots = at.get(cell.bbox, [])
    if not spots:
        return Cell(cell.text, down, cell.column_span, None, "plain", False, False)
    first = next((spot for spot in spots if seen.open(spot)), spots[0])
    status = min(map(seen.status, spots), key=WORST_FIRST.index)
    decided = seen.ruling(first) is not None or bool(first.keys)
    text = seen.value(first) if len(spots) == 1 and decided else cell.text
    return Cell(text, down, cell.column_span, first.id, status, seen.open(first), first.unit is not None)


def _figure(spot: Spot, sentence: str, seen: Seen) -> Item:
    before, _, behind = sentence.partition(spot.subject.raw)
    return Item(spot.id, seen.value(spot), before, behind, seen.status(spot), seen.open(spot))


def _box(spot: Spot, seen: Seen) -> OnPage:
    x0, y0, x1, y1 = spot.bbox
    return OnPage(spot.id, x0, y0, round(x1 - x0, 2), round(y1 - y0, 2), seen.status(spot), seen.open(spot))
