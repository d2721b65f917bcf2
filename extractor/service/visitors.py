"""Who is at the desk: on this machine alone, whoever gives a name; else people who have signed in."""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import NamedTuple, Protocol

from extractor.service.choices import Scope
from extractor.service.database import printable

COOKIE = "juesuan"
MOST_VISITORS = 1000
LONGEST_NAME = 60


class Visitor(NamedTuple):
    """A person at the desk; `csrf` is what each of the person's requests that changes something must tell."""

    token: str
    name: str
    scope: Scope
    csrf: str
    signed_in: bool


class Visitors(Protocol):
    """Those who are at the desk."""

    def of(self, token: str | None) -> Visitor | None:
        """The visitor of a cookie; None where one has to sign in first."""

    def rename(self, visitor: Visitor, name: str) -> Visitor:
        """Call a visitor by another name."""


class SignsIn(Protocol):
    """Where names and passwords are known."""

    def any(self) -> bool:
        """Whether anybody can sign in."""

    def signed_in(self, name: str, password: str) -> str | None:
        """The token of a new session; None where name or password is wrong."""

    def sign_out(self, token: str) -> None:
        """End a session."""

    def of(self, token: str | None) -> Visitor | None:
        """The person of a session; None where there is none."""


class Guests:
    """Visitors of a service: people who sign in; while there are none and no key, whoever is at this machine."""

    def __init__(self, people: SignsIn, neighbours: Neighbours | None, guarded: Callable[[], bool]) -> None:
        self._people, self.neighbours, self._guarded = people, neighbours, guarded

    def of(self, token: str | None) -> Visitor | None:
        """The visitor of a cookie; None where one has to sign in first."""
        if self._people.any():
            return self._people.of(token)
        return None if self.neighbours is None or self._guarded() else self.neighbours.of(token)

    def rename(self, visitor: Visitor, name: str) -> Visitor:
        """Call a visitor by another name, who has not signed in."""
        return visitor if visitor.signed_in or self.neighbours is None else self.neighbours.rename(visitor, name)


class Neighbours:
    """People at this machine: each browser is a visitor, under the name that its person gives."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._known: OrderedDict[str, Visitor] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, token: str | None) -> Visitor | None:
        """The visitor of a cookie, a new one where there is none."""
        with self._lock:
            if token is not None and token in self._known:
                return self._known[token]
            new = Visitor(secrets.token_urlsafe(32), self._name, "write", secrets.token_urlsafe(32), False)
            return self._keep(new)

    def rename(self, visitor: Visitor, name: str) -> Visitor:
        """Call a visitor by another name."""
        wanted = printable(name).strip()[:LONGEST_NAME]
        with self._lock:
            return self._keep(visitor._replace(name=wanted or visitor.name))

    def _keep(self, visitor: Visitor) -> Visitor:
        self._known[visitor.token] = visitor
        while len(self._known) > MOST_VISITORS:
            self._known.popitem(last=False)
        return visitor
