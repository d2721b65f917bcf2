"""Every error as Problem Details (RFC 9457)."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

MEDIA_TYPE = "application/problem+json"


class ProblemDetails(BaseModel):
    """What went wrong (RFC 9457)."""

    type: str = Field(default="about:blank", description="names the kind of problem")
    title: str
    status: int
    detail: str = Field(default="", description="what is wrong and what to do")
    code: str = Field(default="", description="stable name of the error")


class Problem(HTTPException):
    """An answer other than the wanted one."""

    def __init__(self, status: int, code: str, detail: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(status, detail, headers)
        self.code = code


def answers(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The problems that an operation may answer, for OpenAPI."""
    content = {MEDIA_TYPE: {"schema": ProblemDetails.model_json_schema()}}
    return {status: {"description": HTTPStatus(status).phrase, "content": content} for status in statuses}


def install(app: FastAPI) -> None:
    """Answer errors of all kinds as problems."""

    @app.exception_handler(HTTPException)
    async def of_http(request: Request, error: HTTPException) -> JSONResponse:
        # The framework's own, such as 405, are named by their status.
        code = getattr(error, "code", HTTPStatus(error.status_code).phrase.lower().replace(" ", "-"))
        return response(error.status_code, code, str(error.detail), error.headers)

    @app.exception_handler(RequestValidationError)
    async def of_validation(request: Request, error: RequestValidationError) -> JSONResponse:
        said = "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())
        return response(422, "invalid-request", said)

    @app.exception_handler(Exception)
    async def of_bug(request: Request, error: Exception) -> JSONResponse:
        return response(500, "unexpected", "The service failed; its log says how")


def response(status: int, code: str, detail: str, headers: Any = None) -> JSONResponse:  # noqa: ANN401
    """The answer that tells a problem."""
    problem = ProblemDetails(title=HTTPStatus(status).phrase, status=status, detail=detail, code=code)
    return JSONResponse(problem.model_dump(), status, headers, MEDIA_TYPE)
