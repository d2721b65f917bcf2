import dataclasses

from extractor.narrative.text_rows import read_rows
from tests.building import read_grid
from tests.narrative.writing import page_of, typeset


def test_page_numbers_are_running():
    pages = [page_of(["  正文一行。"], n, foot=f"— {n} —") for n in (1, 2, 3)]
    found = read_rows(pages)
    assert [[row.text for row in page.running] for page in found] == [["— 1 —"], ["— 2 —"], ["— 3 —"]]
    assert [[row.text for row in page.rows] for page in found] == [["正文一行。"]] * 3


def test_a_foot_that_repeats_is_running_and_one_that_does_not_is_text():
    pages = [page_of(["  正文。"], n, foot=f"第 {n} 页") for n in (1, 2, 3)] + [page_of(["  正文。"], 4, foot="印章")]
    found = read_rows(pages)
    assert [len(page.running) for page in found] == [1, 1, 1, 0]
    assert found[3].rows[-1].text == "印章"


def test_runs_at_one_height_are_one_row():
    page = dataclasses.replace(page_of([]), lines=[typeset("12", 500, 200.5), typeset("一、收入决算表", 70, 200)])
    assert [row.text for row in read_rows([page])[0].rows] == ["一、收入决算表 12"]


def test_a_frame_around_one_text_is_text():
    page = dataclasses.replace(page_of(["  正文。"]), tables=[read_grid([["某某单位"]], top=300)])
    found = read_rows([page])[0]
    assert [row.text for row in found.rows] == ["正文。", "某某单位"]
    assert found.tables == ()
