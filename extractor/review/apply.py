"""A document with the decisions about it: values, statuses, and all checks computed anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from extractor.checks import Key
from extractor.checks.ledger import NARRATIVE
from extractor.document import Document, NarrativeFigure
from extractor.layouts import Layouts
from extractor.review.blanks import with_filled
from extractor.review.books import Books, books_of, report_of
from extractor.review.decisions import Decision, standing
from extractor.review.rulings import Rulings, rulings_of
from extractor.review.spots import Spot, Spots, spots_of
from extractor.review.statuses import decided_figure, statuses
from extractor.review.structure import with_drawn


@dataclass(frozen=True, slots=True)
class Reading:
    """A document as it was read, with what is asked of it again and again."""

    document: Document
    spots: Spots
    books: Books
    layouts: Layouts
    drawn: dict[tuple[str, ...], Reading] = field(default_factory=dict, repr=False)
    """The same with the tables that people have drawn, by their acts."""


@dataclass(frozen=True, slots=True)
class Review:
    """A document as people left it.

    `open_doubts` are the places that nobody has settled; for a viewer those that are that person's to see.
    """

    reading: Reading
    document: Document
    books: Books
    decisions: Sequence[Decision]
    rulings: Rulings
    doubts: Sequence[Spot]
    signatures: Sequence[Decision]

    @property
    def open_doubts(self) -> list[Spot]:
        """The doubts that are left."""
        return [spot for spot in self.doubts if not self.rulings.done(spot.id)]

    def left_for(self, viewer: str) -> list[Spot]:
        """The doubts that a viewer has still to decide."""
        return [spot for spot in self.doubts if not self.rulings.done_by(spot.id, viewer)]

    @property
    def reviewed(self) -> bool:
        """Whether no doubt is left, and as many people as are asked for have signed since."""
        return not self.open_doubts and len({each.who for each in self.signatures}) >= 1 + self.rulings.second


def reading_of(document: Document, layouts: Layouts) -> Reading:
    """The document as it was read."""
    return Reading(document, spots_of(document), books_of(document, layouts, {}, set()), layouts)


def reviewed(reading: Reading, decisions: Sequence[Decision], viewer: str | None = None) -> Review:
    """The document with the decisions about it.

    Where two reviewers are asked for, a value is decided when both say the same; a `viewer` sees one's own answers.
    """
    standing_ = standing(list(decisions))
    reading = _drawn(reading, [decision for decision in standing_ if decision.kind == "structure"])
    rulings = rulings_of(standing_, reading.spots)
    decided = _decided(reading.spots, rulings, viewer)
    blanks = reading.spots.blanks
    read = with_filled(reading.document, {key: blanks[key] for key in decided if key in blanks})
    values = {key: ruling.after for key, ruling in decided.items()}
    printed = {key for key, ruling in decided.items() if ruling.kind == "as-printed"}
    books = books_of(read, reading.layouts, values, printed) if decided else reading.books
    document = _published(read, decided, reading.books, books) if decided else reading.document
    doubts = _doubts(reading.spots, document, rulings)
    return Review(reading, document, books, decisions, rulings, doubts, _signatures(standing_))


def _drawn(reading: Reading, decisions: Sequence[Decision]) -> Reading:
    """The reading with the tables that people have drawn, their values with what all checks say of them."""
    if not decisions:
        return reading
    acts = tuple(decision.act for decision in decisions)
    found = reading.drawn.get(acts)
    if found is None:
        document = with_drawn(reading.document, decisions)
        books = books_of(document, reading.layouts, {}, set())
        document = document.model_copy(update={"checks": report_of(document, books, kept=False)})
        document = _published(document, {}, reading.books, books)
        found = Reading(document, spots_of(document), books, reading.layouts)
        reading.drawn[acts] = found
    return found


def _decided(spots: Spots, rulings: Rulings, viewer: str | None) -> dict[Key, Decision]:
    found: dict[Key, Decision] = {}
    for spot_id in rulings.of_spot:
        ruling = rulings.settled(spot_id, viewer)
        if ruling is not None:
            found |= dict.fromkeys(spots.by_id[spot_id].keys, ruling)
    return found


def _published(read: Document, decided: dict[Key, Decision], before: Books, books: Books) -> Document:
    """The document with the decisions, and with what the checks say now and did not say before."""
    changes = {
        name: tuple(
            record.model_copy(update={"facts": statuses(decided, record.facts, before, books)})
            for record in getattr(read, name)
        )
        for name in ("tables", "scorecards", "other_tables")
    }
    narrative = tuple(_figure(number, figure, decided) for number, figure in enumerate(read.narrative, 1))
    return read.model_copy(update=changes | {"narrative": narrative, "checks": report_of(read, books)})


def _figure(number: int, figure: NarrativeFigure, decided: dict[Key, Decision]) -> NarrativeFigure:
    ruling = decided.get(Key(NARRATIVE, str(number), figure.measure))
    return figure if ruling is None else decided_figure(figure, ruling)


def _doubts(spots: Spots, document: Document, rulings: Rulings) -> list[Spot]:
    """What was doubtful as it was read and no check has settled since, and what has come to be."""
    status = {Key(fact.table, fact.row, fact.column): fact.status for fact in document.facts}
    found = []
    for spot in spots.all:
        now = {status[key] for key in spot.keys if key in status}
        settled = spot.doubted and now and now <= {"verified", "read"} and spot.id not in rulings.of_spot
        if (spot.doubted and not settled) or "suspect" in now:
            found.append(spot)
    return sorted(found, key=lambda spot: (spot.page, spot.bbox[1], spot.bbox[0]))


def _signatures(decisions: Sequence[Decision]) -> list[Decision]:
    """The signatures that no later decision has overtaken."""
    last = max((decision.number for decision in decisions if decision.kind != "sign"), default=0)
    return [decision for decision in decisions if decision.kind == "sign" and decision.number > last]
