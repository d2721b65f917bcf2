from decimal import Decimal

import pytest

from extractor.document import OtherTable, Unplaced
from extractor.errors import LayoutError
from extractor.outputs.export import rules, tables
from extractor.outputs.export.columns import ExportTable
from extractor.outputs.export.rows import Named, number_of, rows_of, yuan_of

UNITS = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}


def records(document, layouts, table: ExportTable) -> list[dict]:
    rows = rows_of(Named("a", document), layouts)[table.name]
    return [dict(zip(table.names, row, strict=True)) for row in rows]


@pytest.mark.parametrize(
    ("value", "unit", "yuan"),
    [
        ("38.40", "万元", "384000.00"),
        ("-0.29", "万元", "-2900.00"),
        ("0.12345678", "万元", "1234.5678"),
        ("1234567890123456789", "万元", "12345678901234567890000.00"),
        ("12.3", "元", "12.30"),
        ("7", "辆", None),
        ("7", None, None),
        ("无偏差", "元", None),
        ("1" * 40, "元", None),
    ],
)
def test_amounts_in_yuan_are_exact(value, unit, yuan):
    found = yuan_of(value, unit, UNITS)
    assert (None if found is None else format(found, "f")) == yuan


@pytest.mark.parametrize(("value", "number"), [("38.40", "38.40"), ("-0.00", "-0.00"), ("１", None), ("1e5", None)])
def test_numbers_keep_their_decimals(value, number):
    found = number_of(value)
    assert (None if found is None else format(found, "f")) == number


@pytest.mark.parametrize("table", tables.ALL, ids=[table.name for table in tables.ALL])
def test_rows_fit_their_columns(mixed, layouts, table):
    kinds = {"text": str, "integer": int, "float": float, "decimal": Decimal, "boolean": bool}
    rows = rows_of(Named("a", mixed), layouts)[table.name]
    for row in rows:
        for column, cell in zip(table.columns, row, strict=True):
            assert (cell is None and column.nullable) or type(cell) is kinds[column.kind], (column.name, cell)
    places = [table.names.index(name) for name in table.key]
    assert len({tuple(row[place] for place in places) for row in rows}) == len(rows)


def test_a_code_s_levels_have_the_names_that_are_printed(exported, layouts):
    found = next(each for each in records(exported, layouts, tables.FACTS) if each["row"] == "2010301")
    assert (found["function_class_code"], found["function_class_name"]) == ("201", "一般公共服务支出")
    assert (found["function_section_code"], found["function_item_code"]) == ("20103", "2010301")
    assert found["function_item_name"] == "行政运行"
    assert found["economic_class_code"] is None


def test_names_that_are_not_printed_are_the_code_book_s(exported, layouts):
    table = next(table for table in exported.tables if table.id == "income")
    alone = table.model_copy(update={"facts": tuple(fact for fact in table.facts if fact.row == "2010301")})
    (found, *_) = records(exported.model_copy(update={"tables": (alone,)}), layouts, tables.FACTS)
    assert found["function_class_name"] == "一般公共服务支出"


def test_economic_codes_have_two_levels(exported, layouts):
    found = next(each for each in records(exported, layouts, tables.FACTS) if each["row"] == "30101")
    assert (found["economic_class_code"], found["economic_section_code"]) == ("301", "30101")
    assert (found["economic_class_name"], found["function_class_code"]) == ("工资福利支出", None)


def test_rows_that_are_no_codes_have_no_levels(exported, layouts):
    for found in records(exported, layouts, tables.FACTS):
        if not found["row"].isdigit():
            assert found["function_class_code"] is found["economic_class_code"] is None


@pytest.mark.parametrize(
    ("table", "row", "column", "direction", "phase"),
    [
        ("income", "合计", "本年收入合计", "revenue", "executed"),
        ("income_expenditure", "支出/总计", "金额", "expenditure", "executed"),
        ("three_public", "预算数", "合计", "expenditure", "adjusted"),
        ("three_public", "决算数", "合计", "expenditure", "executed"),
        ("scorecard/1", "funds/资金总额", "年初预算数/预算编制数", "expenditure", "approved"),
        ("scorecard/1", "funds/资金总额", "全年预算数", "expenditure", "adjusted"),
        ("scorecard/1", "funds/资金总额", "全年执行数", "expenditure", "executed"),
        ("scorecard/1", "funds/资金总额", "执行率", None, None),
        ("scorecard/1", "head", "项目名称", None, None),
    ],
)
def test_an_amount_has_its_side_and_its_phase(mixed, layouts, table, row, column, direction, phase):
    found = next(
        each
        for each in records(mixed, layouts, tables.FACTS)
        if (each["table"], each["row"], each["column"]) == (table, row, column)
    )
    assert (found["direction"], found["phase"]) == (direction, phase)


def test_a_budget_s_amounts_are_approved(exported, layouts):
    budget = exported.model_copy(update={"kind": "budget"})
    found = records(budget, layouts, tables.FACTS)
    assert {each["phase"] for each in found if each["table"] == "income"} == {"approved"}


def test_wrong_rules_name_their_file(tmp_path, monkeypatch):
    (tmp_path / "export.yaml").write_text("directions: [{is: sideways}]\nphases: []\n")
    monkeypatch.setattr(rules, "shipped_folder", lambda: tmp_path)
    with pytest.raises(LayoutError, match=r"export\.yaml"):
        rules.export_rules.__wrapped__()


def test_a_scorecard_s_row_has_its_head_and_total(mixed, layouts):
    found = records(mixed, layouts, tables.SCORECARDS)
    assert [each["scorecard"] for each in found] == [card.number for card in mixed.scorecards]
    assert found[0]["project"] == "J残疾人就业保障金"
    assert (found[0]["department_code"], found[0]["unit_code"]) == ("032", "032003")


def test_an_indicator_is_one_row(mixed, layouts):
    found = records(mixed, layouts, tables.INDICATORS)
    assert found[0]["level_1"] == "产出指标"
    assert found[0]["adjusted_target"] == "≤13人"
    facts = {(fact.table, fact.row) for fact in mixed.facts if fact.row.startswith("indicator/")}
    assert len(found) == len(facts)


def test_the_figures_of_the_prose_have_their_cell_and_yuan(exported, layouts):
    found = records(exported, layouts, tables.NARRATIVE)[0]
    assert (found["item"], found["value"], found["row"]) == ("收入总计", "584.83", "收入/总计")
    assert found["amount_yuan"] == Decimal("5848300.00")


def test_what_has_no_place_is_exported_too(exported, layouts):
    item = Unplaced(page=7, bbox=(1, 2, 3, 4), text="30.00", table="income", reason="row-not-known")
    (found,) = records(exported.model_copy(update={"unplaced": (item,)}), layouts, tables.UNPLACED)
    assert (found["page"], found["x0"], found["text"], found["reason"]) == (7, 1.0, "30.00", "row-not-known")


def test_a_budget_s_tables_have_their_side_and_what_they_say_of_last_year_no_phase(exported, layouts):
    table = exported.tables[1]
    first = table.facts[0].model_copy(update={"label": None})
    places = [
        ("budget_income", "合计", "合计"),
        ("budget_general", "201", "合计"),
        ("budget_general", "201", "上年执行数"),
    ]
    facts = tuple(first.model_copy(update=dict(zip(("table", "row", "column"), each, strict=True))) for each in places)
    records_ = (table.model_copy(update={"id": "budget_general", "facts": facts}),)
    found = records(exported.model_copy(update={"kind": "budget", "tables": records_}), layouts, tables.FACTS)
    assert [(each["direction"], each["phase"]) for each in found] == [
        ("revenue", "approved"),
        ("expenditure", "approved"),
        ("expenditure", None),
    ]
    assert found[1]["function_class_name"] == "一般公共服务支出"


def test_every_table_that_a_rule_names_is_known(layouts):
    known = {form.name for form in layouts.forms.values()} | {card.table for card in layouts.scorecards.values()}
    declared = rules.export_rules()
    assert {table for rule in (*declared.directions, *declared.phases) for table in rule.tables} <= known


def test_every_column_that_a_rule_fills_is_one_of_the_export():
    declared = rules.export_rules()
    assert set(declared.scorecards) <= set(tables.SCORECARDS.names)
    assert set(declared.indicators) <= set(tables.INDICATORS.names)


def test_facts_of_tables_that_no_form_knows_are_rows_too(exported, layouts):
    other = with_facts_of_no_form(exported)
    found = records(other, layouts, tables.FACTS)
    assert [each["table"] for each in found if each["table"].startswith("other/")] == ["other/1"]
    assert len(found) == len(other.facts)


def with_facts_of_no_form(document):
    """The document with a table of no known form that has one fact."""
    table = document.tables[0]
    fact = table.facts[0].model_copy(update={"table": "other/1", "status": "read"})
    place = table.places[0]
    about = {"id": "other/1", "title": "", "page": place.page, "bbox": place.bbox, "places": (place,)}
    other = OtherTable(**about, rows=1, columns=1, facts=(fact,), cells=table.cells)
    return document.model_copy(update={"other_tables": (*document.other_tables, other), "scope": "单位"})
