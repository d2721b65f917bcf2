"""What the service and the review desk need beyond the plain installation."""

from __future__ import annotations

from extractor.outputs.packages import require

PACKAGES = (
    "alembic",
    "argon2",
    "babel",
    "dbos",
    "fastapi",
    "fsspec",
    "httpx",
    "jinja2",
    "limits",
    "prometheus_client",
    "psycopg",
    "pydantic_settings",
    "python_multipart",
    "sqlalchemy",
    "standardwebhooks",
    "structlog",
    "uvicorn",
)


def require_service() -> None:
    """Raise `PackageError` where the extra `service` is not installed."""
    require(PACKAGES, "service")
