"""What the desk's routes work with, given to them by one dependency."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from fastapi import Depends, Form, Request

from extractor.service.decrypt import Decrypter
from extractor.service.http.pages.pictures import Pictures
from extractor.service.http.pages.reviewing import Reviewing
from extractor.service.http.pages.shelf import Entry, Shelf
from extractor.service.visitors import COOKIE, SignsIn, Visitor, Visitors

# Where people go who have to sign in first.
SIGN_IN = "/sign-in"


@dataclass(frozen=True)
class Desk:
    """The desk of one process."""

    shelf: Shelf
    reviewing: Reviewing
    pictures: Pictures
    visitors: Visitors
    scratch: Path
    most_mib: float
    decrypter: Decrypter
    people: SignsIn | None = None


class SignInError(Exception):
    """Somebody has to sign in first."""


class Refusal(Exception):  # noqa: N818 - an answer, not a fault
    """A request that is not done: its status, and why in words for people."""

    def __init__(self, status: int, said: str) -> None:
        super().__init__(said)
        self.status, self.said = status, said


def desk_of(request: Request) -> Desk:
    """The desk of the application."""
    desk: Desk = request.app.state.pages
    return desk


AtDesk = Annotated[Desk, Depends(desk_of)]


def visitor_of(request: Request, desk: AtDesk) -> Visitor:
    """Who asks.  Raises `SignInError` where nobody has signed in who has to."""
    visitor = desk.visitors.of(request.cookies.get(COOKIE))
    if visitor is None:
        raise SignInError
    request.state.visitor = visitor
    return visitor


By = Annotated[Visitor, Depends(visitor_of)]


def changing(request: Request, visitor: By, csrf: Annotated[str, Form()] = "") -> Visitor:
    """Who changes something, by a page of this desk and no other."""
    told = request.headers.get("x-csrf-token") or csrf
    if told != visitor.csrf or request.cookies.get(COOKIE) != visitor.token:
        raise Refusal(403, "This page is out of date: load it again")
    return visitor


Changing = Annotated[Visitor, Depends(changing)]


def deciding(visitor: Changing) -> Visitor:
    """Who may decide."""
    if visitor.scope == "read":
        raise Refusal(403, "You may look, not decide")
    return visitor


Deciding = Annotated[Visitor, Depends(deciding)]


def entry_of(desk: AtDesk, document_id: str) -> Entry:
    """The document that is meant, with a result to look at."""
    entry = desk.shelf.entry(document_id)
    if entry is None or not entry.readable:
        raise Refusal(404, "There is no such document")
    return entry


OfEntry = Annotated[Entry, Depends(entry_of)]
