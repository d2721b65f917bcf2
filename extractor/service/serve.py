"""The long-running commands: the service and the worker, each until it is told to end."""

from __future__ import annotations

import logging
import shutil
import signal
import socket
import threading

import uvicorn

from extractor.errors import EngineError, InputError
from extractor.layouts import load_layouts
from extractor.service.database import Database
from extractor.service.http import create_app
from extractor.service.http.access import local
from extractor.service.jobs import Jobs
from extractor.service.keys import Keys
from extractor.service.logs import log_as_json
from extractor.service.people import People
from extractor.service.scratch import scratch_folder
from extractor.service.settings import ServiceSettings
from extractor.service.storage import Storage
from extractor.service.worker import Worker

# Seconds for requests in work when the service is told to end.
GRACE = 10

log = logging.getLogger(__name__)


def serve(settings: ServiceSettings) -> None:
    """Answer HTTP until SIGTERM or Ctrl-C.

    Raises `InputError` where others could come in without a key, and as `_prepared` does.
    """
    database = _prepared(settings)
    open_door = not (Keys(database).any() or People(database).any())
    database.close()
    if open_door and not local(settings.host):
        raise InputError(
            f"without any API key the service listens on 127.0.0.1 only, not on {settings.host}",
            hint="Make one with `juesuan keys create NAME`",
        )
    listening = _bound(settings)
    log_as_json()
    if open_door:
        log.warning("no API key exists: everybody on this machine may use the service")
    config = uvicorn.Config(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        log_config=None,
        timeout_graceful_shutdown=GRACE,
        server_header=False,
    )
    uvicorn.Server(config).run([listening])


def _bound(settings: ServiceSettings) -> socket.socket:
    """The socket to listen on.  Raises `InputError` where that is impossible: before any worker starts."""
    try:
        family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
        return socket.create_server((settings.host, settings.port), family=family, backlog=2048)
    except OSError as error:
        where = f"{settings.host}:{settings.port}"
        hint = "Choose another with --host and --port (JUESUAN_HOST, JUESUAN_PORT)"
        raise InputError(f"cannot listen on {where}: {error.strerror}", hint=hint) from error


def work(settings: ServiceSettings) -> None:
    """Take documents from the queue until SIGTERM or Ctrl-C.  Raises as `_prepared` does."""
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    database = _prepared(settings)
    log_as_json()
    jobs = Jobs(settings)
    with scratch_folder(settings.data) as scratch:
        worker = Worker(settings, database, Storage(settings.storage_url), jobs, scratch)
        worker.start()
        log.info("worker takes documents", extra={"at_a_time": settings.workers})
        ended.wait()
        worker.stop()
    jobs.close()
    database.close()


def _prepared(settings: ServiceSettings) -> Database:
    """The database, ready.  What would fail every document is told now.

    Raises `LayoutError`, `OutputError` or `EngineError` for what cannot be used: layouts, programs, data, database,
    storage.
    """
    load_layouts(settings.layouts)
    _check_programs(settings)
    database = Database(settings)
    database.prepare()
    Storage(settings.storage_url)
    return database


def _check_programs(settings: ServiceSettings) -> None:
    """Raise `EngineError` where a program that the settings choose is not here."""
    for chosen, program, package in (
        (settings.ocr == "tesseract", "tesseract", "tesseract-ocr tesseract-ocr-chi-sim"),
        (settings.rasterizer == "poppler", "pdftoppm", "poppler-utils"),
    ):
        if chosen and settings.workers and shutil.which(program) is None:
            raise EngineError(f"{program} is not installed", hint=f"apt-get install {package}")
