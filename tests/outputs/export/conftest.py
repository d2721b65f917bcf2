"""Results of the samples, written once."""

from collections.abc import Callable
from pathlib import Path

import pytest

from extractor.document import Document
from extractor.outputs import write_document
from extractor.outputs.export import Result, results_in


@pytest.fixture(scope="session")
def mixed(samples: Path, extracted: Callable[[Path], Document]) -> Document:
    """The sample with scorecards, extracted."""
    return extracted(samples / "model-mixed.pdf")


@pytest.fixture(scope="session")
def out(exported: Document, mixed: Document, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of two results."""
    folder = tmp_path_factory.mktemp("out")
    write_document(exported, folder / "2024" / "exported")
    write_document(mixed, folder / "mixed")
    return folder


@pytest.fixture(scope="session")
def results(out: Path) -> list[Result]:
    """The two results."""
    return results_in([out])
