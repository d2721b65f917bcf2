import re
import shutil

import pytest
from typer.testing import CliRunner

from extractor import doctor
from extractor.cli import app
from extractor.reading.engines import ENGINES
from tests.building import reading

pytestmark = pytest.mark.slow


def test_what_the_product_needs_is_here():
    needed = [finding for finding in doctor.findings() if finding.needed]
    assert needed
    assert [finding.name for finding in needed if not finding.found] == []


def test_a_missing_package_says_how_to_get_it(monkeypatch):
    monkeypatch.setattr(doctor, "PACKAGES", ("no-such-package",))
    finding = doctor.findings()[0]
    assert (finding.found, finding.needed) == (False, True)
    assert "pip install no-such-package" in finding.detail


def test_openvino_is_optional(monkeypatch):
    monkeypatch.setattr(doctor, "PACKAGES", ("openvino",))
    assert not doctor.findings()[0].needed


def test_missing_programs_are_told_but_not_needed(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    missing = {finding.name: finding for finding in doctor.findings() if finding.name in ("poppler", "tesseract")}
    assert all(not finding.found and not finding.needed and "install" in finding.detail for finding in missing.values())
    assert len(missing) == 2


@pytest.fixture
def readings() -> dict[str, doctor.Finding]:
    return {finding.name: finding for finding in doctor.findings()}


def test_every_engine_reads_a_line(readings):
    assert {f"{name} reads" for name in ENGINES} <= readings.keys()
    assert readings["finds text"].detail == readings["rapidocr reads"].detail == "157.88"


def test_an_engine_that_fails_is_told_with_what_to_do(monkeypatch):
    class Broken:
        def read(self, page, boxes):
            raise RuntimeError("Unsupported opset")

    monkeypatch.setattr(doctor, "load_reader", lambda name: Broken())
    done = CliRunner().invoke(app, ["doctor"])
    assert done.exit_code == 1
    told = " ".join(re.sub("[│┃]", " ", done.output).split())
    assert "no rapidocr reads RuntimeError: Unsupported opset. pip install --force-reinstall rapidocr" in told


def test_an_engine_that_reads_something_else_is_told(monkeypatch):
    class Blind:
        def read(self, page, boxes):
            return [reading("1")]

    monkeypatch.setattr(doctor, "load_reader", lambda name: Blind())
    found = {finding.name: finding for finding in doctor.findings()}
    assert not found["rapidocr reads"].found
    assert "'1' instead of 157.88" in found["rapidocr reads"].detail
    assert not found["tesseract reads"].needed
