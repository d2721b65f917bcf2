from pathlib import Path

import pytest
from typer.testing import CliRunner

from extractor.cli import app
from extractor.service.settings import ServiceSettings

DOCS = Path(__file__).parents[2] / "docs" / "service.md"


@pytest.mark.parametrize("name", ServiceSettings.model_fields)
def test_every_setting_is_documented_with_its_meaning(name):
    (line,) = (line for line in DOCS.read_text().splitlines() if line.startswith(f"| `JUESUAN_{name.upper()}`"))
    assert ServiceSettings.model_fields[name].description in line


def test_postgresql_is_reached_by_the_installed_driver(monkeypatch):
    monkeypatch.setenv("JUESUAN_DATABASE_URL", "postgresql://user:hunter2@host/accounts")
    settings = ServiceSettings()
    assert settings.database == "postgresql+psycopg://user:hunter2@host/accounts"
    assert "hunter2" not in repr(settings)


def test_a_wrong_setting_is_told_by_its_name(monkeypatch):
    monkeypatch.setenv("JUESUAN_MAX_PAGES", "none")
    result = CliRunner().invoke(app, ["worker"])
    assert result.exit_code == 1
    assert "JUESUAN_MAX_PAGES" in result.output


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_layouts_that_cannot_be_used_are_told_at_the_start(monkeypatch, tmp_path, command):
    monkeypatch.setenv("JUESUAN_DATA", str(tmp_path))
    monkeypatch.setenv("JUESUAN_LAYOUTS", str(tmp_path / "none"))
    result = CliRunner().invoke(app, [command])
    assert result.exit_code == 1
    assert "there is no such folder of layouts" in " ".join(result.output.split())
