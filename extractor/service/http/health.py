"""What machines ask of the service itself."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response

from extractor.outputs.schemas import schema_of
from extractor.service.http.problems import Problem, answers
from extractor.service.http.providers import Given, Reading

PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"

router = APIRouter(tags=["service"])


@router.get("/healthz")
def alive() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@router.get("/readyz", responses=answers(503))
def ready(given: Given) -> dict[str, str]:
    """The database and the storage answer, too."""
    try:
        given.documents.by_state()
        given.storage.check()
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
def metrics(given: Given) -> Response:
    """Numbers for Prometheus."""
    return Response(given.metrics.text(), media_type=PROMETHEUS)


@router.get("/v1/schema", dependencies=[Reading], responses=answers(401, 403, 429))
def schema() -> dict[str, Any]:
    """The JSON Schema of document.json."""
    return schema_of("document")
