"""Decisions in the database: rows that are only added; and what the lists and facts say after them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from extractor.document import Fact
from extractor.outputs import summary_of
from extractor.review import Review
from extractor.review.decisions import Decision, Draft
from extractor.review.store import numbered
from extractor.service.database import Database, DecisionRow, FactRow, ReviewRow
from extractor.service.documents import columns_of


class Reviews:
    """The decisions about all files of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, sha256: str) -> list[Decision]:
        """All decisions about a file, oldest first."""
        with self._database.read() as session:
            rows = session.scalars(
                sa.select(DecisionRow).where(DecisionRow.sha256 == sha256).order_by(DecisionRow.number)
            )
            return [Decision.model_validate(row.content) for row in rows]

    def add(self, drafts: Sequence[Draft]) -> list[Decision]:
        """Keep decisions about one file for good, all or none."""
        try:
            with self._database.begin() as session:
                return _added(session, drafts)
        except sa.exc.IntegrityError:  # somebody decided at the same moment: behind that
            return self.add(drafts)

    def rows(self, documents: Sequence[str]) -> dict[str, ReviewRow]:
        """How far people are with these documents, of those that are begun."""
        chosen = sa.select(ReviewRow).where(ReviewRow.document_id.in_(documents))
        with self._database.read() as session:
            return {row.document_id: row for row in session.scalars(chosen)}

    def publish(self, document: str, review: Review) -> None:
        """Keep a document's counts, and its facts with the decisions."""
        left = review.open_doubts
        row = ReviewRow(
            document_id=document,
            state="reviewed" if review.reviewed else "begun",
            suspects=sum(spot.subject.kind != "unplaced" for spot in left),
            doubts=len(left),
            failing=len(summary_of(review.document)["failing_checks"]),
            decisions=len(review.decisions),
            counts=_counts(review),
        )
        with self._database.begin() as session:
            known = session.get(ReviewRow, document)
            if known is not None and known.decisions > row.decisions:
                return  # a later decision was published meanwhile
            session.merge(row)
            _replace_facts(session, document, review.document.facts)


def _counts(review: Review) -> dict[str, Any]:
    """What a notice says of a review."""
    found = Counter(fact.status for fact in review.document.facts)
    return {
        "confirmed": found["confirmed"],
        "corrected_by_hand": found["corrected-by-hand"],
        "signed_by": [signature.who for signature in review.signatures],
    }


def _added(session: Session, drafts: Sequence[Draft]) -> list[Decision]:
    sha256 = drafts[0].document
    last = session.scalar(sa.select(sa.func.max(DecisionRow.number)).where(DecisionRow.sha256 == sha256)) or 0
    kept = numbered(drafts, last)
    for decision in kept:
        row = DecisionRow(sha256=sha256, number=decision.number, made=decision.when, who=decision.who)
        row.kind, row.content = decision.kind, decision.model_dump(mode="json")
        session.add(row)
    return kept


def _replace_facts(session: Session, document: str, facts: Sequence[Fact]) -> None:
    """Write those facts that are other than the database has them."""
    known = {row.number: row for row in session.scalars(sa.select(FactRow).where(FactRow.document_id == document))}
    for number, fact in enumerate(facts, 1):
        values = columns_of(fact)
        row = known.pop(number, None)
        if row is None:
            session.add(FactRow(document_id=document, number=number, **values))
        elif any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
    for row in known.values():
        session.delete(row)
