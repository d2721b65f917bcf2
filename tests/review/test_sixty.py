"""Sixty suspects by keyboard alone: how many keys and answers of the desk that takes.

No time is asserted: how fast a person reads is not measured here.  What the desk can do for five minutes is that
nothing but deciding is left to do: a key for a suspect that is right, what is printed and Enter for one that is wrong,
and one answer of the desk for each, which brings the next.
"""

import pytest
from playwright.sync_api import expect

from extractor.outputs import write_document
from tests.review.desks import PATIENCE_MS, at_work, chromium, desk, opened

expect.set_options(timeout=PATIENCE_MS)
SUSPECTS = 60
KEYS_COUNTED = "window.keys = 0; addEventListener('keydown', () => { window.keys += 1; }, true);"


@pytest.fixture(scope="module")
def doubted(exported):
    """The sample with so many suspects, and what is printed where they are misread: of ten one has another reading to
    take, one is to be typed.
    """
    printed: dict[str, str] = {}
    number = 0

    def suspect(fact):
        nonlocal number
        if number == SUSPECTS or not fact.unit or not fact.value[0].isdigit():
            return fact
        number += 1
        update = {"status": "suspect", "notes": ("read with confidence 0.50",)}
        if number % 10 in (2, 5):
            wrong = f"{number}{fact.value}"
            printed[wrong] = fact.value
            update |= {"value": wrong, "raw": wrong, "alternatives": (fact.value,) if number % 10 == 2 else ()}
        return fact.model_copy(update=update)

    tables = tuple(table.model_copy(update={"facts": tuple(map(suspect, table.facts))}) for table in exported.tables)
    pages = tuple(page.model_copy(update={"kind": "scanned"}) for page in exported.pages)
    return exported.model_copy(update={"tables": tables, "pages": pages, "checks": (), "unplaced": ()}), printed


@pytest.fixture(scope="module")
def address(tmp_path_factory, doubted, samples):
    folder = tmp_path_factory.mktemp("desk") / "out"
    write_document(doubted[0], folder / "doubted")
    with desk(folder, "--originals", samples, "--as", "王") as url:
        yield url


def decided(page, key: str) -> None:
    """Press a key that decides, and wait until the desk has answered with another panel."""
    page.evaluate("document.getElementById('panel').dataset.old = ''")
    page.keyboard.press(key)
    page.locator("#panel:not([data-old])").wait_for(state="attached")
    at_work(page)


def test_sixty_suspects_take_a_key_each_and_an_answer_each(address, doubted):
    _, printed = doubted
    asked: list[str] = []
    with chromium() as browser:
        page = opened(browser, address)
        page.locator("body[data-ready]").wait_for()
        page.keyboard.press("j")
        page.keyboard.press("Enter")
        at_work(page)
        expect(page.locator("#counts strong")).to_have_text(str(SUSPECTS))
        page.evaluate(KEYS_COUNTED)
        page.on("request", lambda request: request.resource_type in ("xhr", "fetch") and asked.append(request.url))
        decisions = typed = taken = 0
        while page.locator("#counts strong").count():
            key = "x" if decisions % 20 == 8 else "Enter"
            right = printed.get(page.locator("#value").input_value())
            if right is not None:
                key = "Enter"
                offered = page.locator("#panel .alternative").evaluate_all("all => all.map(one => one.dataset.text)")
                if offered[:1] == [right]:
                    page.keyboard.press("1")
                    taken += 1
                else:
                    page.keyboard.type(right)
                    typed += len(right)
                expect(page.locator("#value")).to_have_value(right)
            decided(page, key)
            decisions += 1
        expect(page.locator("#counts")).to_contain_text("No doubt is left")
        # Sums that hold with what was decided settle some neighbours, which take no key at all.
        assert SUSPECTS / 2 <= decisions <= SUSPECTS
        assert taken and typed
        assert page.evaluate("window.keys") == decisions + typed + taken
        assert len(asked) == decisions, asked
        page.keyboard.press("Shift+S")
        expect(page.locator(".signature")).to_contain_text("王")
        expect(page.locator("tbody tr")).to_have_count(decisions + 1)
        assert page.complaints == []
