"""API keys: shown once when they are made, kept as hashes, revoked for good."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence

import sqlalchemy as sa

from extractor.errors import InputError
from extractor.service.choices import Scope
from extractor.service.database import Database, KeyRow, now, printable

# What a key may do, it may do with a lower one too.
RANK: dict[str, int] = {"read": 0, "review": 1, "write": 2, "admin": 3}


class Keys:
    """All keys of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(self, name: str, scope: Scope) -> tuple[KeyRow, str]:
        """Make a key: what is kept of it, and the key itself, which cannot be shown again."""
        key = f"juesuan_{secrets.token_urlsafe(32)}"
        row = KeyRow(id=secrets.token_hex(4), hash=_hash(key), name=printable(name), scope=scope, created=now())
        with self._database.begin() as session:
            session.add(row)
        return row, key

    def revoke(self, key_id: str) -> None:
        """End a key.  Raises `InputError` where there is none of that id."""
        with self._database.begin() as session:
            row = session.get(KeyRow, key_id)
            if row is None:
                raise InputError(f"there is no key {key_id}", hint="See `juesuan keys list`")
            row.revoked = row.revoked or now()

    def all(self) -> Sequence[KeyRow]:
        """Every key that was ever made, oldest first."""
        with self._database.read() as session:
            return session.scalars(sa.select(KeyRow).order_by(KeyRow.created)).all()

    def of(self, key: str) -> KeyRow | None:
        """The key's row, if it is one and is not revoked."""
        with self._database.read() as session:
            # High entropy: a plain hash cannot be guessed backwards, and equality of hashes tells nothing in time.
            return session.scalar(sa.select(KeyRow).where(KeyRow.hash == _hash(key), KeyRow.revoked.is_(None)))

    def any(self) -> bool:
        """Whether a key was ever made: from then on, nobody enters without one."""
        with self._database.read() as session:
            return session.scalar(sa.select(KeyRow.id).limit(1)) is not None


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
