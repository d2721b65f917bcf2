import shutil
import sqlite3
from pathlib import Path

import pytest

from extractor.errors import DamagedError, MissingFileError, OutputError, PackageError
from extractor.outputs import packages
from extractor.outputs.export import FORMATS, Result, results_in
from extractor.outputs.export.tables import ALL
from extractor.outputs.exporting import export

NAMES = [table.name for table in ALL]


def inside(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_results_are_named_by_their_path_below_what_is_given(out):
    assert [result.name for result in results_in([out])] == ["2024/exported", "mixed"]
    assert [result.name for result in results_in([out / "mixed", out / "2024"])] == ["mixed", "exported"]


def test_a_result_that_is_given_twice_is_one(out):
    assert len(results_in([out, out / "mixed", out / "mixed" / "document.json"])) == 2


def test_results_of_one_name_get_numbers(out, tmp_path):
    shutil.copytree(out / "mixed", tmp_path / "mixed")
    assert [result.name for result in results_in([out / "mixed", tmp_path / "mixed"])] == ["mixed", "mixed-2"]


def test_workshops_of_batches_are_no_results(out, tmp_path):
    shutil.copytree(out / "mixed", tmp_path / "a")
    shutil.copytree(out / "mixed", tmp_path / ".juesuan" / "work" / "b")
    assert [result.name for result in results_in([tmp_path])] == ["a"]


@pytest.mark.parametrize("name", ["none", "empty"])
def test_where_no_result_is_there_is_an_error(tmp_path, name):
    (tmp_path / "empty").mkdir()
    with pytest.raises(MissingFileError, match="no result"):
        results_in([tmp_path / name])


@pytest.mark.parametrize("to", ["csv", "parquet"])
def test_a_file_a_table_goes_into_a_folder(results, tmp_path, to):
    export(results, to, tmp_path / "folder")
    assert inside(tmp_path / "folder") == {f"{name}.{to}" for name in NAMES}


@pytest.mark.parametrize("to", ["csv", "parquet", "xlsx", "sqlite", "duckdb"])
def test_a_target_with_the_format_s_suffix_is_one_file(results, tmp_path, to):
    done = export(results, to, tmp_path / "new" / f"a.{to}")
    assert inside(tmp_path) == {f"new/a.{to}"}
    assert (done.documents, done.failures) == (2, ())


def test_a_workbook_a_document_keeps_the_folders(results, tmp_path):
    export(results, "xlsx", tmp_path / "books")
    assert inside(tmp_path / "books") == {"2024/exported.xlsx", "mixed.xlsx"}


def test_databases_have_all_tables_and_keys(results, tmp_path):
    export(results, "sqlite", tmp_path / "a.db")
    with sqlite3.connect(tmp_path / "a.db") as database:
        found = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        assert {name for (name,) in found} == set(NAMES)
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        joined = "SELECT count(*) FROM facts JOIN documents USING (document) WHERE documents.kind = 'final'"
        assert database.execute(joined).fetchone()[0] == sum(
            facts for (facts,) in database.execute("SELECT facts FROM documents")
        )


def test_an_earlier_export_is_replaced_and_other_files_stay(results, tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "facts.csv").write_text("old")
    (tmp_path / "folder" / "mine.txt").write_text("mine")
    export(results, "csv", tmp_path / "folder")
    assert (tmp_path / "folder" / "facts.csv").read_text(encoding="utf-8-sig").startswith("document,fact,")
    assert (tmp_path / "folder" / "mine.txt").read_text() == "mine"


def test_a_result_that_cannot_be_read_is_told_and_the_others_are_written(results, tmp_path):
    (tmp_path / "document.json").write_text('{"version": 7}')
    broken = Result(tmp_path / "document.json", "broken")
    done = export([broken, *results], "csv", tmp_path / "a.csv")
    assert done.documents == 2
    (failure,) = done.failures
    assert isinstance(failure, DamagedError)
    assert "document.json" in str(failure) and "version" in str(failure) and failure.hint


@pytest.mark.parametrize(("to", "there"), [("csv", "file"), ("sqlite", "folder"), ("xlsx", "a.xlsx")])
def test_something_else_in_the_target_s_place_is_left_alone(results, tmp_path, to, there):
    (tmp_path / "file").write_text("mine")
    (tmp_path / "folder").mkdir()
    (tmp_path / "a.xlsx").mkdir()
    with pytest.raises(OutputError, match="something else"):
        export(results, to, tmp_path / there)
    assert (tmp_path / "file").read_text() == "mine"


def test_a_failure_leaves_the_earlier_export_and_nothing_else(results, tmp_path, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    (tmp_path / "a.csv").write_text("old")
    monkeypatch.setattr("extractor.outputs.export.csv.CsvFile.add", full)
    with pytest.raises(OutputError, match="No space left"):
        export(results, "csv", tmp_path / "a.csv")
    assert inside(tmp_path) == {"a.csv"}
    assert (tmp_path / "a.csv").read_text() == "old"


@pytest.mark.parametrize("to", [name for name, each in FORMATS.items() if each.packages])
def test_a_missing_package_says_what_to_install(results, tmp_path, monkeypatch, to):
    monkeypatch.setattr(packages, "find_spec", lambda package: None)
    with pytest.raises(PackageError) as caught:
        export(results, to, tmp_path / f"a.{to}")
    assert FORMATS[to].packages[0] in caught.value.message
    assert caught.value.hint == f"pip install 'juesuan[{to}]'"
    assert list(tmp_path.iterdir()) == []
