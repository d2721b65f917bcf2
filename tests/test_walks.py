"""The walks of CONTRIBUTING.md, each done on a copy of the sources as it stands there."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
WALKS = {
    part.partition("\n")[0]: part
    for part in (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split("\n## ")
    if "```sh run" in part
}
BLOCK = re.compile(r"^```(?P<language>\w+) (?P<where>[^\n]+)\n(?P<text>.*?)^```$", re.M | re.S)
PLACE = re.compile(r'in=(?P<file>\S+) (?:at=end|(?P<side>above|below)="(?P<line>.*)")')


@pytest.fixture
def copy(tmp_path) -> Path:
    """The sources, to be changed."""
    for folder in ("extractor", "layouts", "tests"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("benchmarks", "samples", "pyproject.toml"):
        (tmp_path / name).symlink_to(ROOT / name)
    return tmp_path


def do(folder: Path, where: str, text: str) -> None:
    """Write a new file, or put the text into one beside the only line that begins as told."""
    if where.startswith("new="):
        target = folder / where.removeprefix("new=")
        assert not target.exists(), f"{target} is there already"
        target.write_text(text, encoding="utf-8")
        return
    place = PLACE.fullmatch(where)
    assert place is not None, where
    target = folder / place["file"]
    lines = target.read_text(encoding="utf-8").splitlines(keepends=True)
    if place["side"] is None:
        at = len(lines)
    else:
        (found,) = (number for number, line in enumerate(lines) if line.startswith(place["line"]))
        at = found + (place["side"] == "below")
    target.write_text("".join([*lines[:at], text, *lines[at:]]), encoding="utf-8")


def test_there_are_four_walks():
    assert len(WALKS) == 4


@pytest.mark.parametrize("walk", WALKS)
def test_a_walk_leads_where_it_says(walk, copy):
    commands = []
    for block in BLOCK.finditer(WALKS[walk]):
        if block["where"] == "run":
            commands.append(block["text"])
        else:
            do(copy, block["where"], block["text"])
    (command,) = commands
    program, *arguments = shlex.split(command)
    assert program == "python"
    environment = os.environ | {"PYTHONPATH": str(copy)}
    run = subprocess.run(
        [sys.executable, *arguments], cwd=copy, env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
    check = [sys.executable, "-m", "ruff", "check", "extractor", "tests"]
    style = subprocess.run(check, cwd=copy, capture_output=True, text=True, check=False)
    assert style.returncode == 0, style.stdout
