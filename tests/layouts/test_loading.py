from pathlib import Path

import pytest
import yaml

from extractor.errors import LayoutError
from extractor.layouts import Form, load_layouts, shipped_folder

TABLES = sorted((shipped_folder() / "tables").glob("*.yaml"))
IDS = {
    "income_expenditure",
    "income",
    "expenditure",
    "appropriation",
    "general_budget",
    "general_budget_basic",
    "government_fund",
    "state_capital",
    "three_public",
    "statistics",
}
BUDGETS = {
    "budget_income_expenditure",
    "budget_income",
    "budget_expenditure",
    "budget_appropriation",
    "budget_appropriation_expenditure",
    "budget_appropriation_basic",
    "budget_general",
    "budget_general_basic",
    "budget_government_fund",
    "budget_state_capital",
    "budget_three_public",
    "budget_running_cost",
    "budget_procurement",
    "budget_projects",
}


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_every_shipped_form_loads_and_is_named_like_its_file(path):
    form = Form.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    assert form.id == path.stem
    assert form.title in form.titles
    assert form.all_columns


def test_the_tables_of_both_contracts_are_there(layouts):
    tables = {kind: {form.name for form in layouts.forms.values() if form.kind == kind} for kind in ("final", "budget")}
    assert tables == {"final": IDS, "budget": BUDGETS}


def test_titles_mean_one_table_of_a_kind_each(layouts):
    tables = {(form.kind, title, form.name) for form in layouts.forms.values() for title in form.titles}
    assert len(tables) == len({(kind, title) for kind, title, _ in tables})


@pytest.fixture
def own(tmp_path) -> Path:
    (tmp_path / "tables").mkdir()
    return tmp_path


def put(folder: Path, name: str, text: str) -> Path:
    path = folder / "tables" / name
    path.write_text(text, encoding="utf-8")
    return path


FORM = """
id: {id}
title: 收入决算表（某省）
titles: [收入决算表（某省）]
rows: functional
columns: [{{key: 本年收入合计, names: [收入数]}}]
"""


def test_the_user_s_form_replaces_the_shipped_one_of_its_id(own):
    put(own, "mine.yaml", FORM.format(id="income"))
    layouts = load_layouts(own)
    assert layouts.forms["income"].titles == ("收入决算表（某省）",)
    assert set(layouts.forms) == set(load_layouts().forms)


def test_a_new_id_is_added(own):
    put(own, "mine.yaml", FORM.format(id="another"))
    assert set(load_layouts(own).forms) == set(load_layouts().forms) | {"another"}


def test_the_user_s_common_settings_go_on_top(own):
    (own / "common.yaml").write_text("total_labels: [总数]\n", encoding="utf-8")
    layouts = load_layouts(own)
    assert layouts.totals == {"总数"}
    assert "栏次" in layouts.numbering


def test_the_user_s_codes_join_the_shipped_ones(own):
    (own / "codes").mkdir()
    (own / "codes" / "functional.csv").write_text(
        "code,name,level,parent,first_year,last_year,source\n2999901,某项支出,3,,,,mine\n", encoding="utf-8"
    )
    layouts = load_layouts(own)
    assert "2999901" in layouts.functional
    assert "201" in layouts.functional


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id: [unclosed", "YAML"),
        ("- a list", "mapping"),
        (FORM.format(id="x") + "colour: red\n", "colour"),
        ("id: x\ntitle: t\ntitles: [t]\nrows: sideways\n", "rows"),
        ("title: t\ntitles: [t]\nrows: labels\n", "id"),
        (FORM.format(id="x").replace("names", "nmaes"), "columns.0"),
    ],
    ids=["broken YAML", "no mapping", "unknown key", "unknown kind", "missing id", "unknown key inside"],
)
def test_a_wrong_file_is_named_with_what_is_wrong(own, text, said):
    path = put(own, "mine.yaml", text)
    with pytest.raises(LayoutError, match=said) as caught:
        load_layouts(own)
    assert caught.value.file == str(path)


def test_a_bytes_file(own):
    put(own, "mine.yaml", "").write_bytes(b"id: \xff\xfe")
    with pytest.raises(LayoutError, match="cannot be read"):
        load_layouts(own)


def test_a_pattern_that_does_not_compile(own):
    (own / "common.yaml").write_text("unit_pattern: '(unclosed'\n", encoding="utf-8")
    with pytest.raises(LayoutError, match="unclosed"):
        load_layouts(own)


@pytest.mark.parametrize(
    ("name", "text", "key"),
    [
        ("common.yaml", "kinds: {final_pattern: '(unclosed'}\n", "kinds.final_pattern"),
        ("sections.yaml", "leader_pattern: '(unclosed'\n", "leader_pattern"),
        ("sections.yaml", "levels: ['一、', '(unclosed']\n", "levels.1"),
        ("narrative.yaml", "lead_patterns: ['甲', '(unclosed']\n", "lead_patterns.1"),
        ("tables/mine.yaml", FORM.format(id="x") + "typical_codes: '(unclosed'\n", "typical_codes"),
        ("scorecards/mine.yaml", "funds: {line_prefix_pattern: '(unclosed'}\n", "funds.line_prefix_pattern"),
    ],
)
def test_a_bad_pattern_is_told_with_the_user_s_file_and_key(own, name, text, key):
    path = own / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LayoutError) as caught:
        load_layouts(own)
    assert caught.value.file == str(path)
    assert caught.value.message.startswith(f"{key}: ")
    assert "unclosed" in caught.value.message


def test_a_missing_folder(tmp_path):
    with pytest.raises(LayoutError, match="no such folder"):
        load_layouts(tmp_path / "none")
