"""Answers are sent compressed (gzip) where the client takes that; what is packed already is sent as it is."""

from __future__ import annotations

from starlette.middleware.gzip import GZipMiddleware
from starlette.types import Receive, Scope, Send

LEAST_BYTES = 1000
PACKED = (".png", ".zip", "/export", "/input")


class Compressed(GZipMiddleware):
    """ASGI middleware that compresses text."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Compress, unless the path says that it is packed."""
        if scope["type"] == "http" and scope["path"].endswith(PACKED):
            await self.app(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)
