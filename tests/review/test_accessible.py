"""The desk's pages pass axe-core's rules of WCAG 2.2 AA, and work by keyboard alone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from extractor.outputs import write_document
from tests.review.desks import PATIENCE_MS, at_work, chromium, desk, opened

expect.set_options(timeout=PATIENCE_MS)
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


@pytest.fixture(scope="module")
def page(tmp_path_factory, misread_document, samples):
    folder = tmp_path_factory.mktemp("desk") / "out"
    write_document(misread_document, folder / "misread")
    with desk(folder, "--originals", samples) as url, chromium() as browser:
        yield opened(browser, url)


def faults(page: Page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{each['id']}: {each['help']}: {each['nodes'][0]['html'][:200]}" for each in found]


def test_start_document_structure_help_and_history(page):
    assert faults(page) == []
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    at_work(page)
    assert faults(page) == []
    page.keyboard.press("g")
    grip = page.locator(".drawing [data-name='column 1']")
    grip.wait_for(state="attached")
    assert faults(page) == []
    before = grip.get_attribute("aria-valuenow")
    grip.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(grip).to_have_attribute("aria-valuenow", str(int(before) + 3))
    page.keyboard.press("Escape")
    expect(page.locator(".drawing")).to_have_count(0)
    page.keyboard.press("?")
    assert faults(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("h")
    page.locator("table.rows").wait_for()
    assert faults(page) == []


def test_single_keys_can_be_turned_off(page):
    page.go_back()
    at_work(page)
    page.keyboard.press("?")
    page.locator("#single-keys").uncheck()
    page.keyboard.press("Escape")
    address = page.url
    page.keyboard.press("h")
    page.keyboard.press("x")
    expect(page.locator("#counts strong")).not_to_have_text("0")
    assert page.url == address
