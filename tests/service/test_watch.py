import itertools
from pathlib import Path

import pytest
from typer.testing import CliRunner

from extractor.cli import app
from extractor.errors import InputError
from extractor.service import watch
from tests.pdfs import lines_of_text, write_pdf


@pytest.fixture
def folder(tmp_path) -> Path:
    (tmp_path / "in").mkdir()
    return tmp_path / "in"


@pytest.fixture
def steps(monkeypatch):
    """What happens in the pauses, one step each; then Ctrl-C."""

    def told(*given):
        left = iter(given)

        def pause(seconds: float) -> None:
            step = next(left, None)
            if step is None:
                raise KeyboardInterrupt
            step()

        monkeypatch.setattr(watch, "sleep", pause)

    return told


def names(rounds) -> list[list[str]]:
    found = []
    with pytest.raises(KeyboardInterrupt):
        found.extend([each.path.name for each in files] for files in rounds)
    return found


def nothing() -> None:
    pass


def test_what_comes_later_is_handed_on_once_and_what_changes_again(folder, steps):
    def write(name: str, text: str):
        return lambda: (folder / name).write_text(text)

    (folder / "a.pdf").write_text("1")
    steps(nothing, write("b.pdf", "1"), nothing, write("a.pdf", "22"), nothing, nothing)
    assert names(watch.rounds([str(folder)])) == [["a.pdf"], ["b.pdf"], ["a.pdf"]]


def test_a_file_that_grows_waits(folder, steps):
    sizes = itertools.count(1)

    def grow() -> None:
        (folder / "a.pdf").write_text("1" * next(sizes))

    steps(grow, grow, grow, nothing, nothing)
    assert names(watch.rounds([str(folder)])) == [["a.pdf"]]
    assert (folder / "a.pdf").stat().st_size == 3


def test_a_folder_may_be_empty_at_first(folder, steps):
    steps(nothing)
    assert names(watch.rounds([str(folder)])) == []


def test_only_folders_can_be_watched(folder):
    with pytest.raises(InputError, match="only folders"):
        next(watch.rounds([str(folder / "a.pdf")]))


def test_batch_goes_on_until_it_is_stopped(folder, steps, tmp_path):
    steps(lambda: write_pdf(folder / "a.pdf", [lines_of_text(3)]), nothing, nothing)
    result = CliRunner().invoke(app, ["batch", str(folder), "--watch", "-o", str(tmp_path / "out"), "--workers", "1"])
    assert result.exit_code == 130, result.output
    assert "1 nothing-found" in result.stderr
    assert (tmp_path / "out" / "a" / "document.json").is_file()
