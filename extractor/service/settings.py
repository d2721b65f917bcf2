"""What an operator may set of the service and its workers, by environment variables."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict
from standardwebhooks import Webhook

from extractor.pages.source import Rasterizer
from extractor.pipeline import Settings
from extractor.reading import OcrName
from extractor.service.choices import CORES, Limits


def _of_postgresql(url: SecretStr) -> SecretStr:
    if not url.get_secret_value().startswith(("postgresql://", "postgres://")):
        raise ValueError("it must begin with postgresql://")
    return url


def _signing(secret: SecretStr) -> SecretStr:
    Webhook(secret.get_secret_value())  # raises ValueError where it is not base64
    return secret


class ServiceSettings(BaseSettings):
    """Each field is the environment variable of its name in capitals after `JUESUAN_`."""

    model_config = SettingsConfigDict(env_prefix="JUESUAN_", frozen=True)

    data: Path = Field(Path("juesuan-data"), description="folder of the databases and, by default, of all files")
    database_url: Annotated[SecretStr, AfterValidator(_of_postgresql)] | None = Field(
        None,
        description="`postgresql://user:password@host/database`, for many machines; else SQLite in DATA",
    )
    storage: str | None = Field(
        None,
        description="any fsspec URL (`s3://bucket/prefix`) for inputs and results; else `DATA/storage`",
    )
    host: str = Field("127.0.0.1", description="address to listen on; another one needs an API key")
    port: int = Field(8000, ge=0, le=65535, description="port to listen on")
    workers: int = Field(
        CORES, ge=0, description="documents that a worker converts at a time (cores); the same on all machines"
    )
    ocr: OcrName = Field("rapidocr", description="engine that reads scanned pages")
    rasterizer: Rasterizer = Field("pdfium", description="program that draws PDF pages")
    layouts: Path | None = Field(None, description="folder of your own layouts, on top of the shipped")
    page_seconds: float = Field(Limits().page_seconds, gt=0, description="time limit of a page")
    document_seconds: float = Field(Limits().document_seconds, gt=0, description="time limit of a document")
    memory_mib: int = Field(Limits().memory_mib, ge=512, description="address space of a converting process")
    max_pages: int = Field(Limits().pages, ge=1, description="pages that a document may have")
    max_body_mib: float = Field(200, gt=0, description="largest upload")
    max_queue: int = Field(10_000, ge=1, description="documents that may wait; more are answered 429")
    requests_per_minute: int = Field(1200, ge=1, description="requests of one key (or, without keys, of one address)")
    lease_seconds: float = Field(15, gt=0, description="silence after which a worker counts as dead")
    webhook_url: str | None = Field(
        None, pattern="^https?://", description="where the end of every document is told, by POST"
    )
    webhook_secret: Annotated[SecretStr, AfterValidator(_signing)] | None = Field(
        None, description="signs webhooks (standardwebhooks.com)"
    )

    @property
    def database(self) -> str:
        """SQLAlchemy's URL of the database of documents and facts."""
        return self._url("documents", "postgresql+psycopg")

    @property
    def jobs_database(self) -> str:
        """DBOS's URL of its own tables: the same PostgreSQL database (its schema `dbos`), or a SQLite file."""
        return self._url("jobs", "postgresql")

    def _url(self, name: str, driver: str) -> str:
        if self.database_url is None:
            return f"sqlite:///{self.data.resolve() / name}.sqlite"
        return f"{driver}://{self.database_url.get_secret_value().partition('://')[2]}"

    @property
    def storage_url(self) -> str:
        """Fsspec's URL of inputs and results."""
        return self.storage or str(self.data.resolve() / "storage")

    @property
    def conversion(self) -> Settings:
        """What decides a document's result."""
        return Settings(None, self.rasterizer, self.ocr, self.layouts)

    @property
    def limits(self) -> Limits:
        """What one document may take."""
        return Limits(self.page_seconds, self.document_seconds, self.memory_mib, self.max_pages)
