"""`import extractor` and `juesuan --help` load nothing that costs time."""

import json
import subprocess
import sys

import pytest

HEAVY = {"cv2", "openvino", "onnxruntime", "pandas", "sqlalchemy", "fastapi", "pydantic", "numpy", "rapidocr"}
IMPORT = "import extractor"
HELP = """
from typer.testing import CliRunner
from extractor import cli
assert "extract" in CliRunner().invoke(cli.app, ["--help"]).output
"""


@pytest.mark.parametrize("program", [IMPORT, HELP])
def test_nothing_heavy_is_loaded_before_it_is_used(program):
    told = f"{program}\nimport json, sys; print(json.dumps(list(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert HEAVY.isdisjoint(json.loads(done.stdout))


def test_an_unknown_name_of_the_package_is_an_error():
    done = subprocess.run([sys.executable, "-c", "from extractor import nothing"], capture_output=True, text=True)
    assert "cannot import name 'nothing'" in done.stderr
