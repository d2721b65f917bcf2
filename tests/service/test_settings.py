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


@pytest.mark.parametrize("command", ["serve", "worker"])
@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("LAYOUTS", "none", "there is no such folder of layouts"),
        ("DATA", "file", "cannot write there: File exists. See JUESUAN_DATA"),
        ("DATA", "junk", "file is not a database). See JUESUAN_DATA"),
        ("STORAGE", "nowhere://x", "the storage does not answer (Protocol not known: nowhere). See JUESUAN_STORAGE"),
        ("STORAGE", "file/x", "the storage does not answer"),
        ("DATABASE_URL", "mysql://user:hunter2@host/x", "JUESUAN_DATABASE_URL: Value error, it must begin with postg"),
        ("WEBHOOK_URL", "ftp://x", "JUESUAN_WEBHOOK_URL"),
        ("WEBHOOK_SECRET", "hunter2hunter2hunter2", "JUESUAN_WEBHOOK_SECRET"),
        ("MAX_PAGES", "none", "JUESUAN_MAX_PAGES"),
    ],
)
def test_what_cannot_be_used_is_told_at_the_start_by_its_name(monkeypatch, tmp_path, command, name, value, told):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").touch()
    (tmp_path / "junk").mkdir()
    (tmp_path / "junk" / "documents.sqlite").write_text("junk" * 1000)
    monkeypatch.setenv(f"JUESUAN_{name}", value)
    result = CliRunner().invoke(app, [command])
    assert result.exit_code == 1
    assert told in " ".join(result.output.split())
    assert "hunter2" not in result.output
