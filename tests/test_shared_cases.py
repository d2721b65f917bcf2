"""Small inputs that failed once (../shared/cases): what is not read right is announced, nothing wrong is verified."""

from pathlib import Path

import pytest

from extractor.outputs import fact_lines

pytestmark = pytest.mark.slow

FOLDER = Path(__file__).parents[2] / "shared" / "cases"
CASES = sorted(path.parent for path in FOLDER.glob("*/doc.pdf"))


@pytest.mark.skipif(not CASES, reason="../shared/cases is not here")
@pytest.mark.parametrize("case", CASES or [Path("none")], ids=lambda case: case.name)
def test_nothing_is_wrong_or_missing_in_silence(case, scorer, extracted, tmp_path):
    document = extracted(case / "doc.pdf")
    facts = tmp_path / "facts.jsonl"
    facts.write_text("".join(line + "\n" for line in fact_lines(document)), encoding="utf-8")
    truth = scorer.load(case / "truth.facts.jsonl")
    report = scorer.score(truth, scorer.load(facts), document.model_dump(mode="json"))
    assert report["total"]["silent_errors"] == 0, report["errors"]
    assert report["total"]["verified_wrong"] == 0
