"""The balance of a document as lines for people: what was read on its pages, and where it ended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from extractor.document import Document, PageRecord

# A document of so few pages shows all of them; a longer one those on which something is unplaced.
FEW_PAGES = 5
_PIECES = {"exported": "words", "scanned": "lines", "blank": "lines"}


def balance_lines(document: Document) -> Iterator[str]:
    """What was read, page by page and in all; then what is unplaced.

    In every line the numbers of the places add up to what was read; words (of exported pages) and lines (of scanned
    ones) are counted apart.
    """
    shown = {item.page for item in document.unplaced}
    if len(document.pages) <= FEW_PAGES:
        shown = {page.number for page in document.pages}
    for page in document.pages:
        if page.kind == "failed":
            yield f"page {page.number}: failed: {page.note}"
        elif page.number in shown and page.account:
            yield _line(f"page {page.number}", _PIECES[page.kind], page.account)
    for pieces in dict.fromkeys(_PIECES.values()):
        pages = [page for page in document.pages if _PIECES.get(page.kind) == pieces]
        total = _total(pages)
        if total["read"]:
            yield _line("all pages", pieces, total)
    yield f"unplaced items: {len(document.unplaced)}"
    for item in document.unplaced:
        text = item.text or "(ink that was not read)"
        where = f"  {item.table}" if item.table else ""
        box = ", ".join(f"{side:g}" for side in item.bbox)
        yield f"  page {item.page} [{box}]{where}  {item.reason}  {text}"


def _total(pages: list[PageRecord]) -> Counter[str]:
    return sum((Counter(page.account) for page in pages), Counter())


def _line(name: str, pieces: str, account: Mapping[str, int]) -> str:
    places = sorted((place for place in account if place != "read"), key=lambda place: (-account[place], place))
    shares = ", ".join(f"{place} {account[place]}" for place in places)
    return f"{name}: {account['read']} {pieces} read" + (f": {shares}" if shares else "")
