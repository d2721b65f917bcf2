"""The places of a document that a person can decide about: facts by their cell, figures of the prose, what has no
place, cells without a fact.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from extractor.checks import Key
from extractor.checks.ledger import NARRATIVE
from extractor.document import BBox, Document, Fact, GridCell, OtherTable, ScorecardRecord, TableRecord
from extractor.review.blanks import blank_facts
from extractor.review.decisions import SpotKind, Subject

# A cell of a newer reading is the same where so much of the smaller of the two boxes is in both.
SAME_PLACE = 0.5

Record = TableRecord | ScorecardRecord | OtherTable


class Spot(NamedTuple):
    """A place, and what is known of it as it was read; `keys` are the facts that it gives, `doubted` whether a person
    should look.
    """

    id: str
    subject: Subject
    keys: tuple[Key, ...]
    value: str
    unit: str | None
    status: str | None
    notes: tuple[str, ...]
    doubted: bool
    alternatives: tuple[str, ...] = ()

    @property
    def page(self) -> int:
        """Its page."""
        return self.subject.page or 1

    @property
    def bbox(self) -> BBox:
        """Its box."""
        return self.subject.bbox or (0.0, 0.0, 0.0, 0.0)


class Spots:
    """All places of a document, found by their id and by the subject of a decision."""

    def __init__(self, spots: Iterable[Spot], blanks: Mapping[Key, Fact]) -> None:
        self.all = tuple(spots)
        self.blanks = blanks
        self.by_id = {spot.id: spot for spot in self.all}
        self.of_key = {key: spot for spot in self.all for key in spot.keys}
        self._of_page: dict[tuple[str, int], list[Spot]] = defaultdict(list)
        for spot in self.all:
            self._of_page[spot.subject.kind, spot.page].append(spot)

    def find(self, subject: Subject) -> Spot | None:
        """The place that a decision was about, if it is still the same: of the same name and at the same place."""
        if subject.bbox is None or subject.page is None:
            return None
        named = [
            spot
            for spot in self._of_page[subject.kind, subject.page]
            if _names(spot, subject) and shared(spot.bbox, subject.bbox) >= SAME_PLACE
        ]
        return max(named, key=lambda spot: shared(spot.bbox, subject.bbox or spot.bbox), default=None)

    def of_box(self, page: int, bbox: BBox) -> list[Spot]:
        """All places of a box, as results tell it."""
        return [spot for spot in self.all if spot.page == page and spot.bbox == bbox]

    def at(self, spot: Spot) -> list[Spot]:
        """All places of the same cell."""
        return [other for other in self._of_page[spot.subject.kind, spot.page] if other.bbox == spot.bbox]

    def doubted(self) -> list[Spot]:
        """The places that a person should look at, in the order of the pages."""
        return sorted((spot for spot in self.all if spot.doubted), key=lambda spot: (spot.page, *_down(spot.bbox)))


def spots_of(document: Document) -> Spots:
    """Every place of a document as it was read."""
    blanks = [pair for table in document.tables for pair in blank_facts(table)]
    return Spots(
        [
            *(spot for record in records(document) for spot in _of_record(record)),
            *(_blank(cell, fact) for cell, fact in blanks),
            *_figures(document),
            *_unplaced(document),
        ],
        {_key(fact): fact for _, fact in blanks},
    )


def records(document: Document) -> tuple[Record, ...]:
    """Everything with a grid."""
    return *document.tables, *document.scorecards, *document.other_tables


def _of_record(record: Record) -> Iterator[Spot]:
    of_cell: dict[tuple[int, BBox], list[Fact]] = defaultdict(list)
    for fact in record.facts:
        of_cell[fact.page, fact.bbox].append(fact)
    for facts in of_cell.values():
        yield from _of_facts(facts)
    yield from (_cell(cell) for cell in record.cells if (cell.page, cell.bbox) not in of_cell and cell.text)


def _of_facts(facts: Sequence[Fact]) -> Iterator[Spot]:
    """One place for all facts of a cell that say the same, such as those of a merged cell."""
    by_value: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        by_value[fact.value].append(fact)
    for same in by_value.values():
        first = same[0]
        worst = next((fact for fact in same if fact.status == "suspect"), first)
        subject = _subject("fact", first.page, first.bbox, first.raw, first.table, first.row, first.column)
        yield Spot(
            _id(subject),
            subject,
            tuple(map(_key, same)),
            first.value,
            first.unit,
            worst.status,
            tuple(dict.fromkeys(note for fact in same for note in fact.notes)),
            worst.status == "suspect",
            first.alternatives,
        )


def _cell(cell: GridCell) -> Spot:
    subject = _subject("cell", cell.page, cell.bbox, cell.text)
    return Spot(_id(subject), subject, (), cell.text, None, None, (), False)


def _blank(cell: GridCell, fact: Fact) -> Spot:
    """A blank cell of a known table: a person may say what is printed there."""
    subject = _subject("cell", cell.page, cell.bbox, "", fact.table, fact.row, fact.column)
    return Spot(_id(subject), subject, (_key(fact),), "", fact.unit, None, (), False)


def _key(fact: Fact) -> Key:
    return Key(fact.table, fact.row, fact.column)


def _figures(document: Document) -> Iterator[Spot]:
    for number, figure in enumerate(document.narrative, 1):
        subject = _subject("figure", figure.page, figure.bbox, figure.raw, NARRATIVE, figure.item, figure.measure)
        key = Key(NARRATIVE, str(number), figure.measure)
        doubted = figure.status == "suspect"
        yield Spot(_id(subject), subject, (key,), figure.value, figure.unit, figure.status, figure.notes, doubted)


def _unplaced(document: Document) -> Iterator[Spot]:
    for item in document.unplaced:
        subject = _subject("unplaced", item.page, item.bbox, item.text, item.table or "", item.reason)
        yield Spot(_id(subject), subject, (), item.text, None, None, (item.reason,), True)


def _subject(
    kind: SpotKind, page: int, bbox: BBox, raw: str, table: str = "", row: str = "", column: str = ""
) -> Subject:
    return Subject(kind=kind, table=table, row=row, column=column, page=page, bbox=bbox, raw=raw)


def _id(subject: Subject) -> str:
    """A short name for pages; the same for the same reading."""
    return hashlib.sha256(subject.model_dump_json().encode()).hexdigest()[:12]


def _names(spot: Spot, subject: Subject) -> bool:
    """Whether a place has the name of a subject; what is read there may have changed."""
    if subject.kind == "fact":
        return Key(subject.table, subject.row, subject.column) in spot.keys
    if subject.kind == "figure":
        return (spot.subject.row, spot.subject.column) == (subject.row, subject.column)
    return True


def shared(one: BBox, other: BBox) -> float:
    """How much of the smaller box is in both, 0 to 1."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    smaller = min(_area(one), _area(other))
    return max(across, 0.0) * max(down, 0.0) / smaller if smaller else 0.0


def _area(box: BBox) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _down(box: BBox) -> tuple[float, float]:
    return box[1], box[0]
