"""Who is at the desk: on this machine alone, whoever gives a name; else people who have signed in."""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from typing import NamedTuple, Protocol

from extractor.service.database import printable
from extractor.service.settings import Scope

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
