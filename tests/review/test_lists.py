"""Lists of thousands come page by page, by keyboard, and are found again as they were left."""

import json
import os

import pytest
from playwright.sync_api import expect
from starlette.testclient import TestClient

from extractor.pipeline import Settings
from extractor.review import reading_of
from extractor.review.deciding import of_document
from extractor.review.store import DECISIONS_FILE, DecisionFile
from extractor.service.http.pages.alone import create_desk
from tests.review.desks import PATIENCE_MS, chromium, desk, opened

expect.set_options(timeout=PATIENCE_MS)
DOCUMENTS, DECISIONS = 250, 150


@pytest.fixture(scope="module")
def small(exported):
    """A document of one table."""
    empty = dict.fromkeys(("scorecards", "other_tables", "checks", "narrative", "messages", "sections"), ())
    return exported.model_copy(update={"tables": exported.tables[:1], "pages": exported.pages[:1], **empty})


@pytest.fixture(scope="module")
def page(tmp_path_factory, small, layouts):
    """The desk over many results; about one of them much was decided."""
    out = tmp_path_factory.mktemp("lists") / "out"
    for number in range(DOCUMENTS):
        source = small.source.model_copy(update={"file": f"file-{number:03d}.pdf", "sha256": f"{number:064d}"})
        own = {"source": source, "unit_name": f"单位{number % 7}", "year": 2000 + number % 20}
        document = small.model_copy(update=own)
        place = out / f"{number:03d}"
        place.mkdir(parents=True)
        (place / "document.json").write_text(document.model_dump_json(), encoding="utf-8")
        os.utime(place / "document.json", (number, number))
        if number == 0:
            drafts = [of_document(reading_of(document, layouts), "sign", f"人{each}") for each in range(DECISIONS)]
            DecisionFile(place / DECISIONS_FILE).add(drafts)
    with desk(out) as url, chromium() as browser:
        yield opened(browser, url)


def focused(page) -> str:
    return page.evaluate("document.activeElement.closest('tr')?.innerText ?? ''")


def test_the_list_of_documents_turns_pages_by_keyboard(page):
    pager = page.locator(".pager")
    expect(pager).to_contain_text("1 to 100 of 250")
    expect(page.locator("#rows tr")).to_have_count(100)
    page.keyboard.press("j")
    assert "file-249.pdf" in focused(page)  # the newest
    page.keyboard.press("]")
    expect(pager).to_contain_text("101 to 200 of 250")
    assert "file-149.pdf" in focused(page)
    # From the first row up to the page before, from its last one down again.
    page.keyboard.press("k")
    expect(pager).to_contain_text("1 to 100 of 250")
    page.wait_for_function("document.activeElement.closest('tr')?.innerText.includes('file-150.pdf')")
    page.keyboard.press("j")
    expect(pager).to_contain_text("101 to 200 of 250")
    page.wait_for_function("document.activeElement.closest('tr')?.innerText.includes('file-149.pdf')")
    page.keyboard.press("]")
    expect(pager).to_contain_text("201 to 250 of 250")
    expect(page.locator("#rows tr")).to_have_count(50)
    assert page.complaints == []


def test_search_sort_and_page_are_kept_on_the_way_to_a_document_and_back(page):
    page.goto(page.url.partition("?")[0])
    page.keyboard.press("/")
    page.keyboard.type("单位3")
    expect(page.locator("#rows tr")).to_have_count(36)
    expect(page.locator(".pager")).to_have_count(0)
    page.locator("#search").fill("")
    page.locator("select[name=sort]").select_option("name")
    expect(page.locator("#rows tr").first).to_contain_text("file-000.pdf")
    page.locator("#search").press("Escape")
    page.keyboard.press("]")
    expect(page.locator("#rows tr").first).to_contain_text("file-100.pdf")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.locator("#strip a[aria-current]").wait_for()
    page.locator("a.home").click()
    expect(page.locator(".pager")).to_contain_text("101 to 200 of 250")
    expect(page.locator("#rows tr").first).to_contain_text("file-100.pdf")
    expect(page.locator("select[name=sort]")).to_have_value("name")
    page.reload()
    expect(page.locator("#rows tr").first).to_contain_text("file-100.pdf")


def test_a_long_history_comes_page_by_page(page):
    page.goto(page.url.partition("?")[0])
    page.locator("select[name=sort]").select_option("name")
    page.locator("#rows tr").filter(has_text="file-000.pdf").get_by_role("link").click()
    page.locator("#strip a[aria-current]").wait_for()
    page.keyboard.press("h")
    expect(page.locator("tbody tr")).to_have_count(100)
    expect(page.locator("tbody tr").first).to_contain_text(f"人{DECISIONS - 1}")
    page.keyboard.press("]")
    expect(page.locator("tbody tr")).to_have_count(50)
    expect(page.locator("tbody tr").last).to_contain_text("人0")
    page.keyboard.press("[")
    expect(page.locator("tbody tr")).to_have_count(100)


def test_the_results_of_a_batch_are_listed_by_its_manifest_until_one_is_newer(small, tmp_path):
    """No result need be read for the list."""
    place = tmp_path / "out" / "a"
    place.mkdir(parents=True)
    (place / "document.json").write_text("never looked at")
    os.utime(place / "document.json", (1, 1))
    line = {"file": "in/a.pdf", "folder": "a", "state": "incomplete", "kind": "budget", "unit_name": "某局"}
    line |= {"year": 2024, "error": None, "pages": 9, "suspects": 41, "unplaced": 1}
    line |= {"failing_checks": ["x"], "missing_tables": ["income"]}
    (tmp_path / "out" / "manifest.jsonl").write_text(json.dumps(line))
    app = create_desk(tmp_path / "out", "王", [], Settings())
    with TestClient(app, base_url="http://127.0.0.1", headers={"accept-language": "en"}) as client:
        row = client.get("/").text.partition('<tbody id="rows">')[2]
        assert "某局" in row and ">41<" in row and "收入决算表" in row
        (place / "document.json").write_text(small.model_copy(update={"unit_name": "另一局"}).model_dump_json())
        assert "另一局" in client.get("/").text
    # A line that was made is kept for the next start: a result with the same time and size is not read again.
    stamp, size = (place / "document.json").stat().st_mtime_ns, (place / "document.json").stat().st_size
    (place / "document.json").write_text(" " * size)
    os.utime(place / "document.json", ns=(stamp, stamp))
    with TestClient(create_desk(tmp_path / "out", "王", [], Settings()), base_url="http://127.0.0.1") as client:
        assert "另一局" in client.get("/").text
