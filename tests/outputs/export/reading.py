"""The facts of an export, read back from each format by programs that others use, as lines of facts.jsonl."""

import re
import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path

import duckdb
import openpyxl
import pyarrow.parquet as pq

from extractor.document import Document, Fact
from extractor.outputs import fact_line
from extractor.outputs.export import Result
from extractor.outputs.export.tables import FACTS
from extractor.outputs.exporting import export

Record = dict[str, object]

ESCAPED = re.compile("_x(00[01][0-9A-F]|FFF[EF])_")
KEYS = ("table", "row", "column", "value", "raw", "unit", "label", "page", "bbox", "confidence", "status")


def written(document: Document, folder: Path) -> list[Result]:
    """A document as a result."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "document.json"
    path.write_text(document.model_dump_json(), encoding="utf-8")
    return [Result(path, folder.name)]


def from_csv(path: Path) -> list[Record]:
    kinds = {"text": "VARCHAR", "integer": "BIGINT", "float": "DOUBLE", "decimal": "VARCHAR", "boolean": "BOOLEAN"}
    columns = {column.name: kinds[column.kind] for column in FACTS.columns}
    options = f"columns={columns}, header=true, allow_quoted_nulls=false, quote='\"', escape='\"', parallel=false"
    with duckdb.connect() as database:
        found = database.sql(f"SELECT * FROM read_csv('{path}', {options})")
        return records(found.columns, found.fetchall())


def from_parquet(path: Path) -> list[Record]:
    return pq.read_table(path).to_pylist()


def from_sqlite(path: Path) -> list[Record]:
    with sqlite3.connect(path) as database:
        found = database.execute("SELECT * FROM facts ORDER BY document, fact")
        return records((each[0] for each in found.description), found)


def from_duckdb(path: Path) -> list[Record]:
    with duckdb.connect(path, read_only=True) as database:
        found = database.sql("SELECT * FROM facts ORDER BY document, fact")
        return records(found.columns, found.fetchall())


def from_xlsx(path: Path) -> list[Record]:
    sheet = openpyxl.load_workbook(path, read_only=True)["facts"]
    names, *rows = sheet.iter_rows(values_only=True)
    return records(map(str, names), ([_unescaped(cell) for cell in row] for row in rows))


def _unescaped(cell: object) -> object:
    """Excel reads these characters so; openpyxl leaves them escaped."""
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), cell) if isinstance(cell, str) else cell


READERS: dict[str, Callable[[Path], list[Record]]] = {
    "csv": from_csv,
    "datapackage": lambda folder: from_csv(folder / "facts.csv"),
    "parquet": from_parquet,
    "sqlite": from_sqlite,
    "duckdb": from_duckdb,
    "xlsx": from_xlsx,
}


def records(names: Iterable[str], rows: Iterable[Iterable[object]]) -> list[Record]:
    names = list(names)
    return [dict(zip(names, row, strict=True)) for row in rows]


def line(record: Record) -> str:
    """A row as the line of facts.jsonl that it came from."""
    box = [float(str(record[side])) for side in ("x0", "y0", "x1", "y1")]
    fact = {name: record[name] for name in KEYS if name != "bbox"} | {"bbox": box}
    return fact_line(Fact.model_validate(fact))


def exported_rows(results: list[Result], to: str, target: Path) -> list[Record]:
    """The rows of `facts` that an export has."""
    export(results, to, target)
    return READERS[to](target)
