import shutil

from extractor import doctor


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
