"""The identities on true facts: what fails there is inconsistent in print, or the identity is wrong."""

from pathlib import Path

import pytest

from benchmarks.truth import ledger_of_facts
from extractor.checks.expansion import expand_identities
from extractor.checks.proof import evaluate

SAMPLE = Path(__file__).parents[2] / "samples" / "model.facts.jsonl"
# The weights of the model's ninth scorecard add up to 90 as printed (material/scorecards_notes.md).
PRINTED = {"scorecard/9.weights"}


def failing(path: Path, layouts) -> set[str]:
    ledger = ledger_of_facts(path, layouts)
    made = [relation for _, several in expand_identities(ledger, layouts) for relation in several]
    return {relation.id for relation, outcome in evaluate(ledger, made) if outcome.result == "fails"}


def test_nothing_fails_on_the_samples_true_facts(layouts):
    assert failing(SAMPLE, layouts) <= PRINTED


@pytest.mark.parametrize(
    "name",
    [
        "material/model.facts.jsonl",
        "real/czj.facts.jsonl",
        "real/shgzb.facts.jsonl",
        *(f"synthetic/{n}/truth.facts.jsonl" for n in range(1, 9)),
    ],
)
def test_nothing_fails_on_true_facts_but_what_is_known(name, shared, layouts):
    if not (shared / name).is_file():
        pytest.skip(f"../shared/{name} is not here")
    assert failing(shared / name, layouts) <= PRINTED


def test_nearly_all_figures_of_the_sample_are_proved(layouts):
    ledger = ledger_of_facts(SAMPLE, layouts)
    made = [relation for _, several in expand_identities(ledger, layouts) for relation in several]
    proved = {key for _, outcome in evaluate(ledger, made) for key in outcome.proves}
    tables = {key for key in ledger.figures if not key.table.startswith("scorecard")}
    assert len(tables - proved) <= 1
