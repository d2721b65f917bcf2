"""An export has what documents of one unit say of each other, in every format."""

import csv
import sqlite3
from decimal import Decimal

import duckdb
import openpyxl
import pyarrow.parquet as pq
import pytest

from extractor.outputs import write_document
from extractor.outputs.export import results_in
from extractor.outputs.exporting import export
from tests.outputs.comparison.test_comparison import PLACES, document


@pytest.mark.parametrize("to", ["sqlite", "parquet", "duckdb", "csv", "datapackage", "xlsx"])
def test_an_export_has_what_differs_between_documents(exported, tmp_path, to):
    """A row a comparison, of the later document; only where documents of other years or kinds are there."""
    table, last, first, before, after = PLACES["all"]
    out = tmp_path / "out"
    write_document(document(exported, 2023, [(table, last, before, "0.29")]), out / "a")
    write_document(document(exported, 2024, [(table, first, after, "1.29")]), out / "b")
    target = tmp_path / {"sqlite": "a.db", "duckdb": "a.duckdb", "xlsx": "a.xlsx"}.get(to, "folder")
    export(results_in([out]), to, target)
    ((later, number, name, level, result, difference, earlier),) = COMPARED[to](target)
    assert (later, int(number), name, level, result, earlier) == ("b", 1, "carried-over.all", "warning", "fails", "a")
    assert Decimal(str(difference)) == -10000


COLUMNS = ("document", "number", "comparison", "level", "result", "difference", "earlier")


def _of_records(records):
    return [tuple(record[name] for name in COLUMNS) for record in records]


def _of_csv(folder):
    with (folder / "comparisons.csv").open(encoding="utf-8-sig", newline="") as stream:
        return _of_records(list(csv.DictReader(stream)))


def _of_xlsx(path):
    names, *rows = openpyxl.load_workbook(path)["comparisons"].iter_rows(values_only=True)
    return _of_records([dict(zip(names, row, strict=True)) for row in rows])


def _of_sqlite(path):
    with sqlite3.connect(path) as database:
        return database.execute(f"SELECT {', '.join(COLUMNS)} FROM comparisons").fetchall()


def _of_duckdb(path):
    with duckdb.connect(path, read_only=True) as database:
        return database.execute(f"SELECT {', '.join(COLUMNS)} FROM comparisons").fetchall()


COMPARED = {
    "sqlite": _of_sqlite,
    "duckdb": _of_duckdb,
    "parquet": lambda folder: _of_records(pq.read_table(folder / "comparisons.parquet").to_pylist()),
    "csv": _of_csv,
    "datapackage": _of_csv,
    "xlsx": _of_xlsx,
}
