"""What a finished document holds."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from starlette.background import BackgroundTask
from starlette.responses import FileResponse

from extractor.document import Check, Document, ScorecardRecord, TableRecord
from extractor.errors import JuesuanError
from extractor.outputs.export import export_documents
from extractor.outputs.export.decided import write_decided
from extractor.outputs.export.rows import Named
from extractor.outputs.facts import fact_lines, narrative_lines
from extractor.service.database import DocumentRow
from extractor.service.documents import FINISHED
from extractor.service.draw import MOST_DPI
from extractor.service.http.documents import found
from extractor.service.http.problems import Problem, answers
from extractor.service.http.providers import Given, Reading

JSON_LINES, CSV, JSON, PNG = "application/x-ndjson", "text/csv", "application/json", "image/png"

router = APIRouter(
    prefix="/v1/documents/{document_id}",
    tags=["results"],
    dependencies=[Reading],
    responses=answers(401, 403, 404, 409, 429),
)


def _kind(*types: str) -> dict[int | str, dict[str, Any]]:
    return {200: {"content": {each: {} for each in types}}}


@router.get("/document.json", response_class=Response, responses=_kind(JSON))
def document(given: Given, document_id: str) -> Response:
    """Everything that was extracted; its schema is at `/v1/schema`."""
    return Response(_content(given, finished(given, document_id)), media_type=JSON)


@router.get("/facts", response_class=Response, responses=_kind(JSON_LINES, CSV))
def facts(request: Request, given: Given, document_id: str) -> Response:
    """All facts: JSON Lines, or CSV where `Accept` asks for `text/csv`."""
    row = finished(given, document_id)
    if CSV not in request.headers.get("accept", ""):
        return Response(_lines(given, row), media_type=JSON_LINES)
    named = Named(row.id, Document.model_validate_json(_content(given, row)))
    with tempfile.TemporaryDirectory(dir=given.scratch) as folder:
        path = Path(folder) / "facts.csv"
        export_documents([named], "csv", path)
        return Response(path.read_bytes(), media_type=f"{CSV}; charset=utf-8")


@router.get("/narrative", response_class=Response, responses=_kind(JSON_LINES))
def narrative(given: Given, document_id: str) -> Response:
    """The figures of the explanation, as JSON Lines."""
    document = Document.model_validate_json(_content(given, finished(given, document_id)))
    return Response("".join(f"{line}\n" for line in narrative_lines(document)), media_type=JSON_LINES)


@router.get("/input", response_class=FileResponse, responses=_kind("application/octet-stream"))
def original(given: Given, document_id: str) -> FileResponse:
    """The file as it was handed in."""
    row = found(given, document_id)
    folder = Path(tempfile.mkdtemp(dir=given.scratch))
    try:
        given.storage.fetch_input(row.job, folder / "input")
    except FileNotFoundError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise Problem(404, "no-input", "The document's input is gone") from error
    ended = BackgroundTask(shutil.rmtree, folder, ignore_errors=True)
    name = row.name or row.id
    return FileResponse(folder / "input", media_type="application/octet-stream", filename=name, background=ended)


@router.get("/result.zip", response_class=FileResponse, responses=_kind("application/zip"))
def result(given: Given, document_id: str) -> FileResponse:
    """The folder of the result as one zip: `document.json` as it was read, facts as people decided, their decisions."""
    row = finished(given, document_id)
    read = Document.model_validate_json(_read(given, row, "document.json"))
    folder = Path(tempfile.mkdtemp(dir=given.scratch))
    ended = BackgroundTask(shutil.rmtree, folder, ignore_errors=True)
    decided = decided_document(given, row) or read
    written = write_decided(read, decided, given.reviews.of(row.sha256), folder / "result")
    packed = Path(shutil.make_archive(str(folder / "packed"), "zip", written))
    return FileResponse(packed, media_type="application/zip", filename=f"{row.id}.zip", background=ended)


@router.get("/tables")
def tables(given: Given, document_id: str) -> list[str]:
    """The ids of the tables that were found."""
    return [table["id"] for table in _whole(given, document_id)["tables"]]


@router.get("/tables/{table}", response_model=TableRecord)
def table(given: Given, document_id: str, table: str) -> Any:  # noqa: ANN401
    """One table with its facts and cells."""
    return _one(_whole(given, document_id)["tables"], "id", table)


@router.get("/scorecards")
def scorecards(given: Given, document_id: str) -> list[int]:
    """The numbers of the scorecards that were found."""
    return [card["number"] for card in _whole(given, document_id)["scorecards"]]


@router.get("/scorecards/{number}", response_model=ScorecardRecord)
def scorecard(given: Given, document_id: str, number: int) -> Any:  # noqa: ANN401
    """One scorecard with its facts and cells."""
    return _one(_whole(given, document_id)["scorecards"], "number", number)


@router.get("/checks", response_model=list[Check])
def checks(given: Given, document_id: str) -> Any:  # noqa: ANN401
    """Every check of the document's figures."""
    return _whole(given, document_id)["checks"]


@router.get("/pages/{number}.png", response_class=Response, responses=_kind(PNG))
def page(
    given: Given,
    document_id: str,
    number: int,
    boxes: Annotated[bool, Query(description="draw the facts' boxes in the colour of their status")] = False,
    dpi: Annotated[int, Query(ge=36, le=MOST_DPI)] = 110,
) -> Response:
    """A page as it is displayed; boxes are green (verified), blue (read), orange (corrected), red (suspect), teal
    (confirmed) and violet (corrected by hand).
    """
    row = finished(given, document_id)
    facts = [json.loads(line) for line in _lines(given, row).splitlines()] if boxes else []
    with tempfile.TemporaryDirectory(dir=given.scratch) as folder:
        source, picture = Path(folder) / "source", Path(folder) / "page.png"
        try:
            given.storage.fetch_input(row.job, source)
            own = [(fact["bbox"], fact["status"]) for fact in facts if fact["page"] == number]
            given.drawer.draw(source, number, dpi, own, picture)
        except FileNotFoundError as error:
            raise Problem(404, "no-input", "The document's input is gone") from error
        except JuesuanError as error:
            raise Problem(404, error.code, error.message) from error
        return Response(picture.read_bytes(), media_type=PNG)


def finished(given: Given, document_id: str) -> DocumentRow:
    """The row of a document with a result.  Raises `Problem` 404 or 409."""
    row = found(given, document_id)
    if row.state not in FINISHED:
        raise Problem(409, "not-finished", f"The document is {row.state}")
    return row


def _read(given: Given, row: DocumentRow, name: str) -> bytes:
    try:
        content: bytes = given.storage.read(row.job, name)
    except FileNotFoundError as error:
        raise Problem(404, "no-result", "The result is not in the storage any more") from error
    return content


def _content(given: Given, row: DocumentRow) -> bytes:
    """The document with the decisions about it."""
    decided = decided_document(given, row)
    return _read(given, row, "document.json") if decided is None else decided.model_dump_json().encode()


def _lines(given: Given, row: DocumentRow) -> bytes:
    """The facts with the decisions about them."""
    decided = decided_document(given, row)
    if decided is None:
        return _read(given, row, "facts.jsonl")
    return "".join(f"{line}\n" for line in fact_lines(decided)).encode()


def decided_document(given: Given, row: DocumentRow) -> Document | None:
    """The document with the decisions about it; None where there are none."""
    entry = given.pages.shelf.entry(row.id)
    if entry is None or not given.reviews.of(row.sha256):
        return None
    document: Document = given.pages.reviewing.review(entry, None).document
    return document


def _whole(given: Given, document_id: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(_content(given, finished(given, document_id)))
    return content


def _one(records: list[dict[str, Any]], name: str, value: object) -> dict[str, Any]:
    for record in records:
        if record[name] == value:
            return record
    raise Problem(404, "not-in-document", f"The document has no such thing: {value}")
