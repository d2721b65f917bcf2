"""Tables that people have drawn, in the place of those that were read: what was read again is kept in the decision."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.document import BBox, Document, OtherTable, ScorecardRecord, TableRecord, Unplaced
from extractor.document.cells import Published
from extractor.review.decisions import Decision
from extractor.review.redrawn import SAME_TABLE
from extractor.review.spots import Record, records, shared


class ReadAgain(Published):
    """What was read again of a drawn table."""

    tables: tuple[TableRecord, ...]
    scorecards: tuple[ScorecardRecord, ...]
    other_tables: tuple[OtherTable, ...]
    unplaced: tuple[Unplaced, ...]

    @property
    def empty(self) -> bool:
        """Whether there is no table."""
        return not (self.tables or self.scorecards or self.other_tables)


def kept_of(again: Document, page: int, box: BBox) -> ReadAgain:
    """What a decision keeps of the pages that were read again: the table in the box, and what has no place there."""
    return ReadAgain(
        tables=tuple(table for table in again.tables if _meets(table, page, box)),
        scorecards=tuple(card for card in again.scorecards if _meets(card, page, box)),
        other_tables=tuple(table for table in again.other_tables if _meets(table, page, box)),
        unplaced=tuple(item for item in again.unplaced if item.page == page and shared(item.bbox, box) > 0),
    )


def with_drawn(document: Document, decisions: Sequence[Decision]) -> Document:
    """The document with every drawn table in its place."""
    for decision in decisions:
        document = _with_one(document, decision)
    return document


def _with_one(document: Document, decision: Decision) -> Document:
    read, page, box = (
        ReadAgain.model_validate(decision.detail["read"]),
        decision.subject.page or 1,
        decision.subject.bbox,
    )
    assert box is not None
    ids = {table.id for table in read.tables}
    tables = [table for table in document.tables if not _meets(table, page, box) and table.id not in ids]
    cards = [card for card in document.scorecards if not _meets(card, page, box)]
    others = [table for table in document.other_tables if not _meets(table, page, box)]
    left = [item for item in document.unplaced if item.page != page or shared(item.bbox, box) <= 0]
    change = {
        "tables": tuple(sorted([*tables, *read.tables], key=_first)),
        "scorecards": (*cards, *(_numbered(card, cards) for card in read.scorecards)),
        "other_tables": (*others, *(_named(table, others) for table in read.other_tables)),
        "unplaced": (*left, *read.unplaced),
        "missing_tables": tuple(table for table in document.missing_tables if table.id not in ids),
    }
    return document.model_copy(update=change)


def _first(record: Record) -> tuple[int, float]:
    return record.places[0].page, record.places[0].bbox[1]


def _meets(record: Record, page: int, box: BBox) -> bool:
    return any(place.page == page and shared(place.bbox, box) >= SAME_TABLE for place in record.places)


def _numbered(card: ScorecardRecord, others: Sequence[ScorecardRecord]) -> ScorecardRecord:
    """A card under a number that no other has."""
    taken = {other.number for other in others}
    number = card.number if card.number not in taken else max(taken) + 1
    kind = card.facts[0].table.rpartition("/")[0] if card.facts else "scorecard"
    facts = tuple(fact.model_copy(update={"table": f"{kind}/{number}"}) for fact in card.facts)
    return card.model_copy(update={"number": number, "facts": facts})


def _named(table: OtherTable, others: Sequence[OtherTable]) -> OtherTable:
    """A table of no known form under an id that no other has."""
    if table.id is None:
        return table
    taken = {other.id for other in others}
    name = next(f"other/{number}" for number in range(1, len(taken) + 2) if f"other/{number}" not in taken)
    facts = tuple(fact.model_copy(update={"table": name}) for fact in table.facts)
    return table.model_copy(update={"id": name, "facts": facts})


def record_at(document: Document, page: int, box: BBox) -> Record | None:
    """The table that stands in a box."""
    return next((record for record in records(document) if _meets(record, page, box)), None)
