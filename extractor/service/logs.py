"""Structured logs: one JSON object a line on stderr, with what a message is about (job, document) as fields."""

from __future__ import annotations

import logging
import sys

import structlog

# They tell of every request and every page of theirs.
QUIET = ("httpx", "alembic", "dbos", "pikepdf", "uvicorn.access")


def _without_colours(_: object, __: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Uvicorn says its messages twice, once for terminals."""
    event.pop("color_message", None)
    return event


def log_as_json() -> None:
    """Have every logger of this process write JSON."""
    added: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _without_colours,
    ]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=added,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                structlog.processors.EventRenamer("message"),
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
