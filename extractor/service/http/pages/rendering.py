"""Templates into answers: escaped, in the browser's language, and with the headers that keep what is shown harmless."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from extractor.service.http.pages.notes import note_in
from extractor.service.http.pages.words import language_of, translations
from extractor.service.visitors import COOKIE, Visitor

HERE = Path(__file__).parent
# No script and no style but the files of this program: nothing that a document prints can become either.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def rendered(request: Request, visitor: Visitor | None, name: str, status: int = 200, **shown: Any) -> HTMLResponse:  # noqa: ANN401
    """A template as an answer."""
    language = language_of(request.headers.get("accept-language", ""))
    told = {"partial": False, "visitor": visitor, "language": language, "release": version("juesuan"), **shown}
    answer = HTMLResponse(_environment(language).get_template(name).render(told), status, headers=HEADERS)
    if visitor is not None and request.cookies.get(COOKIE) != visitor.token:
        set_cookie(request, answer, visitor.token)
    return answer


def set_cookie(request: Request, answer: HTMLResponse | Any, token: str) -> None:  # noqa: ANN401
    """Have the browser keep who is at the desk."""
    secure = request.url.scheme == "https"
    answer.set_cookie(COOKIE, token, httponly=True, samesite="strict", secure=secure, path="/")


def said(request: Request, text: str, **values: object) -> str:
    """A text in the browser's language."""
    language = language_of(request.headers.get("accept-language", ""))
    told = translations(language).gettext(text)
    return told % values if values else told


@cache
def _environment(language: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.install_gettext_translations(translations(language), newstyle=True)  # type: ignore[attr-defined]
    environment.filters["note"] = lambda note: note_in(translations(language).gettext, note)
    return environment
