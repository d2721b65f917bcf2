"""What `juesuan layouts check` finds in a folder of layouts."""

from pathlib import Path

import pytest

from extractor.layouts import shipped_folder
from extractor.layouts.faults import find_faults

FORM = """id: {id}
title: {title}
titles: [{title}]
rows: labels
blocks:
  - prefix: ''
    columns:
      - {{key: 金额, names: [金额]}}
    rows:
      - {{label: 固定资产}}
"""


def put(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def told(folder: Path) -> list[str]:
    return [str(fault).removeprefix(f"{folder}/") for fault in find_faults(folder)]


def test_the_shipped_layouts_have_no_fault():
    assert find_faults(shipped_folder()) == []


def test_a_good_folder_has_none(tmp_path):
    put(tmp_path, "tables/assets.yaml", FORM.format(id="assets", title="资产情况表"))
    assert find_faults(tmp_path) == []


@pytest.mark.parametrize(
    ("more", "line", "said"),
    [
        ("identities:\n  - {id: a, kind: sum, total: '固定资产|年末数', parts: ['固定资产|金额']}\n", 12, "年末数"),
        ("identities:\n  - {id: a, kind: columns, total: 合计, parts: [金额]}\n", 12, "合计"),
        ("colour: red\n", 11, "colour"),
        ("typical_codes: '('\n", 11, "typical_codes"),
    ],
)
def test_a_fault_is_told_with_file_line_and_key(tmp_path, more, line, said):
    put(tmp_path, "tables/assets.yaml", FORM.format(id="assets", title="资产情况表") + more)
    (fault,) = told(tmp_path)
    assert fault.startswith(f"tables/assets.yaml:{line}: ")
    assert said in fault


def test_files_that_nothing_reads(tmp_path):
    put(tmp_path, "assets.yaml", FORM.format(id="assets", title="资产情况表"))
    put(tmp_path, "tables/notes.txt", "")
    assert [text.split(":")[0] for text in told(tmp_path)] == ["assets.yaml", "tables/notes.txt"]


def test_ids_and_titles_that_two_forms_have(tmp_path):
    put(tmp_path, "tables/one.yaml", FORM.format(id="assets", title="资产情况表"))
    put(tmp_path, "tables/two.yaml", FORM.format(id="assets", title="资产表"))
    assert told(tmp_path) == ["tables/two.yaml:1: id: assets is also the id of one.yaml"]
    put(tmp_path, "tables/two.yaml", FORM.format(id="debts", title="收入决算表"))
    assert told(tmp_path) == ["tables/two.yaml:3: titles.0: 收入决算表 is also a title of income"]


def test_tables_between_which_an_identity_stands(tmp_path):
    put(
        tmp_path,
        "identities.yaml",
        "identities:\n  - {id: a, kind: equal, cells: ['incomes:合计|本年收入合计', 'income:合计|本年收入合计']}\n",
    )
    (fault,) = told(tmp_path)
    assert "no table incomes" in fault


CARD = """id: {id}
like: project_self_evaluation
titles: [某某评价表]
"""


def test_a_scorecard_like_a_shipped_one_has_no_fault(tmp_path):
    put(tmp_path, "scorecards/mine.yaml", CARD.format(id="mine"))
    assert told(tmp_path) == []


def test_faults_of_scorecards_are_told_with_file_and_line(tmp_path):
    put(tmp_path, "scorecards/a.yaml", CARD.format(id="mine") + "colour: red\n")
    (fault,) = told(tmp_path)
    assert fault.startswith("scorecards/a.yaml:4: colour")
    put(tmp_path, "scorecards/a.yaml", CARD.format(id="mine").replace("project_self_evaluation", "no_form"))
    (fault,) = told(tmp_path)
    assert fault.startswith("scorecards/a.yaml:2: like: no such scorecard: no_form")


def test_two_scorecards_of_one_id(tmp_path):
    put(tmp_path, "scorecards/a.yaml", CARD.format(id="mine"))
    put(tmp_path, "scorecards/b.yaml", CARD.format(id="mine"))
    assert told(tmp_path) == ["scorecards/b.yaml:1: id: mine is also the id of a.yaml"]
