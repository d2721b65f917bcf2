import re

import pytest
from pydantic import ValidationError

from extractor.document import Document, Fact

FACT = {
    "table": "income",
    "row": "201",
    "column": "合计",
    "value": "1.00",
    "raw": "1.00",
    "unit": "万元",
    "label": None,
    "page": 1,
    "bbox": (0, 0, 1, 1),
    "confidence": 1.0,
    "status": "read",
}


@pytest.mark.parametrize(
    "wrong",
    [
        {"page": 0},
        {"confidence": 1.1},
        {"confidence": -0.1},
        {"status": "sure"},
        {"colour": "red"},
        {"bbox": (0, 0, 1)},
    ],
)
def test_a_wrong_fact_is_refused(wrong):
    Fact.model_validate(FACT)
    with pytest.raises(ValidationError):
        Fact.model_validate(FACT | wrong)


def test_a_document_is_frozen(exported):
    with pytest.raises(ValidationError):
        exported.year = 1999


def test_every_field_of_the_schema_refuses_what_is_not_in_it():
    schema = Document.model_json_schema()
    assert schema["additionalProperties"] is False
    assert all(
        part.get("additionalProperties") is False for part in schema["$defs"].values() if part["type"] == "object"
    )


def test_a_document_goes_through_json_unchanged(exported):
    assert Document.model_validate_json(exported.model_dump_json()) == exported


def test_the_models_are_named_where_a_page_was_read_as_a_scan(exported, samples, extracted):
    scanned = extracted(samples / "model-scanned.pdf")
    assert exported.made_with.models is None
    assert re.fullmatch("[0-9a-f]{64}", scanned.made_with.models)
