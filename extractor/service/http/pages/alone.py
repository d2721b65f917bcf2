"""`juesuan review`: the desk over a folder of results, for this machine alone."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from extractor.errors import InputError
from extractor.layouts import load_layouts
from extractor.pipeline import Settings
from extractor.service.choices import Limits
from extractor.service.convert import Converter
from extractor.service.decrypt import Decrypter
from extractor.service.draw import Drawer
from extractor.service.http import problems
from extractor.service.http.access import OwnName
from extractor.service.http.compressed import LEAST_BYTES, Compressed
from extractor.service.http.pages.assembly import install
from extractor.service.http.pages.folder import Folder
from extractor.service.http.pages.pictures import Pictures
from extractor.service.http.pages.place import Desk
from extractor.service.http.pages.reviewing import Reviewing
from extractor.service.http.uploads import BodyLimit
from extractor.service.redraw import Redrawer
from extractor.service.visitors import Neighbours

HOST = "127.0.0.1"
MOST_MIB = 200.0
GRACE = 3


def review(out: Path, port: int, name: str, originals: Sequence[Path], settings: Settings) -> None:
    """Answer on this machine until Ctrl-C.  Raises `InputError` where the folder is none, `LayoutError`."""
    if out.exists() and not out.is_dir():
        raise InputError("is no folder", file=out, hint="Give a folder of results, or one that is to be made")
    app = create_desk(out, name, originals, settings)
    config = uvicorn.Config(
        app, host=HOST, port=port, log_level="warning", server_header=False, timeout_graceful_shutdown=GRACE
    )
    uvicorn.Server(config).run()


def create_desk(out: Path, name: str, originals: Sequence[Path], settings: Settings) -> FastAPI:
    """The application."""
    layouts = load_layouts(settings.layouts)

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        out.mkdir(parents=True, exist_ok=True)
        limits = Limits()
        with (
            tempfile.TemporaryDirectory(prefix="juesuan-") as room,
            closing(Drawer(limits)) as drawer,
            closing(Decrypter(limits)) as decrypter,
            Converter(1, limits) as converter,
            closing(Redrawer(limits, settings)) as redrawer,
            closing(Folder(out, originals, settings, layouts, converter)) as shelf,
        ):
            reviewing = Reviewing(shelf, layouts, redrawer)
            pictures = Pictures(drawer, Path(room))
            app.state.pages = Desk(shelf, reviewing, pictures, Neighbours(name), Path(room), MOST_MIB, decrypter)
            yield

    app = FastAPI(title="juesuan", lifespan=life, docs_url=None, redoc_url=None, openapi_url=None)
    problems.install(app)
    install(app)
    app.add_middleware(BodyLimit, most=MOST_MIB)
    app.add_middleware(Compressed, minimum_size=LEAST_BYTES)
    app.add_middleware(OwnName)
    return app
