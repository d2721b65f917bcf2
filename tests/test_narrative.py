"""The explanation of the sample and of the shared documents, end to end."""

import json
from pathlib import Path

import pytest

from benchmarks.narrative import compared, printed, told
from tests.conftest import ROOT
from tests.test_samples import SHARED

pytestmark = pytest.mark.slow

TRUTHS = {
    "model": (ROOT / "samples" / "model-exported.pdf", ROOT / "samples" / "model.narrative.jsonl"),
    "shgzb": (
        ROOT.parent / "shared" / "real" / "shgzb.pdf",
        ROOT / "tests" / "narrative" / "data" / "shgzb.narrative.jsonl",
    ),
}


@pytest.mark.parametrize("name", TRUTHS)
def test_every_figure_says_what_the_truth_says(name, extracted):
    path, truth = TRUTHS[name]
    if not path.exists():
        pytest.skip("../shared is not here")
    wanted = [json.loads(line) for line in truth.read_text(encoding="utf-8").splitlines()]
    score = compared(extracted(path).narrative, wanted)
    assert (score.found, score.spurious) == (score.wanted, 0)
    assert (score.measure, score.item, score.cell, score.of) == (score.wanted,) * 4


@pytest.mark.skipif(not SHARED, reason="../shared is not here")
@pytest.mark.parametrize("path", SHARED or [Path("none")], ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_printed_number_is_found_once(path, extracted):
    document = extracted(path)
    wanted = printed(path, document.sections)
    assert wanted.total() > 80
    assert told(document) == wanted


def test_the_scan_tells_what_the_export_does(samples, extracted):
    """The scan shows the first page of the explanation, which is its last page."""
    export, scan = (extracted(samples / f"model-{paper}.pdf") for paper in ("exported", "scanned"))
    first = min(figure.page for figure in export.narrative)
    same = ("item", "measure", "value", "raw", "unit", "table", "row", "column", "of")
    wanted = [[getattr(f, name) for name in same] for f in export.narrative if f.page == first]
    assert [[getattr(f, name) for name in same] for f in scan.narrative] == wanted


def test_the_sample_s_parts(exported):
    assert [(part.kind, part.first_page, part.last_page) for part in exported.sections] == [
        ("cover", 1, 1),
        ("contents", 2, 2),
        ("overview", 3, 3),
        ("tables", 4, 16),
        ("explanation", 17, 20),
        ("glossary", 21, 21),
    ]
    tables = exported.sections[3]
    assert [child.title for child in tables.children] == [table.title for table in exported.tables]
    assert [child.title.split("、")[0] for child in exported.sections[4].children] == list("一二三四五六七八九十")


def test_the_sample_s_glossary(exported):
    assert len(exported.glossary) == 12
    assert exported.glossary[0].term == "财政拨款收入"
    assert exported.glossary[0].definition == "单位从同级财政部门取得的财政预算资金。"


def test_page_numbers_are_kept_with_their_pages(exported):
    assert [page.running[0].text for page in exported.pages[2:]] == [str(n) for n in range(1, 20)]
