import json
from pathlib import Path

import pytest

from extractor.document import Document
from extractor.errors import OutputError
from extractor.outputs import files, write_document
from extractor.outputs.files import check_target, safe_name


def inside(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_a_document_s_files(exported, tmp_path):
    folder = write_document(exported, tmp_path / "a" / "out")
    assert folder == tmp_path / "a" / "out"
    tables = {f"tables/{n:02d}-{safe_name(table.title)}.json" for n, table in enumerate(exported.tables, 1)}
    assert inside(folder) == {"document.json", "facts.jsonl", "narrative.jsonl"} | tables


def test_a_file_a_scorecard(samples, extracted, tmp_path):
    document = extracted(samples / "model-mixed.pdf")
    folder = write_document(document, tmp_path / "out")
    cards = {path for path in inside(folder) if path.startswith("scorecards/")}
    assert cards == {f"scorecards/{card.number:02d}-{safe_name(card.project)}.json" for card in document.scorecards}
    assert "scorecards/01-J残疾人就业保障金.json" in cards


def test_document_json_is_the_document(exported, tmp_path):
    text = (write_document(exported, tmp_path / "out") / "document.json").read_text(encoding="utf-8")
    assert Document.model_validate_json(text) == exported


def test_facts_jsonl_has_every_fact(exported, tmp_path):
    lines = (write_document(exported, tmp_path / "out") / "facts.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["value"] for line in lines] == [fact.value for fact in exported.facts]


def test_an_earlier_run_is_replaced_whole(exported, tmp_path):
    folder = write_document(exported, tmp_path / "out")
    (folder / "tables" / "99-old.json").touch()
    write_document(exported, folder)
    assert "tables/99-old.json" not in inside(folder)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_files_of_others_in_an_earlier_result_stay(exported, tmp_path):
    folder = write_document(exported, tmp_path / "out")
    others = ("notes.txt", "tables/mine.xlsx", "mine/document.json", "mine/tables/01-a.json")
    for name in others:
        (folder / name).parent.mkdir(exist_ok=True, parents=True)
        (folder / name).write_text(name)
    (folder / "link").symlink_to("nowhere")
    write_document(exported.model_copy(update={"year": 1999}), folder)
    assert {name: (folder / name).read_text() for name in others} == {name: name for name in others}
    assert (folder / "link").is_symlink()
    assert json.loads((folder / "document.json").read_text(encoding="utf-8"))["year"] == 1999
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("below", ["out", "out/deep/er"])
def test_a_target_can_be_checked_before_the_work(tmp_path, below):
    check_target(tmp_path / below)
    assert list(tmp_path.iterdir()) == []


def test_a_target_is_refused_before_the_work(exported, tmp_path):
    (tmp_path / "file").touch()
    (tmp_path / "foreign").mkdir()
    (tmp_path / "foreign" / "document.json").write_text("somebody else's")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "link").symlink_to("elsewhere")
    for name in ("file", "foreign", "link", "file/out"):
        with pytest.raises(OutputError) as caught:
            check_target(tmp_path / name)
        assert caught.value.hint


def test_a_folder_without_rights_is_refused_before_the_work(tmp_path, monkeypatch):
    def denied(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(files.tempfile, "TemporaryDirectory", denied)
    with pytest.raises(OutputError, match="Permission denied"):
        check_target(tmp_path / "out")


def test_what_is_no_earlier_run_is_left_alone(exported, tmp_path):
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "mine.txt").touch()
    (tmp_path / "file").touch()
    for name in ("letters", "file"):
        with pytest.raises(OutputError, match="something else"):
            write_document(exported, tmp_path / name)
    assert inside(tmp_path) == {"letters/mine.txt", "file"}


def test_a_failure_leaves_nothing(exported, tmp_path, monkeypatch):
    def full(document: Document) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "fact_lines", full)
    with pytest.raises(OutputError, match="No space left"):
        write_document(exported, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_a_failure_leaves_the_earlier_run(exported, tmp_path, monkeypatch):
    folder = write_document(exported, tmp_path / "out")
    before = inside(folder)

    def denied(self: Path, target: Path) -> None:
        if self.name.startswith(".juesuan-") and not self.name.endswith("-old"):
            raise PermissionError(13, "Permission denied")
        rename(self, target)

    rename = Path.rename
    monkeypatch.setattr(Path, "rename", denied)
    with pytest.raises(OutputError, match="Permission denied"):
        write_document(exported, folder)
    monkeypatch.undo()
    assert inside(folder) == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_file_where_a_folder_should_be(exported, tmp_path):
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(OutputError) as caught:
        write_document(exported, tmp_path / "taken" / "out")
    assert caught.value.hint


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("收入决算表", "收入决算表"),
        ("a/b\\c:d*e?", "a_b_c_d_e_"),
        ("  ..hidden. ", "hidden"),
        ("..", "table"),
        ("", "table"),
        ("tab\tbreak\n", "tab_break_"),
    ],
)
def test_safe_names(title, name):
    assert safe_name(title) == name


def test_long_titles_are_cut():
    assert len(safe_name("表" * 300)) == files.LONGEST_NAME
