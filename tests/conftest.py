"""Fixtures of all tests."""

import importlib.util
import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from extractor.document import Document
from extractor.layouts import Layouts, load_layouts
from extractor.pipeline import extract

ROOT = Path(__file__).parents[1]
# Tests in these folders need a database, a server or a browser; those with these fixtures read whole documents.
# Other tests that read scans or run programs carry the mark `slow` themselves.
SLOW_FOLDERS = ("review", "service")
SLOW_FIXTURES = {"extracted", "shared"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as slow what `make quick` leaves out."""
    slow_folders = [ROOT / "tests" / name for name in SLOW_FOLDERS]
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        if SLOW_FIXTURES.intersection(fixtures) or any(item.path.is_relative_to(folder) for folder in slow_folders):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of the sample disclosures."""
    return ROOT / "samples"


@pytest.fixture(scope="session")
def shared() -> Path:
    """Documents and the scorer that lie beside the checkout; tests that need them are skipped elsewhere."""
    folder = ROOT.parent / "shared"
    if not (folder / "score.py").is_file():
        pytest.skip("../shared is not here")
    return folder


@pytest.fixture(scope="session")
def scorer(shared: Path) -> ModuleType:
    """../shared/score.py as a module."""
    spec = importlib.util.spec_from_file_location("score", shared / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def layouts() -> Layouts:
    """The shipped layouts."""
    return load_layouts()


@pytest.fixture(scope="session")
def extracted() -> Callable[[Path], Document]:
    """Extraction of a file, done once."""
    done: dict[Path, Document] = {}

    def once(path: Path) -> Document:
        if path not in done:
            done[path] = extract(path)
        return done[path]

    return once


@pytest.fixture(scope="session")
def exported(samples: Path, extracted: Callable[[Path], Document]) -> Document:
    """The exported sample, extracted."""
    return extracted(samples / "model-exported.pdf")


def facts_in(path: Path) -> list[dict[str, str]]:
    """The facts of a .jsonl file."""
    return [json.loads(text) for text in path.read_text(encoding="utf-8").splitlines()]
