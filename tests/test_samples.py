"""The sample and the shared documents, end to end."""

from decimal import Decimal
from pathlib import Path

import pytest

from extractor.amounts import parse_amount
from tests.conftest import ROOT, facts_in

pytestmark = pytest.mark.slow

SAMPLES = ("model-exported", "model-scanned")
SHARED = sorted((ROOT.parent / "shared").glob("real/*.pdf")) + sorted(
    (ROOT.parent / "shared").glob("synthetic/*/doc.pdf")
)


def by_place(facts) -> dict[tuple[str, str, str], dict]:
    return {(fact["table"], fact["row"], fact["column"]): fact for fact in facts}


@pytest.fixture(params=SAMPLES)
def found(request, samples, extracted) -> list[dict]:
    document = extracted(samples / f"{request.param}.pdf")
    return [fact.model_dump() for fact in document.facts]


@pytest.fixture
def truth(samples) -> list[dict]:
    return facts_in(samples / "model.facts.jsonl")


def test_every_number_is_found_and_none_is_invented(found, truth):
    numbers = {
        place: Decimal(fact["value"])
        for place, fact in by_place(truth).items()
        if parse_amount(fact["value"]).value is not None
    }
    got = {place: parse_amount(fact["value"]).value for place, fact in by_place(found).items()}
    assert len(numbers) == 220
    assert got == numbers


def test_a_budget_is_exact_and_proved(samples, extracted):
    document = extracted(samples / "budget-exported.pdf")
    assert (document.kind, document.scope, document.state) == ("budget", "单位", "complete")
    assert (document.unit_name, document.year) == ("云岭市图书馆", 2025)
    keys = ("table", "row", "column", "value", "unit")
    found = [tuple(getattr(fact, key) for key in keys) for fact in document.facts]
    truth = [tuple(fact[key] for key in keys) for fact in facts_in(samples / "budget.facts.jsonl")]
    assert sorted(found) == sorted(truth)
    assert {fact.status for fact in document.facts} == {"verified"}


def test_units_are_the_printed_ones(found, truth):
    units = {place: fact["unit"] for place, fact in by_place(found).items()}
    assert units == {place: fact["unit"] for place, fact in by_place(truth).items()}


def test_no_place_is_told_twice(found):
    assert len(by_place(found)) == len(found)


def test_the_scan_s_facts_lie_where_the_export_s_do(samples, extracted):
    """Page by page the scan shows a part of the export's pages; a box is in the same place of its page."""
    export, scan = (by_place(f.model_dump() for f in extracted(samples / f"{name}.pdf").facts) for name in SAMPLES)
    assert export.keys() == scan.keys()
    off = [
        max(
            abs((a + b) / 2 - (c + d) / 2)
            for a, b, c, d in (
                (export[p]["bbox"][k], export[p]["bbox"][k + 2], scan[p]["bbox"][k], scan[p]["bbox"][k + 2])
                for k in (0, 1)
            )
        )
        for p in export
    ]
    assert max(off) < 15


def test_the_scan_is_read_as_a_scan(samples, extracted):
    document = extracted(samples / "model-scanned.pdf")
    assert {page.kind for page in document.pages} == {"scanned"}
    assert [table.id for table in document.tables] == [
        table.id for table in extracted(samples / "model-exported.pdf").tables
    ]


def test_unit_name_and_year(exported):
    assert (exported.unit_name, exported.year) == ("大同市公共资源交易中心（大同市政府采购中心）", 2024)


def scorecards_of(document) -> dict[tuple[str, str, str], dict]:
    return by_place(fact.model_dump() for card in document.scorecards for fact in card.facts)


@pytest.fixture
def mixed(samples, extracted):
    return extracted(samples / "model-mixed.pdf")


@pytest.fixture
def true_cards(samples) -> dict[tuple[str, str, str], dict]:
    facts = facts_in(samples / "model-mixed.facts.jsonl")
    return by_place(fact for fact in facts if fact["table"].startswith("scorecard/"))


def test_every_scanned_scorecard_is_found_and_none_is_invented(mixed, true_cards):
    assert [f"scorecard/{card.number}" for card in mixed.scorecards] == list(dict.fromkeys(p[0] for p in true_cards))
    assert scorecards_of(mixed).keys() == true_cards.keys()
    assert len(mixed.tables) == 10


def test_numbers_of_scanned_scorecards(mixed, true_cards):
    found = scorecards_of(mixed)
    numbers = {place: n for place, fact in true_cards.items() if (n := parse_amount(fact["value"]).value) is not None}
    assert len(numbers) > 100
    assert {place: parse_amount(found[place]["value"]).value for place in numbers} == numbers


def test_no_text_of_a_scanned_scorecard_is_wrong_in_silence(mixed, true_cards):
    found = scorecards_of(mixed)
    wrong = [
        p
        for p, fact in true_cards.items()
        if found[p]["value"] != fact["value"] and not parse_amount(fact["value"]).value
    ]
    assert [place for place in wrong if found[place]["status"] != "suspect"] == []
    assert len(wrong) < 0.01 * len(true_cards)


def test_scorecards_over_a_page_s_end_keep_both_places(mixed):
    assert any(len({place.page for place in card.places}) == 2 for card in mixed.scorecards)


def test_targets_are_taken_apart(mixed):
    parts = {(t.text, t.relation, t.number, t.unit) for card in mixed.scorecards for t in card.targets}
    assert ("≤13人", "≤", "13", "人") in parts


@pytest.mark.skipif(not SHARED, reason="../shared is not here")
@pytest.mark.parametrize("path", SHARED or [Path("none")], ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_shared_documents_are_extracted_without_fault(path, scorer, extracted):
    truth = path.with_suffix(".facts.jsonl") if path.parent.name == "real" else path.with_name("truth.facts.jsonl")
    report = scorer.score(scorer.load(truth), [fact.model_dump() for fact in extracted(path).facts])
    assert report["errors"] == []
    assert report["total"]["num_f1"] == 1
    assert report["total"]["unit_differs"] == report["total"]["decimals_differ"] == 0


BUDGETS = sorted((ROOT.parent / "shared").glob("real-budgets/*.pdf"))


@pytest.mark.parametrize("path", BUDGETS or [None], ids=lambda path: path.stem if path else "none")
def test_every_fact_of_a_real_budget_is_exact(path, extracted, scorer):
    if path is None:
        pytest.skip("../shared/real-budgets is not here")
    document = extracted(path)
    found = {scorer.key_of(fact.model_dump()): fact for fact in document.facts}
    truth = {scorer.key_of(fact): fact for fact in facts_in(path.with_suffix(".facts.jsonl"))}
    assert {key: fact.value for key, fact in found.items()} == {key: fact["value"] for key, fact in truth.items()}
    assert [fact.unit for fact in found.values()] == [truth[key]["unit"] for key in found]
    assert not [fact for fact in found.values() if fact.status == "suspect"]
