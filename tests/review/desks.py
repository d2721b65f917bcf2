"""The desk in a process of its own, and a browser that looks at it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
from playwright.sync_api import Browser, Page, sync_playwright

from tests.service.servers import ROOT, free_port, until

CHROMIUM = Path("/usr/bin/chromium")
# A guard against hangs, not a measure.
PATIENCE_MS = 300_000


@contextmanager
def desk(folder: Path, *options: object) -> Iterator[str]:
    """`juesuan review FOLDER`: its address."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = [
        sys.executable,
        "-c",
        "from extractor.cli import main; main()",
        "review",
        folder,
        "--port",
        port,
        *options,
    ]
    log = folder.parent / f"{folder.name}.log"
    with log.open("a") as stream:
        own = os.environ | {"PYTHONPATH": str(ROOT)}
        process = subprocess.Popen(list(map(str, command)), env=own, stdout=stream, stderr=stream)
    try:
        until(lambda: process.poll() is not None or answers(url), "the desk answers")
        assert process.poll() is None, log.read_text()
        yield url
    finally:
        process.kill()
        process.wait()


def answers(url: str) -> bool:
    with suppress(httpx.TransportError):
        return httpx.get(url, follow_redirects=True).is_success
    return False


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield browser
        browser.close()


def opened(browser: Browser, url: str, language: str = "en") -> Page:
    """A page of a new visitor; what its console complains of fails the test that asks."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale=language)
    page = context.new_page()
    page.complaints = []  # type: ignore[attr-defined]
    page.on("console", lambda message: message.type == "error" and page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.set_default_timeout(PATIENCE_MS)
    page.goto(url)
    return page


def ready(page: Page) -> None:
    """Wait until the start page takes files."""
    page.locator("body[data-ready]").wait_for()


def at_work(page: Page) -> None:
    """Wait until the page's scripts have put the cursor on a place."""
    page.locator("#tables .here").first.wait_for(state="attached")


def spot_of(page: Page) -> str:
    """The place under the cursor."""
    return page.locator("#panel").get_attribute("data-spot") or ""


def pressed(page: Page, key: str) -> None:
    """Press a key that moves the cursor, and wait until it has moved."""
    before = spot_of(page)
    page.keyboard.press(key)
    page.locator(f'#panel:not([data-spot="{before}"])').wait_for(state="attached")
    at_work(page)
