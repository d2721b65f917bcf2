from extractor.forms import interpreted
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
    found = interpreted([cover, income_page(2)], layouts)
    assert [known.form.id for known in found.known] == ["income"]
    assert (found.unit_name, found.year) == ("某市财政局", 2024)
    assert found.known[0].unit == "万元"
    assert len(found.known[0].values) == 4


def test_a_second_table_of_a_form_is_kept_as_a_grid(layouts):
    found = interpreted([income_page(1), income_page(3)], layouts)
    assert len(found.known) == len(found.others) == 1
    assert "repeated-form" in [code for code, _, _ in found.remarks]


def test_an_unknown_table_is_kept(layouts):
    found = interpreted([read_page([read_grid([["姓名", "电话"], ["张三", "123"]])])], layouts)
    assert found.known == []
    assert [cell.text for cell in found.others[0][0].cells] == ["姓名", "电话", "张三", "123"]


def test_a_place_printed_twice_differently_is_doubted(layouts):
    rows = [*INCOME, ["201", "一般公共服务支出", "4.00", "3.00", ""]]
    found = interpreted([income_page(1, rows=rows)], layouts)
    doubted = {(v.row, v.column) for v in found.known[0].values if any("again" in doubt for doubt in v.doubts)}
    assert doubted == {("201", "本年收入合计")}


def test_a_row_whose_code_could_not_be_read_is_no_fact_but_said(layouts):
    rows = [*INCOME, ["2010", "某事务", "2.00", "2.00", ""]]
    found = interpreted([income_page(3, rows=rows, engine="rapidocr")], layouts)
    assert {value.row for value in found.known[0].values} == {"合计", "201"}
    ((text, page),) = [(text, page) for code, text, page in found.remarks if code == "row-not-read"]
    assert "某事务" in text
    assert page == 3
    printed = interpreted([income_page(3, rows=rows)], layouts)
    assert "2010" in {value.row for value in printed.known[0].values}


def test_nothing_read_is_nothing_found(layouts):
    found = interpreted([], layouts)
    assert (found.known, found.others, found.unit_name, found.year) == ([], [], "", None)
