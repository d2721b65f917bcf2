"""The application: what it is made of, and what it opens and closes."""

from __future__ import annotations

import getpass
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from importlib.metadata import version

from fastapi import Depends, FastAPI
from starlette.concurrency import run_in_threadpool

from extractor.layouts import load_layouts
from extractor.service.database import Database
from extractor.service.decrypt import Decrypter
from extractor.service.documents import Documents
from extractor.service.draw import Drawer
from extractor.service.http import collections, decisions, exports, health, problems, reference, results
from extractor.service.http import documents as document_routes
from extractor.service.http import keys as key_routes
from extractor.service.http.access import Access, OwnName, local
from extractor.service.http.compressed import LEAST_BYTES, Compressed
from extractor.service.http.metrics import Metrics, Timed
from extractor.service.http.pages.assembly import install
from extractor.service.http.pages.pictures import Pictures
from extractor.service.http.pages.place import Desk as ReviewDesk
from extractor.service.http.pages.reviewing import Reviewing
from extractor.service.http.pages.stored import Stored
from extractor.service.http.providers import Parts
from extractor.service.http.strict import known_parameters
from extractor.service.http.uploads import BodyLimit
from extractor.service.intake import Intake
from extractor.service.jobs import Jobs
from extractor.service.keys import Keys
from extractor.service.people import People
from extractor.service.redraw import Redrawer
from extractor.service.reviews import Reviews
from extractor.service.scratch import scratch_folder
from extractor.service.settings import ServiceSettings
from extractor.service.storage import Storage
from extractor.service.visitors import Guests, Neighbours
from extractor.service.worker import Worker

DESCRIPTION = """Disclosed final accounts of Chinese government units become data that can be trusted.

Post a PDF, PNG, JPEG or TIFF file to `/v1/documents`; ask for its state until it is `complete`, `incomplete`
or `nothing-found`; take its facts.
Errors are Problem Details (RFC 9457)."""


def create_app(settings: ServiceSettings) -> FastAPI:
    """The service of one process; it converts, too, unless the settings give it no workers."""
    database = Database(settings)
    documents = Documents(database)
    metrics = Metrics(documents)
    people, reviews = People(database), Reviews(database)

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        await run_in_threadpool(database.prepare)
        storage, keys = Storage(settings.storage_url), Keys(database)
        access = Access(keys, people, settings.requests_per_minute)
        with (
            scratch_folder(settings.data) as scratch,
            closing(Jobs(settings)) as jobs,
            closing(Drawer(settings.limits)) as drawer,
            closing(Decrypter(settings.limits)) as decrypter,
            closing(Redrawer(settings.limits, settings.conversion)) as redrawer,
        ):
            intake = Intake(settings, documents, jobs, storage)
            layouts = load_layouts(settings.layouts)
            shelf = Stored(database, documents, reviews, storage, intake, scratch, layouts)
            reviewing = Reviewing(shelf, layouts, redrawer)
            neighbours = Neighbours(getpass.getuser()) if local(settings.host) else None
            guests = Guests(people, neighbours, keys.any)
            pictures = Pictures(drawer, scratch / "pictures")
            pages = ReviewDesk(shelf, reviewing, pictures, guests, scratch, settings.max_body_mib, decrypter, people)
            app.state.parts = Parts(
                documents, storage, keys, access, metrics, scratch, drawer, decrypter, intake, reviews, pages
            )
            app.state.pages = pages
            worker = Worker(settings, database, storage, jobs, scratch) if settings.workers else None
            if worker:
                await run_in_threadpool(worker.start)
            try:
                yield
            finally:
                if worker:
                    await run_in_threadpool(worker.stop)
        database.close()

    # The framework's pages of documentation would load programs from elsewhere; `reference` has one of our own.
    app = FastAPI(
        title="juesuan",
        version=version("juesuan"),
        description=DESCRIPTION,
        lifespan=life,
        docs_url=None,
        redoc_url=None,
    )
    problems.install(app)
    for routes in (document_routes, results, decisions, collections, exports, key_routes, health):
        app.include_router(routes.router, dependencies=[Depends(known_parameters)])
    app.include_router(reference.router)
    install(app)
    app.add_middleware(BodyLimit, most=settings.max_body_mib)
    app.add_middleware(Compressed, minimum_size=LEAST_BYTES)
    if local(settings.host):
        app.add_middleware(OwnName)
    app.add_middleware(Timed, metrics=metrics)
    return app
