"""Every output fits its schema, and every schema fits the one that was released (docs/schemas.md)."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from pydantic import TypeAdapter
from typer.testing import CliRunner

from extractor.cli import app
from extractor.outputs import write_document
from extractor.outputs.export.rows import Named, rows_of
from extractor.outputs.export.tables import ALL
from extractor.outputs.manifest import ManifestLine
from extractor.outputs.schemas import SCHEMAS, schema_of
from tests.pdfs import lines_of_text, write_pdf

RELEASED = Path(__file__).parents[2] / "docs" / "schemas"
# What says nothing about which values are allowed.
SAID = ("title", "description", "examples", "$id", "$schema")


def valid(name: str, value: object) -> bool:
    return jsonschema_rs.validator_for(schema_of(name)).is_valid(value)


def lines(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def broken(old: Any, new: Any, place: str = "") -> Iterator[str]:
    """Where a schema breaks what an older one promised."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in old.keys() - set(SAID):
            if key not in new:
                yield f"{place}/{key} is gone"
            elif key == "enum":
                yield from (f"{place}: {value} is gone" for value in old[key] if value not in new[key])
            elif key == "required":
                yield from (f"{place}/{name} is optional" for name in set(old[key]) - set(new[key]))
            else:
                yield from broken(old[key], new[key], f"{place}/{key}")
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for number, pair in enumerate(zip(old, new, strict=True)):
            yield from broken(*pair, f"{place}/{number}")
    elif old != new:
        yield f"{place}: {old} is {new}"


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_keeps_what_was_released(name):
    released = json.loads((RELEASED / f"{name}.json").read_text(encoding="utf-8"))
    assert list(broken(released, schema_of(name))) == []


def test_a_broken_promise_is_noticed():
    old = schema_of("fact")
    without = {name: value for name, value in old["properties"].items() if name != "raw"}
    assert list(broken(old, old | {"properties": without})) == ["/properties/raw is gone"]
    changed = old["properties"] | {"page": {"type": "string"}}
    assert any("page" in each for each in broken(old, old | {"properties": changed}))
    assert list(broken(old, old | {"required": []}))


def test_what_is_added_breaks_nothing():
    old = schema_of("fact")
    more = old["properties"] | {"colour": {"type": "string"}}
    assert list(broken(old, old | {"properties": more, "required": [*old["required"], "colour"]})) == []


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_property_is_described(name):
    def undescribed(schema: Any, place: str) -> Iterator[str]:
        if isinstance(schema, dict):
            for key, value in schema.get("properties", {}).items():
                if "description" not in value:
                    yield f"{place}/{key}"
            for key, value in schema.items():
                yield from undescribed(value, f"{place}/{key}")

    assert list(undescribed(schema_of(name), name)) == []
    assert schema_of(name)["$id"] == f"urn:juesuan:schema:{name}:1"


def test_a_result_fits_its_schemas(exported, tmp_path):
    folder = write_document(exported, tmp_path / "out")
    assert valid("document", json.loads((folder / "document.json").read_text(encoding="utf-8")))
    assert all(valid("fact", line) for line in lines(folder / "facts.jsonl"))
    assert all(valid("narrative", line) for line in lines(folder / "narrative.jsonl"))
    tables = [json.loads(path.read_text(encoding="utf-8")) for path in (folder / "tables").iterdir()]
    assert len(tables) == 10 and all(valid("table", table) for table in tables)
    assert not valid("fact", lines(folder / "facts.jsonl")[0] | {"colour": "red"})


def test_a_scorecard_fits_its_schema(samples, extracted, tmp_path):
    folder = write_document(extracted(samples / "model-mixed.pdf"), tmp_path / "out")
    cards = [json.loads(path.read_text(encoding="utf-8")) for path in (folder / "scorecards").iterdir()]
    assert cards and all(valid("scorecard", card) for card in cards)


def test_the_rows_of_an_export_fit_their_schema(exported, layouts):
    rows = rows_of(Named("a", exported), layouts)
    tables = {table.name: [dict(zip(table.names, row, strict=True)) for row in rows[table.name]] for table in ALL}
    assert valid("export", json.loads(json.dumps(tables, default=str)))


def test_a_manifest_fits_its_schema(tmp_path):
    """A line of a file that was converted, and of one that was not."""
    (tmp_path / "in").mkdir()
    write_pdf(tmp_path / "in" / "a.pdf", [lines_of_text(4)])
    (tmp_path / "in" / "b.pdf").write_text("no pdf")
    CliRunner().invoke(app, ["batch", str(tmp_path / "in"), "-o", str(tmp_path / "out"), "--workers", "1"])
    found = lines(tmp_path / "out" / "manifest.jsonl")
    assert sorted(line["state"] for line in found) == ["failed", "nothing-found"]
    for line in found:
        TypeAdapter(ManifestLine).validate_python(line)
        assert valid("manifest", line)
