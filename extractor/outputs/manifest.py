"""The lines of a batch's manifest, as a model for its schema."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from extractor.outputs.summary import DocumentSummary, Summary


class Failure(BaseModel):
    """Why a file could not be converted."""

    model_config = ConfigDict(extra="forbid")

    code: str = Field(description="stable code (docs/command-line.md, docs/batch.md)")
    message: str = Field(description="what is wrong")
    page: int | None = Field(description="the page, where it is one's")
    hint: str = Field(description="what to do; may be empty")


class Converted(Summary):
    """A file with a result."""

    file: str = Field(description="the input as it was found")
    folder: str = Field(description="its result's folder below the output folder")
    sha256: str = Field(description="of the file's content")
    settings: str = Field(description="of version, options and all layouts")
    seconds: float = Field(description="time of the conversion")
    error: None = Field(description="there is none")
    documents: list[DocumentSummary] = Field(
        default=[], description="the file's documents, where there are several; the other keys are of all together"
    )


class Failed(BaseModel):
    """A file without a result."""

    model_config = ConfigDict(extra="forbid")

    file: str = Field(description="the input as it was found")
    folder: str = Field(description="where its result would be")
    sha256: str | None = Field(description="of the file's content; null where it cannot be read")
    settings: str = Field(description="of version, options and all layouts")
    seconds: float = Field(description="time of the attempt")
    state: Literal["failed"] = Field(description="failed")
    error: Failure = Field(description="why")


ManifestLine = Converted | Failed
