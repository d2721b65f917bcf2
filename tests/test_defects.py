import json

from benchmarks.defects import Amount, amounts_of, share_found


def test_an_amount_counts_where_it_stands_with_its_code():
    amounts = {Amount(1, "2010301", "1234.50"), Amount(1, "201", "7.00"), Amount(2, "208", "1.00")}
    rows = {1: ["2010301 行政运行 1,234.50", "201 一般 8.00", "7.00"], 2: ["208 社会 1.00"]}
    assert share_found({Amount(1, "2010301", "3.00")}, {1: ["201 03 01 行政运行 3.00"]}) == 1
    assert share_found(amounts, rows) == 2 / 3
    assert share_found(set(), {}) == 1


def test_only_figures_of_coded_rows_are_asked_for(tmp_path):
    facts = [
        {"row": "2010301", "value": "3.00", "page": 9},
        {"row": "合计", "value": "3.00", "page": 9},
        {"row": "2010301", "value": "行政运行", "page": 9},
    ]
    truth = tmp_path / "truth.facts.jsonl"
    truth.write_text("\n".join(map(json.dumps, facts)))
    assert amounts_of(truth, [4, 9]) == {Amount(2, "2010301", "3.00")}
