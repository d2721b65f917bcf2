"""What the service answers."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from extractor.document import Fact, Kind
from extractor.document import State as ResultState
from extractor.service.choices import Scope
from extractor.service.database import LONGEST_NAME, DocumentRow, FactRow, ReviewRow
from extractor.service.documents import FINISHED

State = Literal["queued", "running", ResultState, "failed", "cancelled"]

_EXAMPLE: JsonDict = {
    "id": "3f0c9b0d8e6f4f0f9a0a1b2c3d4e5f60",
    "state": "complete",
    "name": "2024年度部门决算.pdf",
    "sha256": "0" * 64,
    "bytes": 252628,
    "created": "2026-01-05T08:00:00Z",
    "started": "2026-01-05T08:00:01Z",
    "ended": "2026-01-05T08:00:03Z",
    "attempts": 1,
    "pages_done": 30,
    "pages": 30,
    "seconds": 1.47,
    "kind": "final",
    "unit_name": "某某市财政局",
    "year": 2024,
    "unplaced": 0,
    "summary": {"state": "complete", "kind": "final", "facts": 220, "verified": 180, "suspects": 0, "unplaced": 0},
    "review": None,
    "error": None,
    "links": {"self": "/v1/documents/3f0c9b0d8e6f4f0f9a0a1b2c3d4e5f60"},
}


class Failed(BaseModel):
    """Why a document failed."""

    code: str = Field(description="stable: an error's own, timed-out, out-of-memory, crashed or unexpected")
    message: str
    page: int | None
    hint: str


class ReviewState(BaseModel):
    """How far people are with a document."""

    state: Literal["begun", "reviewed"]
    suspects: int = Field(description="suspect values that are left, also of the text")
    doubts: int = Field(description="these and what is unplaced")
    failing_checks: int
    decisions: int
    confirmed: int = Field(description="facts of this status")
    corrected_by_hand: int
    signed_by: list[str]


class DocumentState(BaseModel):
    """A document and how far it is."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    id: str = Field(description="of the content and the settings: the same file always has the same")
    state: State = Field(description="complete, incomplete and nothing-found have a result")
    name: str = Field(description="as given")
    sha256: str
    bytes: int
    created: datetime
    started: datetime | None
    ended: datetime | None
    attempts: int = Field(description="more than 1 where a worker died or was stopped")
    pages_done: int
    pages: int | None
    seconds: float | None
    kind: Kind | None
    unit_name: str | None
    year: int | None
    unplaced: int | None = Field(description="printed figures and texts that are no facts; listed in document.json")
    summary: dict[str, Any] | None = Field(description="what the result holds, under the keys of a batch's manifest")
    review: ReviewState | None = Field(description="null where nobody has decided anything (docs/review.md)")
    error: Failed | None
    links: dict[str, str]


class DocumentList(BaseModel):
    """Documents, newest first."""

    items: list[DocumentState]
    next: str | None = Field(description="the `cursor` of the next page; null on the last")


class FoundFact(Fact):
    """A fact with the document that it stands in."""

    document: str = Field(description="the document's id")
    unit_name: str | None
    year: int | None


_KEY: JsonDict = {
    "id": "9f86d081",
    "name": "archive",
    "scope": "write",
    "created": "2026-01-05T08:00:00Z",
    "revoked": None,
}


class WantedKey(BaseModel):
    """A key that is to be made."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "archive", "scope": "write"}]})

    name: str = Field(max_length=LONGEST_NAME, description="whose it is")
    scope: Scope


class KeyRecord(BaseModel):
    """A key that was made, not what it is."""

    model_config = ConfigDict(from_attributes=True, json_schema_extra={"examples": [_KEY]})

    id: str
    name: str
    scope: Scope
    created: datetime
    revoked: datetime | None


class NewKey(KeyRecord):
    """A key that was just made."""

    model_config = ConfigDict(json_schema_extra={"examples": [_KEY | {"key": "juesuan_…"}]})

    key: str = Field(description="to be sent as `Authorization: Bearer KEY`; never told again")


class FactList(BaseModel):
    """Facts by document and place in it."""

    items: list[FoundFact]
    next: str | None = Field(description="the `cursor` of the next page; null on the last")


def state_of(row: DocumentRow, review: ReviewRow | None = None) -> DocumentState:
    """A document as the service tells of it."""
    base = f"/v1/documents/{row.id}"
    links = {"self": base}
    if row.state in FINISHED:
        links |= {name: f"{base}/{name}" for name in ("document.json", "facts", "checks", "tables", "scorecards")}
        links["pages"] = f"{base}/pages/{{n}}.png"
    own = {name: getattr(row, name) for name in DocumentState.model_fields if name not in ("links", "review")}
    return DocumentState.model_validate(own | {"links": links, "review": review and _review_of(review)})


def _review_of(row: ReviewRow) -> dict[str, Any]:
    own = {"state": row.state, "suspects": row.suspects, "doubts": row.doubts, "decisions": row.decisions}
    return own | {"failing_checks": row.failing} | row.counts


def fact_of(row: FactRow, unit: str | None, year: int | None) -> FoundFact:
    """A fact as the service tells of it."""
    own = {name: getattr(row, name) for name in Fact.model_fields if name not in ("alternatives", "notes")}
    return FoundFact.model_validate(
        own | {"notes": row.notes or (), "document": row.document_id, "unit_name": unit, "year": year}
    )
