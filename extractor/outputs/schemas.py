"""JSON Schemas of all that is written, each with a name that stays."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import TypeAdapter

from extractor.document import Document, Fact, NarrativeFigure, ScorecardRecord, TableRecord
from extractor.outputs.comparison import Comparison
from extractor.outputs.export.columns import Column, ExportTable, Kind
from extractor.outputs.export.tables import ALL
from extractor.outputs.facts import NOT_IN_LINES
from extractor.outputs.manifest import ManifestLine
from extractor.outputs.schema_names import SchemaName
from extractor.outputs.volume import Volume
from extractor.review import Decision

# Grows with a change that old readers cannot bear (docs/schemas.md).
VERSION = 1
DIALECT = "https://json-schema.org/draft/2020-12/schema"
_TYPES: Mapping[Kind, dict[str, str]] = {
    "text": {"type": "string"},
    "integer": {"type": "integer"},
    "float": {"type": "number"},
    "decimal": {"type": "string", "format": "decimal"},
    "boolean": {"type": "boolean"},
}


# Of a document of several files.
_FILE: dict[str, Any] = {
    "file": {"type": "string", "description": "the page's file, where the document is of several"},
    "file_page": {"type": "integer", "minimum": 1, "description": "the page's number in that file"},
}


def schema_of(name: SchemaName) -> dict[str, Any]:
    """The schema of one output: of `export`, of a row of each table, decimals as digits."""
    return {"$schema": DIALECT, "$id": f"urn:juesuan:schema:{name}:{VERSION}", **SCHEMAS[name]()}


def _fact() -> dict[str, Any]:
    return _without_notes(Fact.model_json_schema())


def _narrative() -> dict[str, Any]:
    return _without_notes(NarrativeFigure.model_json_schema())


def _without_notes(schema: dict[str, Any]) -> dict[str, Any]:
    """A record as a line of JSON Lines, where its notes are left out, and its file said if there are several."""
    properties = {name: value for name, value in schema["properties"].items() if name not in NOT_IN_LINES}
    return schema | {"properties": properties | _FILE}


def _manifest() -> dict[str, Any]:
    return {"title": "ManifestLine", "description": "A line of manifest.jsonl."} | TypeAdapter(
        ManifestLine
    ).json_schema()


def _export() -> dict[str, Any]:
    rows = {table.name: _row(table) for table in ALL}
    return {
        "title": "Export",
        "description": "Rows of the tables of an export, by table.",
        "type": "object",
        "properties": {
            name: {"type": "array", "items": {"$ref": f"#/$defs/{name}"}, "description": f"rows of {name}"}
            for name in rows
        },
        "$defs": rows,
    }


def _row(table: ExportTable) -> dict[str, Any]:
    return {
        "type": "object",
        "title": table.chinese,
        "description": table.meaning,
        "properties": {column.name: _cell(column) for column in table.columns},
        "required": list(table.names),
        "additionalProperties": False,
    }


def _cell(column: Column) -> dict[str, Any]:
    kind: dict[str, Any] = dict(_TYPES[column.kind])
    if column.nullable:
        kind["type"] = [kind["type"], "null"]
    return kind | {"title": column.chinese, "description": column.meaning}


SCHEMAS: Mapping[SchemaName, Callable[[], dict[str, Any]]] = {
    "document": Document.model_json_schema,
    "fact": _fact,
    "narrative": _narrative,
    "table": TableRecord.model_json_schema,
    "scorecard": ScorecardRecord.model_json_schema,
    "manifest": _manifest,
    "volume": Volume.model_json_schema,
    "export": _export,
    "comparison": Comparison.model_json_schema,
    "decision": Decision.model_json_schema,
}
