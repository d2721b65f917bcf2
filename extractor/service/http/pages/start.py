"""The start page: files are handed in, documents listed, progress told as it comes."""

from __future__ import annotations

import asyncio
import json
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response, StreamingResponse

from extractor.errors import PasswordError
from extractor.service.http.pages.listing import SORTS
from extractor.service.http.pages.place import AtDesk, By, Changing, Desk, Refusal
from extractor.service.http.pages.rendering import rendered, set_cookie
from extractor.service.http.pages.shelf import MOST_PAGES, OPEN, Asked
from extractor.service.http.uploads import received

# Seconds between two looks at what is being read.
LOOK = 0.5


router = APIRouter(include_in_schema=False)


@router.get("/")
def start(
    request: Request,
    desk: AtDesk,
    visitor: By,
    search: Annotated[str, Query(max_length=200)] = "",
    only: Annotated[str, Query(max_length=20)] = "",
    sort: Annotated[str, Query(max_length=20)] = "newest",
    page: Annotated[int, Query(ge=1, le=MOST_PAGES)] = 1,
) -> Response:
    """A page of the list of documents; asked for by a script, that alone."""
    found = desk.shelf.listed(Asked(search, only, sort, page))
    shown: dict[str, Any] = {
        **found._asdict(),
        "search": search,
        "only": only,
        "sort": sort if sort in SORTS else "newest",
        "most_mib": desk.most_mib,
    }
    name = "frame.html" if request.headers.get("hx-request") else "start.html"
    return rendered(request, visitor, name, **shown)


@router.post("/documents")
async def hand_in(request: Request, desk: AtDesk, visitor: Changing) -> Response:
    """Take a file; the answer is the row of its document."""
    if visitor.scope not in ("write", "admin"):
        raise Refusal(403, "You may not hand in documents")
    with tempfile.TemporaryDirectory(dir=desk.scratch) as folder:
        path = Path(folder) / "upload"
        upload = await received(request, path, None)
        if upload.password:
            await run_in_threadpool(_decrypted, desk, path, upload.password)
        entry = await run_in_threadpool(desk.shelf.hand_in, path, upload.sha256, upload.bytes, upload.name)
    if entry is None:
        raise Refusal(429, "Too many documents wait; try again later")
    return rendered(request, visitor, "row.html", entry=entry)


@router.get("/progress")
async def progress(request: Request, desk: AtDesk, visitor: By) -> Response:
    """Server-sent events: how far each document is, page by page, and its end."""

    async def events() -> AsyncIterator[str]:
        told: dict[str, str] = {}
        open_ones: set[str] = set()
        yield "retry: 2000\n\n"
        while not await request.is_disconnected():
            for each in await run_in_threadpool(desk.shelf.progress, open_ones):
                line = json.dumps({"id": each.id, "state": each.state, "done": each.done, "pages": each.pages})
                if told.get(each.id) != line:
                    told[each.id] = line
                    (open_ones.add if each.state in OPEN else open_ones.discard)(each.id)
                    yield f"data: {line}\n\n"
            await asyncio.sleep(LOOK)

    return StreamingResponse(events(), media_type="text/event-stream", headers={"Cache-Control": "no-store"})


@router.get("/documents/{document_id}/row")
def row(request: Request, desk: AtDesk, visitor: By, document_id: str) -> Response:
    """One document's row, as it is now."""
    entry = desk.shelf.entry(document_id)
    if entry is None:
        raise Refusal(404, "There is no such document")
    return rendered(request, visitor, "row.html", entry=entry)


@router.post("/name")
def rename(request: Request, desk: AtDesk, visitor: Changing, name: Annotated[str, Form(max_length=200)]) -> Response:
    """Another person sits down at this machine."""
    answer = RedirectResponse(request.headers.get("referer", "/"), 303)
    set_cookie(request, answer, desk.visitors.rename(visitor, name).token)
    return answer


def _decrypted(desk: Desk, path: Path, password: str) -> None:
    try:
        desk.decrypter.decrypt(path, password)
    except PasswordError as error:
        raise Refusal(422, "The password is wrong") from error
