"""The start page: files are handed in, documents listed, progress told as it comes."""

from __future__ import annotations

import asyncio
import json
import tempfile
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response, StreamingResponse

from extractor.errors import PasswordError
from extractor.service.http.pages.place import AtDesk, By, Changing, Desk, Refusal
from extractor.service.http.pages.rendering import rendered, set_cookie
from extractor.service.http.pages.shelf import Entry
from extractor.service.http.uploads import received

# Seconds between two looks at what is being read.
LOOK = 0.5
SORTS = ("newest", "name", "unit", "year", "state", "suspects", "failing", "missing")

router = APIRouter(include_in_schema=False)


@router.get("/")
def start(
    request: Request,
    desk: AtDesk,
    visitor: By,
    search: Annotated[str, Query(max_length=200)] = "",
    only: Annotated[str, Query(max_length=20)] = "",
    sort: Annotated[str, Query(max_length=20)] = "newest",
) -> Response:
    """The list of documents; asked for by a script, its rows alone."""
    entries = desk.shelf.entries()
    shown: dict[str, Any] = {
        "entries": _sorted(_chosen(entries, search, only), sort),
        "total": len(entries),
        "search": search,
        "only": only,
        "sort": sort if sort in SORTS else "newest",
        "most_mib": desk.most_mib,
    }
    name = "rows.html" if request.headers.get("hx-request") else "start.html"
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
        yield "retry: 2000\n\n"
        while not await request.is_disconnected():
            for each in await run_in_threadpool(desk.shelf.progress):
                line = json.dumps({"id": each.id, "state": each.state, "done": each.done, "pages": each.pages})
                if told.get(each.id) != line:
                    told[each.id] = line
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


def _chosen(entries: Sequence[Entry], search: str, only: str) -> list[Entry]:
    words = search.casefold().split()
    kept = []
    for entry in entries:
        told = f"{entry.name} {entry.unit_name or ''} {entry.year or ''}".casefold()
        if all(word in told for word in words) and _is(entry, only):
            kept.append(entry)
    return kept


def _is(entry: Entry, only: str) -> bool:
    return {
        "doubts": entry.doubts > 0,
        "failing": entry.failing > 0,
        "reviewed": entry.review == "reviewed",
        "unreviewed": entry.readable and entry.review != "reviewed",
        "final": entry.kind == "final",
        "budget": entry.kind == "budget",
    }.get(only, True)


def _sorted(entries: list[Entry], sort: str) -> list[Entry]:
    keys = {
        "name": lambda entry: entry.name,
        "unit": lambda entry: entry.unit_name or "\uffff",
        "year": lambda entry: -(entry.year or 0),
        "state": lambda entry: entry.state,
        "suspects": lambda entry: -entry.suspects,
        "failing": lambda entry: -entry.failing,
        "missing": lambda entry: -len(entry.missing),
    }
    return sorted(entries, key=keys[sort]) if sort in keys else entries
