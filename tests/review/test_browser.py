"""The desk in a real browser: documents are handed in, doubts decided by keyboard, the result signed and exported."""

import csv
import json
import re
import shutil
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import expect

from extractor.document import Document
from extractor.outputs import write_document
from extractor.outputs.export import results_in
from extractor.outputs.exporting import export
from tests.review.conftest import WRONG
from tests.review.desks import PATIENCE_MS, at_work, chromium, desk, opened, pressed, ready, spot_of

expect.set_options(timeout=PATIENCE_MS)
NASTY = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"


@pytest.fixture(scope="module")
def browser():
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def folder(tmp_path_factory, misread_document, exported) -> Path:
    """Results of a document with a misread figure, and of one whose texts are markup."""
    out = tmp_path_factory.mktemp("desk") / "out"
    write_document(misread_document, out / "misread")
    write_document(nasty(exported), out / "nasty")
    return out


@pytest.fixture(scope="module")
def address(folder, samples):
    with desk(folder, "--originals", samples, "--as", "王") as url:
        yield url


def nasty(document: Document) -> Document:
    """The document with markup in every text that the desk shows."""
    table = document.tables[0]
    cells = tuple(cell.model_copy(update={"text": NASTY}) for cell in table.cells)
    facts = tuple(
        fact.model_copy(
            update={"raw": NASTY, "label": NASTY, "status": "suspect", "notes": (NASTY,), "alternatives": (NASTY,)}
        )
        for fact in table.facts
    )
    first = table.model_copy(update={"title": NASTY, "cells": cells, "facts": facts})
    source = document.source.model_copy(update={"file": f"{NASTY}.pdf"})
    figures = tuple(figure.model_copy(update={"sentence": NASTY + figure.raw}) for figure in document.narrative)
    return document.model_copy(
        update={"unit_name": NASTY, "source": source, "tables": (first, *document.tables[1:]), "narrative": figures}
    )


def open_page(page, name: str) -> None:
    page.get_by_role("row").filter(has_text=name).get_by_role("link").click()
    page.locator("#strip a[aria-current]").wait_for()


def open_document(page, name: str) -> None:
    open_page(page, name)
    at_work(page)


def test_a_correction_turns_a_check_and_the_document_is_signed_and_exported(browser, address, folder, tmp_path):
    page = opened(browser, address)
    open_document(page, "model-exported.pdf")
    target = page.locator("#tables td.open", has_text=re.compile(r"^68\.40$"))
    target.click()
    expect(page.locator("#value")).to_have_value("68.40")
    failing = page.locator("#panel .c-fails")
    expect(failing.first).to_contain_text("30")
    # A sum asks for the right value: the key 1 takes it, Enter keeps it.
    expect(page.locator("#panel .alternative").first).to_contain_text("38.40")
    page.keyboard.press("r")
    page.keyboard.type("3 read as 6")
    page.keyboard.press("Escape")
    page.keyboard.press("1")
    expect(page.locator("#value")).to_have_value("38.40")
    page.keyboard.press("Enter")
    # The neighbours are proved: no doubt is left.
    expect(page.locator("#counts")).to_contain_text("No doubt is left")
    expect(page.locator("#panel .c-holds").first).to_be_visible()
    expect(page.locator("#panel .c-fails")).to_have_count(0)
    page.keyboard.press("Shift+S")
    expect(page.locator(".signature")).to_contain_text("王")
    expect(page.locator("tbody tr")).to_have_count(2)
    expect(page.locator("tbody tr").last).to_contain_text("68.40")
    expect(page.locator("tbody tr").last).to_contain_text("38.40")
    expect(page.locator("tbody tr").last).to_contain_text("3 read as 6")
    expect(page.locator("tbody tr").last).to_contain_text("fails → holds")
    page.goto(address)
    expect(page.get_by_role("row").filter(has_text="model-exported.pdf")).to_contain_text("reviewed")
    assert page.complaints == []

    reading = json.loads((folder / "misread" / "document.json").read_text())
    table = next(table for table in reading["tables"] if table["id"] == WRONG.table)
    assert "68.40" in {fact["value"] for fact in table["facts"]}, "the reading stays as it was"
    lines = [json.loads(line) for line in (folder / "misread" / "facts.jsonl").read_text().splitlines()]
    (fact,) = [fact for fact in lines if (fact["table"], fact["row"], fact["column"]) == tuple(WRONG)]
    assert (fact["value"], fact["raw"], fact["status"]) == ("38.40", "68.40", "corrected-by-hand")
    export(results_in([folder / "misread"]), "csv", tmp_path / "all")
    with (tmp_path / "all" / "decisions.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [(row["decision"], row["before"], row["after"], row["who"], row["why"]) for row in rows] == [
        ("correct", "68.40", "38.40", "王", "3 read as 6"),
        ("sign", "", "", "王", ""),
    ]


def test_what_a_document_prints_is_never_markup(browser, address):
    page = opened(browser, address)
    row = page.get_by_role("row").filter(has_text="onerror")
    expect(row).to_contain_text("<script>")
    row.get_by_role("link").click()
    at_work(page)
    expect(page.locator("#panel")).to_contain_text("<script>")
    pressed(page, "x")
    page.keyboard.press("h")
    expect(page.locator("h1")).to_contain_text("<script>")
    expect(page.locator("tbody tr")).to_have_count(1)
    assert "owned" not in page.title()
    assert page.locator("img[src=x]").count() == 0
    assert page.complaints == []


def test_a_decision_on_its_way_is_neither_lost_nor_made_twice(browser, address):
    page = opened(browser, address)
    open_document(page, "onerror")
    page.keyboard.press("h")
    page.locator("table.rows").wait_for()
    made = page.locator("tbody tr:not(.none)").count()
    page.keyboard.press("Escape")
    at_work(page)
    held = []
    page.route("**/spots/*", lambda route: held.append(route) if route.request.method == "POST" else route.continue_())
    with page.expect_request("**/spots/*"):
        page.keyboard.press("x")
    page.keyboard.press("Enter")  # what it would decide about is not on the page yet
    page.keyboard.press("h")
    expect(page.locator("#value")).to_be_attached()
    (route,) = held
    route.continue_()
    expect(page.locator("tbody tr")).to_have_count(made + 1)
    assert len(held) == 1


def test_a_scan_is_handed_in_read_and_ten_doubts_are_decided_by_keyboard(browser, address, folder, samples, tmp_path):
    scan = tmp_path / "自评表.pdf"
    with pikepdf.open(samples / "model-mixed.pdf") as whole, pikepdf.new() as some:
        some.pages.extend(whole.pages[21:23])
        some.save(scan)
    page = opened(browser, address)
    ready(page)
    page.locator("#file").set_input_files(scan)
    row = page.get_by_role("row").filter(has_text="自评表.pdf")
    expect(row.locator("progress")).to_be_visible()
    expect(row.get_by_role("link")).to_be_visible()  # it has ended, told by an event
    assert (folder / "自评表" / "original.pdf").read_bytes() == scan.read_bytes()
    row.get_by_role("link").focus()
    page.keyboard.press("Enter")
    at_work(page)
    expect(page.locator("#picture")).to_have_js_property("complete", True)
    left = int(page.locator("#counts strong").inner_text())
    assert left >= 12
    for key in ("Enter", "Enter", "x", "Enter", "Enter", "w", "Enter", "Enter", "Enter", "Enter"):
        pressed(page, key)
    expect(page.locator("#counts strong")).to_have_text(str(left - 10))
    # Typing corrects, also text; what is typed and not kept outlives a reload, like the cursor and all decisions.
    page.keyboard.press("e")
    page.keyboard.type("无偏差")
    at = spot_of(page)
    page.reload()
    at_work(page)
    assert spot_of(page) == at
    expect(page.locator("#value")).to_have_value("无偏差")
    expect(page.locator("#counts strong")).to_have_text(str(left - 10))
    page.locator("#value").press("Enter")
    expect(page.locator("#counts strong")).to_have_text(str(left - 11))
    page.keyboard.press("u")
    expect(page.locator("#counts strong")).to_have_text(str(left - 10))
    assert spot_of(page) == at
    decisions = [json.loads(line) for line in (folder / "自评表" / "decisions.jsonl").read_text().splitlines()]
    assert [row["kind"] for row in decisions[-2:]] == ["correct", "undo"] and len(decisions) == 12
    assert page.complaints == []


def test_cursor_table_and_picture_go_together(browser, address):
    page = opened(browser, address)
    open_page(page, "model-exported.pdf")
    page.locator("#strip a[data-page='6']").click()
    expect(page.locator("#work")).to_have_attribute("data-page", "6")
    box = page.locator("#boxes rect").nth(40)
    spot = box.get_attribute("data-spot")
    box.dispatch_event("click")
    expect(page.locator("#panel")).to_have_attribute("data-spot", spot)
    expect(page.locator(f"#tables [data-spot='{spot}']")).to_have_class(re.compile("here"))
    page.keyboard.press("ArrowDown")
    expect(page.locator("#panel")).not_to_have_attribute("data-spot", spot)
    page.keyboard.press("]")
    expect(page.locator("#work")).to_have_attribute("data-page", "7")


def test_the_pages_speak_chinese_to_a_chinese_browser(browser, address):
    page = opened(browser, address, "zh-CN")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(page.locator("h1")).to_contain_text("审核")


def test_an_empty_folder_tells_a_newcomer_what_to_do(browser, tmp_path):
    with desk(tmp_path / "empty") as url:
        page = opened(browser, url)
        expect(page.get_by_role("heading", name="Begin with a document")).to_be_visible()
        expect(page.get_by_text("Choose files")).to_be_visible()
        shutil.rmtree(tmp_path / "empty")
