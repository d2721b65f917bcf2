import json

from extractor.outputs import fact_line, fact_lines

# shared/contract.md, in its order.
KEYS = ["table", "row", "column", "value", "raw", "unit", "label", "page", "bbox", "confidence", "status"]


def test_a_line_has_the_contract_s_keys_exactly(exported):
    for text in fact_lines(exported):
        assert list(json.loads(text)) == KEYS


def test_types_are_the_contract_s(exported):
    fact = json.loads(fact_line(exported.facts[0]))
    assert isinstance(fact["value"], str) and isinstance(fact["raw"], str)
    assert isinstance(fact["page"], int) and fact["page"] >= 1
    assert len(fact["bbox"]) == 4 and fact["bbox"][0] < fact["bbox"][2] and fact["bbox"][1] < fact["bbox"][3]
    assert 0 <= fact["confidence"] <= 1
    assert fact["status"] in ("verified", "read", "corrected", "suspect")


def test_chinese_is_not_escaped(exported):
    text = fact_line(exported.facts[0])
    assert "一般公共预算财政拨款收入" in text
    assert "\n" not in text


def test_tables_come_in_document_order(exported):
    order = [table.id for table in exported.tables]
    tables = [json.loads(text)["table"] for text in fact_lines(exported)]
    assert tables == sorted(tables, key=order.index)


def test_rows_come_from_top_to_bottom(exported):
    for table in exported.tables:
        if table.id == "income":
            places = [(fact.page, fact.bbox[1], fact.bbox[0]) for fact in table.facts]
            assert places == sorted(places)
