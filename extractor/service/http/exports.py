"""Many documents in one answer: exports, and comparisons of a unit's documents."""

from __future__ import annotations

import shutil
import tempfile
from collections import deque
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import ValidationError
from starlette.background import BackgroundTask
from starlette.responses import FileResponse

from extractor.document import Document
from extractor.errors import JuesuanError, MissingFileError, PackageError
from extractor.outputs.comparison import Comparison, Source, Units, comparison_rows
from extractor.outputs.export import FORMATS, FormatName, export_documents
from extractor.outputs.export.rows import Named
from extractor.service.database import DocumentRow
from extractor.service.documents import FINISHED, Wanted
from extractor.service.http.collections import Text, Year
from extractor.service.http.problems import Problem, answers
from extractor.service.http.providers import Given, Parts, Reading
from extractor.service.http.results import decided_document

# Rows that are asked for at a time.
ROWS = 100


router = APIRouter(prefix="/v1", dependencies=[Reading], responses=answers(401, 403, 422, 429))


@router.get(
    "/export",
    tags=["facts"],
    response_class=FileResponse,
    responses={
        200: {"content": {answer.media_type: {} for answer in FORMATS.values()}},
        **answers(501),
    },
)
def export(
    given: Given,
    to: Annotated[FormatName, Query(description="format (docs/export.md); a datapackage is a zip")],
    year: Year = None,
    unit: Text = None,
) -> FileResponse:
    """The facts of all finished documents as one table, with tables around it, as `juesuan export` writes them."""
    format_ = FORMATS[to]
    folder = Path(tempfile.mkdtemp(dir=given.scratch))
    ended = BackgroundTask(shutil.rmtree, folder, ignore_errors=True)
    try:
        units = Units()
        documents = units.read(_sources(given, year, unit))
        export_documents(documents, to, folder / format_.answer, comparisons=comparison_rows(units.compared()))
    except BaseException as error:
        shutil.rmtree(folder, ignore_errors=True)
        if isinstance(error, PackageError):
            raise Problem(501, error.code, f"The service lacks a package: {error.message}") from error
        if isinstance(error, JuesuanError):
            raise Problem(422, error.code, str(error)) from error
        raise
    path = folder / format_.answer
    if path.is_dir():
        path = Path(shutil.make_archive(str(path), "zip", path))
    return FileResponse(path, media_type=format_.media_type, filename=path.name, background=ended)


@router.get("/compare", tags=["facts"])
def compare(
    given: Given, unit: Annotated[str, Query(max_length=255, description="name of the unit")]
) -> list[Comparison]:
    """What the documents of a unit say of each other (docs/compare.md); `document` is the document's id."""
    units = Units()
    deque(units.read(_sources(given, None, unit)), 0)
    return list(units.compared())


def _sources(given: Parts, year: int | None, unit: str | None) -> Iterator[Source]:
    """The finished documents, newest first, under their ids."""
    return (Source(row.id, partial(_named, given, row)) for row in _rows(given, year, unit))


def _named(given: Parts, row: DocumentRow) -> Named:
    """A document under its id, with its decisions.  Raises `MissingFileError` where it is deleted meanwhile."""
    try:
        document = decided_document(given, row)
        if document is None:
            document = Document.model_validate_json(given.storage.read(row.job, "document.json"))
    except (FileNotFoundError, ValidationError) as error:
        raise MissingFileError("the result is not in the storage any more", file=row.id) from error
    return Named(row.id, document, tuple(given.reviews.of(row.sha256)))


def _rows(given: Given, year: int | None, unit: str | None) -> Iterator[DocumentRow]:
    after = None
    while rows := given.documents.listed(after, ROWS, Wanted(year, unit)):
        yield from (row for row in rows if row.state in FINISHED)
        after = rows[-1].created, rows[-1].id
