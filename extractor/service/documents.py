"""The documents of the service: every change of one's state, each a transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta
from typing import Any, NamedTuple, get_args

import sqlalchemy as sa
from sqlalchemy.orm import Session

from extractor.document import Fact, State
from extractor.service.convert import Conversion
from extractor.service.database import Database, DocumentRow, FactRow, now, printable

QUEUED, RUNNING, FAILED, CANCELLED = "queued", "running", "failed", "cancelled"
# The states of documents that have a result: what the result says of itself.
FINISHED: tuple[str, ...] = get_args(State)
STATES = (QUEUED, RUNNING, *FINISHED, FAILED, CANCELLED)
OPEN = (QUEUED, RUNNING)
# For so long the end of a document is told to those who look at the list.
JUST_ENDED = timedelta(seconds=10)


class Wanted(NamedTuple):
    """Which documents are meant: of a year, of a unit by its whole name or a part of it, of a kind."""

    year: int | None = None
    unit: str | None = None
    unit_name: str | None = None
    kind: str | None = None


class Documents:
    """All documents of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def hand_in(self, job: str, sha256: str, size: int, name: str, version: str) -> DocumentRow:
        """The document of this content under this version of the settings: of this job only where it is new.

        One that was cancelled begins anew.
        """
        key = _key(sha256, version)
        fresh = DocumentRow(
            id=key,
            job=job,
            sha256=sha256,
            bytes=size,
            name=printable(name),
            state=QUEUED,
            created=now(),
            attempts=0,
            pages_done=0,
        )
        try:
            with self._database.begin() as session:
                row = session.get(DocumentRow, key)
                if row is not None and row.state != CANCELLED:
                    return row
                if row is not None:
                    session.delete(row)
                    session.flush()
                session.add(fresh)
            return fresh
        except sa.exc.IntegrityError:  # somebody handed the same in at the same moment
            return self.hand_in(job, sha256, size, name, version)

    def known(self, sha256: str, version: str) -> DocumentRow | None:
        """The document of this content under this version of the settings, if it was handed in."""
        return self.get(_key(sha256, version))

    def get(self, key: str) -> DocumentRow | None:
        """A document by its id."""
        with self._database.read() as session:
            return session.get(DocumentRow, key)

    def of_job(self, job: str) -> DocumentRow | None:
        """A document by its job."""
        with self._database.read() as session:
            return session.scalar(sa.select(DocumentRow).where(DocumentRow.job == job))

    def given_up(self, job: str) -> bool:
        """Whether the document of a job was cancelled or deleted."""
        row = self.of_job(job)
        return row is None or row.state == CANCELLED

    def begun(self, job: str) -> DocumentRow | None:
        """A worker takes the document up; None where nobody waits for it any more."""
        with self._database.begin() as session:
            found = _of(session, job)
            if found is None or found.state not in OPEN:
                return None
            found.state, found.started, found.pages_done = RUNNING, now(), 0
            found.attempts += 1
            return found

    def wanted(self, job: str) -> bool:
        """Whether the document is still to be converted."""
        with self._database.read() as session:
            state = session.scalar(sa.select(DocumentRow.state).where(DocumentRow.job == job))
            return state in OPEN

    def progressed(self, job: str, done: int, pages: int) -> None:
        """How many pages are read."""
        with self._database.begin() as session:
            values = {"pages_done": done, "pages": pages or None}
            session.execute(sa.update(DocumentRow).where(DocumentRow.job == job).values(values))

    def ended(self, job: str, conversion: Conversion, facts: Iterable[Fact] = ()) -> bool:
        """The document's end, with its facts; False where it has ended before."""
        failure, summary = conversion.failure, conversion.summary
        values: dict[str, Any] = {"ended": now(), "seconds": conversion.seconds}
        if failure is None:
            values |= {name: summary[name] for name in ("state", "kind", "unplaced", "unit_name", "year", "pages")}
            values |= {"summary": summary, "pages_done": summary["pages"]}
        else:
            values |= {"state": FAILED, "error": failure._asdict()}
        with self._database.begin() as session:
            chosen = DocumentRow.job == job, DocumentRow.state.in_(OPEN)
            done = session.execute(sa.update(DocumentRow).where(*chosen).values(values).returning(DocumentRow.id))
            key = done.scalar_one_or_none()
            if key is None:
                return False
            rows = [columns_of(fact) | {"document_id": key, "number": n} for n, fact in enumerate(facts, 1)]
            if rows:
                session.execute(sa.insert(FactRow), rows)
            return True

    def cancel(self, key: str) -> str | None:
        """Cancel a document that has not ended; its job, None where it has."""
        with self._database.begin() as session:
            chosen = DocumentRow.id == key, DocumentRow.state.in_(OPEN)
            values = {"state": CANCELLED, "ended": now()}
            return session.scalar(sa.update(DocumentRow).where(*chosen).values(values).returning(DocumentRow.job))

    def delete(self, key: str) -> str | None:
        """Delete a document with its facts; its job, None where there is no such document."""
        with self._database.begin() as session:
            return session.scalar(sa.delete(DocumentRow).where(DocumentRow.id == key).returning(DocumentRow.job))

    def jobs(self) -> set[str]:
        """The jobs of all documents that are not given up."""
        with self._database.read() as session:
            return set(session.scalars(sa.select(DocumentRow.job).where(DocumentRow.state != CANCELLED)))

    def jobs_in(self, state: str) -> list[str]:
        """The jobs of documents in a state, oldest first."""
        with self._database.read() as session:
            chosen = sa.select(DocumentRow.job).where(DocumentRow.state == state).order_by(DocumentRow.created)
            return list(session.scalars(chosen))

    def active(self, told: Collection[str]) -> Sequence[DocumentRow]:
        """The documents in work, those that ended a moment ago, and those of these ids."""
        since = now() - JUST_ENDED
        chosen = DocumentRow.state == RUNNING, DocumentRow.ended > since, DocumentRow.id.in_(told)
        with self._database.read() as session:
            return session.scalars(sa.select(DocumentRow).where(sa.or_(*chosen))).all()

    def by_state(self) -> dict[str, int]:
        """How many documents are in each state."""
        with self._database.read() as session:
            counted = session.execute(
                sa.select(DocumentRow.state, sa.func.count().label("number")).group_by(DocumentRow.state)
            )
            return dict.fromkeys(STATES, 0) | {row.state: row.number for row in counted}

    def listed(
        self, after: tuple[Any, str] | None, limit: int, wanted: Wanted, state: str | None = None
    ) -> Sequence[DocumentRow]:
        """Documents newest first, beginning after (created, id) of the last one that was listed."""
        chosen = sa.select(DocumentRow).where(*_conditions(wanted))
        if state is not None:
            chosen = chosen.where(DocumentRow.state == state)
        if after is not None:
            chosen = chosen.where(sa.tuple_(DocumentRow.created, DocumentRow.id) < sa.tuple_(*after))
        with self._database.read() as session:
            chosen = chosen.order_by(DocumentRow.created.desc(), DocumentRow.id.desc()).limit(limit)
            return session.scalars(chosen).all()

    def facts(
        self, after: tuple[str, int] | None, limit: int, wanted: Wanted, code: str | None = None, **place: str | None
    ) -> Sequence[tuple[FactRow, str | None, int | None]]:
        """(fact, unit's name, year) of all finished documents.

        `place` has table, row, column and status; `code` is what the row begins with.
        """
        chosen = sa.select(FactRow, DocumentRow.unit_name, DocumentRow.year).join(DocumentRow)
        chosen = chosen.where(*_conditions(wanted))
        chosen = chosen.where(*(getattr(FactRow, name) == value for name, value in place.items() if value is not None))
        if code is not None:
            chosen = chosen.where(FactRow.row.startswith(code, autoescape=True))
        if after is not None:
            chosen = chosen.where(sa.tuple_(FactRow.document_id, FactRow.number) > sa.tuple_(*after))
        with self._database.read() as session:
            rows = session.execute(chosen.order_by(FactRow.document_id, FactRow.number).limit(limit))
            return [(fact, name, number) for fact, name, number in rows]


def _conditions(wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    equal = {DocumentRow.year: wanted.year, DocumentRow.unit_name: wanted.unit, DocumentRow.kind: wanted.kind}
    conditions = [column == value for column, value in equal.items() if value is not None]
    if wanted.unit_name is not None:
        conditions.append(DocumentRow.unit_name.contains(wanted.unit_name, autoescape=True))
    return conditions


def _key(sha256: str, version: str) -> str:
    return hashlib.sha256(f"{sha256} {version}".encode()).hexdigest()[:32]


def columns_of(fact: Fact) -> dict[str, Any]:
    """A fact as the columns of its row."""
    return fact.model_dump(mode="json", exclude={"alternatives"})


def _of(session: Session, job: str) -> DocumentRow | None:
    return session.scalar(sa.select(DocumentRow).where(DocumentRow.job == job).with_for_update())
