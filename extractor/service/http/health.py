"""What machines ask of the service itself."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from extractor.outputs.schemas import schema_of
from extractor.service.http.access import Reading
from extractor.service.http.problems import Problem, answers

PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"

router = APIRouter(tags=["service"])


@router.get("/healthz")
def alive() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@router.get("/readyz", responses=answers(503))
def ready(request: Request) -> dict[str, str]:
    """The database and the storage answer, too."""
    try:
        request.app.state.documents.by_state()
        request.app.state.storage.check()
    except Exception as error:
        detail = f"The database or the storage does not answer ({type(error).__name__})"
        raise Problem(503, "not-ready", detail) from error
    return {"status": "ok"}


@router.get(
    "/metrics",
    response_class=Response,
    dependencies=[Reading],
    responses={200: {"content": {"text/plain": {}}}, **answers(401, 403, 429)},
)
def metrics(request: Request) -> Response:
    """Numbers for Prometheus."""
    return Response(request.app.state.metrics.text(), media_type=PROMETHEUS)


@router.get("/v1/schema", dependencies=[Reading], responses=answers(401, 403, 429))
def schema() -> dict[str, Any]:
    """The JSON Schema of document.json."""
    return schema_of("document")
