"""The tutorial of docs/layouts.md, carried out: its files are written, its commands run, their outputs compared."""

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from extractor.cli import app
from tests.conftest import ROOT

pytestmark = pytest.mark.slow

TUTORIAL = (ROOT / "docs" / "layouts.md").read_text(encoding="utf-8").split("\n## ")[1]
STEP = re.compile(r"^```(?P<kind>\w+) (?P<how>[^\n]+)\n(?P<body>.*?)^```$", re.M | re.S)
CHANGE = re.compile(r"in=(?P<file>\S+) line=(?P<number>\d+)")
LEFT_OUT = "…"


def shows(output: str, told: str) -> bool:
    """Whether an output holds the lines that are told, in their order and, but for what is left out, together."""
    lines = [".*" if line == LEFT_OUT else re.escape(line) for line in told.splitlines()]
    return re.search("\n".join(lines), output, re.S) is not None


def test_the_tutorial_leads_to_facts(tmp_path, monkeypatch):
    (tmp_path / "docs").symlink_to(ROOT / "docs")
    monkeypatch.chdir(tmp_path)
    steps = list(STEP.finditer(TUTORIAL))
    outputs = 0
    printed = ""
    for step in steps:
        how, body = step["how"], step["body"]
        if how == "run":
            (command,) = body.splitlines()
            name, *arguments = shlex.split(command)
            assert name == "juesuan"
            printed = CliRunner().invoke(app, arguments).output
        elif how == "output":
            assert shows(printed, body), printed
            outputs += 1
        elif change := CHANGE.fullmatch(how):
            lines = Path(change["file"]).read_text(encoding="utf-8").splitlines(keepends=True)
            lines[int(change["number"]) - 1] = body
            Path(change["file"]).write_text("".join(lines), encoding="utf-8")
        else:
            path = Path(how.removeprefix("new="))
            path.parent.mkdir(parents=True)
            path.write_text(body, encoding="utf-8")
    assert outputs == sum(step["how"] == "run" for step in steps) == 6
