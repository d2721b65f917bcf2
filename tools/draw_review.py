"""The pictures of docs/review.md, from the samples: `python -m tools.draw_review` (needs the dev extra, chromium)."""

import tempfile
from pathlib import Path

from playwright.sync_api import Page

from extractor import extract
from extractor.outputs import write_document
from tests.review.desks import at_work, chromium, desk, opened, pressed

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "samples"
PICTURES = ROOT / "docs" / "pictures"
NAMES = ("model-mixed", "model-exported", "model-scanned")


def taken(page: Page, name: str) -> None:
    """Keep what the page shows."""
    page.wait_for_load_state("networkidle")
    page.mouse.move(0, 0)
    page.screenshot(path=PICTURES / f"review-{name}.png")


def main() -> None:
    """Draw all pictures."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        for name in NAMES:
            write_document(extract(SAMPLES / f"{name}.pdf"), out / name)
        with desk(out, "--originals", SAMPLES, "--as", "王小明") as url, chromium() as browser:
            page = opened(browser, url)
            page.get_by_role("row").filter(has_text="model-scanned.pdf").get_by_role("link").click()
            at_work(page)
            page.keyboard.press("e")
            page.keyboard.press("Escape")
            taken(page, "document")
            pressed(page, "Enter")
            page.goto(url)
            page.get_by_role("row").filter(has_text="model-mixed.pdf").get_by_role("link").click()
            at_work(page)
            for key in ("Enter", "Enter", "x", "Enter", "w"):
                pressed(page, key)
            pressed(page, "u")
            page.keyboard.press("h")
            page.locator("table.rows").wait_for()
            taken(page, "history")
            page.goto(url)
            taken(page, "start")
            page.get_by_role("row").filter(has_text="model-exported.pdf").get_by_role("link").click()
            page.locator("#strip a[data-page='6']").click()
            page.locator("#work[data-page='6']").wait_for()
            page.keyboard.press("g")
            page.locator(".drawing line").first.wait_for(state="attached")
            page.locator(".drawing [data-name='column 4']").focus()
            taken(page, "structure")


if __name__ == "__main__":
    main()
