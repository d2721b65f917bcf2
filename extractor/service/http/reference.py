"""The operations of the service as a page that needs nothing from elsewhere; /openapi.json says it to programs."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from extractor.service.http.pages.rendering import rendered

router = APIRouter(include_in_schema=False)


@router.get("/docs")
def reference(request: Request) -> Response:
    """Every operation with its parameters and answers."""
    described = request.app.openapi()
    operations = [
        {"method": method.upper(), "path": path, **said}
        for path, methods in described["paths"].items()
        for method, said in methods.items()
    ]
    return rendered(request, None, "reference.html", info=described["info"], operations=operations)
