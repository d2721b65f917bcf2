"""Cursors: where a list goes on, as text that means nothing to the caller."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any

from extractor.service.http.problems import Problem

# The largest number of a fact in its document that a database can keep.
MOST = 2**31 - 1


def cursor_of(*place: str | int) -> str:
    """The cursor of a place in a list."""
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


def place_of(cursor: str | None, *kinds: type) -> list[Any] | None:
    """The place of a cursor, whose parts are of `kinds`.  Raises `Problem` 400 where it is none of ours."""
    if cursor is None:
        return None
    try:
        place = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error) as error:
        raise Problem(400, "cursor", "Use the `next` of an earlier answer as `cursor`") from error
    if not isinstance(place, list) or [type(part) for part in place] != list(kinds) or not all(map(_ours, place)):
        raise Problem(400, "cursor", "Use the `next` of an earlier answer as `cursor`")
    return place


def _ours(part: str | int) -> bool:
    """Whether a database can compare it at all."""
    return part.isprintable() if isinstance(part, str) else 0 <= part <= MOST
