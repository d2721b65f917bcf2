import shutil

import pytest

from extractor.layouts import loading
from extractor.pipeline import Settings
from extractor.service.version import settings_version

FILES = ["common.yaml", "tables/income.yaml", "scorecards/project_self_evaluation.yaml", "codes/functional.csv"]


@pytest.mark.parametrize("changed", FILES)
def test_another_shipped_layout_is_another_version(tmp_path, monkeypatch, changed):
    shipped = shutil.copytree(loading.shipped_folder(), tmp_path / "layouts")
    monkeypatch.setattr(loading, "shipped_folder", lambda: shipped)
    before = settings_version(Settings())
    assert settings_version(Settings()) == before
    with (shipped / changed).open("a", encoding="utf-8") as stream:
        stream.write("\n")
    assert settings_version(Settings()) != before


@pytest.mark.parametrize("changed", FILES)
def test_another_layout_of_the_user_is_another_version(tmp_path, changed):
    shutil.copytree(loading.shipped_folder(), tmp_path, dirs_exist_ok=True)
    mine = Settings(layouts=tmp_path)
    before = settings_version(mine)
    assert before != settings_version(Settings())
    (tmp_path / changed).rename((tmp_path / changed).with_stem("other"))
    renamed = settings_version(mine)
    (tmp_path / changed).with_stem("other").unlink()
    assert len({before, renamed, settings_version(mine)}) == 3


def test_a_file_that_is_no_layout_changes_nothing(tmp_path):
    before = settings_version(Settings(layouts=tmp_path))
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    assert settings_version(Settings(layouts=tmp_path)) == before
