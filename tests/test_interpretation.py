import pytest

from extractor.interpretation import interpret
from extractor.layouts import load_layouts
from tests.building import line, read_grid, read_page

INCOME = [
    ["科目编码", "科目名称", "本年收入合计", "财政拨款收入", "其他收入"],
    ["合计", "", "3.00", "3.00", ""],
    ["201", "一般公共服务支出", "3.00", "3.00", ""],
]


def income_page(number: int, *, rows=INCOME, extra=(), engine="text-layer") -> object:
    lines = [
        line(text, y=10 + 20 * i) for i, text in enumerate(["收入决算表", "部门：某市财政局", "单位：万元", *extra])
    ]
    return read_page([read_grid(rows, merged=[(1, 0, 1, 2)], engine=engine)], number, lines)


def test_a_document_s_tables_unit_and_year(layouts):
    cover = read_page([], 1, [line("某市财政局2024年度部门决算公开")])
    found = interpret([cover, income_page(2)], layouts)
    assert [known.form.id for known in found.known] == ["income"]
    assert (found.unit_name, found.year) == ("某市财政局", 2024)
    assert found.known[0].unit == "万元"
    assert len(found.known[0].values) == 4


def test_a_second_table_of_a_form_is_kept_as_a_grid(layouts):
    found = interpret([income_page(1), income_page(3)], layouts)
    assert len(found.known) == len(found.others) == 1
    assert [reason for _, reason in found.refused] == ["repeated-form"]
    assert "repeated-form" in [code for code, _, _ in found.remarks]


def test_an_unknown_table_is_kept(layouts):
    found = interpret([read_page([read_grid([["姓名", "电话"], ["张三", "123"]])])], layouts)
    assert found.known == []
    assert [cell.text for cell in found.others[0][0].cells] == ["姓名", "电话", "张三", "123"]


def test_a_place_printed_twice_differently_is_doubted(layouts):
    rows = [*INCOME, ["201", "一般公共服务支出", "4.00", "3.00", ""]]
    found = interpret([income_page(1, rows=rows)], layouts)
    doubted = {(v.row, v.column) for v in found.known[0].values if any("again" in doubt for doubt in v.doubts)}
    assert doubted == {("201", "本年收入合计")}


def test_a_row_whose_code_could_not_be_read_is_no_fact_but_said(layouts):
    rows = [*INCOME, ["2010", "某事务", "2.00", "2.00", ""]]
    found = interpret([income_page(3, rows=rows, engine="rapidocr")], layouts)
    assert {value.row for value in found.known[0].values} == {"合计", "201"}
    ((text, page),) = [(text, page) for code, text, page in found.remarks if code == "row-not-read"]
    assert "某事务" in text
    assert page == 3
    printed = interpret([income_page(3, rows=rows)], layouts)
    assert "2010" in {value.row for value in printed.known[0].values}


def test_nothing_read_is_nothing_found(layouts):
    found = interpret([], layouts)
    assert (found.known, found.others, found.unit_name, found.year) == ([], [], None, None)


def test_of_two_editions_of_a_form_neither_is_taken_in_silence(layouts):
    rows = [*INCOME[:2], ["201", "一般公共服务支出", "4.00", "3.00", ""]]
    found = interpret([income_page(1), income_page(3, rows=rows)], layouts)
    doubted = {(value.row, value.column) for value in found.known[0].values if value.doubts}
    assert doubted == {("201", "本年收入合计")}


def test_a_row_without_a_code_is_no_fact_but_said(layouts):
    rows = [*INCOME, ["", "其中：政府采购", "1.00", "1.00", ""]]
    found = interpret([income_page(1, rows=rows)], layouts)
    assert {value.row for value in found.known[0].values} == {"合计", "201"}
    assert "row-not-known" in [code for code, _, _ in found.remarks]


@pytest.mark.parametrize(
    ("cover", "title", "kind"),
    [
        ("某市财政局2024年度部门决算", "收入决算表", "final"),
        ("某市财政局2024年部门预算", "一般公共预算财政拨款支出决算表", "final"),
        ("某市财政局2024年部门预算", "部门收入总表", "budget"),
        ("某市财政局2024年度决算公开", "部门收入总表", "final"),
        ("某市财政局", "收入预算总表", "budget"),
        ("某市财政局", "部门收入总表", None),
    ],
)
def test_the_kind_of_a_document(layouts, cover, title, kind):
    table = read_page([read_grid([["项目", "金额"], ["一般公共预算", "1.00"]])], 2, [line(title)])
    assert interpret([read_page([], 1, [line(cover)]), table], layouts).kind == kind


def test_a_budget_s_table_is_of_no_form_of_final_accounts(layouts):
    lines = [line(text, y=10 + 20 * i) for i, text in enumerate(["收入预算总表", "单位：万元"])]
    budget = read_page([read_grid(INCOME, merged=[(1, 0, 1, 2)])], 1, lines)
    found = interpret([budget], layouts)
    assert [(known.form.id, known.form.kind) for known in found.known] == [("budget_income", "budget")]


def test_a_table_that_the_contents_name_and_no_page_has_is_missing(layouts):
    entries = ["目录", "一、收入决算表……3", "二、支出决算表……4", "第一部分概况"]
    contents = read_page([], 1, [line(text, y=100 + 20 * i) for i, text in enumerate(entries)])
    found = interpret([contents, income_page(2)], layouts)
    assert [(missing.form.title, missing.page) for missing in found.missing] == [("支出决算表", 1)]


@pytest.mark.parametrize(
    ("lines", "name", "year"),
    [
        (["某市财政局", "2024年度部门决算"], "某市财政局", 2024),
        (["某市财政局二〇二四年度部门决算公开"], "某市财政局", 2024),
        (["cis."], None, None),
        (["注：本表反映部门2023年度决算情况"], None, 2023),
        (["数据来源：财政局"], None, None),
        (["2024年度部门决算", "2025年8月"], None, 2024),
    ],
)
def test_unit_name_and_year_come_from_the_cover_or_are_unknown(layouts, lines, name, year):
    cover = read_page([], 1, [line(text, y=100 + 40 * i) for i, text in enumerate(lines)])
    found = interpret([cover], layouts)
    assert (found.unit_name, found.year) == (name, year)


@pytest.mark.parametrize("title", ["项目绩效资金表", "部门整体支出绩效自评表", "绩效目标表", "附表目录"])
def test_a_form_of_the_user_s_own_is_never_foreign(tmp_path, title):
    """Its title has words by which the shipped layouts refuse a table."""
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "mine.yaml").write_text(
        f"id: mine\ntitle: {title}\ntitles: [{title}]\nrows: labels\n"
        "blocks:\n"
        "  - prefix: ''\n"
        "    columns: [{key: 金额, names: [年末数]}]\n"
        "    rows: [{label: 固定资产}, {label: 无形资产}]\n",
        encoding="utf-8",
    )
    rows = [["项目", "年末数"], ["固定资产", "1.00"], ["无形资产", "2.00"]]
    page = read_page([read_grid(rows)], 1, [line(title), line("单位：万元", y=40)])
    (known,) = interpret([page], load_layouts(tmp_path)).known
    assert [(value.row, value.value) for value in known.values] == [("固定资产", "1.00"), ("无形资产", "2.00")]
    assert interpret([page], load_layouts()).known == []


def test_a_second_table_of_a_form_with_other_rows_is_the_rest_of_the_first(layouts):
    rest = [INCOME[0], ["205", "教育支出", "2.00", "2.00", ""]]
    between = read_page([], 2, [line("说明。")])
    found = interpret([income_page(1), between, income_page(3, rows=rest)], layouts)
    (known,) = found.known
    assert [value.row for value in known.values if value.column == "本年收入合计"] == ["合计", "201", "205"]
    assert {value.cell.page for value in known.values} == {1, 3}


@pytest.mark.parametrize(
    ("title", "lines", "scope"),
    [
        ("2025年部门收入预算总表", (), "部门"),
        ("2025年预算单位收入预算总表", (), "单位"),
        ("收入预算总表", ("编制单位：某市财政局",), "单位"),
        ("收入预算总表", ("部门：", "某市财政局"), "部门"),
        ("一般公共预算基本支出部门预算经济分类预算表", (), None),
    ],
)
def test_whose_accounts_the_titles_name(layouts, title, lines, scope):
    above = [line(text, y=10 + 20 * at) for at, text in enumerate((title, *lines))]
    assert interpret([read_page([read_grid(INCOME)], 1, above)], layouts).scope == scope


def test_the_year_of_the_heads_where_nothing_else_names_one(layouts):
    rows = [["科目编码", "科目名称", "2019年执行数", "2020年预算数"], ["205", "教育支出", "1.00", "2.00"]]
    found = interpret([read_page([read_grid(rows)], 1, [line("一般公共预算支出表")])], layouts)
    assert found.year == 2020


def test_a_name_in_the_line_behind_its_label(layouts):
    above = [line("收入决算表"), line("部门：", y=40), line("某市财政局", y=60)]
    assert interpret([read_page([read_grid(INCOME)], 1, above)], layouts).unit_name == "某市财政局"
