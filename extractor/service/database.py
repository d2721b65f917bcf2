"""The tables of documents, facts, decisions, people, keys and workers, in SQLite or PostgreSQL."""

from __future__ import annotations

import fcntl
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from dbos import run_dbos_database_migrations
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker

from extractor.errors import EngineError, OutputError
from extractor.service.settings import ServiceSettings

# Numbers of locks in PostgreSQL: any, but always the same.
MIGRATING, TAKING_OVER = 0x6A756573, 0x6A756574
BUSY_MS = 30_000
LONGEST_NAME = 255


class UtcTime(sa.TypeDecorator[datetime]):
    """A moment in UTC; SQLite keeps no time zone."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """The moment as it was recorded."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Words(sa.TypeDecorator[str]):
    """Text of anybody's; PostgreSQL takes no NUL, and neither database half a character."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: sa.Dialect) -> str | None:
        """The text with what cannot be kept replaced."""
        return None if value is None else value.replace("\0", "\ufffd").encode(errors="replace").decode()


class Base(DeclarativeBase):
    """All tables; `migrations` makes them, and has the lengths of columns."""

    type_annotation_map: ClassVar = {
        str: Words(),
        dict[str, Any]: sa.JSON,
        list[float]: sa.JSON,
        list[str]: sa.JSON,
        datetime: UtcTime(),
    }


class DocumentRow(Base):
    """A document that was handed in, and what became of it."""

    __tablename__ = "documents"
    __table_args__ = (
        sa.Index("ix_documents_created", "created", "id"),
        sa.Index("ix_documents_unit", "year", "unit_name"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    job: Mapped[str] = mapped_column(unique=True)
    """Names the conversion and its result: a document that is deleted and handed in again gets another."""
    sha256: Mapped[str] = mapped_column(index=True)
    bytes: Mapped[int] = mapped_column(sa.BigInteger)
    name: Mapped[str]
    state: Mapped[str] = mapped_column(index=True)
    created: Mapped[datetime]
    started: Mapped[datetime | None]
    ended: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    pages_done: Mapped[int] = mapped_column(default=0)
    pages: Mapped[int | None]
    seconds: Mapped[float | None]
    kind: Mapped[str | None]
    unplaced: Mapped[int | None]
    unit_name: Mapped[str | None]
    year: Mapped[int | None]
    summary: Mapped[dict[str, Any] | None]
    error: Mapped[dict[str, Any] | None]


class FactRow(Base):
    """One fact of a finished document, as facts.jsonl has it."""

    __tablename__ = "facts"
    __table_args__ = (sa.Index("ix_facts_place", "table", "row", "column"),)

    document_id: Mapped[str] = mapped_column(sa.ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    table: Mapped[str]
    row: Mapped[str]
    column: Mapped[str]
    value: Mapped[str]
    raw: Mapped[str]
    unit: Mapped[str | None]
    label: Mapped[str | None]
    page: Mapped[int]
    bbox: Mapped[list[float]]
    confidence: Mapped[float]
    status: Mapped[str]
    notes: Mapped[list[str] | None]


class KeyRow(Base):
    """An API key; only its hash is kept."""

    __tablename__ = "keys"

    id: Mapped[str] = mapped_column(primary_key=True)
    hash: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    scope: Mapped[str]
    created: Mapped[datetime]
    revoked: Mapped[datetime | None]


class DecisionRow(Base):
    """A decision of a person about a file; `content` is all of it.  Rows are added, never changed."""

    __tablename__ = "decisions"

    sha256: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    made: Mapped[datetime]
    who: Mapped[str]
    kind: Mapped[str]
    content: Mapped[dict[str, Any]]


class ReviewRow(Base):
    """How far people are with a document, after so many decisions."""

    __tablename__ = "reviews"

    document_id: Mapped[str] = mapped_column(sa.ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True)
    state: Mapped[str]
    suspects: Mapped[int]
    doubts: Mapped[int]
    failing: Mapped[int]
    decisions: Mapped[int]
    counts: Mapped[dict[str, Any]]
    """How many facts have each status of people, and who has signed."""


class PersonRow(Base):
    """Somebody who signs in; of the password a hash is kept."""

    __tablename__ = "people"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    hash: Mapped[str]
    scope: Mapped[str]
    created: Mapped[datetime]
    ended: Mapped[datetime | None]


class SessionRow(Base):
    """A person at the desk; of the cookie a hash is kept."""

    __tablename__ = "sessions"

    hash: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"))
    csrf: Mapped[str]
    until: Mapped[datetime]


class WorkerRow(Base):
    """A worker that is alive as long as `seen`, by the database's clock, is recent."""

    __tablename__ = "workers"

    id: Mapped[str] = mapped_column(primary_key=True)
    seen: Mapped[float] = mapped_column(sa.Float(53))


class Database:
    """Sessions of the database; each `with database.begin() as session` is one transaction."""

    def __init__(self, settings: ServiceSettings) -> None:
        self._settings = settings
        self.lite = settings.database.startswith("sqlite")
        # A server may have ended a connection meanwhile, a file cannot.
        self.engine = sa.create_engine(settings.database, pool_size=20, max_overflow=40, pool_pre_ping=not self.lite)
        if self.lite:
            sa.event.listen(self.engine, "connect", _of_sqlite)
            sa.event.listen(self.engine, "begin", _at_once)
        self._writing = sessionmaker(self.engine, expire_on_commit=False)
        self._reading = sessionmaker(self.engine.execution_options(reading=True), expire_on_commit=False)

    @contextmanager
    def begin(self) -> Iterator[Session]:
        """One transaction: kept at the end, undone on an exception."""
        with self._writing.begin() as session:
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """One transaction that writes nothing, and waits for no writer."""
        with self._reading.begin() as session:
            yield session

    @contextmanager
    def alone(self) -> Iterator[Session]:
        """One transaction that no other process has at the same time."""
        with self._writing.begin() as session:
            if not self.lite:  # SQLite has one writer at a time
                session.execute(sa.select(sa.func.pg_advisory_xact_lock(TAKING_OVER)))
            yield session

    def prepare(self) -> None:
        """Bring the tables, ours and DBOS's, up to date; processes that start together take turns.

        Raises `OutputError` where the folder of data cannot be used, `EngineError` where the database does not answer.
        """
        try:
            self._settings.data.mkdir(parents=True, exist_ok=True)
            with self._alone():
                self._migrate()
                run_dbos_database_migrations(self._settings.jobs_database)
        except OSError as error:
            said = f"cannot write there: {error.strerror}"
            raise OutputError(said, file=self._settings.data, hint="See JUESUAN_DATA") from error
        except sa.exc.DatabaseError as error:
            said = str(error.orig).partition("\n")[0]
            hint = "See JUESUAN_DATA" if self.lite else "See JUESUAN_DATABASE_URL"
            raise EngineError(f"the database does not answer ({said})", hint=hint) from error

    def _migrate(self) -> None:
        with self.engine.connect() as connection:
            config = Config(attributes={"connection": connection})
            config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
            command.upgrade(config, "head")
            connection.commit()

    def clock(self, session: Session) -> float:
        """The database's own time in seconds: machines may differ."""
        now = "(julianday('now') - 2440587.5) * 86400.0" if self.lite else "extract(epoch from clock_timestamp())"
        return float(session.execute(sa.text(f"select {now}")).scalar_one())

    def close(self) -> None:
        """End all connections."""
        self.engine.dispose()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        if self.lite:
            with (self._settings.data / "migrating.lock").open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                yield
        else:
            # Outside any transaction: indices that are made beside other users wait for all transactions.
            with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(sa.select(sa.func.pg_advisory_lock(MIGRATING)))
                try:
                    yield
                finally:
                    connection.execute(sa.select(sa.func.pg_advisory_unlock(MIGRATING)))


def printable(name: str) -> str:
    """A name as it was given, without what cannot be printed; it is never used as a path."""
    return "".join(c for c in name if c.isprintable())[:LONGEST_NAME]


def now() -> datetime:
    """The time of what is recorded."""
    return datetime.now(UTC)


def _of_sqlite(connection: sqlite3.Connection, _: object) -> None:
    """Readers beside one writer, who waits for the one before; foreign keys are kept."""
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", f"busy_timeout={BUSY_MS}", "foreign_keys=ON", "synchronous=NORMAL"):
        connection.execute(f"PRAGMA {pragma}")


def _at_once(connection: sa.Connection) -> None:
    """Writers take SQLite's write lock at the beginning, where it is waited for; later that would fail at once."""
    connection.exec_driver_sql("BEGIN" if connection.get_execution_options().get("reading") else "BEGIN IMMEDIATE")
