"""The list of the service's documents: searched, filtered, sorted and cut into pages by its database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from extractor.service.database import Database, DocumentRow, ReviewRow
from extractor.service.documents import FINISHED
from extractor.service.http.pages.shelf import PAGE, Asked, Span, span_of

Found = tuple[DocumentRow, ReviewRow | None]

_SUMMARY = DocumentRow.summary
_SUSPECTS = sa.func.coalesce(ReviewRow.suspects, _SUMMARY["suspects"].as_integer(), 0)
_DOUBTS = sa.func.coalesce(
    ReviewRow.doubts, _SUMMARY["suspects"].as_integer() + sa.func.coalesce(DocumentRow.unplaced, 0), 0
)
_FAILING = sa.func.coalesce(ReviewRow.failing, sa.func.json_array_length(_SUMMARY["failing_checks"]), 0)
_MISSING = sa.func.coalesce(sa.func.json_array_length(_SUMMARY["missing_tables"]), 0)
_UNIT, _YEAR = (sa.func.coalesce(sa.cast(each, sa.String), "") for each in (DocumentRow.unit_name, DocumentRow.year))
_TOLD = DocumentRow.name + " " + _UNIT + " " + _YEAR
_REVIEWED = sa.func.coalesce(ReviewRow.state, "") == "reviewed"

_ONLY = {
    "doubts": _DOUBTS > 0,
    "failing": _FAILING > 0,
    "reviewed": _REVIEWED,
    "unreviewed": sa.and_(DocumentRow.state.in_(FINISHED), sa.not_(_REVIEWED)),
    "final": DocumentRow.kind == "final",
    "budget": DocumentRow.kind == "budget",
}
_SORTS: dict[str, sa.ColumnElement[Any]] = {
    "name": DocumentRow.name.asc(),
    "unit": DocumentRow.unit_name.asc().nulls_last(),
    "year": DocumentRow.year.desc().nulls_last(),
    "state": DocumentRow.state.asc(),
    "suspects": _SUSPECTS.desc(),
    "failing": _FAILING.desc(),
    "missing": _MISSING.desc(),
}


def find_listed(database: Database, asked: Asked) -> tuple[Sequence[Found], Span, int]:
    """The rows of the page that is asked for, which of those found they are, and how many documents there are."""
    joined = sa.select(DocumentRow, ReviewRow).outerjoin(ReviewRow, ReviewRow.document_id == DocumentRow.id)
    wanted = joined.where(*(_TOLD.icontains(word, autoescape=True) for word in asked.search.split()))
    if asked.only in _ONLY:
        wanted = wanted.where(_ONLY[asked.only])
    order: list[sa.ColumnElement[Any]] = [DocumentRow.created.desc(), DocumentRow.id.desc()]
    if asked.sort in _SORTS:
        order.insert(0, _SORTS[asked.sort])
    with database.read() as session:
        total = session.scalar(sa.select(sa.func.count()).select_from(DocumentRow)) or 0
        found = session.scalar(sa.select(sa.func.count()).select_from(wanted.subquery())) or 0
        span = span_of(asked.page, found)
        rows = session.execute(wanted.order_by(*order).limit(PAGE).offset(span.first - 1))
        return [(document, review) for document, review in rows], span, total
