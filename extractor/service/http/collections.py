"""Lists over all documents: the documents themselves, and their facts."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query

from extractor.document import Kind, Status
from extractor.service.documents import Wanted
from extractor.service.http.models import DocumentList, FactList, State, fact_of, state_of
from extractor.service.http.paging import cursor_of, place_of
from extractor.service.http.problems import Problem, answers
from extractor.service.http.providers import Given, Reading

Text = Annotated[str | None, Query(max_length=255)]
Part = Annotated[str | None, Query(max_length=255, description="a part of the unit's name")]
Year = Annotated[int | None, Query(ge=1949, le=2999)]
Limit = Annotated[int, Query(ge=1, le=1000, description="most on one page")]
Cursor = Annotated[str | None, Query(max_length=500, description="`next` of the page before")]

router = APIRouter(prefix="/v1", dependencies=[Reading], responses=answers(400, 401, 403, 422, 429))


@router.get("/documents", tags=["documents"])
def documents(
    given: Given,
    year: Year = None,
    unit: Text = None,
    unit_name: Part = None,
    kind: Kind | None = None,
    state: State | None = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> DocumentList:
    """Documents, newest first."""
    after = None
    if place := place_of(cursor, str, str):
        try:
            after = datetime.fromisoformat(place[0]), place[1]
        except ValueError as error:
            raise Problem(400, "cursor", "Use the `next` of an earlier answer as `cursor`") from error
    rows = given.documents.listed(after, limit + 1, Wanted(year, unit, unit_name, kind), state)
    more = len(rows) > limit
    rows = rows[:limit]
    following = cursor_of(rows[-1].created.isoformat(), rows[-1].id) if more else None
    reviews = given.reviews.rows([row.id for row in rows])
    return DocumentList(items=[state_of(row, reviews.get(row.id)) for row in rows], next=following)


@router.get("/facts", tags=["facts"])
def facts(
    given: Given,
    table: Text = None,
    row: Text = None,
    column: Text = None,
    code: Annotated[str | None, Query(max_length=32, description="what the row begins with, such as 201")] = None,
    status: Status | None = None,
    year: Year = None,
    unit: Text = None,
    unit_name: Part = None,
    kind: Kind | None = None,
    limit: Limit = 1000,
    cursor: Cursor = None,
) -> FactList:
    """Facts of all finished documents, by the names of the contract (docs/facts.md)."""
    place = place_of(cursor, str, int)
    after = None if place is None else (place[0], place[1])
    wanted = Wanted(year, unit, unit_name, kind)
    rows = given.documents.facts(after, limit + 1, wanted, code, table=table, row=row, column=column, status=status)
    more = len(rows) > limit
    rows = rows[:limit]
    following = cursor_of(rows[-1][0].document_id, rows[-1][0].number) if more else None
    return FactList(items=[fact_of(*each) for each in rows], next=following)
