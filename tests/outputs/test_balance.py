import re

from extractor.document import PageRecord, Unplaced
from extractor.outputs import balance_lines


def counts(line: str) -> tuple[int, dict[str, int]]:
    """(what was read, where it ended) of one line of the balance."""
    read, _, shares = line.partition(" read: ")
    return int(re.findall(r": (\d+) (?:words|lines)", read)[0]), {
        place: int(number) for place, number in (share.rsplit(" ", 1) for share in shares.split(", "))
    }


def with_unplaced(document, page: int):
    """The document with one word of a page less in a fact and one unplaced."""
    item = Unplaced(page=page, bbox=(1, 2, 3, 4), text="30.00", table="income", reason="row-not-known")
    ink = item.model_copy(update={"text": "", "table": None, "reason": "not-read"})
    pages = [
        p.model_copy(update={"account": p.account | {"fact": p.account["fact"] - 1, "unplaced": 1}})
        if p.number == page
        else p
        for p in document.pages
    ]
    return document.model_copy(update={"pages": tuple(pages), "unplaced": (item, ink)})


def test_a_long_document_shows_the_pages_with_something_unplaced_and_the_sum(exported):
    lines = list(balance_lines(with_unplaced(exported, 6)))
    assert [line.split(":")[0] for line in lines[:3]] == ["page 6", "all pages", "unplaced items"]
    for line in lines[:2]:
        read, shares = counts(line)
        assert sum(shares.values()) == read
        assert shares["unplaced"] == 1
    assert counts(lines[1])[0] == sum(page.account["read"] for page in exported.pages)


def test_every_unplaced_item_is_listed_with_its_place_and_reason(exported):
    *_, item, ink = balance_lines(with_unplaced(exported, 6))
    assert item.split() == ["page", "6", "[1,", "2,", "3,", "4]", "income", "row-not-known", "30.00"]
    assert "not-read" in ink and "(ink that was not read)" in ink


def test_nothing_unplaced_is_said(exported):
    assert list(balance_lines(exported))[-1] == "unplaced items: 0"


def test_a_short_document_shows_all_pages_words_apart_from_lines_and_failures(exported):
    scan = PageRecord(
        number=2, width=1, height=1, kind="scanned", dpi=200, skew=0, account={"read": 3, "label": 2, "unplaced": 1}
    )
    failed = PageRecord(number=3, width=0, height=0, kind="failed", dpi=0, skew=0, note="it has no area")
    first = exported.pages[3].model_copy(update={"number": 1})
    lines = list(balance_lines(exported.model_copy(update={"pages": (first, scan, failed), "unplaced": ()})))
    read = first.account["read"]
    assert lines[0].startswith(f"page 1: {read} words read: ")
    assert lines[1] == "page 2: 3 lines read: label 2, unplaced 1"
    assert lines[2] == "page 3: failed: it has no area"
    assert lines[3].startswith(f"all pages: {read} words read: ")
    assert lines[4] == "all pages: 3 lines read: label 2, unplaced 1"
