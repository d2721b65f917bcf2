"""docs/export.md: every column is there, and the recipes give the exact sum."""

import os
import re
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from extractor.outputs.export.tables import ALL
from extractor.outputs.exporting import export

PAGE = (Path(__file__).parents[3] / "docs" / "export.md").read_text(encoding="utf-8")
RECIPES = re.findall(r"```python\n(.+?)```", PAGE, re.S)


@pytest.fixture(scope="module")
def folder(results, tmp_path_factory) -> Path:
    """Every export that a recipe loads."""
    folder = tmp_path_factory.mktemp("recipes")
    for to, target in {
        "parquet": "parquet",
        "csv": "facts.csv",
        "duckdb": "accounts.duckdb",
        "sqlite": "accounts.sqlite",
    }.items():
        export(results, to, folder / target)
    return folder


@pytest.mark.parametrize("recipe", RECIPES, ids=[recipe.split("\n")[0] for recipe in RECIPES])
def test_a_recipe_adds_up_exactly(recipe, folder, exported, mixed, monkeypatch):
    monkeypatch.chdir(folder)
    names: dict[str, object] = {}
    exec(recipe, names)
    assert names["total"] == of_all((exported, mixed))
    assert isinstance(names["total"], Decimal)


def of_all(documents) -> Decimal:
    """What the recipes add up, from the documents themselves."""
    printed = [fact.value for each in documents for fact in each.tables[0].facts if fact.row == "支出/总计"]
    return sum((Decimal(value) * 10_000 for value in printed), Decimal(0))


def program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed: .ci/system-packages tests")
    return found


def test_the_recipe_for_r_adds_up_exactly(folder, exported, mixed):
    (recipe,) = re.findall(r"```r\n(.+?)```", PAGE, re.S)
    script = folder / "recipe.R"
    script.write_text(f"{recipe}cat(total)\n", encoding="utf-8")
    command = [program("Rscript"), "--vanilla", str(script)]
    own = os.environ | {"LC_ALL": "C.UTF-8"}
    done = subprocess.run(command, cwd=folder, env=own, capture_output=True, text=True, check=True)
    assert Decimal(done.stdout) == of_all((exported, mixed))


def test_the_recipe_for_excel_adds_up_exactly(results, exported, mixed, tmp_path):
    (formula,) = re.findall(r"```excel\n(.+?)\n```", PAGE, re.S)
    export(results, "xlsx", tmp_path / "all.xlsx")
    book = openpyxl.load_workbook(tmp_path / "all.xlsx")
    book.create_sheet("total")["A1"] = formula
    book.save(tmp_path / "total.xlsx")
    command = [program("ssconvert"), "--recalc", "-T", "Gnumeric_stf:stf_assistant", "-O", "sheet=total"]
    subprocess.run([*command, "total.xlsx", "total.txt"], cwd=tmp_path, capture_output=True, check=True)
    assert Decimal((tmp_path / "total.txt").read_text().strip()) == of_all((exported, mixed))


@pytest.mark.parametrize("table", ALL, ids=[table.name for table in ALL])
def test_every_table_is_listed_with_every_column(table):
    section = PAGE.partition(f"### {table.name}")[2].partition("###")[0]
    assert re.findall(r"^\| `([a-z_0-9]+)` \|", section, re.M) == list(table.names)
    assert all(column.chinese in section and column.meaning in section for column in table.columns)
