"""What the routes work with: made when the application begins, given to them by dependencies."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from extractor.service.choices import Scope
from extractor.service.decrypt import Decrypter
from extractor.service.documents import Documents
from extractor.service.draw import Drawer
from extractor.service.http.access import Access
from extractor.service.http.metrics import Metrics
from extractor.service.http.pages.place import Desk as ReviewDesk
from extractor.service.intake import Intake
from extractor.service.keys import Keys
from extractor.service.reviews import Reviews
from extractor.service.storage import Storage

_bearer = HTTPBearer(auto_error=False, description="An API key of `juesuan keys create`")


@dataclass(frozen=True)
class Parts:
    """The parts of one service process."""

    documents: Documents
    storage: Storage
    keys: Keys
    access: Access
    metrics: Metrics
    scratch: Path
    drawer: Drawer
    decrypter: Decrypter
    intake: Intake
    reviews: Reviews
    pages: ReviewDesk


def parts_of(request: Request) -> Parts:
    """The parts of the application."""
    parts: Parts = request.app.state.parts
    return parts


Given = Annotated[Parts, Depends(parts_of)]


def needs(scope: Scope) -> Callable[..., Awaitable[str | None]]:
    """A dependency that lets pass who may `scope`, and gives the name of the key."""

    async def check(
        request: Request,
        given: Given,
        bearer: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)] = None,
    ) -> str | None:
        return await given.access.check(request, bearer.credentials if bearer else None, scope)

    return check


Reading, Writing, Ruling = (Depends(needs(scope)) for scope in ("read", "write", "admin"))
