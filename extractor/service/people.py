"""People who sign in: names and passwords (kept as argon2 hashes), and their sessions."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import get_args

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from extractor.errors import InputError
from extractor.service.choices import Scope
from extractor.service.database import Database, PersonRow, SessionRow, now, printable
from extractor.service.visitors import Visitor

LASTS = timedelta(hours=12)
SHORTEST = 8


class People:
    """All people of one database, and who of them is at the desk."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._hasher = PasswordHasher()
        # What a wrong name is compared with, so that it takes as long as a wrong password.
        self._nobody = self._hasher.hash(secrets.token_urlsafe())

    def create(self, name: str, password: str, scope: Scope) -> PersonRow:
        """Let a person sign in.  Raises `InputError` where the name is taken, or the password is too short."""
        shown = printable(name).strip()
        if not shown:
            raise InputError("the name is empty", hint="Give the name that signs")
        if len(password) < SHORTEST:
            raise InputError(f"the password has fewer than {SHORTEST} characters", hint="Choose a longer one")
        row = PersonRow(
            id=secrets.token_hex(4), name=shown, hash=self._hasher.hash(password), scope=scope, created=now()
        )
        try:
            with self._database.begin() as session:
                session.add(row)
        except sa.exc.IntegrityError as error:
            raise InputError(f"{shown} is there already", hint="See `juesuan users list`") from error
        return row

    def end(self, name: str) -> None:
        """Nobody signs in by this name any more.  Raises `InputError` where there is none."""
        with self._database.begin() as session:
            row = session.scalar(sa.select(PersonRow).where(PersonRow.name == name))
            if row is None:
                raise InputError(f"there is no {name}", hint="See `juesuan users list`")
            row.ended = row.ended or now()
            session.execute(sa.delete(SessionRow).where(SessionRow.person_id == row.id))

    def all(self) -> Sequence[PersonRow]:
        """Everybody who was ever let in, oldest first."""
        with self._database.read() as session:
            return session.scalars(sa.select(PersonRow).order_by(PersonRow.created)).all()

    def any(self) -> bool:
        """Whether anybody was ever let in: from then on, people sign in."""
        with self._database.read() as session:
            return session.scalar(sa.select(PersonRow.id).limit(1)) is not None

    def signed_in(self, name: str, password: str) -> str | None:
        """The token of a new session; None where name or password is wrong."""
        with self._database.read() as session:
            row = session.scalar(sa.select(PersonRow).where(PersonRow.name == name, PersonRow.ended.is_(None)))
        try:
            self._hasher.verify(self._nobody if row is None else row.hash, password)
        except (VerificationError, InvalidHashError):
            return None
        if row is None:
            return None
        token = secrets.token_urlsafe(32)
        with self._database.begin() as session:
            session.execute(sa.delete(SessionRow).where(SessionRow.until < now()))
            session.add(
                SessionRow(hash=_hash(token), person_id=row.id, csrf=secrets.token_urlsafe(32), until=now() + LASTS)
            )
        return token

    def sign_out(self, token: str) -> None:
        """End a session."""
        with self._database.begin() as session:
            session.execute(sa.delete(SessionRow).where(SessionRow.hash == _hash(token)))

    def of(self, token: str | None) -> Visitor | None:
        """The person of a session that lasts; None where there is none."""
        if token is None:
            return None
        chosen = sa.select(SessionRow, PersonRow).join(PersonRow, PersonRow.id == SessionRow.person_id)
        with self._database.read() as session:
            found = session.execute(chosen.where(SessionRow.hash == _hash(token), SessionRow.until > now())).first()
        if found is None or found[1].ended is not None:
            return None
        held, person = found
        return Visitor(token, person.name, _scope(person.scope), held.csrf, True)


def _scope(name: str) -> Scope:
    """The scope of a row."""
    return next(scope for scope in get_args(Scope) if scope == name)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
