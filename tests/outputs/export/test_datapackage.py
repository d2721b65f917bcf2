"""The data package is valid by Frictionless, and Frictionless would say if it were not."""

import json
from pathlib import Path

import frictionless
import pytest

from extractor.outputs.export.tables import ALL
from extractor.outputs.exporting import export


@pytest.fixture
def package(results, tmp_path) -> Path:
    export(results, "datapackage", tmp_path / "package")
    return tmp_path / "package"


def validated(package: Path) -> frictionless.Report:
    return frictionless.validate(str(package / "datapackage.json"))


def description(package: Path) -> dict:
    return json.loads((package / "datapackage.json").read_text(encoding="utf-8"))


def test_a_package_is_valid(package):
    report = validated(package)
    assert report.valid, report.flatten(["title", "message"])
    assert len(report.tasks) == len(ALL)


@pytest.mark.parametrize("table", ["facts", "indicators", "checks"])
def test_a_row_of_no_document_makes_it_invalid(package, table):
    path = package / f"{table}.csv"
    text = path.read_text(encoding="utf-8").replace("mixed,1,", "other,1,", 1)
    path.write_text(text, encoding="utf-8", newline="")
    titles = {title for (title,) in validated(package).flatten(["title"])}
    assert "ForeignKey Error" in titles


def test_a_changed_byte_makes_it_invalid(package):
    path = package / "facts.csv"
    path.write_bytes(path.read_bytes().replace(b"584.54", b"584.55"))
    assert {title for (title,) in validated(package).flatten(["title"])} == {"Hash Count Error"}


def test_columns_say_what_they_are_in_both_languages_and_in_fiscal_terms(package):
    facts = next(each for each in description(package)["resources"] if each["name"] == "facts")
    fields = {field["name"]: field for field in facts["schema"]["fields"]}
    assert all(field["title"] and field["description"] for field in fields.values())
    assert (fields["amount_yuan"]["type"], fields["amount_yuan"]["columnType"]) == ("number", "value")
    assert fields["function_item_code"]["columnType"] == "functional-classification:generic:level3:code"
    concepts = [field["columnType"] for field in fields.values() if "columnType" in field]
    assert {"direction", "phase:id", "date:fiscal-year", "administrative-classification:generic:label"} < set(concepts)
    assert len(concepts) == len(set(concepts))
    assert fields["unit_code"]["columnType"] == "administrative-classification:generic:code"
    assert fields["amount_yuan"]["factor"] == 1
    assert facts["schema"]["extraFields"][0]["constant"] == "CNY"


def test_values_are_read_exactly(package, results):
    resource = frictionless.Package(str(package / "datapackage.json")).get_resource("facts")
    values = [row["value"] for row in resource.read_rows()]
    lines = [line for each in results for line in (each.path.parent / "facts.jsonl").read_text().splitlines()]
    assert values == [json.loads(line)["value"] or None for line in lines]
