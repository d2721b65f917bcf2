"""People sign in and out."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.responses import RedirectResponse, Response

from extractor.service.http.pages.place import SIGN_IN, AtDesk, Changing, Refusal
from extractor.service.http.pages.rendering import rendered, set_cookie
from extractor.service.visitors import COOKIE

# Attempts of one address.
ATTEMPTS = RateLimitItemPerMinute(10)
_counted = MovingWindowRateLimiter(MemoryStorage())

router = APIRouter(include_in_schema=False)


@router.get(SIGN_IN)
def form(request: Request, desk: AtDesk) -> Response:
    """Name and password; where nobody can sign in, how that is changed."""
    return rendered(request, None, "sign-in.html", wrong=False, nobody=desk.people is None or not desk.people.any())


@router.post(SIGN_IN)
def sign_in(
    request: Request,
    desk: AtDesk,
    name: Annotated[str, Form(max_length=255)],
    password: Annotated[str, Form(max_length=1024)],
) -> Response:
    """Begin a session.  A form of another site is refused."""
    if request.headers.get("sec-fetch-site", "same-origin") != "same-origin" or desk.people is None:
        raise Refusal(403, "Sign in on the desk's own page")
    if not _counted.hit(ATTEMPTS, request.client.host if request.client else "?"):
        raise Refusal(429, "Too many attempts; wait a minute")
    token = desk.people.signed_in(name.strip(), password)
    if token is None:
        return rendered(request, None, "sign-in.html", 403, wrong=True, nobody=False)
    answer = RedirectResponse("/", 303)
    set_cookie(request, answer, token)
    return answer


@router.post("/sign-out")
def sign_out(request: Request, desk: AtDesk, visitor: Changing) -> Response:
    """End the session."""
    if desk.people is not None:
        desk.people.sign_out(visitor.token)
    answer = RedirectResponse(SIGN_IN, 303)
    answer.delete_cookie(COOKIE)
    return answer
