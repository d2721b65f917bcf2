"""The formats of an export: each one's writer, and the package that it needs.

A writer's module is loaded when its format is asked for: what it imports need not be installed for the others.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from extractor.outputs.export.tables import FACTS
from extractor.outputs.packages import require

if TYPE_CHECKING:
    from extractor.outputs.export.writer import Writer


class Format(NamedTuple):
    """How a format is written: by a writer of one file, which has the suffix, or of several files in a folder.

    Packages are those of the extra that has the suffix's name.  `answer` is what the service calls an export, and
    `media_type` what it says of it; a folder is sent as a zip.
    """

    suffix: str
    answer: str
    media_type: str
    packages: tuple[str, ...] = ()
    file: Callable[[Path], Writer] | None = None
    folder: Callable[[Path], Writer] | None = None

    def takes_folder(self, target: Path) -> bool:
        """Whether the format has several files in a folder at `target`, rather than one there."""
        return self.folder is not None and (self.file is None or target.suffix.lower() != self.suffix)

    def writer(self, target: Path, *, folder: bool) -> Writer:
        """A writer into a new file, or a new folder.  Raises `PackageError` where a package is missing."""
        require(self.packages, self.suffix.removeprefix("."))
        chosen = self.folder if folder else self.file
        assert chosen is not None
        if folder:
            target.mkdir()
        return chosen(target)


def _csv_file(target: Path) -> Writer:
    from extractor.outputs.export.csv import CsvFile

    return CsvFile(target, FACTS)


def _csv_folder(target: Path) -> Writer:
    from extractor.outputs.export.csv import CsvFile
    from extractor.outputs.export.folder import TableFiles

    return TableFiles(target, ".csv", CsvFile)


def _parquet_file(target: Path) -> Writer:
    from extractor.outputs.export.parquet import ParquetFile

    return ParquetFile(target, FACTS)


def _parquet_folder(target: Path) -> Writer:
    from extractor.outputs.export.folder import TableFiles
    from extractor.outputs.export.parquet import ParquetFile

    return TableFiles(target, ".parquet", ParquetFile)


def _sqlite(target: Path) -> Writer:
    from extractor.outputs.export.sqlite import SqliteFile

    return SqliteFile(target)


def _duckdb(target: Path) -> Writer:
    from extractor.outputs.export.duckdb import DuckdbFile

    return DuckdbFile(target)


def _workbook(target: Path) -> Writer:
    from extractor.outputs.export.xlsx import BookFile

    return BookFile(target)


def _workbooks(target: Path) -> Writer:
    from extractor.outputs.export.xlsx import BookFolder

    return BookFolder(target)


def _datapackage(target: Path) -> Writer:
    from extractor.outputs.export.datapackage import DataPackage

    return DataPackage(target)


FORMATS: dict[str, Format] = {
    "csv": Format(".csv", "facts.csv", "text/csv", file=_csv_file, folder=_csv_folder),
    "xlsx": Format(
        ".xlsx",
        "facts.xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ("xlsxwriter",),
        _workbook,
        _workbooks,
    ),
    "parquet": Format(
        ".parquet", "facts.parquet", "application/vnd.apache.parquet", ("pyarrow",), _parquet_file, _parquet_folder
    ),
    "sqlite": Format(".sqlite", "accounts.sqlite", "application/vnd.sqlite3", file=_sqlite),
    "duckdb": Format(".duckdb", "accounts.duckdb", "application/octet-stream", ("duckdb", "pyarrow"), _duckdb),
    "datapackage": Format("", "datapackage", "application/zip", folder=_datapackage),
}

# What commands and requests take: one of the names above.
if TYPE_CHECKING:
    FormatName = str
else:
    FormatName = Literal[tuple(FORMATS)]
