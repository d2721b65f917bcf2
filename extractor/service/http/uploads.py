"""An upload becomes a file with its hash: bounded in size, its kind known by its first bytes, its name only data."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import NamedTuple

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from extractor.pages.open import detect_format
from extractor.service.http.problems import Problem

BLOCK = 1 << 20
MIB = 1 << 20


class Upload(NamedTuple):
    """What was handed in."""

    sha256: str
    bytes: int
    name: str
    password: str = ""


async def received(request: Request, target: Path, name: str | None) -> Upload:
    """Write the request's document to `target`: the field `file` of a form (`password` where it is encrypted), or the
    body itself.

    Raises `Problem` 400 where there is none, 415 where it is of no kind that can be read.
    """
    if not request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        return await _written(request.stream(), target, name or "")
    try:
        form = await request.form(max_files=1, max_fields=8)
    except Problem:
        raise
    except HTTPException as error:
        raise Problem(400, "form-broken", f"The form cannot be read: {error.detail}") from error
    try:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise Problem(400, "file-missing", "Send the document as the form's field `file`")
        upload = await _written(_blocks(file), target, name or file.filename or "")
        password = form.get("password")
        return upload._replace(password=password) if isinstance(password, str) else upload
    finally:
        await form.close()


async def _blocks(file: UploadFile) -> AsyncIterator[bytes]:
    while block := await file.read(BLOCK):
        yield block


async def _written(blocks: AsyncIterator[bytes], target: Path, name: str) -> Upload:
    digest, size, head = hashlib.sha256(), 0, b""
    with target.open("wb") as stream:
        async for block in blocks:
            digest.update(block)
            stream.write(block)
            size += len(block)
            head = (head + block)[:1024] if len(head) < 1024 else head
    if not size:
        raise Problem(400, "file-missing", "The body is empty: send a PDF, PNG, JPEG or TIFF file")
    if detect_format(head) is None:
        raise Problem(415, "format", "Neither PDF nor PNG, JPEG or TIFF: export or scan the document to PDF first")
    return Upload(digest.hexdigest(), size, name)


class BodyLimit:
    """ASGI middleware that refuses bodies of more than `most` MiB, told or not told beforehand."""

    def __init__(self, app: ASGIApp, most: float) -> None:
        self._app, self._most = app, int(most * MIB)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count what is received."""
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > self._most:
                raise Problem(413, "too-large", f"More than {self._most / MIB:g} MiB: split the document")
            return message

        await self._app(scope, counted, send)
