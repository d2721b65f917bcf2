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


@pytest.mark.parametrize("name", ["gone.pdf", "*.gone", "@gone.txt"])
def test_what_means_nothing_is_told(tmp_path, name):
    with pytest.raises(MissingFileError, match="gone"):
        inputs_of([name if name.startswith("@") else str(tmp_path / name)])
