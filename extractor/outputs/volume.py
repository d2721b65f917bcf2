"""The documents of one file as results: a folder each, and `volume.json` that lists them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from extractor.document import Document, Source
from extractor.outputs.files import VOLUME_FILE, fill_result, safe_name, write_document, write_folder
from extractor.outputs.summary import DocumentSummary, summary_of


class Volume(BaseModel):
    """What `volume.json` says: the file, and its documents in order."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: Source = Field(description="the input file")
    documents: list[DocumentSummary] = Field(description="its documents in the order of their pages")


def write_documents(documents: Sequence[Document], folder: Path) -> Path:
    """Write the documents of one file: one into `folder` itself, of several each into a folder in it, listed in
    `volume.json`.

    Everything appears at once, or nothing, as with `write_document`.  Raises `OutputError` where that is impossible.
    """
    if len(documents) == 1:
        return write_document(documents[0], folder)
    return write_folder(folder, partial(_fill, documents))


def list_documents(documents: Sequence[Document]) -> list[DocumentSummary]:
    """Each document of a file with its folder, its pages and its counts; none where the file is one document."""
    if len(documents) == 1:
        return []
    return [
        DocumentSummary(
            folder=_folder_name(number, document),
            scope=document.scope,
            first_page=document.pages[0].number,
            last_page=document.pages[-1].number,
            **summary_of(document),
        )
        for number, document in enumerate(documents, 1)
    ]


def _fill(documents: Sequence[Document], folder: Path) -> None:
    volume = Volume(source=documents[0].source, documents=list_documents(documents))
    (folder / VOLUME_FILE).write_text(volume.model_dump_json(indent=1) + "\n", encoding="utf-8")
    for listed, document in zip(volume.documents, documents, strict=True):
        (folder / listed.folder).mkdir()
        fill_result(document, folder / listed.folder)


def _folder_name(number: int, document: Document) -> str:
    """The folder of the n-th document: whose it is, of which year and kind, as far as it says so."""
    parts = (document.unit_name, document.year, document.kind)
    return safe_name("-".join([f"{number:02d}", *(str(part) for part in parts if part is not None)]))
