"""Handing documents in, asking how far they are, cancelling and deleting them."""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from extractor.errors import PasswordError
from extractor.service.database import DocumentRow
from extractor.service.documents import OPEN
from extractor.service.http.models import DocumentState, state_of
from extractor.service.http.problems import Problem, answers
from extractor.service.http.providers import Given, Parts, Reading, Writing
from extractor.service.http.uploads import received

LONGEST_WAIT = 60.0
# Seconds between two looks whether a document has ended: at first, and the more the longer it takes.
FIRST_LOOK, LAST_LOOK, SLOWER = 0.2, 2.0, 1.5
RETRY_AFTER = "30"
_BINARY = {"schema": {"type": "string", "format": "binary"}}
_FORM = {
    "schema": {
        "type": "object",
        "required": ["file"],
        "properties": {"file": _BINARY["schema"], "password": {"type": "string"}},
    }
}
BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": _FORM,
            **dict.fromkeys(("application/pdf", "image/png", "image/jpeg", "image/tiff"), _BINARY),
        },
    }
}

router = APIRouter(prefix="/v1/documents", tags=["documents"])


@router.post(
    "",
    status_code=202,
    dependencies=[Writing],
    openapi_extra=BODY,
    responses={
        200: {"model": DocumentState, "description": "It has ended"},
        **answers(400, 401, 403, 404, 413, 415, 422, 429),
    },
)
async def hand_in(
    request: Request,
    given: Given,
    response: Response,
    name: Annotated[str | None, Query(max_length=255, description="what to call it; a form's own name else")] = None,
    wait: Annotated[float, Query(ge=0, le=LONGEST_WAIT, description="seconds to wait for its end")] = 0,
) -> DocumentState:
    """Hand in a document, as a form's field `file` (with `password` where it is encrypted) or as the body itself.

    The same file always gets the same id, and is converted once; one that was cancelled begins anew.  To have one
    converted again, delete it first.  429 when too many wait; 404 when it is deleted while this waits.
    """
    with tempfile.TemporaryDirectory(dir=given.scratch) as folder:
        path = Path(folder) / "upload"
        upload = await received(request, path, name)
        if upload.password:
            await run_in_threadpool(_decrypted, given, path, upload.password)
        row = await run_in_threadpool(given.intake.hand_in, path, upload.sha256, upload.bytes, upload.name)
    if row is None:
        raise Problem(429, "queue-full", "Too many documents wait; try again later", {"Retry-After": RETRY_AFTER})
    until = time.monotonic() + wait
    look = FIRST_LOOK
    while row.state in OPEN and time.monotonic() < until:
        await asyncio.sleep(min(look, max(until - time.monotonic(), 0)))
        look = min(look * SLOWER, LAST_LOOK)
        row = await run_in_threadpool(found, given, row.id)
    response.headers["Location"] = f"/v1/documents/{row.id}"
    response.status_code = 202 if row.state in OPEN else 200
    return await run_in_threadpool(_told, given, row)


@router.get("/{document_id}", dependencies=[Reading], responses=answers(401, 403, 404, 429))
def show(given: Given, document_id: str) -> DocumentState:
    """How far a document is, and where its results are."""
    return _told(given, found(given, document_id))


@router.post("/{document_id}/cancel", dependencies=[Writing], responses=answers(401, 403, 404, 409, 429))
def cancel(given: Given, document_id: str) -> DocumentState:
    """Give a document up that has not ended."""
    row = found(given, document_id)
    if not given.intake.cancel(document_id):
        raise Problem(409, "ended", f"The document has ended: {row.state}")
    return _told(given, found(given, document_id))


@router.delete("/{document_id}", status_code=204, dependencies=[Writing], responses=answers(401, 403, 404, 429))
def delete(given: Given, document_id: str) -> None:
    """Delete a document with its input, results and facts; one that has not ended is given up."""
    if not given.intake.delete(document_id):
        raise _missing()


def found(given: Given, document_id: str) -> DocumentRow:
    """The document's row.  Raises `Problem` 404 where there is none."""
    row: DocumentRow | None = given.documents.get(document_id)
    if row is None:
        raise _missing()
    return row


def _told(given: Parts, row: DocumentRow) -> DocumentState:
    return state_of(row, given.reviews.rows([row.id]).get(row.id))


def _decrypted(given: Parts, path: Path, password: str) -> None:
    try:
        given.decrypter.decrypt(path, password)
    except PasswordError as error:
        raise Problem(422, error.code, error.message) from error


def _missing() -> Problem:
    return Problem(404, "no-document", "There is no document of this id")
