"""Without the extra `service` its commands say what to install."""

import subprocess
import sys

import pytest
from typer.testing import CliRunner

from extractor.cli import app
from extractor.outputs import packages


@pytest.mark.parametrize("command", [["serve"], ["worker"], ["keys", "list"], ["users", "list"], ["review", "out"]])
def test_a_command_of_the_service_names_the_extra_that_it_needs(command, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(packages, "find_spec", lambda name: None)
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 1
    assert "pip install 'juesuan[service]'" in " ".join(result.stderr.split())
    assert not list(tmp_path.iterdir())


def test_reading_needs_nothing_of_the_service():
    """The plain installation lacks these packages: a program that reads a document must not load them."""
    code = (
        "import sys; from extractor.service.packages import PACKAGES; sys.modules |= dict.fromkeys(PACKAGES);"
        "from extractor import extract; import extractor.service.batch, extractor.cli;"
        "print(len(extract('samples/model-exported.pdf', pages=[4]).facts))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (0, "")
