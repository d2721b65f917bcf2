"""docs/export.md: every column is there, and the recipes give the exact sum."""

import re
from decimal import Decimal
from pathlib import Path

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
    printed = [fact.value for each in (exported, mixed) for fact in each.tables[0].facts if fact.row == "支出/总计"]
    assert names["total"] == sum(Decimal(value) * 10_000 for value in printed)
    assert isinstance(names["total"], Decimal)


@pytest.mark.parametrize("table", ALL, ids=[table.name for table in ALL])
def test_every_table_is_listed_with_every_column(table):
    section = PAGE.partition(f"### {table.name}")[2].partition("###")[0]
    assert re.findall(r"^\| `([a-z_0-9]+)` \|", section, re.M) == list(table.names)
    assert all(column.chinese in section and column.meaning in section for column in table.columns)
