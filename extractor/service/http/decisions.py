"""Decisions about a document, read and made by programs: the same rows as those of people at the desk."""

from __future__ import annotations

import getpass
from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from extractor.checks import Key
from extractor.document import BBox
from extractor.errors import InputError
from extractor.review import Spot
from extractor.review.decisions import Decision, Ruling
from extractor.service.http.pages.shelf import Entry
from extractor.service.http.problems import Problem, answers
from extractor.service.http.providers import Given, Parts, Reading, needs
from extractor.service.http.results import finished

_EXAMPLE: JsonDict = {
    "decision": "correct",
    "table": "income",
    "row": "208",
    "column": "财政拨款收入",
    "value": "38.40",
    "why": "3 read as 6",
}

router = APIRouter(
    prefix="/v1/documents/{document_id}/decisions", tags=["review"], responses=answers(401, 403, 404, 409, 422, 429)
)

Caller = Annotated[str | None, Depends(needs("review"))]


class WantedDecision(BaseModel):
    """What is decided about a place of the document, or about all of it."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_EXAMPLE]})

    decision: Ruling | Literal["undo", "sign"] = Field(
        description="confirm what is read, correct it, as-printed: the print is wrong, illegible; "
        "undo takes back the last decision of the same key, sign needs that no doubt is left"
    )
    table: str = Field(default="", max_length=255, description="of a fact, also of one whose cell is blank")
    row: str = Field(default="", max_length=1000)
    column: str = Field(default="", max_length=1000)
    page: int | None = Field(default=None, ge=1, description="of anything else: where document.json says it stands")
    bbox: BBox | None = Field(default=None, description="its box in document.json")
    value: str = Field(default="", max_length=10_000, description="of a correction; empty: nothing is printed there")
    why: str = Field(default="", max_length=2000, description="the reason, kept in the history")


@router.get("", dependencies=[Reading])
def decisions(given: Given, document_id: str) -> list[Decision]:
    """Every decision about the file, oldest first (docs/review.md)."""
    return given.reviews.of(finished(given, document_id).sha256)


@router.post("", status_code=201)
def decide(given: Given, caller: Caller, document_id: str, wanted: WantedDecision) -> Decision:
    """Decide about a value, as a person at the desk does; the decision is kept under the key's name.

    All checks are computed anew, and facts, exports and webhooks follow.  409 where it cannot be: doubts are left, or
    nothing can be taken back.
    """
    row = finished(given, document_id)
    entry = given.pages.shelf.entry(row.id)
    assert entry is not None
    who = f"{caller} (key)" if caller else getpass.getuser()
    try:
        _decided(given, entry, wanted, who)
    except FileNotFoundError as error:
        raise Problem(404, "no-result", "The result is not in the storage any more") from error
    except InputError as error:
        status = 422 if wanted.decision == "correct" else 409
        raise Problem(status, "cannot-decide", f"{error.message}. {error.hint}") from error
    return next(each for each in reversed(given.reviews.of(row.sha256)) if each.who == who)


def _decided(given: Parts, entry: Entry, wanted: WantedDecision, who: str) -> None:
    reviewing = given.pages.reviewing
    if wanted.decision == "sign":
        reviewing.sign(entry, who)
    elif wanted.decision == "undo":
        if reviewing.undo(entry, who) is None:
            raise InputError("nothing is there to take back", hint="A key takes back its own decisions only")
    else:
        text = wanted.value or "-" if wanted.decision == "correct" else ""
        reviewing.decide(entry, _place(given, entry, wanted, who), wanted.decision, who, text, wanted.why)


def _place(given: Parts, entry: Entry, wanted: WantedDecision, who: str) -> Spot:
    """The place that is meant.  Raises `Problem` 404 where there is none, 409 where several stand in the box."""
    spots = given.pages.reviewing.review(entry, who).reading.spots
    if wanted.table:
        named = spots.of_key.get(Key(wanted.table, wanted.row, wanted.column))
        found = [] if named is None else [named]
    elif wanted.page is not None and wanted.bbox is not None:
        found = spots.of_box(wanted.page, wanted.bbox)
    else:
        raise Problem(422, "no-place", "Name table, row and column of a fact, or page and bbox of anything else")
    if not found:
        raise Problem(404, "not-in-document", "The document has no such place")
    if len(found) > 1:
        raise Problem(409, "several-places", "Several values stand in this box: name table, row and column")
    return found[0]
