"""Requests say nothing that nobody understands: an unknown query parameter is refused, not ignored."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from extractor.service.http.problems import Problem


def known_parameters(request: Request) -> None:
    """A dependency that raises `Problem` 422 where a query parameter is none of the operation's."""
    route = request.scope.get("route")
    if isinstance(route, APIRoute):
        known = set(_names(route.dependant))
        if unknown := sorted(set(request.query_params) - known):
            there = f"there are {', '.join(sorted(known))}" if known else "there is none"
            raise Problem(422, "unknown-parameter", f"No parameter is called {', '.join(unknown)}; {there}")


def _names(dependant: Dependant) -> Iterator[str]:
    yield from (field.alias for field in dependant.query_params)
    for other in dependant.dependencies:
        yield from _names(other)
