"""Who may do what, how often: API keys with a scope, and requests a minute."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.concurrency import run_in_threadpool

from extractor.service.http.problems import Problem
from extractor.service.keys import RANK, Keys
from extractor.service.settings import Scope

# Seconds for which the absence of keys is believed.
LOOK = 1.0
_bearer = HTTPBearer(auto_error=False, description="An API key of `juesuan keys create`")


class Access:
    """The door of one service process."""

    def __init__(self, keys: Keys, requests_per_minute: int) -> None:
        self._keys = keys
        self._limit = RateLimitItemPerMinute(requests_per_minute)
        self._counted = MovingWindowRateLimiter(MemoryStorage())
        self._keys_exist, self._look_again = False, 0.0

    async def check(self, request: Request, given: str | None, scope: Scope) -> None:
        """Raise the problem of a request that may not pass."""
        caller = request.client.host if request.client else "?"
        if given is not None or await self._guarded():
            row = None if given is None else await run_in_threadpool(self._keys.of, given)
            if row is None:
                self._count(f"stranger {caller}")
                raise Problem(401, "key-needed", "Give a valid API key", {"WWW-Authenticate": "Bearer"})
            if RANK[row.scope] < RANK[scope]:
                raise Problem(403, "scope-needed", f"This key may {row.scope}; {scope} is needed")
            caller = row.id
        elif scope == "admin":  # who may make the first key is decided on the machine, not by who is the first to ask
            self._count(caller)
            raise Problem(403, "scope-needed", "Make a key with `juesuan keys create NAME --scope admin` and give it")
        self._count(caller)

    async def _guarded(self) -> bool:
        """Whether keys exist: from then on for good, and until then as of the last second."""
        now = time.monotonic()
        if not self._keys_exist and now >= self._look_again:
            self._keys_exist = await run_in_threadpool(self._keys.any)
            self._look_again = now + LOOK
        return self._keys_exist

    def _count(self, caller: str) -> None:
        if not self._counted.hit(self._limit, caller):
            raise Problem(429, "too-many-requests", "Too many requests; wait a moment", {"Retry-After": "5"})


def needs(scope: Scope) -> Callable[..., Awaitable[None]]:
    """A dependency that lets pass who may `scope`."""

    async def check(
        request: Request, bearer: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)] = None
    ) -> None:
        await request.app.state.access.check(request, bearer.credentials if bearer else None, scope)

    return check


Reading, Writing, Ruling = (Depends(needs(scope)) for scope in ("read", "write", "admin"))
