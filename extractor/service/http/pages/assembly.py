"""The pages put into an application: their routes, their files, and what they answer where something is refused."""

from __future__ import annotations

from fastapi import FastAPI, Request
from starlette.responses import FileResponse, RedirectResponse, Response

from extractor.service.http.pages import document, drawing, sign_in, start
from extractor.service.http.pages.place import SIGN_IN, Refusal, SignInError
from extractor.service.http.pages.rendering import HERE, rendered, said

STATIC = HERE / "static"
KEPT = {"Cache-Control": "public, max-age=3600", "X-Content-Type-Options": "nosniff"}


def install(app: FastAPI) -> None:
    """Answer the desk's pages; `app.state.pages` has the desk when the application has begun."""
    for routes in (start, document, drawing, sign_in):
        app.include_router(routes.router)

    @app.get("/static/{name}", include_in_schema=False)
    def file(name: str) -> Response:
        """A script, a style or a picture of the pages themselves."""
        path = STATIC / name
        if path.parent != STATIC or not path.is_file():
            return Response(status_code=404)
        return FileResponse(path, headers=KEPT)

    @app.exception_handler(SignInError)
    async def of_stranger(request: Request, error: SignInError) -> Response:
        if "hx-request" in request.headers:
            return Response(status_code=204, headers={"HX-Redirect": SIGN_IN})
        return RedirectResponse(SIGN_IN, 303)

    @app.exception_handler(Refusal)
    async def of_refusal(request: Request, error: Refusal) -> Response:
        told = said(request, error.said)
        if "hx-request" in request.headers or "text/html" not in request.headers.get("accept", ""):
            return Response(told, error.status, media_type="text/plain; charset=utf-8")
        return rendered(request, None, "failed.html", error.status, said=told)
