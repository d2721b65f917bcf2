"""The long-running commands: the service and the worker, each until it is told to end."""

from __future__ import annotations

import logging
import signal
import threading

import uvicorn

from extractor.errors import InputError
from extractor.layouts import load_layouts
from extractor.service.database import Database
from extractor.service.http import create_app
from extractor.service.http.access import local
from extractor.service.jobs import Jobs
from extractor.service.keys import Keys
from extractor.service.logs import log_as_json
from extractor.service.people import People
from extractor.service.settings import ServiceSettings
from extractor.service.storage import Storage
from extractor.service.worker import Worker
from extractor.service.workroom import workroom

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
    uvicorn.Server(config).run()


def work(settings: ServiceSettings) -> None:
    """Take documents from the queue until SIGTERM or Ctrl-C.  Raises as `_prepared` does."""
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    database = _prepared(settings)
    log_as_json()
    jobs = Jobs(settings)
    with workroom(settings.data) as room:
        worker = Worker(settings, database, Storage(settings.storage_url), jobs, room)
        worker.start()
        log.info("worker takes documents", extra={"at_a_time": settings.workers})
        ended.wait()
        worker.stop()
    jobs.close()
    database.close()


def _prepared(settings: ServiceSettings) -> Database:
    """The database, ready.  What would fail every document is told now.

    Raises `LayoutError`, `OutputError` or `EngineError` for what cannot be used: layouts, data, database, storage.
    """
    load_layouts(settings.layouts)
    database = Database(settings)
    database.prepare()
    Storage(settings.storage_url)
    return database
