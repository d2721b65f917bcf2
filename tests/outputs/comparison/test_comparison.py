"""Documents of one unit: made of the exported sample by changing year, kind and figures."""

import json
from collections.abc import Iterable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from extractor.checks import Key
from extractor.cli import app
from extractor.document import Document, NarrativeFigure
from extractor.errors import LayoutError
from extractor.outputs import write_document
from extractor.outputs.comparison import Comparison, Unread, compare_results, rules
from extractor.outputs.export import results_in
from extractor.review import reading_of, reviewed
from extractor.review.deciding import decide
from extractor.review.store import decisions_beside
from tests.outputs.test_schemas import valid

PLACES = {
    "all": ("income_expenditure", "支出/年末结转和结余", "收入/年初结转和结余", "金额", "金额"),
    "appropriation": (
        "appropriation",
        "支出/年末财政拨款结转和结余",
        "收入/年初财政拨款结转和结余",
        "合计",
        "金额",
    ),
}


def document(
    base: Document,
    year: int,
    facts: Iterable[tuple[str, str, str, str]],
    said: Iterable[NarrativeFigure] = (),
    **update: object,
) -> Document:
    """A document of a year with these facts: (table, row, column, value in 万元)."""
    first = base.facts[0]
    found = [
        first.model_copy(update={"table": table, "row": row, "column": column, "value": value})
        for table, row, column, value in facts
    ]
    table = base.tables[0].model_copy(update={"facts": tuple(found)})
    own = {"year": year, "tables": (table,), "scorecards": (), "narrative": tuple(said), **update}
    return base.model_copy(update=own)


def said(base: Document, measure: str, value: str, words: str = "", **cell: str) -> NarrativeFigure:
    return base.narrative[0].model_copy(update={"measure": measure, "value": value, "words": words, **cell})


def compare(folder: Path, **documents: Document) -> list[Comparison | Unread]:
    for name, each in documents.items():
        write_document(each, folder / name)
    return list(compare_results(results_in([folder])))


@pytest.mark.parametrize("name", PLACES)
@pytest.mark.parametrize(("value", "result"), [("0.29", "holds"), ("0.30", "holds"), ("0.31", "fails")])
def test_what_is_left_of_one_year_is_what_the_next_begins_with(exported, tmp_path, name, value, result):
    """Within rounding: half a unit of the last place on either side."""
    table, last, first, before, after = PLACES[name]
    earlier = document(exported, 2023, [(table, last, before, "0.29")])
    later = document(exported, 2024, [(table, first, after, value)])
    (found,) = compare(tmp_path, a=later, b=earlier)
    assert (found.id, found.result, found.level) == (f"carried-over.{name}", result, "warning")
    assert [(cell.document, cell.year, cell.row) for cell in found.cells] == [("b", 2023, last), ("a", 2024, first)]
    assert found.tolerance == "100"
    assert found.formula == f"2023 {last} {before} 0.29 万元 = 2024 {first} {after} {value} 万元"


def test_amounts_in_different_units_are_compared_exactly(exported, tmp_path):
    table, last, first, before, after = PLACES["all"]
    earlier = document(exported, 2023, [(table, last, before, "0.29")])
    later = document(exported, 2024, [(table, first, after, "3000.00")])
    facts = tuple(fact.model_copy(update={"unit": "元"}) for fact in later.tables[0].facts)
    later = later.model_copy(update={"tables": (later.tables[0].model_copy(update={"facts": facts}),)})
    (found,) = compare(tmp_path, a=earlier, b=later)
    assert (found.result, found.difference, found.tolerance) == ("fails", "-100", "50.005")


def test_every_row_that_both_funds_tables_have_is_compared(exported, tmp_path):
    column = {2023: "年末结转和结余", 2024: "年初结转和结余"}
    rows = {2023: {"合计": "5.00", "212": "5.00"}, 2024: {"合计": "4.00", "229": "4.00"}}
    documents = {
        f"y{year}": document(
            exported, year, [("government_fund", row, column[year], value) for row, value in rows[year].items()]
        )
        for year in rows
    }
    (found,) = compare(tmp_path, **documents)
    assert (found.id, found.result) == ("carried-over.government-fund[合计]", "fails")


def test_what_the_text_says_of_the_year_before_is_in_its_table(exported, tmp_path):
    cell = {"table": "income_expenditure", "row": "收入/总计", "column": "金额"}
    earlier = document(exported, 2023, [(*cell.values(), "852.20")])
    later = document(exported, 2024, [], [said(exported, "上年", "850.20", **cell)])
    (found,) = compare(tmp_path, a=earlier, b=later)
    assert (found.id, found.result) == ("last-year-said[收入/总计 / 金额]", "fails")
    assert (found.difference, found.cells[1].place) == ("20000", "text")


@pytest.mark.parametrize(
    ("words", "value", "results"),
    [("比上年减少", "-267.37", ["holds"]), ("比上年减少", "-266.37", ["fails"]), ("比预算减少", "-266.37", [])],
)
def test_a_change_that_the_text_tells_is_that_of_the_tables(exported, tmp_path, words, value, results):
    cell = {"table": "income_expenditure", "row": "收入/总计", "column": "金额"}
    earlier = document(exported, 2023, [(*cell.values(), "852.20")])
    later = document(exported, 2024, [(*cell.values(), "584.83")], [said(exported, "增减额", value, words, **cell)])
    found = compare(tmp_path, a=earlier, b=later)
    assert [each.result for each in found if each.id.startswith("change-said")] == results


def test_the_budget_that_the_final_accounts_tell_is_the_budget_s(exported, tmp_path):
    budget = document(exported, 2024, [("budget_general", "201", "合计", "582.22")], kind="budget")
    cell = {"table": "general_budget", "row": "201", "column": "合计"}
    final = document(exported, 2024, [], [said(exported, "年初预算", "582.32", **cell)])
    (found,) = compare(tmp_path, a=final, b=budget)
    assert (found.id, found.result) == ("budget-said[201 / 合计]", "fails")
    assert found.formula == "2024 201 合计 582.22 万元 = 2024正文 201 合计 582.32 万元"


def test_other_units_and_other_years_are_not_compared(exported, tmp_path):
    table, last, first, before, after = PLACES["all"]
    earlier = document(exported, 2022, [(table, last, before, "1.00")])
    later = document(exported, 2024, [(table, first, after, "2.00")])
    other = document(exported, 2023, [(table, last, before, "3.00")], unit_name="某某局")
    assert compare(tmp_path, a=earlier, b=later, c=other) == []


def test_documents_without_unit_or_year_and_broken_ones_take_no_part(exported, tmp_path):
    write_document(exported, tmp_path / "broken")
    (tmp_path / "broken" / "document.json").write_text("{")
    nameless = document(exported, 2023, [], unit_name=None)
    found = compare(tmp_path, nameless=nameless)
    assert [(each.name, each.error is None) for each in found] == [("broken", False), ("nameless", True)]


@pytest.fixture
def two(exported, tmp_path) -> Path:
    table, last, first, before, after = PLACES["all"]
    write_document(document(exported, 2023, [(table, last, before, "0.29")]), tmp_path / "2023")
    write_document(document(exported, 2024, [(table, first, after, "1.29")]), tmp_path / "2024")
    return tmp_path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["compare", *map(str, arguments)])


def test_people_read_what_differs_and_where(two):
    result = run(two)
    assert result.exit_code == 0, result.output
    (line,) = result.stdout.splitlines()
    assert line.startswith("fails  carried-over.all  大同市公共资源交易中心")
    assert "off by -10000 元 (rounding explains 100)" in line
    assert line.endswith("2023 page 4; 2024 page 4")
    assert result.stderr.strip() == "fails: 1"


def test_machines_read_json_that_fits_its_schema(two):
    (line,) = run(two, "--json", "--failing").stdout.splitlines()
    assert valid("comparison", json.loads(line))
    assert json.loads(line)["result"] == "fails"


def test_what_agrees_is_left_out_on_request(two, exported):
    table, _, first, _, after = PLACES["all"]
    write_document(document(exported, 2024, [(table, first, after, "0.29")]), two / "2024")
    assert run(two, "--failing").stdout == ""
    assert run(two).stdout.startswith("holds")


def test_nothing_to_compare_is_said(exported, tmp_path):
    write_document(exported, tmp_path / "a")
    result = run(tmp_path)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "no two documents of one unit can be compared" in result.stderr


def test_a_broken_result_is_a_failure(two):
    (two / "2023" / "document.json").write_text("{")
    result = run(two)
    assert result.exit_code == 1
    assert "2023/document.json" in result.stderr
    assert run(two / "none").exit_code == 1


def test_every_rule_speaks_of_tables_that_exist(layouts):
    known = {form.name for form in layouts.forms.values()}
    places = [place for rule in rules.comparison_rules().cells for place in (rule.earlier, rule.later)]
    assert {place.table for place in places} <= known
    assert {
        table for rule in rules.comparison_rules().sayings for pair in rule.tables.items() for table in pair
    } <= known
    assert {rule.measure for rule in rules.comparison_rules().sayings} <= set(layouts.narrative.measures)


def test_wrong_rules_name_their_file(tmp_path, monkeypatch):
    (tmp_path / "comparison.yaml").write_text("cells: [{id: x}]\n")
    monkeypatch.setattr(rules, "shipped_folder", lambda: tmp_path)
    with pytest.raises(LayoutError, match=r"comparison\.yaml"):
        rules.comparison_rules.__wrapped__()


def test_a_fact_of_no_money_is_not_compared(exported, tmp_path):
    table, last, first, before, after = PLACES["all"]
    documents = {
        "a": document(exported, 2023, [(table, last, before, "0.29")]),
        "b": document(exported, 2024, [(table, first, after, "不适用")]),
    }
    assert compare(tmp_path, **documents) == []


@pytest.mark.parametrize(("scopes", "count"), [(("部门", "单位"), 0), (("单位", "单位"), 1), ((None, "单位"), 1)])
def test_a_department_is_not_compared_with_its_unit(exported, tmp_path, scopes, count):
    table, last, first, before, after = PLACES["all"]
    earlier = document(exported, 2023, [(table, last, before, "0.29")], scope=scopes[0])
    later = document(exported, 2024, [(table, first, after, "0.29")], scope=scopes[1])
    assert len(compare(tmp_path, a=earlier, b=later)) == count


def test_a_figure_that_a_person_corrected_is_compared_as_corrected(exported, tmp_path, layouts):
    table, last, first, before, after = PLACES["all"]
    earlier = document(exported, 2023, [(table, last, before, "0.29")])
    later = document(exported, 2024, [(table, first, after, "0.92")])
    (found,) = compare(tmp_path, a=earlier, b=later)
    assert found.result == "fails"
    store = decisions_beside(tmp_path / "b" / "document.json")
    reading = reading_of(later, layouts)
    (spot,) = [spot for key, spot in reading.spots.of_key.items() if key == Key(table, first, after)]
    decide(reviewed(reading, []), store, spot, "correct", "王", "0.29")
    (found,) = compare_results(results_in([tmp_path]))
    assert found.result == "holds"


def test_a_result_whose_decisions_are_damaged_takes_no_part_and_the_others_do(exported, tmp_path):
    table, last, first, before, after = PLACES["all"]
    earlier = document(exported, 2023, [(table, last, before, "0.29")])
    later = document(exported, 2024, [(table, first, after, "0.29")])
    write_document(later, tmp_path / "c")
    (tmp_path / "c" / "decisions.jsonl").write_text("no decision\n", encoding="utf-8")
    unread, found = compare(tmp_path, a=earlier, b=later)
    assert isinstance(unread, Unread) and unread.name == "c"
    assert found.result == "holds"
