"""What of a page's text can be seen, and what can be seen that is no text."""

from pathlib import Path

import pytest

from extractor.model import Page
from extractor.pages import open_source
from tests.pdfs import shown, write_pdf

WHITE, BLACK = "1 1 1 rg ", "0 0 0 rg "
BODY = "".join(shown(40, 540 - 20 * i, "words of a page", 12) for i in range(8))


def page_of(path: Path, content: str) -> Page:
    source = open_source(write_pdf(path / "a.pdf", [content]))
    try:
        (page,) = source.pages(1)
    finally:
        source.close()
    return page


def texts(page: Page) -> list[str]:
    return [word.text for word in page.words]


@pytest.mark.parametrize(
    "hidden",
    [
        WHITE + shown(40, 300, "9,999.99") + BLACK,
        shown(40, 300, "9,999.99", mode=3),
        shown(40, 300, "9,999.99") + WHITE + "30 290 200 30 re f " + BLACK + shown(40, 300, "1,230.20"),
        WHITE + shown(40, 300, "9,999.99") + BLACK + shown(40, 300, "1,230.20"),
    ],
    ids=["white on white", "invisible", "covered", "white below black"],
)
def test_hidden_text_is_no_word(tmp_path, hidden):
    page = page_of(tmp_path, BODY + hidden)
    assert "9,999.99" not in texts(page)
    assert ("1,230.20" in texts(page)) is ("1,230.20" in hidden)
    assert page.hidden_text


def test_white_text_on_a_dark_fill_is_seen(tmp_path):
    page = page_of(tmp_path, BODY + "0.1 g 30 290 200 30 re f " + WHITE + shown(40, 300, "heading"))
    assert "heading" in texts(page)
    assert not page.hidden_text


def test_two_texts_on_top_of_each_other_are_both_seen(tmp_path):
    page = page_of(tmp_path, BODY + shown(40, 300, "1,111.11") + shown(41, 303, "2,222.22"))
    assert {"1,111.11", "2,222.22"} <= set(texts(page))


def test_what_is_drawn_as_outlines_is_found(tmp_path):
    strokes = "".join(f"{300 + 6 * k} 300 1.2 8 re f {300 + 6 * k} 307 4 1.2 re f " for k in range(6))
    (box,) = page_of(tmp_path, BODY + strokes).drawn
    assert box.holds(315, 595 - 304)


def test_lines_and_fills_are_no_drawn_text(tmp_path):
    table = "0.9 g 40 200 300 40 re f 0 g " + "".join(f"40 {200 + 20 * k} 300 0.6 re f " for k in range(4))
    dotted = "[1 2] 0 d 40 180 m 340 180 l S [] 0 d "
    assert page_of(tmp_path, BODY + table + dotted).drawn == ()
