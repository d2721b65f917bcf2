"""API keys, made and ended by those whose own key has the scope `admin`."""

from __future__ import annotations

from fastapi import APIRouter

from extractor.errors import InputError
from extractor.service.http.models import KeyRecord, NewKey, WantedKey
from extractor.service.http.problems import Problem, answers
from extractor.service.http.providers import Given, Ruling

router = APIRouter(prefix="/v1/keys", tags=["keys"], dependencies=[Ruling], responses=answers(401, 403, 429))


@router.get("")
def keys(given: Given) -> list[KeyRecord]:
    """Every key that was ever made, oldest first; not what they are."""
    return [KeyRecord.model_validate(row) for row in given.keys.all()]


@router.post("", status_code=201, responses=answers(422))
def create(given: Given, wanted: WantedKey) -> NewKey:
    """Make a key.  It is told in this answer only: a hash is kept."""
    row, key = given.keys.create(wanted.name, wanted.scope)
    return NewKey(**KeyRecord.model_validate(row).model_dump(), key=key)


@router.delete("/{key_id}", status_code=204, responses=answers(404))
def revoke(given: Given, key_id: str) -> None:
    """End a key for good; also one's own."""
    try:
        given.keys.revoke(key_id)
    except InputError as error:
        raise Problem(404, "no-key", "There is no key of this id") from error
