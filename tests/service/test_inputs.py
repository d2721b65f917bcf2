import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor.errors import MissingFileError
from extractor.service.inputs import inputs_of


def folders(*given) -> list[str]:
    return [each.folder for each in inputs_of([str(name) for name in given])]


@pytest.fixture
def tree(tmp_path):
    for name in ("a.pdf", "b/a.pdf", "b/a.PNG", "b/notes.txt", "c/a.pdf"):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return tmp_path / "in"


def test_a_folder_means_all_documents_below_it(tree):
    assert folders(tree) == ["a", "b/a", "b/a.pdf", "c/a"]


def test_two_files_of_one_name_get_two_folders(tree):
    assert folders(tree / "a.pdf", tree / "b" / "a.pdf", tree / "c" / "a.pdf") == ["a", "a.pdf", "a-2"]


def test_a_file_named_twice_is_meant_once(tree):
    assert folders(tree / "a.pdf", tree) == ["a", "b/a", "b/a.pdf", "c/a"]


def test_globs(tree):
    assert folders(tree / "*" / "*.pdf") == ["a", "a.pdf"]


def test_a_list_names_files_even_such_as_are_gone(tree, tmp_path):
    (tmp_path / "list.txt").write_text(f"{tree / 'a.pdf'}\n\n{tree / 'gone.pdf'}\n", encoding="utf-8")
    assert folders(f"@{tmp_path / 'list.txt'}") == ["a", "gone"]


def test_names_never_lead_out_of_the_folder(tree, tmp_path):
    (tmp_path / "list.txt").write_text(f"{tree}/../in/..\n", encoding="utf-8")
    assert all(".." not in folder.split("/") for folder in folders(f"@{tmp_path / 'list.txt'}"))


def test_nothing_below_a_folder_is_left_out_unseen(tree):
    os.mkfifo(tree / "pipe.pdf")
    (tree / "link.pdf").symlink_to("nowhere")
    (tree / "loop.pdf").symlink_to("loop.pdf")
    (tree / "again").symlink_to(".")
    assert folders(tree) == ["a", "b/a", "b/a.pdf", "c/a", "link", "loop", "pipe"]
    assert folders(tree / "pipe.pdf", tree / "l*.pdf") == ["pipe", "link", "loop"]


def test_a_folder_that_cannot_be_read_is_an_input_that_will_fail(tree, monkeypatch):
    def refused(folder: Path, onerror) -> Iterator[tuple]:
        yield from walk(folder, onerror=onerror)
        onerror(PermissionError(13, "Permission denied", str(tree / "d")))

    walk = os.walk
    monkeypatch.setattr(os, "walk", refused)
    assert folders(tree) == ["a", "b/a", "b/a.pdf", "c/a", "d"]


@pytest.mark.parametrize("content", [b"\xff\xfea\0", b"a.pdf\0b.pdf"])
def test_a_list_that_is_no_text_is_told(tmp_path, content):
    (tmp_path / "list").write_bytes(content)
    with pytest.raises(MissingFileError, match="a path a line"):
        folders(f"@{tmp_path / 'list'}")


def test_a_folder_without_documents_and_an_empty_list_are_told(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "notes.txt").touch()
    (tmp_path / "list").write_text("\n")
    for name in (str(tmp_path / "in"), f"@{tmp_path / 'list'}"):
        with pytest.raises(MissingFileError, match=r"nothing to convert there.*\.pdf, \.png"):
            inputs_of([name])


@pytest.mark.parametrize("name", ["gone.pdf", "*.gone", "@gone.txt", "gone" * 100])
def test_what_means_nothing_is_told(tmp_path, name):
    with pytest.raises(MissingFileError, match="gone"):
        inputs_of([name if name.startswith("@") else str(tmp_path / name)])
