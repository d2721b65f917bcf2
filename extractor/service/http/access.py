"""Who may do what, how often: API keys with a scope, requests a minute, and no strangers' names for this machine."""

from __future__ import annotations

import time
from urllib.parse import urlsplit

from fastapi import Request
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Send
from starlette.types import Scope as Connection

from extractor.service.choices import Scope
from extractor.service.http.problems import Problem, response
from extractor.service.keys import RANK, Keys
from extractor.service.people import People

# Seconds for which the absence of keys is believed.
LOOK = 1.0


class Access:
    """The door of one service process."""

    def __init__(self, keys: Keys, people: People, requests_per_minute: int) -> None:
        self._keys, self._people = keys, people
        self._limit = RateLimitItemPerMinute(requests_per_minute)
        self._counted = MovingWindowRateLimiter(MemoryStorage())
        self._keys_exist, self._look_again = False, 0.0

    async def check(self, request: Request, given: str | None, scope: Scope) -> str | None:
        """The name of the key that asks; None where there are no keys.

        Raises the problem of a request that may not pass.
        """
        name = None
        caller = request.client.host if request.client else "?"
        if given is not None or await self._guarded():
            row = None if given is None else await run_in_threadpool(self._keys.of, given)
            if row is None:
                self._count(f"stranger {caller}")
                raise Problem(401, "key-needed", "Give a valid API key", {"WWW-Authenticate": "Bearer"})
            if RANK[row.scope] < RANK[scope]:
                raise Problem(403, "scope-needed", f"This key may {row.scope}; {scope} is needed")
            caller, name = row.id, row.name
        elif scope == "admin":  # who may make the first key is decided on the machine, not by who is the first to ask
            self._count(caller)
            raise Problem(403, "scope-needed", "Make a key with `juesuan keys create NAME --scope admin` and give it")
        self._count(caller)
        return name

    async def _guarded(self) -> bool:
        """Whether keys or people exist: from then on for good, and until then as of the last second."""
        now = time.monotonic()
        if not self._keys_exist and now >= self._look_again:
            self._keys_exist = await run_in_threadpool(lambda: self._keys.any() or self._people.any())
            self._look_again = now + LOOK
        return self._keys_exist

    def _count(self, caller: str) -> None:
        if not self._counted.hit(self._limit, caller):
            raise Problem(429, "too-many-requests", "Too many requests; wait a moment", {"Retry-After": "5"})


class OwnName:
    """ASGI middleware that answers only to this machine's names for itself.

    A page of the web must not reach a service without keys through its visitor's browser.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Connection, receive: Receive, send: Send) -> None:
        """Pass on, or refuse."""
        if scope["type"] == "http" and not local(_host(Headers(scope=scope).get("host", ""))):
            said = "It listens on this machine only: call it 127.0.0.1 or localhost, or make a key and set --host"
            await response(421, "host", said)(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def local(host: str) -> bool:
    """Whether only this machine can reach the address."""
    return host in ("127.0.0.1", "localhost", "::1")


def _host(header: str) -> str:
    """The name or address in a Host header."""
    try:
        return urlsplit(f"//{header}").hostname or ""
    except ValueError:
        return ""
