"""A data package: CSV files and `datapackage.json`, which says what their columns are (Frictionless Table Schema).

Columns of `facts` also name their concept of the Fiscal Data Package's taxonomy of budgets (`columnType`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from extractor.outputs.export import tables
from extractor.outputs.export.columns import AMOUNT_YUAN, Column, ExportTable, Kind
from extractor.outputs.export.csv import CsvFile
from extractor.outputs.export.folder import TableFiles
from extractor.outputs.export.rows import Named
from extractor.outputs.export.values import Row

DESCRIPTION_FILE = "datapackage.json"
_TYPES: Mapping[Kind, str] = {
    "text": "string",
    "integer": "integer",
    "float": "number",
    "decimal": "number",
    "boolean": "boolean",
}
# The taxonomy has one column a concept, so an amount is that in 元.
_CONCEPTS: Mapping[str, str] = {
    "unit_name": "administrative-classification:generic:label",
    "unit_code": "administrative-classification:generic:code",
    "year": "date:fiscal-year",
    "amount_yuan": "value",
    "direction": "direction",
    "phase": "phase:id",
    "function_class_code": "functional-classification:generic:level1:code",
    "function_class_name": "functional-classification:generic:level1:label",
    "function_section_code": "functional-classification:generic:level2:code",
    "function_section_name": "functional-classification:generic:level2:label",
    "function_item_code": "functional-classification:generic:level3:code",
    "function_item_name": "functional-classification:generic:level3:label",
    "economic_class_code": "economic-classification:generic:level1:code",
    "economic_class_name": "economic-classification:generic:level1:label",
    "economic_section_code": "economic-classification:generic:level2:code",
    "economic_section_name": "economic-classification:generic:level2:label",
}
_CURRENCY = {
    "name": "currency",
    "type": "string",
    "title": "币种",
    "description": "currency of amount_yuan",
    "columnType": "value-currency:code",
    "constant": "CNY",
}


class DataPackage:
    """The folder of a package; `datapackage.json` is written last, with the size and the hash of every file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        # Readers of packages take a byte-order mark for a part of the first column's name.
        self._files = TableFiles(folder, ".csv", partial(CsvFile, encoding="utf-8"))

    def add(self, named: Named | None, rows: Mapping[str, Sequence[Row]]) -> None:
        """See `Writer`."""
        self._files.add(named, rows)

    def close(self) -> None:
        """See `Writer`."""
        self._files.close()
        package = {
            "profile": "tabular-data-package",
            "name": "juesuan-facts",
            "title": "部门决算公开数据",
            "description": "Facts of disclosed final accounts and budgets of Chinese government units, with the "
            "documents, checks and texts that they come from. "
            "政府部门决算、预算公开文件中的数据，及其来源文件、检查和文字说明。",
            "resources": [_resource(table, self._folder / f"{table.name}.csv") for table in tables.ALL],
        }
        text = json.dumps(package, ensure_ascii=False, indent=1)
        (self._folder / DESCRIPTION_FILE).write_text(text + "\n", encoding="utf-8")


def _resource(table: ExportTable, path: Path) -> dict[str, Any]:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": path.name,
        "title": table.chinese,
        "description": table.meaning,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{digest}",
        "schema": _schema(table),
    }


def _schema(table: ExportTable) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(column, table) for column in table.columns],
        "primaryKey": list(table.key),
        "missingValues": [""],
    }
    if table is tables.FACTS:
        schema["extraFields"] = [_CURRENCY]
    if table is not tables.DOCUMENTS:
        schema["foreignKeys"] = [_reference(("document",), tables.DOCUMENTS)]
    if table is tables.INDICATORS:
        schema["foreignKeys"].append(_reference(tables.SCORECARDS.key, tables.SCORECARDS))
    return schema


def _reference(columns: Sequence[str], table: ExportTable) -> dict[str, Any]:
    return {"fields": list(columns), "reference": {"resource": table.name, "fields": list(columns)}}


def _field(column: Column, table: ExportTable) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": _TYPES[column.kind],
        "title": column.chinese,
        "description": column.meaning,
    }
    # An empty text is a value, but looks like a missing one.
    if column.kind != "text" and not column.nullable:
        field["constraints"] = {"required": True}
    if table is tables.FACTS and column.name in _CONCEPTS:
        field["columnType"] = _CONCEPTS[column.name]
    if table is tables.FACTS and column is AMOUNT_YUAN:
        field["factor"] = 1  # of an amount in 元; `value` is in the printed unit
    return field
