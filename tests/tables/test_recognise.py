import pytest

from extractor.tables.recognise import read_context, recognise
from extractor.tables.table import Table
from tests.building import table_of

INCOME = [
    [
        "科目编码",
        "科目名称",
        "本年收入合计",
        "财政拨款收入",
        "上级补助收入",
        "事业收入",
        "经营收入",
        "附属单位上缴收入",
        "其他收入",
    ],
    ["合计", "", "3.00", "3.00", "", "", "", "", ""],
    ["201", "一般公共服务支出", "3.00", "3.00", "", "", "", "", ""],
    ["2010301", "行政运行", "3.00", "3.00", "", "", "", "", ""],
]


def form_of(table: Table, layouts) -> str | None:
    evidence = recognise(table, read_context(table, layouts), layouts)
    return evidence.form if evidence else None


def income(*above: str) -> Table:
    return table_of(INCOME, merged=[(1, 0, 1, 2)], above=above)


@pytest.mark.parametrize("above", [("收入决算表",), ("二、收入决算表", "公开02表"), (), ("2024年度收入决算表",)])
def test_an_income_table_whatever_its_title_line(layouts, above):
    assert form_of(income(*above), layouts) == "income"


def test_a_form_number_of_another_form_does_not_decide(layouts):
    assert form_of(income("收入决算表", "公开05表"), layouts) == "income"


@pytest.mark.parametrize(
    ("title", "form"),
    [("2024年收入预算表", "budget_income"), ("部门收入预算总表", "budget_income"), ("项目支出绩效自评表", None)],
)
def test_tables_of_another_kind_are_no_final_accounts_by_their_title(layouts, title, form):
    assert form_of(income(title), layouts) == form


def test_a_title_alone_is_not_enough(layouts):
    assert form_of(table_of([["姓名", "电话"], ["张三", "123"]], above=["收入决算表"]), layouts) is None


def test_an_unknown_table(layouts):
    assert form_of(table_of([["姓名", "电话"], ["张三", "123"]]), layouts) is None


def test_a_misread_title_is_known(layouts):
    assert form_of(income("收人决算表"), layouts) == "income"


def test_expenditure_is_not_income(layouts):
    rows = [
        [
            "科目编码",
            "科目名称",
            "本年支出合计",
            "基本支出",
            "项目支出",
            "上缴上级支出",
            "经营支出",
            "对附属单位补助支出",
        ],
        ["201", "一般公共服务支出", "3.00", "3.00", "", "", "", ""],
    ]
    assert form_of(table_of(rows), layouts) == "expenditure"


def test_what_is_printed_around_a_table(layouts):
    context = read_context(income("收入决算表", "公开02表", "部门：某市财政局", "2024年度", "金额单位：万元"), layouts)
    assert (context.title, context.number, context.unit) == ("收入决算表", "2", "万元")
    assert (context.unit_name, context.year) == ("某市财政局", 2024)


def test_nothing_around_a_table(layouts):
    assert read_context(income(), layouts) == ("", "", None, "", None)


def test_title_and_unit_inside_the_table_s_first_rows(layouts):
    rows = [["收入决算表", *[""] * 8], ["单位：元", *[""] * 8], *INCOME]
    table = table_of(rows, merged=[(0, 0, 1, 9), (1, 0, 1, 9), (3, 0, 1, 2)])
    context = read_context(table, layouts)
    assert (context.title, context.unit) == ("收入决算表", "元")
    assert form_of(table, layouts) == "income"


@pytest.mark.parametrize(
    ("title", "engine", "form"),
    [
        ("改人决第情况表", "rapidocr", None),
        ("收人决算情况明细表", "rapidocr", "income"),
        ("收人决算情况明细表", "text-layer", "income"),
        ("资产增减情况明细表", "text-layer", None),
    ],
)
def test_a_title_that_ocr_misread_badly_is_known_where_header_and_rows_are_complete(layouts, title, engine, form):
    table = table_of(INCOME, merged=[(1, 0, 1, 2)], above=(title,), engine=engine)
    assert form_of(table, layouts) == form
